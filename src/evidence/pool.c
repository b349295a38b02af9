/* SPDX-License-Identifier: ISC */
#include <assert.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/pool.h"

static void
score_plain(struct pool *p, const table_site *t)
{
	memset(p->score, 0, p->n * sizeof(*p->score));
	for (size_t i = 0; i < p->n_sites; i++) {
		const double *ln = t[i]->ln;
		const uint8_t *class = p->class + i * p->cap;

		for (size_t k = 0; k < p->n; k++)
			p->score[k] += ln[class[k]];
	}
}

#if defined(__x86_64__)
/*
 * Eight rows at a time, the classes of a site looked up in two registers;
 * the same sums in the same order.
 */
__attribute__((target("avx512f"))) static void
score_vector(struct pool *p, const table_site *t)
{
	for (size_t k = 0; k < p->n; k += 8) {
		__m512d sum = _mm512_setzero_pd();

		for (size_t i = 0; i < p->n_sites; i++) {
			const double *ln = t[i]->ln;
			const uint8_t *at = p->class + i * p->cap + k;
			__m512i class = _mm512_cvtepu8_epi64(
			    _mm_loadl_epi64((const __m128i *)(const void *)at));
			__mmask8 here = _mm512_cmplt_epu64_mask(class,
			    _mm512_set1_epi64(CLASS_ABSENT));

			sum = _mm512_add_pd(sum, _mm512_maskz_permutex2var_pd(
			    here, _mm512_loadu_pd(ln), class,
			    _mm512_loadu_pd(ln + 8)));
		}
		_mm512_storeu_pd(p->score + k, sum);
	}
}
#endif

enum tt_err
pool_init(struct pool *p, size_t n_sites, size_t cap)
{
	cap = (cap + 7) / 8 * 8;
	*p = (struct pool){ .n_sites = n_sites, .cap = cap };
	p->index = calloc(cap, sizeof(*p->index));
	p->number = calloc(cap, sizeof(*p->number));
	p->class = wiped_new(n_sites + 1, cap);
	p->score = calloc(cap, sizeof(*p->score));
	if (p->index == NULL || p->number == NULL || p->class == NULL ||
	    p->score == NULL) {
		pool_done(p);
		return TT_ENOMEM;
	}
	return TT_OK;
}

void
pool_done(struct pool *p)
{
	free(p->index);
	free(p->number);
	wiped_free(p->class);
	free(p->score);
	*p = (struct pool){ .n = 0 };
}

size_t
pool_find(const struct pool *p, uint32_t index)
{
	for (size_t k = 0; k < p->n; k++)
		if (p->index[k] == index)
			return k;
	return POOL_NONE;
}

size_t
pool_add(struct pool *p, uint32_t index, uint64_t number, const uint8_t *row)
{
	size_t k = pool_find(p, index);

	if (k != POOL_NONE)
		return k;
	assert(p->n < p->cap);
	k = p->n++;
	p->index[k] = index;
	p->number[k] = number;
	for (size_t i = 0; i < p->n_sites; i++)
		p->class[i * p->cap + k] = row[i];
	return k;
}

void
pool_score(struct pool *p, const table_site *t)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx512f")) {
		score_vector(p, t);
		return;
	}
#endif
	score_plain(p, t);
}

double
pool_score_one(const struct pool *p, const table_site *t, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i < p->n_sites; i++)
		sum += t[i]->ln[p->class[i * p->cap + k]];
	return sum;
}

void
pool_join(const struct pool *p, size_t k, members *known)
{
	for (size_t i = 0; i < p->n_sites; i++)
		known[i] += members_one[p->class[i * p->cap + k]];
}

void
pool_leave(const struct pool *p, size_t k, members *known)
{
	for (size_t i = 0; i < p->n_sites; i++)
		known[i] -= members_one[p->class[i * p->cap + k]];
}
