/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <sodium.h>

#include "reading/sieve.h"

#define LOG_MIN		4
#define LOG_MAX		17	/* of words: 512 KiB a table */
#define AHEAD		96	/* bytes that the vectors may read */

enum tt_err
sieve_new(struct sieve *s, size_t entries)
{
	uint32_t *words;

	s->vectors = vectors_best();
	s->log = LOG_MIN;
	while (s->log < LOG_MAX && (size_t)2 << s->log < entries)
		s->log++;
	if ((words = calloc((size_t)2 << s->log, sizeof(*words))) == NULL)
		return TT_ENOMEM;
	s->first = words;
	s->second = words + ((size_t)1 << s->log);
	return TT_OK;
}

void
sieve_done(struct sieve *s)
{
	if (s->first != NULL)
		sodium_memzero(s->first, ((size_t)2 << s->log) *
		    sizeof(*s->first));
	free(s->first);
}

static void
put_in(uint32_t *words, unsigned log, uint32_t h)
{
	words[h >> (32 - log)] |= sieve_bits(h);
}

void
sieve_add(struct sieve *s, uint32_t key)
{
	put_in(s->first, s->log, key * SIEVE_FIRST);
	put_in(s->second, s->log, (key ^ key >> 16) * SIEVE_SECOND);
}

static uint32_t
gram_at(const char *p)
{
	uint32_t bytes;

	memcpy(&bytes, p, sizeof(bytes));
	return sieve_gram(bytes);
}

static uint64_t
bytes_plain(const struct sieve *s, const char *p, size_t n)
{
	uint64_t pass = 0;

	for (size_t i = 0; i < 64 && i + SIEVE_GRAM <= n; i++)
		pass |= (uint64_t)sieve_may_have(s, gram_at(p + i)) << i;
	return pass;
}

static uint64_t
numbers_plain(const struct sieve *s, const uint32_t *numbers, size_t n)
{
	uint64_t pass = 0;

	for (size_t i = 0; i < n; i++)
		pass |= (uint64_t)sieve_may_have(s,
		    sieve_gram(numbers[i])) << i;
	return pass;
}

#ifdef __x86_64__
/* The first table for eight times four bytes. */
static inline VECTORS_TARGET_32 unsigned
pass_8(const struct sieve *s, __m256i key)
{
	const __m256i turn = _mm256_broadcastsi128_si256(_mm_setr_epi8(3, 2, 1,
	    0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
	const __m256i five = _mm256_set1_epi32(31);
	const __m256i h = _mm256_mullo_epi32(_mm256_min_epu32(key,
	    _mm256_shuffle_epi8(key, turn)),
	    _mm256_set1_epi32((int)SIEVE_FIRST));
	const __m256i w = _mm256_i32gather_epi32(
	    (const int *)(const void *)s->first,
	    _mm256_srli_epi32(h, (int)(32 - s->log)), 4);
	const __m256i all = _mm256_and_si256(_mm256_and_si256(
	    _mm256_srlv_epi32(w, _mm256_and_si256(five,
	    _mm256_srli_epi32(h, SIEVE_BIT_A))),
	    _mm256_srlv_epi32(w, _mm256_and_si256(five,
	    _mm256_srli_epi32(h, SIEVE_BIT_B)))),
	    _mm256_srlv_epi32(w, _mm256_and_si256(five, h)));

	return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(
	    _mm256_slli_epi32(all, 31)));
}

/* Eight positions at a time; 72 bytes are read. */
static VECTORS_TARGET_32 uint64_t
bytes_8(const struct sieve *s, const char *p)
{
	const __m256i each = _mm256_setr_epi8(0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4,
	    5, 3, 4, 5, 6, 4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10);
	uint64_t pass = 0;

	for (unsigned i = 0; i < 64; i += 8)
		pass |= (uint64_t)pass_8(s, _mm256_shuffle_epi8(
		    _mm256_broadcastsi128_si256(_mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i))), each)) << i;
	return pass;
}

static VECTORS_TARGET_32 uint64_t
numbers_8(const struct sieve *s, const uint32_t *numbers, size_t n)
{
	uint64_t pass = 0;

	for (size_t i = 0; i < n; i += 8)
		pass |= (uint64_t)pass_8(s, _mm256_loadu_si256(
		    (const __m256i *)(const void *)(numbers + i))) << i;
	return pass;
}

/* The first table for sixteen times four bytes. */
static inline VECTORS_TARGET_64 unsigned
pass_16(const struct sieve *s, __m512i key)
{
	const __m512i turn = _mm512_set4_epi32(0x0c0d0e0f, 0x08090a0b,
	    0x04050607, 0x00010203);
	const __m512i one = _mm512_set1_epi32(1);
	const __m512i h = _mm512_mullo_epi32(_mm512_min_epu32(key,
	    _mm512_shuffle_epi8(key, turn)),
	    _mm512_set1_epi32((int)SIEVE_FIRST));
	const __m512i w = _mm512_i32gather_epi32(
	    _mm512_srli_epi32(h, 32 - s->log), s->first, 4);
	/* rotating takes a count modulo 32 */
	const __m512i b = _mm512_or_si512(_mm512_or_si512(
	    _mm512_rolv_epi32(one, _mm512_srli_epi32(h, SIEVE_BIT_A)),
	    _mm512_rolv_epi32(one, _mm512_srli_epi32(h, SIEVE_BIT_B))),
	    _mm512_rolv_epi32(one, h));

	return _mm512_testn_epi32_mask(_mm512_andnot_si512(w, b), b);
}

/* Sixteen positions at a time; 80 bytes are read. */
static VECTORS_TARGET_64 uint64_t
bytes_16(const struct sieve *s, const char *p)
{
	static const uint8_t from[64] = { 0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5,
		3, 4, 5, 6, 4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10,
		8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13, 11, 12, 13, 14,
		12, 13, 14, 15, 13, 14, 15, 16, 14, 15, 16, 17, 15, 16, 17,
		18 };
	const __m512i each = _mm512_loadu_si512(from);
	uint64_t pass = 0;

#pragma GCC unroll 4
	for (unsigned i = 0; i < 64; i += 16)
		pass |= (uint64_t)pass_16(s, _mm512_permutexvar_epi8(each,
		    _mm512_castsi256_si512(_mm256_loadu_si256(
		    (const __m256i *)(const void *)(p + i))))) << i;
	return pass;
}

static VECTORS_TARGET_64 uint64_t
numbers_16(const struct sieve *s, const uint32_t *numbers, size_t n)
{
	uint64_t pass = 0;

	for (size_t i = 0; i < n; i += 16)
		pass |= (uint64_t)pass_16(s, _mm512_loadu_si512(numbers +
		    i)) << i;
	return pass;
}
#endif

uint64_t
sieve_bytes(const struct sieve *s, const char *p, size_t n)
{
#ifdef __x86_64__
	if (n >= AHEAD && s->vectors >= VECTORS_64)
		return bytes_16(s, p);
	if (n >= AHEAD && s->vectors >= VECTORS_32)
		return bytes_8(s, p);
#endif
	return bytes_plain(s, p, n);
}

uint64_t
sieve_numbers(const struct sieve *s, const uint32_t *numbers, size_t n)
{
#ifdef __x86_64__
	uint64_t all = n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;

	if (s->vectors >= VECTORS_64)
		return numbers_16(s, numbers, n) & all;
	if (s->vectors >= VECTORS_32)
		return numbers_8(s, numbers, n) & all;
#endif
	return numbers_plain(s, numbers, n);
}
