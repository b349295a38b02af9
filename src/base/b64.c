/* SPDX-License-Identifier: ISC */
#include "base/b64.h"
#include "base/ct.h"

#define BAD	64U	/* the value of what is no letter */

static char
letter(unsigned v)
{
	return (char)((ct_within(v, 0, 25) & (v + 'A')) |
	    (ct_within(v, 26, 51) & (v - 26 + 'a')) |
	    (ct_within(v, 52, 61) & (v - 52 + '0')) |
	    (ct_within(v, 62, 62) & '+') | (ct_within(v, 63, 63) & '/'));
}

static unsigned
value(char ch)
{
	unsigned c = (unsigned char)ch;
	unsigned upper = ct_within(c, 'A', 'Z'), lower = ct_within(c, 'a', 'z');
	unsigned digit = ct_within(c, '0', '9');
	unsigned plus = ct_within(c, '+', '+'), slash = ct_within(c, '/', '/');

	return (upper & (c - 'A')) | (lower & (c - 'a' + 26)) |
	    (digit & (c - '0' + 52)) | (plus & 62) | (slash & 63) |
	    (~(upper | lower | digit | plus | slash) & BAD);
}

/* Writes B64_RAW_LEN(n) letters, returns where they end. */
static char *
put(char *out, const uint8_t *in, size_t n)
{
	unsigned acc = 0, bits = 0;

	for (size_t i = 0; i < n; i++) {
		acc = (acc << 8 | in[i]) & 0xffff;
		for (bits += 8; bits >= 6; bits -= 6)
			*out++ = letter(acc >> (bits - 6) & 63);
	}
	if (bits > 0)
		*out++ = letter(acc << (6 - bits) & 63);
	return out;
}

/* All letters, of a length that is possible, the bits left over zero. */
static bool
is_canonical(const char *in, size_t len)
{
	unsigned bad = 0, spare;

	if (len % 4 == 1)
		return false;
	for (size_t i = 0; i < len; i++)
		bad |= value(in[i]) & BAD;
	if (len % 4 != 0) {
		spare = len % 4 == 2 ? 15 : 3;
		bad |= value(in[len - 1]) & spare;
	}
	return bad == 0;
}

static void
get(uint8_t *out, const char *in, size_t len)
{
	unsigned acc = 0, bits = 0;

	for (size_t i = 0; i < len; i++) {
		acc = (acc << 6 | value(in[i])) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			*out++ = (uint8_t)(acc >> bits);
		}
	}
}

/* Without the padding; false if it is not what the length asks for. */
static bool
unpad(const char *in, size_t *len)
{
	if (*len % 4 != 0)
		return false;
	for (int i = 0; i < 2 && *len > 0 && in[*len - 1] == '='; i++)
		--*len;
	return true;
}

void
b64_raw_encode(char *out, const void *in, size_t n)
{
	*put(out, in, n) = '\0';
}

void
b64_encode(char *out, const void *in, size_t n)
{
	char *p = put(out, in, n);

	while ((p - out) % 4 != 0)
		*p++ = '=';
	*p = '\0';
}

bool
b64_raw_decode_any(void *out, size_t cap, size_t *n, const char *in, size_t len)
{
	size_t bytes = len / 4 * 3 + len % 4 * 3 / 4;

	if (bytes > cap || !is_canonical(in, len))
		return false;
	get(out, in, len);
	*n = bytes;
	return true;
}

bool
b64_decode_any(void *out, size_t cap, size_t *n, const char *in, size_t len)
{
	return unpad(in, &len) && b64_raw_decode_any(out, cap, n, in, len);
}

bool
b64_raw_decode(void *out, size_t n, const char *in, size_t len)
{
	size_t got;

	return B64_RAW_LEN(n) == len &&
	    b64_raw_decode_any(out, n, &got, in, len);
}

bool
b64_decode(void *out, size_t n, const char *in, size_t len)
{
	/* of three lengths with this many letters, the padding says which */
	return B64_LEN(n) == len && unpad(in, &len) &&
	    b64_raw_decode(out, n, in, len);
}
