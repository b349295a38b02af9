/* SPDX-License-Identifier: ISC */
#include <stdint.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "reading/sextets.h"

static const uint8_t sextets[128] = {
	['+'] = 62, ['-'] = 62, ['/'] = 63, ['0'] = 52, ['1'] = 53,
	['2'] = 54, ['3'] = 55, ['4'] = 56, ['5'] = 57, ['6'] = 58,
	['7'] = 59, ['8'] = 60, ['9'] = 61, ['A'] = 0, ['B'] = 1, ['C'] = 2,
	['D'] = 3, ['E'] = 4, ['F'] = 5, ['G'] = 6, ['H'] = 7, ['I'] = 8,
	['J'] = 9, ['K'] = 10, ['L'] = 11, ['M'] = 12, ['N'] = 13, ['O'] = 14,
	['P'] = 15, ['Q'] = 16, ['R'] = 17, ['S'] = 18, ['T'] = 19,
	['U'] = 20, ['V'] = 21, ['W'] = 22, ['X'] = 23, ['Y'] = 24,
	['Z'] = 25, ['_'] = 63, ['a'] = 26, ['b'] = 27, ['c'] = 28,
	['d'] = 29, ['e'] = 30, ['f'] = 31, ['g'] = 32, ['h'] = 33,
	['i'] = 34, ['j'] = 35, ['k'] = 36, ['l'] = 37, ['m'] = 38,
	['n'] = 39, ['o'] = 40, ['p'] = 41, ['q'] = 42, ['r'] = 43,
	['s'] = 44, ['t'] = 45, ['u'] = 46, ['v'] = 47, ['w'] = 48,
	['x'] = 49, ['y'] = 50, ['z'] = 51,
};

static inline uint32_t
sextet(char c)
{
	return sextets[(uint8_t)c & 127];
}

static size_t
decode_plain(char *out, const char *in, size_t n)
{
	size_t k = 0, i = 0;
	uint32_t v;

	for (; i + 4 <= n; i += 4) {
		v = sextet(in[i]) << 18 | sextet(in[i + 1]) << 12 |
		    sextet(in[i + 2]) << 6 | sextet(in[i + 3]);
		out[k++] = (char)(v >> 16);
		out[k++] = (char)(v >> 8 & 0xff);
		out[k++] = (char)(v & 0xff);
	}
	if (n - i >= 2) {
		v = sextet(in[i]) << 12 | sextet(in[i + 1]) << 6 |
		    (n - i == 3 ? sextet(in[i + 2]) : 0);
		out[k++] = (char)(v >> 10 & 0xff);
		if (n - i == 3)
			out[k++] = (char)(v >> 2 & 0xff);
	}
	return k;
}

#ifdef __x86_64__
/*
 * 64 letters at a time, at the end fewer: one look-up in two registers, two
 * multiplications that put four sextets into 24 bits, and their bytes in
 * order.
 */
static VECTORS_TARGET_64 size_t
decode_64(char *out, const char *in, size_t n)
{
	static const uint8_t order[64] = { 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13,
		12, 18, 17, 16, 22, 21, 20, 26, 25, 24, 30, 29, 28, 34, 33, 32,
		38, 37, 36, 42, 41, 40, 46, 45, 44, 50, 49, 48, 54, 53, 52, 58,
		57, 56, 62, 61, 60 };
	const __m512i low = _mm512_loadu_si512(sextets);
	const __m512i high = _mm512_loadu_si512(sextets + 64);
	const __m512i bytes = _mm512_loadu_si512(order);
	size_t left, k = 0;

	for (size_t i = 0; i < n; i += 64, k += 3 * left / 4) {
		left = n - i < 64 ? n - i : 64;

		const __m512i c = _mm512_maskz_loadu_epi8(
		    UINT64_MAX >> (64 - left), in + i);
		/* a letter that is not there is 0 of the table too */
		const __m512i v = _mm512_permutex2var_epi8(low, c, high);
		const __m512i pairs = _mm512_maddubs_epi16(v,
		    _mm512_set1_epi32(0x01400140));
		const __m512i fours = _mm512_madd_epi16(pairs,
		    _mm512_set1_epi32(0x00011000));

		_mm512_mask_storeu_epi8(out + k,
		    (UINT64_C(1) << 3 * left / 4) - 1,
		    _mm512_permutexvar_epi8(bytes, fours));
	}
	return k;
}
#endif

size_t
sextets_decode(char *out, const char *in, size_t n, enum vectors v)
{
#ifdef __x86_64__
	if (v >= VECTORS_64)
		return decode_64(out, in, n);
#endif
	(void)v;
	return decode_plain(out, in, n);
}
