/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <sodium.h>

#include "reading/forms.h"
#include "reading/lookup.h"
#include "reading/offer.h"
#include "reading/unfold.h"
#include "reading/wide.h"

#define GRAM		WIDE_LEAST	/* bytes that the table knows */
#define WORDS_LOG	17	/* of a sieve at most: 512 KiB */
#define MULTIPLIER	0x9e3779b1u	/* odd; 2^32 over the golden ratio */
#define BIT_A		10	/* where in the product a bit is told */
#define BIT_B		5
#define BIT_C		0

/*
 * Bloom's filter (1970) in words: an entry is three bits of one word, so
 * a lookup is one load.  At an entry a word, one in 1,000 others passes.
 */
struct sieve {
	uint32_t *words;
	unsigned log;	/* of their number */
};

struct set {
	struct shape shape;
	uint64_t *values;	/* ascending, no two alike */
	size_t n;
	struct sieve sieve;
	bool *hit;		/* by value */
	uint64_t *found;	/* room for n */
};

struct lookup {
	struct set *at;
	size_t n;
	struct forms forms;
	struct sieve grams;	/* of integers of 4 bytes or more */
	bool wide;		/* there is one */
};

static enum tt_err
sieve_new(struct sieve *s, size_t entries)
{
	s->log = 4;
	while (s->log < WORDS_LOG && (size_t)1 << s->log < entries)
		s->log++;
	s->words = calloc((size_t)1 << s->log, sizeof(*s->words));
	return s->words != NULL ? TT_OK : TT_ENOMEM;
}

static inline uint32_t
bits_of(uint32_t h)
{
	return (uint32_t)1 << (h >> BIT_A & 31) |
	    (uint32_t)1 << (h >> BIT_B & 31) |
	    (uint32_t)1 << (h >> BIT_C & 31);
}

static void
sieve_add(struct sieve *s, uint32_t key)
{
	uint32_t h = key * MULTIPLIER;

	s->words[h >> (32 - s->log)] |= bits_of(h);
}

static inline bool
sieve_has(const struct sieve *s, uint32_t key)
{
	uint32_t h = key * MULTIPLIER, b = bits_of(h);

	return (s->words[h >> (32 - s->log)] & b) == b;
}

/* Of a value: both halves. */
static inline uint32_t
fold(uint64_t v)
{
	return (uint32_t)v ^ (uint32_t)(v >> 32) * 0x85ebca6bu;
}

static uint32_t
gram_of(const void *p)
{
	uint32_t g;

	memcpy(&g, p, sizeof(g));
	return g;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static enum tt_err
fill_set(struct set *s, const struct lookup_values *from)
{
	enum tt_err e;

	s->shape = from->shape;
	s->values = calloc(from->n + 1, sizeof(*s->values));
	s->hit = calloc(from->n + 1, sizeof(*s->hit));
	s->found = calloc(from->n + 1, sizeof(*s->found));
	if (s->values == NULL || s->hit == NULL || s->found == NULL)
		return TT_ENOMEM;
	if (from->n == 0)
		return sieve_new(&s->sieve, 0);
	memcpy(s->values, from->values, from->n * sizeof(*s->values));
	qsort(s->values, from->n, sizeof(*s->values), by_value);
	if (s->values[from->n - 1] >= s->shape.n)
		return TT_ERANGE;
	for (size_t i = 0; i < from->n; i++)
		if (i == 0 || s->values[i] != s->values[s->n - 1])
			s->values[s->n++] = s->values[i];
	if ((e = sieve_new(&s->sieve, s->n)) != TT_OK)
		return e;
	for (size_t i = 0; i < s->n; i++)
		sieve_add(&s->sieve, fold(s->values[i]));
	return TT_OK;
}

/* The first bytes of each issued integer, in both orders. */
static void
add_grams(struct sieve *grams, const struct set *s)
{
	unsigned w = s->shape.width;
	uint8_t little[8], big[8];

	for (size_t i = 0; i < s->n; i++) {
		uint64_t x = s->shape.lo + s->values[i];

		for (unsigned k = 0; k < w; k++)
			little[k] = big[w - 1 - k] = (uint8_t)(x >> (8 * k));
		sieve_add(grams, gram_of(little));
		sieve_add(grams, gram_of(big));
	}
}

enum tt_err
lookup_new(struct lookup **out, const struct lookup_values *sets, size_t n)
{
	struct lookup *l = calloc(1, sizeof(*l));
	enum tt_err e = TT_ENOMEM;
	size_t wide = 0;

	if (l == NULL || (l->at = calloc(n + 1, sizeof(*l->at))) == NULL)
		goto out;
	l->n = n;
	forms_init(&l->forms);
	for (size_t i = 0; i < n; i++) {
		if ((e = fill_set(&l->at[i], &sets[i])) != TT_OK)
			goto out;
		forms_want(&l->forms, &sets[i].shape);
		if (sets[i].shape.width >= GRAM)
			wide += 2 * l->at[i].n;
	}
	if ((e = sieve_new(&l->grams, wide)) != TT_OK)
		goto out;
	l->wide = wide > 0;
	for (size_t i = 0; i < n; i++)
		if (sets[i].shape.width >= GRAM)
			add_grams(&l->grams, &l->at[i]);
	*out = l;
	l = NULL;	/* transferred */
out:
	lookup_free(l);
	return e;
}

static void
sieve_done(struct sieve *s)
{
	if (s->words != NULL)
		sodium_memzero(s->words, ((size_t)1 << s->log) *
		    sizeof(*s->words));
	free(s->words);
}

void
lookup_free(struct lookup *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; l->at != NULL && i < l->n; i++) {
		struct set *s = &l->at[i];

		if (s->values != NULL && s->found != NULL) {
			sodium_memzero(s->values, s->n * sizeof(*s->values));
			sodium_memzero(s->found, s->n * sizeof(*s->found));
		}
		free(s->values);
		free(s->hit);
		free(s->found);
		sieve_done(&s->sieve);
	}
	sieve_done(&l->grams);
	free(l->at);
	free(l);
}

