/* SPDX-License-Identifier: ISC */
#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "reading/digits.h"
#include "reading/shape.h"

#define AHEAD	(2 * 64 + 1)	/* bytes that the vectors read */

static size_t
read_plain(uint32_t *out, const char *p, uint64_t places)
{
	size_t n = 0;

	for (; places != 0; places &= places - 1)
		out[n++] = (uint32_t)shape_hex(p + __builtin_ctzll(places),
		    DIGITS);
	return n;
}

#ifdef __x86_64__
/* What 64 digits are, each in a byte; what is none is anything below 16. */
static inline VECTORS_TARGET_64 __m512i
digits_of(const char *p)
{
	const __m512i c = _mm512_loadu_si512(p);

	/* as shape_digit: letters have bit 6 */
	return _mm512_and_si512(_mm512_set1_epi8(15), _mm512_mask_add_epi8(c,
	    _mm512_test_epi8_mask(c, _mm512_set1_epi8(64)), c,
	    _mm512_set1_epi8(9)));
}

/* Each digit of 64 and the one behind it as a byte. */
static inline VECTORS_TARGET_64 __m512i
pairs_of(const char *p)
{
	return _mm512_or_si512(_mm512_slli_epi16(digits_of(p), 4),
	    digits_of(p + 1));
}

/* The places side by side, then sixteen of them at a time. */
static VECTORS_TARGET_64 size_t
read_16(uint32_t *out, const char *p, uint64_t places)
{
	static const uint8_t numbers[64] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
		11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
		27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42,
		43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58,
		59, 60, 61, 62, 63 };
	const __m512i here = pairs_of(p), next = pairs_of(p + 64);
	size_t n = (size_t)__builtin_popcountll(places);
	uint8_t at[64];

	_mm512_storeu_si512(at, _mm512_maskz_compress_epi8(places,
	    _mm512_loadu_si512(numbers)));
	for (size_t i = 0; i < n; i += 16) {
		/* from a place the pairs 6, 4, 2 and 0 behind it, in a word */
		const __m512i from = _mm512_add_epi32(_mm512_mullo_epi32(
		    _mm512_cvtepu8_epi32(_mm_loadu_si128(
		    (const __m128i *)(const void *)(at + i))),
		    _mm512_set1_epi32(0x01010101)),
		    _mm512_set1_epi32(0x00020406));

		_mm512_storeu_si512(out + i, _mm512_permutex2var_epi8(here,
		    from, next));
	}
	return n;
}
#endif

size_t
digits_read(uint32_t *out, const char *p, size_t n, uint64_t places,
    enum vectors v)
{
#ifdef __x86_64__
	if (v >= VECTORS_64 && n >= AHEAD)
		return read_16(out, p, places);
#endif
	(void)n;
	(void)v;
	return read_plain(out, p, places);
}
