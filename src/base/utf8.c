/* SPDX-License-Identifier: ISC */
#include "base/utf8.h"

#define REPLACEMENT	0xfffd	/* written for what is no code point */

/* Bytes of the form that b begins, 0 if it begins none. */
static size_t
form(uint8_t b)
{
	if (b < 0x80)
		return 1;
	if (b >= 0xc2 && b <= 0xdf)
		return 2;
	if (b >= 0xe0 && b <= 0xef)
		return 3;
	if (b >= 0xf0 && b <= 0xf4)
		return 4;
	return 0;
}

int32_t
utf8_next(const char *p, size_t n, size_t *len)
{
	static const uint8_t mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t k = n == 0 ? 0 : form((uint8_t)p[0]);
	uint32_t cp;

	*len = 1;
	if (k == 0 || k > n)
		return -1;
	cp = (uint8_t)p[0] & mask[k];
	for (size_t i = 1; i < k; i++) {
		if (((uint8_t)p[i] & 0xc0) != 0x80)
			return -1;
		cp = cp << 6 | ((uint8_t)p[i] & 0x3f);
	}
	if (cp < least[k] || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return -1;
	*len = k;
	return (int32_t)cp;
}

size_t
utf8_put(char out[4], uint32_t cp)
{
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t k;

	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = REPLACEMENT;
	k = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = k; i-- > 1; cp >>= 6)
		out[i] = (char)(0x80 | (cp & 0x3f));
	out[0] = (char)(lead[k] | cp);
	return k;
}

bool
utf8_valid(const char *p, size_t n)
{
	size_t len;

	for (size_t i = 0; i < n; i += len)
		if (utf8_next(p + i, n - i, &len) < 0)
			return false;
	return true;
}

bool
utf8_printable(const char *p, size_t n)
{
	size_t len;
	int32_t cp;

	for (size_t i = 0; i < n; i += len) {
		cp = utf8_next(p + i, n - i, &len);
		if (cp < 0x20 || (cp >= 0x7f && cp <= 0x9f))
			return false;
	}
	return true;
}
