/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "reading/planes.h"
#include "reading/runs.h"

#define AHEAD	8	/* words of zeros behind, and before a plane */
#define BEFORE	2
#define FETCH	4096	/* bytes ahead; behind the end it does nothing */

/* Which planes a byte is in, as bits. */
static unsigned
planes_of(uint8_t c)
{
	unsigned kind = run_kind[c], in = 0, low = c | 0x20;
	bool vowel = low == 'a' || low == 'i' || low == 'o' || low == 'u';

	in |= (unsigned)((kind & RUN_HEX) != 0) << PLANE_HEX;
	in |= (unsigned)((kind & RUN_DIGIT) != 0) << PLANE_DIGIT;
	in |= (unsigned)((kind & (RUN_BASE64 | RUN_BASE64URL)) != 0) <<
	    PLANE_BASE64;
	if ((kind & RUN_LETTER) != 0)
		in |= 1u << (vowel ? PLANE_VOWEL : PLANE_CONSONANT);
	in |= (unsigned)((kind & RUN_SOLID) != 0) << PLANE_SOLID;
	in |= (unsigned)(c == '%' || c == '\\') << PLANE_ESCAPE;
	in |= (unsigned)(low == 'x') << PLANE_X;
	in |= (unsigned)(c >= 'A' && c <= 'Z') << PLANE_CAPITAL;
	in |= (unsigned)(c >= 'a' && c <= 'z') << PLANE_SMALL;
	in |= (unsigned)(c == '=') << PLANE_PAD;
	in |= (unsigned)(c == 0) << PLANE_ZERO;
	return in;
}

