/* SPDX-License-Identifier: ISC */
#include "base/ct.h"
#include "base/hex.h"

#define BAD	16U	/* the value of what is no digit */

static char
digit(unsigned v)
{
	return (char)(v + '0' + (ct_within(v, 10, 15) & ('a' - '0' - 10)));
}

static unsigned
value(char ch)
{
	unsigned c = (unsigned char)ch;
	unsigned dec = ct_within(c, '0', '9'), alpha = ct_within(c, 'a', 'f');

	return (dec & (c - '0')) | (alpha & (c - 'a' + 10)) |
	    (~(dec | alpha) & BAD);
}

void
hex_encode(char *out, const void *in, size_t n)
{
	const uint8_t *p = in;

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digit(p[i] >> 4);
		out[2 * i + 1] = digit(p[i] & 15);
	}
	out[2 * n] = '\0';
}

bool
hex_decode(uint8_t *out, size_t n, const char *in, size_t len)
{
	unsigned bad = 0;

	if (len / 2 != n || len % 2 != 0)
		return false;
	for (size_t i = 0; i < len; i++)
		bad |= value(in[i]) & BAD;
	if (bad != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(value(in[2 * i]) << 4 |
		    value(in[2 * i + 1]));
	return true;
}
