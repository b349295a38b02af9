/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "reading/planes.h"
#include "reading/runs.h"

#define AHEAD	(2 * PLANES_ROW)	/* words that may be looked at */
#define BEFORE	2

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
	uint8_t of[128];

	for (unsigned c = 0; c < 128; c++)
		of[c] = (uint8_t)planes_of((uint8_t)c);

	const __m512i low = _mm512_loadu_si512(of);
	const __m512i high = _mm512_loadu_si512(of + 64);

	for (size_t w = 0; w < s.n / 64; w++) {
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

/*
 * Bits of a word m from which n or more are set, n at most 64, given the word
 * behind it; and those up to which n are, given the word before it.
 */
static inline uint64_t
from_on(uint64_t m, uint64_t next, size_t n)
{
	for (size_t have = 1, k; have < n; have += k) {
		k = n - have < have ? n - have : have;
		m &= m >> k | next << (64 - k);
		next &= next >> k;
	}
	return m;
}

static inline uint64_t
up_to(uint64_t m, uint64_t before, size_t n)
{
	for (size_t have = 1, k; have < n; have += k) {
		k = n - have < have ? n - have : have;
		m &= m << k | before >> (64 - k);
		before &= before << k;
	}
	return m;
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
	uint64_t m = bits[(ptrdiff_t)(i / 64) - 1];

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

/* Of those, what begins a run. */
static inline uint64_t
begins(const uint64_t *bits, size_t w, size_t n)
{
	uint64_t before = bits[(ptrdiff_t)w - 1];

	return from_on(bits[w], bits[w + 1], n) &
	    ~(bits[w] << 1 | before >> 63);
}

#ifdef __x86_64__
/* from_on, of eight words. */
static inline VECTORS_TARGET_64 __m512i
from_on_8(const uint64_t *bits, size_t n)
{
	__m512i m = _mm512_loadu_si512(bits);
	__m512i next = _mm512_loadu_si512(bits + 1);

	for (size_t have = 1, k; have < n; have += k) {
		k = n - have < have ? n - have : have;
		m = _mm512_and_si512(m, _mm512_or_si512(
		    _mm512_srli_epi64(m, (unsigned)k),
		    _mm512_slli_epi64(next, (unsigned)(64 - k))));
		next = _mm512_and_si512(next,
		    _mm512_srli_epi64(next, (unsigned)k));
	}
	return m;
}

static VECTORS_TARGET_64 size_t
rows_8(const uint64_t *bits, size_t words, size_t n, size_t w,
    uint64_t from[PLANES_ROW])
{
	for (; w < words; w += PLANES_ROW) {
		__m512i m = from_on_8(bits + w, n);

		if (_mm512_test_epi64_mask(m, m) != 0) {
			_mm512_storeu_si512(from, m);
			return w;
		}
	}
	return words;
}

/* The next word from w on in which begins is not 0, and what it is. */
static VECTORS_TARGET_64 size_t
begin_8(const uint64_t *bits, size_t words, size_t n, size_t w, uint64_t *m)
{
	for (; w < words; w += PLANES_ROW) {
		const __m512i before = _mm512_or_si512(
		    _mm512_slli_epi64(_mm512_loadu_si512(bits + w), 1),
		    _mm512_srli_epi64(_mm512_loadu_si512(bits + w - 1), 63));
		const __m512i all = _mm512_andnot_si512(before,
		    from_on_8(bits + w, n));
		const __mmask8 some = _mm512_test_epi64_mask(all, all);

		if (some == 0)
			continue;
		*m = (uint64_t)_mm_cvtsi128_si64(_mm512_castsi512_si128(
		    _mm512_maskz_compress_epi64(some, all)));
		return w + (size_t)__builtin_ctz(some);
	}
	return words;
}
#endif

size_t
planes_rows(const struct planes *p, enum plane which, size_t min, size_t w,
    uint64_t from[PLANES_ROW])
{
	const uint64_t *bits = p->bits[which];

#ifdef __x86_64__
	if (p->vectors >= VECTORS_64)
		return rows_8(bits, p->words, min, w, from);
#endif
	for (; w < p->words; w += PLANES_ROW) {
		uint64_t any = 0;

		for (size_t k = 0; k < PLANES_ROW; k++)
			any |= from[k] = from_on(bits[w + k],
			    bits[w + k + 1], min);
		if (any != 0)
			return w;
	}
	return p->words;
}

static size_t
next_begin(const struct planes *p, enum plane which, size_t n, size_t w,
    uint64_t *m)
{
	const uint64_t *bits = p->bits[which];

#ifdef __x86_64__
	if (p->vectors >= VECTORS_64)
		return begin_8(bits, p->words, n, w, m);
#endif
	for (; w < p->words; w++)
		if ((*m = begins(bits, w, n)) != 0)
			return w;
	return p->words;
}

bool
planes_run(const struct planes *p, enum plane which, size_t min, size_t *at,
    size_t *n)
{
	size_t i = *at + *n, shown = min < 64 ? min : 64, w = i / 64;
	uint64_t m;

	/* No run goes on across i: it is 0, or where one has ended. */
	if (w >= p->words)
		return false;
	m = begins(p->bits[which], w, shown) & UINT64_MAX << i % 64;
	while (m != 0 || (w = next_begin(p, which, shown, w + 1, &m)) <
	    p->words) {
		*at = 64 * w + (size_t)__builtin_ctzll(m);
		*n = planes_after(p, which, *at);
		if (*n >= min)
			return true;
		m &= m - 1;
	}
	return false;
}

size_t
planes_behind(const struct planes *p, enum plane which, enum plane before,
    size_t n, size_t i)
{
	const uint64_t *bits = p->bits[which], *b = p->bits[before];
	uint64_t from = UINT64_MAX << i % 64, m, up;

	for (ptrdiff_t w = (ptrdiff_t)(i / 64); w < (ptrdiff_t)p->words;
	    w++, from = UINT64_MAX) {
		if ((m = bits[w] & from) == 0)
			continue;
		up = up_to(b[w] << 1 | b[w - 1] >> 63,
		    b[w - 1] << 1 | b[w - 2] >> 63, n);
		if ((m & up) != 0)
			return 64 * (size_t)w +
			    (size_t)__builtin_ctzll(m & up);
	}
	return SIZE_MAX;
}

size_t
planes_ahead(const struct planes *p, enum plane which, enum plane after,
    size_t i)
{
	const uint64_t *bits = p->bits[which], *a = p->bits[after];
	uint64_t from = UINT64_MAX << i % 64, m;

	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX) {
		m = bits[w] & from & (a[w] >> 1 | a[w + 1] << 63);
		if (m != 0)
			return 64 * w + (size_t)__builtin_ctzll(m);
	}
	return SIZE_MAX;
}

/* Where, in word w, a consonant stands and a vowel behind it. */
static inline uint64_t
pairs_in(const struct planes *p, size_t w)
{
	const uint64_t *v = p->bits[PLANE_VOWEL];

	return p->bits[PLANE_CONSONANT][w] & (v[w] >> 1 | v[w + 1] << 63);
}

size_t
planes_name(const struct planes *p, size_t i)
{
	uint64_t from = UINT64_MAX << i % 64, m, two, next, pairs;

	if (i / 64 >= p->words)
		return SIZE_MAX;
	pairs = pairs_in(p, i / 64);
	for (size_t w = i / 64; w < p->words; w++, from = UINT64_MAX,
	    pairs = next) {
		next = pairs_in(p, w + 1);
		two = next & next >> 2;
		m = pairs & (pairs >> 2 | next << 62);
		m &= m >> 4 | two << 60;
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
		m = z[w] & from & (z[w] >> 2 | z[w + 1] << 62) &
		    (z[w] >> 4 | z[w + 1] << 60);
		if (m != 0)
			return 64 * w + (size_t)__builtin_ctzll(m);
	}
	return SIZE_MAX;
}
