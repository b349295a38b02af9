/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "reading/planes.h"
#include "reading/runs.h"

__extension__ typedef unsigned __int128 pair;	/* of words */

static enum tt_err
make_room(struct planes *p, struct span s)
{
	size_t words = s.n / 64 + (s.n % 64 != 0);
	uint64_t *room;

	if (words + 1 > p->cap) {
		size_t cap = words + 1 + words / 2;

		if ((room = reallocarray(NULL, cap,
		    PLANE_COUNT * sizeof(*room))) == NULL)
			return TT_ENOMEM;
		free(p->room);
		p->room = room;
		p->cap = cap;
	}
	for (size_t k = 0; k < PLANE_COUNT; k++) {
		p->bits[k] = p->room + k * p->cap;
		p->bits[k][words] = 0;
	}
	p->s = s;
	p->words = words;
	return TT_OK;
}

static uint64_t
is_any(uint8_t c, const char *of)
{
	return c != 0 && strchr(of, c) != NULL;
}

/* One word of each plane from at most 64 bytes. */
static void
make_word(struct planes *p, size_t w, const char *s, size_t n)
{
	for (size_t k = 0; k < PLANE_COUNT; k++)
		p->bits[k][w] = 0;
	for (size_t i = 0; i < n; i++) {
		uint8_t c = (uint8_t)s[i], kind = run_kind[c];
		uint64_t vowel = is_any(c, "aiouAIOU");
		uint64_t letter = (kind & RUN_LETTER) != 0;

		p->bits[PLANE_DIGIT][w] |= (uint64_t)
		    ((kind & RUN_DIGIT) != 0) << i;
		p->bits[PLANE_HEX][w] |= (uint64_t)
		    ((kind & RUN_HEX) != 0) << i;
		p->bits[PLANE_BASE64][w] |= (uint64_t)
		    ((kind & RUN_BASE64) != 0) << i;
		p->bits[PLANE_BASE64URL][w] |= (uint64_t)
		    ((kind & RUN_BASE64URL) != 0) << i;
		p->bits[PLANE_VOWEL][w] |= vowel << i;
		p->bits[PLANE_CONSONANT][w] |= (letter & ~vowel) << i;
		p->bits[PLANE_ESCAPE][w] |= is_any(c, "%\\") << i;
		p->bits[PLANE_ZERO][w] |= (uint64_t)(c == 0) << i;
		p->bits[PLANE_PRINT][w] |= (uint64_t)
		    (c >= ' ' && c <= '~') << i;
		p->bits[PLANE_X][w] |= is_any(c, "xX") << i;
		p->bits[PLANE_PAD][w] |= (uint64_t)(c == '=') << i;
	}
}

enum tt_err
planes_make_plain(struct planes *p, struct span s)
{
	enum tt_err e = make_room(p, s);

	if (e != TT_OK)
		return e;
	for (size_t w = 0; w < p->words; w++)
		make_word(p, w, s.p + 64 * w, s.n - 64 * w < 64 ?
		    s.n - 64 * w : 64);
	return TT_OK;
}

#ifdef __SSE2__
#define OR(a, b)	_mm_or_si128(a, b)
#define IS(c, of)	_mm_cmpeq_epi8(c, _mm_set1_epi8(of))

/* Bytes of c from lo on, at most span behind it. */
static inline __m128i
within(__m128i c, char lo, char span)
{
	__m128i d = _mm_sub_epi8(c, _mm_set1_epi8(lo));

	return _mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8(span)), d);
}

static inline void
put(struct planes *p, enum plane which, size_t w, unsigned at, __m128i mask)
{
	p->bits[which][w] |= (uint64_t)(uint32_t)_mm_movemask_epi8(mask) << at;
}

/* 16 bytes from s on, the bits from at on of words w. */
static inline void
make_16(struct planes *p, size_t w, unsigned at, const char *s)
{
	const __m128i c = _mm_loadu_si128((const __m128i *)(const void *)s);
	const __m128i low = OR(c, _mm_set1_epi8(0x20));
	const __m128i digit = within(c, '0', 9);
	const __m128i alpha = within(low, 'a', 25);
	const __m128i alnum = OR(digit, alpha);
	const __m128i vowel = OR(OR(IS(low, 'a'), IS(low, 'i')),
	    OR(IS(low, 'o'), IS(low, 'u')));
	const __m128i neither = OR(OR(IS(low, 'c'), IS(low, 'e')),
	    OR(IS(low, 'q'), within(low, 'w', 2)));

	put(p, PLANE_DIGIT, w, at, digit);
	put(p, PLANE_HEX, w, at, OR(digit, within(low, 'a', 5)));
	put(p, PLANE_BASE64, w, at, OR(alnum, OR(IS(c, '+'), IS(c, '/'))));
	put(p, PLANE_BASE64URL, w, at, OR(alnum, OR(IS(c, '-'), IS(c, '_'))));
	put(p, PLANE_VOWEL, w, at, vowel);
	put(p, PLANE_CONSONANT, w, at,
	    _mm_andnot_si128(OR(vowel, neither), alpha));
	put(p, PLANE_ESCAPE, w, at, OR(IS(c, '%'), IS(c, '\\')));
	put(p, PLANE_ZERO, w, at, IS(c, 0));
	put(p, PLANE_PRINT, w, at, within(c, ' ', '~' - ' '));
	put(p, PLANE_X, w, at, IS(low, 'x'));
	put(p, PLANE_PAD, w, at, IS(c, '='));
}