/* Note v, a value of s, if it was issued. */
static void
try_value(struct set *s, uint64_t v)
{
	const uint64_t *p;

	if (!sieve_has(&s->sieve, fold(v)))
		return;
	p = bsearch(&v, s->values, s->n, sizeof(v), by_value);
	if (p != NULL)
		s->hit[p - s->values] = true;
}

static void
try_number(struct set *s, uint64_t number)
{
	uint64_t v;

	if (shape_value(&s->shape, number, &v))
		try_value(s, v);
}

/* Of hex D all windows of a run, each one digit further. */
static void
try_hex(struct set *s, const char *p, size_t n, bool after_0x)
{
	size_t digits, k = shape_hex_windows(&s->shape, n, after_0x, &digits);
	uint64_t number, mask;

	if (k == 0)
		return;
	number = shape_hex(p, digits);
	mask = digits < SHAPE_HEAD ? ((uint64_t)1 << 4 * digits) - 1 :
	    UINT64_MAX;
	try_number(s, number);
	for (size_t i = 1; i < k; i++) {
		number = (number << 4 | shape_digit(p[i + digits - 1])) & mask;
		try_number(s, number);
	}
}

static void
try_run(void *ctx, enum form form, const char *p, size_t n, bool after_0x)
{
	struct lookup *l = ctx;
	uint64_t number = 0, v;

	if (form == FORM_DECIMAL && !shape_decimal(p, n, &number))
		return;
	for (size_t i = 0; i < l->n; i++) {
		struct set *s = &l->at[i];

		switch (form) {
		case FORM_HEX:
			try_hex(s, p, n, after_0x);
			break;
		case FORM_DECIMAL:
			if (shape_takes_decimal(&s->shape, number, &v))
				try_value(s, v);
			break;
		case FORM_NAME:
			if (s->shape.kind == TT_SITE_NAME && shape_name(p, &v))
				try_value(s, v);
			break;
		}
	}
}

/* Every integer that may begin at p, with n bytes left. */
static void
try_integers(struct lookup *l, const char *p, size_t n)
{
	for (size_t i = 0; i < l->n; i++) {
		struct set *s = &l->at[i];
		size_t w = s->shape.width;

		if (w < GRAM || w > n || !wide_is(p, w))
			continue;
		try_number(s, shape_little(p, w));
		try_number(s, shape_big(p, w));
	}
}

/* Positions from..to - 1 of s; GRAM bytes are at each. */
static void
try_block(struct lookup *l, struct span s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (sieve_has(&l->grams, gram_of(s.p + i)))
			try_integers(l, s.p + i, s.n - i);
}

