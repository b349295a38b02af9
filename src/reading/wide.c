/* SPDX-License-Identifier: ISC */
#ifdef __x86_64__
#include <immintrin.h>
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

#ifdef __x86_64__
static uint64_t
other_16(const char *p)
{
	uint64_t m = 0;

	for (unsigned at = 0; at < 64; at += 16) {
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
	return m;
}

static VECTORS_TARGET_64 uint64_t
other_64(const char *p)
{
	const __m512i c = _mm512_loadu_si512(p);

	return ~(_mm512_cmple_epu8_mask(_mm512_sub_epi8(c,
	    _mm512_set1_epi8(' ')), _mm512_set1_epi8('~' - ' ')) |
	    _mm512_cmple_epu8_mask(_mm512_sub_epi8(c,
	    _mm512_set1_epi8('\t')), _mm512_set1_epi8(4)));
}
#endif

uint64_t
wide_other(const char *p, size_t n, enum vectors v)
{
	uint64_t m = 0;

#ifdef __x86_64__
	if (n >= 64 && v >= VECTORS_64)
		return other_64(p);
	if (n >= 64 && v >= VECTORS_16)
		return other_16(p);
#endif
	(void)v;
	for (size_t i = 0; i < n && i < 64; i++)
		m |= (uint64_t)!is_text(p[i]) << i;
	return m;
}

uint64_t
wide_count(struct span s, size_t w)
{
	enum vectors v = vectors_best();
	uint64_t count = 0, next, m = wide_other(s.p, s.n, v);

	if (s.n < w)
		return 0;
	for (size_t i = 0; i < s.n; i += 64, m = next) {
		uint64_t any = m, last = UINT64_MAX;

		next = i + 64 < s.n ? wide_other(s.p + i + 64, s.n - i - 64,
		    v) : 0;
		for (size_t k = 1; k < w; k++)
			any |= m >> k | next << (64 - k);
		if (i + 64 > s.n - w + 1)	/* of those that fit */
			last = i > s.n - w ? 0 :
			    UINT64_MAX >> (64 - (s.n - w + 1 - i));
		count += (uint64_t)__builtin_popcountll(any & last);
	}
	return count;
}
