/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/align.h"
#include "reading/costs.h"

#define MATCH		NAT
#define SLIP		(11 * NAT / 2)	/* 1 in 125 letters, of some kinds */
#define OTHER_LETTER	(8 * NAT)
#define OTHER_BYTE	(9 * NAT)
#define DIGIT		(7 * NAT)
#define POINT		(3 * NAT / 2)	/* punctuation that comes and goes */

/* What lies beside each letter on the keyboards that most people have. */
static const char *const beside[26] = {
	"qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv",
	"gyujnb", "ujko", "huikmn", "jiolm", "kop", "njk", "bhjm", "iklp",
	"ol", "wa", "edft", "awedxz", "rfgy", "yhji", "cfgb", "qase",
	"zsdc", "tghu", "asx",
};

static bool
is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || c >= 0x80;
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static int16_t
substitution(uint8_t a, uint8_t b)
{
	if (a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z' &&
	    strchr(beside[a - 'a'], b) != NULL)
		return -SLIP;
	if (is_letter(a) && is_letter(b))
		return -OTHER_LETTER;
	if (!byte_is_word(a) && !byte_is_word(b))
		return -2 * POINT;
	return -OTHER_BYTE;
}

static int16_t
lone(uint8_t c)
{
	if (is_letter(c))
		return SLIP;
	if (is_digit(c))
		return DIGIT;
	return c == ' ' ? NAT : POINT;
}

static void
set_class(struct costs *c, uint8_t class, const char *bytes, int16_t value)
{
	for (size_t i = 0; bytes[i] != '\0'; i++)
		c->match[class][(uint8_t)bytes[i]] = value;
}

void
costs_init(struct costs *c)
{
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++)
			c->match[a][b] = a == b ? MATCH :
			    substitution((uint8_t)a, (uint8_t)b);
		c->drop[a] = lone((uint8_t)a);
		c->extra[a] = lone((uint8_t)a);
	}
	for (unsigned a = NODE_ANY; a <= NODE_DIGIT; a++) {
		for (unsigned b = 0; b < 256; b++)
			c->match[a][b] = -OTHER_BYTE;
		c->drop[a] = OTHER_BYTE;
	}
	set_class(c, NODE_DIGIT, "0123456789", MATCH);
	set_class(c, NODE_HEX, "0123456789abcdef", MATCH);
	set_class(c, NODE_CONSONANT, "bdfghjklmnprstvz", MATCH);
	set_class(c, NODE_VOWEL, "aiou", MATCH);
}