#ifdef __x86_64__
/*
 * Which of eight positions from p on pass the sieve, as bits: sieve_has for
 * eight keys.  Eleven bytes are read.
 */
static inline __attribute__((target("avx2"))) unsigned
pass_8(const struct sieve *g, const char *p)
{
	const __m256i each = _mm256_setr_epi8(0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4,
	    5, 3, 4, 5, 6, 4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10);
	const __m256i key = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)(const void *)p)), each);
	const __m256i h = _mm256_mullo_epi32(key,
	    _mm256_set1_epi32((int)MULTIPLIER));
	const __m256i w = _mm256_i32gather_epi32((const int *)(const void *)
	    g->words, _mm256_srli_epi32(h, (int)(32 - g->log)), 4);
	const __m256i five = _mm256_set1_epi32(31);
	const __m256i a = _mm256_srlv_epi32(w, _mm256_and_si256(
	    _mm256_srli_epi32(h, BIT_A), five));
	const __m256i b = _mm256_srlv_epi32(w, _mm256_and_si256(
	    _mm256_srli_epi32(h, BIT_B), five));
	const __m256i c = _mm256_srlv_epi32(w, _mm256_and_si256(h, five));
	const __m256i all = _mm256_slli_epi32(_mm256_and_si256(
	    _mm256_and_si256(a, b), c), 31);

	return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(all));
}

static __attribute__((target("avx2"))) void
try_block_8(struct lookup *l, struct span s, size_t from, size_t to)
{
	size_t i = from;

	for (; i + 8 <= to && i + 16 <= s.n; i += 8)
		for (unsigned m = pass_8(&l->grams, s.p + i); m != 0;
		    m &= m - 1) {
			size_t at = i + (size_t)__builtin_ctz(m);

			try_integers(l, s.p + at, s.n - at);
		}
	try_block(l, s, i, to);
}
#endif

static void
try_fast(struct lookup *l, struct span s, size_t from, size_t to)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2")) {
		try_block_8(l, s, from, to);
		return;
	}
#endif
	try_block(l, s, from, to);
}

/* All of s but blocks from which only text can be reached. */
static void
try_wide(struct lookup *l, struct span s)
{
	uint64_t m, next;

	if (s.n < GRAM)
		return;
	m = wide_other(s.p, s.n);
	for (size_t i = 0; i + GRAM <= s.n; i += 64, m = next) {
		size_t to = s.n - GRAM + 1 - i;

		next = i + 64 < s.n ? wide_other(s.p + i + 64, s.n - i - 64) :
		    0;
		if (m != 0 || (next & 0xff) != 0)
			try_fast(l, s, i, i + (to < 64 ? to : 64));
	}
}

/* Integers of at most OFFER_NARROW bytes: their number is small. */
static void
try_narrow(struct set *s, struct span stream)
{
	size_t w = s->shape.width;

	for (size_t i = 0; i + w <= stream.n; i++) {
		if (w > 1 && !wide_is(stream.p + i, w))
			continue;
		try_number(s, shape_little(stream.p + i, w));
		try_number(s, shape_big(stream.p + i, w));
	}
}

static enum tt_err
try_sheet(void *ctx, const struct planes *sheet)
{
	struct lookup *l = ctx;

	forms_walk(&l->forms, sheet, try_run, l);
	return TT_OK;
}

static enum tt_err
try_stream(void *ctx, struct span stream, bool bytes)
{
	struct lookup *l = ctx;

	if (!bytes)
		return TT_OK;
	if (l->wide)
		try_wide(l, stream);
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].shape.width > 0 && l->at[i].shape.width < GRAM)
			try_narrow(&l->at[i], stream);
	return TT_OK;
}

enum tt_err
lookup_search(struct lookup *l, struct span piece, bool bytes)
{
	const struct unfold_to to = { l, try_stream, try_sheet };

	for (size_t i = 0; bytes && i < l->n; i++)
		for (size_t k = 0; k <= OFFER_HEAD && k <= piece.n; k++)
			if (l->at[i].shape.kind == TT_SITE_INT)
				try_number(&l->at[i], piece.n - k);
	return unfold(piece, bytes, &to);
}

const uint64_t *
lookup_found(struct lookup *l, size_t i, size_t *n)
{
	struct set *s = &l->at[i];

	*n = 0;
	for (size_t k = 0; k < s->n; k++)
		if (s->hit[k])
			s->found[(*n)++] = s->values[k];
	return s->found;
}
