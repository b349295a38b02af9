/* SPDX-License-Identifier: ISC */
#include "reading/shape.h"

#define SHORT_DECIMALS	12	/* bits by which they may fall short of N */

static unsigned
bytes_of(uint64_t greatest)
{
	unsigned n = 1;

	while (n < 8 && greatest >> (8 * n) != 0)
		n++;
	return n;
}

struct shape
shape_of(const struct tt_site *site)
{
	struct shape s = { .kind = site->kind, .n = site->n };

	switch (site->kind) {
	case TT_SITE_INT:
		s.lo = site->lo;
		s.width = bytes_of(s.lo + (s.n - 1));
		break;
	case TT_SITE_HEX:
		s.digits = site->digits;
		s.width = bytes_of(s.n - 1);
		break;
	case TT_SITE_NAME:
	case TT_SITE_CHOICE:
	case TT_SITE_KIND_COUNT:
		break;
	}
	return s;
}

bool
shape_same(const struct shape *a, const struct shape *b)
{
	return a->kind == b->kind && a->lo == b->lo && a->n == b->n &&
	    a->digits == b->digits;
}

bool
shape_value(const struct shape *s, uint64_t number, uint64_t *v)
{
	if (number < s->lo || number - s->lo >= s->n)
		return false;
	*v = number - s->lo;
	return true;
}

uint64_t
shape_hex(const char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 4 | shape_digit(p[i]);
	return v;
}

bool
shape_decimal(const char *p, size_t n, uint64_t *number)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (unsigned)(p[i] - '0'), &v))
			return false;
	*number = v;
	return true;
}

/* Of a syllable's letters, from 1; 0 is no such letter. */
static const uint8_t consonant[32] = {
	['b' & 31] = 1, ['d' & 31] = 2, ['f' & 31] = 3, ['g' & 31] = 4,
	['h' & 31] = 5, ['j' & 31] = 6, ['k' & 31] = 7, ['l' & 31] = 8,
	['m' & 31] = 9, ['n' & 31] = 10, ['p' & 31] = 11, ['r' & 31] = 12,
	['s' & 31] = 13, ['t' & 31] = 14, ['v' & 31] = 15, ['z' & 31] = 16,
};
static const uint8_t vowel[32] = {
	['a' & 31] = 1, ['i' & 31] = 2, ['o' & 31] = 3, ['u' & 31] = 4,
};

bool
shape_name(const char *p, uint64_t *v)
{
	uint64_t x = 0;

	for (size_t i = 0; i < SHAPE_NAME; i += 2) {
		unsigned a = (unsigned char)p[i], b = (unsigned char)p[i + 1];

		if ((a & 0xc0) != 0x40 || (b & 0xc0) != 0x40 ||
		    consonant[a & 31] == 0 || vowel[b & 31] == 0)
			return false;
		x = x << 6 | (uint64_t)(consonant[a & 31] - 1) << 2 |
		    (uint64_t)(vowel[b & 31] - 1);
	}
	*v = x;
	return true;
}

bool
shape_takes_decimal(const struct shape *s, uint64_t number, uint64_t *v)
{
	if (s->kind == TT_SITE_HEX && (s->digits > SHAPE_HEAD ||
	    number < s->n >> SHORT_DECIMALS))
		return false;
	return s->kind != TT_SITE_NAME && shape_value(s, number, v);
}

size_t
shape_hex_windows(const struct shape *s, size_t n, bool after_0x,
    size_t *digits)
{
	if (s->kind == TT_SITE_HEX && n >= s->digits) {
		*digits = s->digits < SHAPE_HEAD ? s->digits : SHAPE_HEAD;
		return n - s->digits + 1;
	}
	if ((s->kind == TT_SITE_HEX && after_0x && s->digits <= SHAPE_HEAD) ||
	    (s->kind == TT_SITE_INT && n <= SHAPE_HEAD)) {
		*digits = n;
		return 1;
	}
	return 0;
}

static size_t
digits_of(uint64_t v, unsigned base)
{
	size_t n = 1;

	while ((v /= base) > 0)
		n++;
	return n;
}

size_t
shape_least_hex(const struct shape *s)
{
	if (s->kind == TT_SITE_INT)
		return digits_of(s->lo, 16);
	return s->kind == TT_SITE_HEX ? s->digits : SIZE_MAX;
}

size_t
shape_least_decimal(const struct shape *s)
{
	if (s->kind == TT_SITE_INT)
		return digits_of(s->lo, 10);
	if (s->kind == TT_SITE_HEX && s->digits <= SHAPE_HEAD)
		return digits_of(s->n >> SHORT_DECIMALS, 10);
	return SIZE_MAX;
}

uint64_t
shape_little(const void *p, size_t n)
{
	const uint8_t *b = p;
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | b[n];
	return v;
}

uint64_t
shape_big(const void *p, size_t n)
{
	const uint8_t *b = p;
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | b[i];
	return v;
}
