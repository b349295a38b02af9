/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "reading/planes.h"
#include "reading/runs.h"

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

/* Which planes a byte is in, as bits. */
static unsigned
planes_of(uint8_t c)
{
	unsigned kind = run_kind[c], in = 0, low = c | 0x20;
	bool vowel = low == 'a' || low == 'i' || low == 'o' || low == 'u';

	in |= (unsigned)((kind & RUN_HEX) != 0) << PLANE_HEX;
	in |= (unsigned)((kind & (RUN_BASE64 | RUN_BASE64URL)) != 0) <<
	    PLANE_BASE64;
	if ((kind & RUN_LETTER) != 0)
		in |= 1u << (vowel ? PLANE_VOWEL : PLANE_CONSONANT);
	in |= (unsigned)(c == '%' || c == '\\') << PLANE_ESCAPE;
	in |= (unsigned)(low == 'x') << PLANE_X;
	in |= (unsigned)(c == '=') << PLANE_PAD;
	in |= (unsigned)(c == 0) << PLANE_ZERO;
	return in;
}

/* One word of each plane from at most 64 bytes. */
static void
make_word(struct planes *p, size_t w, const char *s, size_t n)
{
	uint64_t word[PLANE_COUNT] = { 0 };

	for (size_t i = 0; i < n; i++) {
		unsigned in = planes_of((uint8_t)s[i]);

		for (; in != 0; in &= in - 1)
			word[__builtin_ctz(in)] |= (uint64_t)1 << i;
	}
	for (size_t k = 0; k < PLANE_COUNT; k++)
		p->bits[k][w] = word[k];
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

#ifdef __x86_64__
#define TARGET
#define NAME(f)		f##_16
#define WIDTH		16
#define VECTOR		__m128i
#define LOAD(p)		_mm_loadu_si128((const __m128i *)(const void *)(p))
#define SET(c)		_mm_set1_epi8(c)
#define SUB(a, b)	_mm_sub_epi8(a, b)
#define MIN(a, b)	_mm_min_epu8(a, b)
#define SAME(a, b)	_mm_cmpeq_epi8(a, b)
#define ANDNOT(a, b)	_mm_andnot_si128(a, b)
#define OR(a, b)	_mm_or_si128(a, b)
#define BITS(a)		_mm_movemask_epi8(a)
#include "reading/planes_vector.h"

#define TARGET		__attribute__((target("avx2")))
#define NAME(f)		f##_32
#define WIDTH		32
#define VECTOR		__m256i
#define LOAD(p)		_mm256_loadu_si256((const __m256i *)(const void *)(p))
#define SET(c)		_mm256_set1_epi8(c)
#define SUB(a, b)	_mm256_sub_epi8(a, b)
#define MIN(a, b)	_mm256_min_epu8(a, b)
#define SAME(a, b)	_mm256_cmpeq_epi8(a, b)
#define ANDNOT(a, b)	_mm256_andnot_si256(a, b)
#define OR(a, b)	_mm256_or_si256(a, b)
#define BITS(a)		_mm256_movemask_epi8(a)
#include "reading/planes_vector.h"

static void
make_whole(struct planes *p, struct span s)
{
	if (__builtin_cpu_supports("avx2"))
		make_all_32(p, s);
	else
		make_all_16(p, s);
}
#else
static void
make_whole(struct planes *p, struct span s)
{
	for (size_t w = 0; w < s.n / 64; w++)
		make_word(p, w, s.p + 64 * w, 64);
}
#endif

enum tt_err
planes_make(struct planes *p, struct span s)
{
	enum tt_err e = make_room(p, s);
	size_t n = s.n % 64;

	if (e != TT_OK)
		return e;
	make_whole(p, s);
	if (n > 0)
		make_word(p, s.n / 64, s.p + s.n - n, n);
	return TT_OK;
}

void
planes_done(struct planes *p)
{
	free(p->room);
	*p = (struct planes){ .room = NULL };
}

/*
 * Bits of a word from which min or more may go on: of up to 32 it is seen,
 * and what goes on into the next word is taken to go on.
 */
static inline uint64_t
may_begin(uint64_t m, uint64_t next, size_t min)
{
	if (min >= 2)
		m &= m >> 1 | next << 63;
	for (size_t have = 2, k; have < min && have < 32; have += k) {
		k = min - have < have ? min - have : have;
		m &= m >> k | ~(UINT64_MAX >> k);
	}
	return m;
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
	size_t i = *at + *n, begin, end;
	uint64_t from = UINT64_MAX << i % 64, m;

	/* No run goes on across i: it is 0, or where one has ended. */
	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX) {
		m = may_begin(bits[w], bits[w + 1], min) & from;
		while (m != 0) {
			begin = 64 * w + (size_t)__builtin_ctzll(m);
			end = end_of_run(p, bits, begin);
			if (end - begin >= min) {
				*at = begin;
				*n = end - begin;
				return true;
			}
			if (end / 64 > w) {
				w = end / 64;
				if (w >= p->words)
					return false;
				m = may_begin(bits[w], bits[w + 1], min);
			}
			m &= UINT64_MAX << end % 64;
		}
	}
	return false;
}

size_t
planes_next(const struct planes *p, enum plane which, enum plane before,
    enum plane after, size_t i)
{
	const uint64_t *bits = p->bits[which], *b = NULL, *a = NULL;
	uint64_t from = UINT64_MAX << i % 64, m;

	if (before != PLANE_COUNT)
		b = p->bits[before];
	if (after != PLANE_COUNT)
		a = p->bits[after];
	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX) {
		m = bits[w] & from;
		if (b != NULL)
			m &= b[w] << 1 | (w > 0 ? b[w - 1] >> 63 : 0);
		if (a != NULL)
			m &= a[w] >> 1 | a[w + 1] << 63;
		if (m != 0)
			return 64 * w + (size_t)__builtin_ctzll(m);
	}
	return SIZE_MAX;
}

size_t
planes_name(const struct planes *p, size_t i)
{
	const uint64_t *c = p->bits[PLANE_CONSONANT];
	const uint64_t *v = p->bits[PLANE_VOWEL];
	uint64_t from = UINT64_MAX << i % 64, m;

	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX) {
		m = c[w] & (v[w] >> 1 | v[w + 1] << 63);
		/* two, four pairs; what lies in the next word may be */
		m &= m >> 2 | (uint64_t)3 << 62;
		m &= m >> 4 | (uint64_t)15 << 60;
		if ((m & from) != 0)
			return 64 * w + (size_t)__builtin_ctzll(m & from);
	}
	return SIZE_MAX;
}

size_t
planes_zeros(const struct planes *p, size_t i)
{
	const uint64_t *z = p->bits[PLANE_ZERO];
	uint64_t from = UINT64_MAX << i % 64, m;

	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX) {
		if ((m = z[w] & from) == 0)
			continue;
		m &= (z[w] >> 2 | z[w + 1] << 62) &
		    (z[w] >> 4 | z[w + 1] << 60);
		if (m != 0)
			return 64 * w + (size_t)__builtin_ctzll(m);
	}
	return SIZE_MAX;
}