static void
make_64(struct planes *p, size_t w, const char *s)
{
	for (size_t k = 0; k < PLANE_COUNT; k++)
		p->bits[k][w] = 0;
	for (unsigned at = 0; at < 64; at += 16)
		make_16(p, w, at, s + at);
}

/* The last n bytes, fewer than 64. */
static void
make_tail(struct planes *p, size_t w, const char *s, size_t n)
{
	char all[64] = { 0 };

	memcpy(all, s, n);
	make_64(p, w, all);
	for (size_t k = 0; k < PLANE_COUNT; k++)
		p->bits[k][w] &= ((uint64_t)1 << n) - 1;
}

enum tt_err
planes_make(struct planes *p, struct span s)
{
	enum tt_err e = make_room(p, s);

	if (e != TT_OK)
		return e;
	for (size_t w = 0; w < s.n / 64; w++)
		make_64(p, w, s.p + 64 * w);
	if (s.n % 64 != 0)
		make_tail(p, s.n / 64, s.p + s.n / 64 * 64, s.n % 64);
	return TT_OK;
}
#else
enum tt_err
planes_make(struct planes *p, struct span s)
{
	return planes_make_plain(p, s);
}
#endif

void
planes_done(struct planes *p)
{
	free(p->room);
	*p = (struct planes){ .room = NULL };
}

/* Bits from which at least min go on, min at most 64. */
static inline uint64_t
begins(uint64_t low, uint64_t high, size_t min)
{
	pair m = (pair)high << 64 | low;
	size_t have = 1;

	while (have < min) {
		size_t k = have < min - have ? have : min - have;

		m &= m >> k;
		have += k;
	}
	return (uint64_t)m;
}

static size_t
end_of_run(const struct planes *p, const uint64_t *bits, size_t at)
{
	size_t w = at / 64;
	uint64_t gap = ~bits[w] & UINT64_MAX << at % 64;

	/* the word behind the last is 0, so there is an end */
	while (gap == 0)
		gap = ~bits[++w];
	at = 64 * w + (size_t)__builtin_ctzll(gap);
	return at < p->s.n ? at : p->s.n;
}

bool
planes_run(const struct planes *p, enum plane which, size_t min, size_t *at,
    size_t *n)
{
	const uint64_t *bits = p->bits[which];
	size_t i = *at + *n, first = min < 64 ? min : 64;
	uint64_t from = UINT64_MAX << i % 64;

	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX) {
		uint64_t b;

		while ((bits[w] & from) != 0 &&
		    (b = begins(bits[w], bits[w + 1], first) & from) != 0) {
			size_t begin = 64 * w + (size_t)__builtin_ctzll(b);
			size_t end = end_of_run(p, bits, begin);

			if (end - begin >= min) {
				*at = begin;
				*n = end - begin;
				return true;
			}
			if (end / 64 > w) {
				w = end / 64;
				if (w >= p->words)
					return false;
			}
			from = UINT64_MAX << end % 64;
		}
	}
	return false;
}

size_t
planes_next(const struct planes *p, enum plane which, size_t i)
{
	const uint64_t *bits = p->bits[which];
	uint64_t from = UINT64_MAX << i % 64;

	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX)
		if ((bits[w] & from) != 0)
			return 64 * w +
			    (size_t)__builtin_ctzll(bits[w] & from);
	return SIZE_MAX;
}

size_t
planes_alternate(const struct planes *p, enum plane a, enum plane b,
    unsigned pairs, size_t i)
{
	uint64_t from = UINT64_MAX << i % 64;

	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX) {
		const uint64_t *x = p->bits[a] + w, *y = p->bits[b] + w;
		pair xs, ys, m;

		if (x[0] == 0 || (y[0] | y[1]) == 0)
			continue;
		xs = (pair)x[1] << 64 | x[0];
		ys = (pair)y[1] << 64 | y[0];
		m = xs & ys >> 1;
		for (unsigned k = 1; k < pairs; k++)
			m &= (xs & ys >> 1) >> 2 * k;
		if (((uint64_t)m & from) != 0)
			return 64 * w +
			    (size_t)__builtin_ctzll((uint64_t)m & from);
	}
	return SIZE_MAX;
}
