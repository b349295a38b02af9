/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/align.h"
#include "reading/costs.h"

#define MATCH		NAT
#define SLIP		(11 * NAT / 2)	/* 1 in 125 letters, of some kinds */
#define OTHER_LETTER	(8 * NAT)
#define OTHER_BYTE	(9 * NAT)
#define DIGIT		(7 * NAT)
#define LOOKS		(4 * NAT)	/* one for another that looks like it */
#define SEEN_OTHER	(13 * NAT / 2)	/* and that does not */
#define SEEN_BYTE	(7 * NAT)
#define POINT		(3 * NAT / 2)	/* punctuation that comes and goes */

/* What lies beside each letter on the keyboards that most people have. */
static const char *const beside[26] = {
	"qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv",
	"gyujnb", "ujko", "huikmn", "jiolm", "kop", "njk", "bhjm", "iklp",
	"ol", "wa", "edft", "awedxz", "rfgy", "yhji", "cfgb", "qase",
	"zsdc", "tghu", "asx",
};

/*
 * What recognisers take for each other, in their groups; m and rn, d and cl
 * share a letter, and the other one is too much.
 */
static const char *const looks[] = {
	"il1jt|!f", "o0cedqa", "eco8a6", "s5", "b68h", "g9qy", "z27", "f1t4",
	"nmhur", "vyuw", "dcl4", "mrnw", "38", "kx", "pn",
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
larger16(int16_t a, int16_t b)
{
	return a > b ? a : b;
}

static int16_t
substitution(uint8_t a, uint8_t b)
{
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

static void
set_classes(struct costs *c)
{
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

void
costs_typed(struct costs *c)
{
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++)
			c->match[a][b] = a == b ? MATCH :
			    substitution((uint8_t)a, (uint8_t)b);
		c->drop[a] = lone((uint8_t)a);
		c->extra[a] = lone((uint8_t)a);
	}
	for (uint8_t a = 'a'; a <= 'z'; a++)
		set_class(c, a, beside[a - 'a'], -SLIP);
	set_classes(c);
}

static int16_t
seen_substitution(uint8_t a, uint8_t b)
{
	if (is_letter(a) && is_letter(b))
		return -SEEN_OTHER;
	if (!byte_is_word(a) && !byte_is_word(b))
		return -2 * POINT;
	return -SEEN_BYTE;
}

/* All pairs of a group. */
static void
set_looks(struct costs *c, const char *group)
{
	for (const char *p = group; *p != '\0'; p++)
		for (const char *q = group; *q != '\0'; q++)
			if (*p != *q)
				c->match[(uint8_t)*p][(uint8_t)*q] = -LOOKS;
}

void
costs_seen(struct costs *c)
{
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++)
			c->match[a][b] = a == b ? MATCH :
			    seen_substitution((uint8_t)a, (uint8_t)b);
		c->drop[a] = lone((uint8_t)a);
		c->extra[a] = lone((uint8_t)a);
	}
	for (size_t i = 0; i < N_ROWS(looks); i++)
		set_looks(c, looks[i]);
	set_classes(c);
	for (const char *p = "ilotsgzqe"; *p != '\0'; p++) {
		c->match[NODE_HEX][(uint8_t)*p] = larger16(
		    c->match[NODE_HEX][(uint8_t)*p], -LOOKS);
		c->match[NODE_DIGIT][(uint8_t)*p] = -LOOKS;
	}
	set_class(c, NODE_VOWEL, "01l", -LOOKS);
	set_class(c, NODE_CONSONANT, "1i5206", -LOOKS);
}
