/* SPDX-License-Identifier: ISC */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "reading/wide.h"

static bool
is_text(char c)
{
	return (c >= ' ' && c <= '~') || (c >= '\t' && c <= '\r');
}

bool
wide_is(const char *p, size_t w)
{
	for (size_t i = 0; i < w; i++)
		if (!is_text(p[i]))
			return true;
	return false;
}

uint64_t
wide_other(const char *p, size_t n)
{
	uint64_t m = 0;

#ifdef __SSE2__
	for (unsigned at = 0; n >= 64 && at < 64; at += 16) {
		const __m128i c = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + at));
		const __m128i a = _mm_sub_epi8(c, _mm_set1_epi8(' '));
		const __m128i b = _mm_sub_epi8(c, _mm_set1_epi8('\t'));
		const __m128i text = _mm_or_si128(
		    _mm_cmpeq_epi8(_mm_min_epu8(a, _mm_set1_epi8('~' - ' ')),
			a),
		    _mm_cmpeq_epi8(_mm_min_epu8(b, _mm_set1_epi8(4)), b));

		m |= (uint64_t)(uint16_t)~_mm_movemask_epi8(text) << at;
	}
	if (n >= 64)
		return m;
#endif
	for (size_t i = 0; i < n && i < 64; i++)
		m |= (uint64_t)!is_text(p[i]) << i;
	return m;
}

uint64_t
wide_count(struct span s, size_t w)
{
	uint64_t count = 0, next, m = wide_other(s.p, s.n);

	if (s.n < w)
		return 0;
	for (size_t i = 0; i < s.n; i += 64, m = next) {
		uint64_t any = m, last = UINT64_MAX;

		next = i + 64 < s.n ? wide_other(s.p + i + 64, s.n - i - 64) :
		    0;
		for (size_t k = 1; k < w; k++)
			any |= m >> k | next << (64 - k);
		if (i + 64 > s.n - w + 1)	/* of those that fit */
			last = i > s.n - w ? 0 :
			    UINT64_MAX >> (64 - (s.n - w + 1 - i));
		count += (uint64_t)__builtin_popcountll(any & last);
	}
	return count;
}