static enum tt_err
make_room(struct planes *p, struct span s)
{
	size_t words = s.n / 64 + (s.n % 64 != 0);
	uint64_t *room;

	if (BEFORE + words + AHEAD > p->cap) {
		size_t cap = BEFORE + words + AHEAD + words / 2;

		if ((room = reallocarray(NULL, cap,
		    PLANE_COUNT * sizeof(*room))) == NULL)
			return TT_ENOMEM;
		for (unsigned c = 0; p->room == NULL && c < 128; c++)
			p->in[c] = (uint8_t)planes_of((uint8_t)c);
		free(p->room);
		p->room = room;
		p->cap = cap;
	}
	for (size_t k = 0; k < PLANE_COUNT; k++) {
		p->bits[k] = p->room + k * p->cap + BEFORE;
		memset(p->bits[k] - BEFORE, 0, BEFORE * sizeof(*p->room));
		memset(p->bits[k] + words, 0, AHEAD * sizeof(*p->room));
	}
	p->s = s;
	p->words = words;
	return TT_OK;
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

#define TARGET		VECTORS_TARGET_32
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

#define IN_BYTE	8	/* planes whose bits one byte has */

_Static_assert(PLANE_CAPITAL == IN_BYTE && PLANE_SMALL == IN_BYTE + 1 &&
    PLANE_PAD == IN_BYTE + 2 && PLANE_ZERO == IN_BYTE + 3 &&
    PLANE_COUNT == IN_BYTE + 4, "the first are in the byte, four are not");

/*
 * The planes of each byte below 128 in two registers, which is one look-up
 * for 64 bytes; then a test for each plane.
 */
static VECTORS_TARGET_64 void
make_all_64(struct planes *p, struct span s)
{
	const __m512i low = _mm512_loadu_si512(p->in);
	const __m512i high = _mm512_loadu_si512(p->in + 64);

	for (size_t w = 0; w < s.n / 64; w++) {
		/* the next page, which no processor fetches by itself */
		_mm_prefetch(s.p + 64 * w + FETCH, _MM_HINT_T0);

		const __m512i c = _mm512_loadu_si512(s.p + 64 * w);
		const __m512i in = _mm512_maskz_permutex2var_epi8(
		    ~_mm512_movepi8_mask(c), low, c, high);

#pragma GCC unroll 8
		for (int k = 0; k < IN_BYTE; k++)
			p->bits[k][w] = _mm512_test_epi8_mask(in,
			    _mm512_set1_epi8((char)(1u << k)));
		p->bits[PLANE_CAPITAL][w] = _mm512_cmple_epu8_mask(
		    _mm512_sub_epi8(c, _mm512_set1_epi8('A')),
		    _mm512_set1_epi8(25));
		p->bits[PLANE_SMALL][w] = _mm512_cmple_epu8_mask(
		    _mm512_sub_epi8(c, _mm512_set1_epi8('a')),
		    _mm512_set1_epi8(25));
		p->bits[PLANE_PAD][w] = _mm512_cmpeq_epi8_mask(c,
		    _mm512_set1_epi8('='));
		p->bits[PLANE_ZERO][w] = _mm512_testn_epi8_mask(c, c);
	}
}

#endif

static void
make_whole(struct planes *p, struct span s)
{
	switch (p->vectors) {
#ifdef __x86_64__
	case VECTORS_64:
		make_all_64(p, s);
		return;
	case VECTORS_32:
		make_all_32(p, s);
		return;
	case VECTORS_16:
		make_all_16(p, s);
		return;
#else
	case VECTORS_64:
	case VECTORS_32:
	case VECTORS_16:
#endif
	case VECTORS_PLAIN:
	case VECTORS_COUNT:
		break;
	}
	for (size_t w = 0; w < s.n / 64; w++)
		make_word(p, w, s.p + 64 * w, 64);
}

enum tt_err
planes_make_with(struct planes *p, struct span s, enum vectors v)
{
	enum tt_err e = make_room(p, s);
	size_t n = s.n % 64;

	if (e != TT_OK)
		return e;
	p->vectors = v;
	make_whole(p, s);
	if (n > 0)
		make_word(p, s.n / 64, s.p + s.n - n, n);
	return TT_OK;
}

enum tt_err
planes_make(struct planes *p, struct span s)
{
	return planes_make_with(p, s, vectors_best());
}

enum tt_err
planes_make_plain(struct planes *p, struct span s)
{
	return planes_make_with(p, s, VECTORS_PLAIN);
}

void
planes_done(struct planes *p)
{
	free(p->room);
	*p = (struct planes){ .room = NULL };
}

/* What is asked of planes a and b; n is how many stand in a row. */
struct question {
	enum {
		ASK_ROWS,	/* n of a from here on */
		ASK_BEGINS,	/* the same, where a run begins */
		ASK_AHEAD,	/* of a, one of b behind it */
		ASK_BEHIND,	/* of a, n of b before it */
		ASK_NAMES,	/* consonants and vowels */
		ASK_ZEROS,
	} kind;
	const uint64_t *a, *b;
	size_t n;
};

/* Words from w on; the k-th of them is the first that is not 0. */
struct answer {
	size_t w;
	size_t k;
	uint64_t at[PLANES_ROW];
};

#define TARGET
#define NAME(f)		f##_1
#define WORDS		1
#define WORD		uint64_t
#define LOAD(p)		(*(p))
#define STORE(p, m)	(*(p) = (m))
#define AND(a, b)	((a) & (b))
#define ANDNOT(a, b)	(~(a) & (b))
#define OR(a, b)	((a) | (b))
#define LEFT(a, k)	((a) << (k))
#define RIGHT(a, k)	((a) >> (k))
#define ANY(a)		((a) != 0)
#define FIRST(a)	0
#define FIRST_AND(a, m)	((a) & (m))
#include "reading/planes_words.h"

#ifdef __x86_64__
#define TARGET		VECTORS_TARGET_64
#define NAME(f)		f##_8
#define WORDS		8
#define WORD		__m512i
#define LOAD(p)		_mm512_loadu_si512(p)
#define STORE(p, m)	_mm512_storeu_si512(p, m)
#define AND(a, b)	_mm512_and_si512(a, b)
#define ANDNOT(a, b)	_mm512_andnot_si512(a, b)
#define OR(a, b)	_mm512_or_si512(a, b)
#define LEFT(a, k)	_mm512_slli_epi64(a, k)
#define RIGHT(a, k)	_mm512_srli_epi64(a, k)
#define ANY(a)		(_mm512_test_epi64_mask(a, a) != 0)
#define FIRST(a)	(size_t)__builtin_ctz(_mm512_test_epi64_mask(a, a))
#define FIRST_AND(a, m)							\
	_mm512_mask_and_epi64(a, 1, a, _mm512_set1_epi64((long long)(m)))
#include "reading/planes_words.h"
#endif

static bool
next(const struct planes *p, const struct question *q, uint64_t from,
    struct answer *a)
{
#ifdef __x86_64__
	if (p->vectors >= VECTORS_64)
		return next_8(q, p->words, from, a);
#endif
	return next_1(q, p->words, from, a);
}

/* The first byte at or after i whose bit is set in the answer. */
static size_t
first(const struct planes *p, const struct question *q, size_t i)
{
	struct answer a;

	a.w = i / 64;
	if (!next(p, q, UINT64_MAX << i % 64, &a))
		return SIZE_MAX;
	return 64 * (a.w + a.k) + (size_t)__builtin_ctzll(a.at[a.k]);
}

size_t
planes_after(const struct planes *p, enum plane which, size_t i)
{
	const uint64_t *bits = p->bits[which];
	size_t w = i / 64;
	uint64_t gap = ~bits[w] & UINT64_MAX << i % 64;

	/* the word behind the last is 0, so there is an end */
	while (gap == 0)
		gap = ~bits[++w];
	return 64 * w + (size_t)__builtin_ctzll(gap) - i;
}

size_t
planes_before(const struct planes *p, enum plane which, size_t i)
{
	const uint64_t *bits = p->bits[which];
	uint64_t m = *(bits + i / 64 - 1);

	if (i % 64 != 0)
		m = m >> i % 64 | bits[i / 64] << (64 - i % 64);
	return ~m != 0 ? (size_t)__builtin_clzll(~m) : 64;
}

bool
planes_any(const struct planes *p, enum plane which, size_t i, size_t n)
{
	const uint64_t *bits = p->bits[which];
	size_t w = i / 64, last = (i + n - 1) / 64;
	uint64_t m = bits[w] & UINT64_MAX << i % 64;

	while (m == 0 && w < last)
		m = bits[++w];
	if (w == last)
		m &= UINT64_MAX >> (63 - (i + n - 1) % 64);
	return m != 0;
}

size_t
planes_rows(const struct planes *p, enum plane which, size_t min, size_t w,
    uint64_t from[PLANES_ROW])
{
	const uint64_t *a = p->bits[which];
	const struct question q = { ASK_ROWS, a, a, min };
	struct answer answer;

	answer.w = w;
	if (!next(p, &q, UINT64_MAX, &answer))
		return p->words;
	if (p->vectors < VECTORS_64)	/* there is but one word yet */
		for (size_t k = 1; k < PLANES_ROW; k++)
			answer.at[k] = ask_1(&q, answer.w + k);
	memcpy(from, answer.at, sizeof(answer.at));
	return answer.w;
}

bool
planes_run(const struct planes *p, enum plane which, size_t min, size_t *at,
    size_t *n)
{
	const uint64_t *a = p->bits[which];
	const struct question q = { ASK_BEGINS, a, a, min < 64 ? min : 64 };
	size_t i = *at + *n;

	/* No run goes on across i: it is 0, or where one has ended. */
	for (size_t len; (i = first(p, &q, i)) != SIZE_MAX; i += len) {
		len = planes_after(p, which, i);
		if (len >= min) {
			*at = i;
			*n = len;
			return true;
		}
	}
	return false;
}

size_t
planes_behind(const struct planes *p, enum plane which, enum plane before,
    size_t n, size_t i)
{
	const struct question q = { ASK_BEHIND, p->bits[which],
		p->bits[before], n };

	return first(p, &q, i);
}

size_t
planes_ahead(const struct planes *p, enum plane which, enum plane after,
    size_t i)
{
	const struct question q = { ASK_AHEAD, p->bits[which], p->bits[after],
		1 };
	uint64_t m;

	/* escapes often stand side by side: one word is the quickest */
	if (i / 64 >= p->words)
		return SIZE_MAX;
	m = ask_1(&q, i / 64) & UINT64_MAX << i % 64;
	return m != 0 ? i / 64 * 64 + (size_t)__builtin_ctzll(m) :
	    first(p, &q, i / 64 * 64 + 64);
}

size_t
planes_name(const struct planes *p, size_t i)
{
	const struct question q = { ASK_NAMES, p->bits[PLANE_CONSONANT],
		p->bits[PLANE_VOWEL], 4 };

	return first(p, &q, i);
}

size_t
planes_zeros(const struct planes *p, size_t i)
{
	const uint64_t *a = p->bits[PLANE_ZERO];
	const struct question q = { ASK_ZEROS, a, a, 3 };

	return first(p, &q, i);
}
