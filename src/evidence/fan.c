/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/fan.h"

#define LINE	64	/* bytes of a cache line; one row of eight */
#define ABREAST	4	/* rows whose sums do not wait for one another */

/* Eight sums, in as few registers as the processor has them in. */
typedef double eight __attribute__((vector_size(LINE)));

_Static_assert(sizeof(eight) == sizeof(double[FAN]), "a line is a row");

#define INLINE static inline __attribute__((always_inline))

INLINE const eight *
eight_at(const struct fan *f, struct fan_site s, uint8_t class)
{
	return (const eight *)(const void *)f->at[s.first +
	    (class < s.n ? class : s.n)];
}

INLINE void
score_one(const struct fan *f, const uint8_t *row, double *score)
{
	eight sum = { 0 };

	for (size_t i = 0; i < f->n; i++)
		sum += *eight_at(f, f->site[i], row[i]);
	memcpy(score, &sum, sizeof(sum));
}

/* ABREAST rows, each sum in a register of its own. */
INLINE void
score_abreast(const struct fan *f, const uint8_t *a, size_t stride,
    double (*score)[FAN])
{
	const uint8_t *b = a + stride, *c = b + stride, *d = c + stride;
	eight sum_a = { 0 }, sum_b = { 0 }, sum_c = { 0 }, sum_d = { 0 };

	for (size_t i = 0; i < f->n; i++) {
		struct fan_site s = f->site[i];

		sum_a += *eight_at(f, s, a[i]);
		sum_b += *eight_at(f, s, b[i]);
		sum_c += *eight_at(f, s, c[i]);
		sum_d += *eight_at(f, s, d[i]);
	}
	memcpy(score[0], &sum_a, sizeof(sum_a));
	memcpy(score[1], &sum_b, sizeof(sum_b));
	memcpy(score[2], &sum_c, sizeof(sum_c));
	memcpy(score[3], &sum_d, sizeof(sum_d));
}

INLINE void
score_each(const struct fan *f, const uint8_t *rows, size_t stride, size_t n,
    double (*score)[FAN])
{
	size_t k = 0;

	for (; k + ABREAST <= n; k += ABREAST)
		score_abreast(f, rows + k * stride, stride, score + k);
	for (; k < n; k++)
		score_one(f, rows + k * stride, score[k]);
}

static void
score_plain(const struct fan *f, const uint8_t *rows, size_t stride, size_t n,
    double (*score)[FAN])
{
	score_each(f, rows, stride, n, score);
}

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static void
score_avx512(const struct fan *f, const uint8_t *rows, size_t stride,
    size_t n, double (*score)[FAN])
{
	score_each(f, rows, stride, n, score);
}

__attribute__((target("avx2"))) static void
score_avx2(const struct fan *f, const uint8_t *rows, size_t stride, size_t n,
    double (*score)[FAN])
{
	score_each(f, rows, stride, n, score);
}
#endif

enum tt_err
fan_init(struct fan *f, const struct seen_list *list)
{
	struct fan new = { .n = list->n };

	if ((new.site = calloc(list->n + 1, sizeof(*new.site))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < list->n; i++) {
		new.site[i].first = (uint32_t)new.n_rows;
		new.site[i].n = (uint8_t)list->at[i].n;
		new.n_rows += list->at[i].n + 1;
	}
	new.memory = wiped_new(new.n_rows + 1, sizeof(*new.at));
	if (new.memory == NULL) {
		free(new.site);
		return TT_ENOMEM;
	}
	new.at = (double (*)[FAN])(((uintptr_t)new.memory + LINE - 1) &
	    ~(uintptr_t)(LINE - 1));
	*f = new;
	return TT_OK;
}

void
fan_done(struct fan *f)
{
	wiped_free(f->memory);
	free(f->site);
	*f = (struct fan){ .n = 0 };
}

double *
fan_at(const struct fan *f, size_t site, uint8_t class)
{
	const struct fan_site *s = &f->site[site];

	return f->at[s->first + (class < s->n ? class : s->n)];
}

void
fan_set(struct fan *f, unsigned k, const table_site *t)
{
	for (size_t i = 0; i < f->n; i++)
		for (uint8_t a = 0; a < f->site[i].n; a++)
			fan_at(f, i, a)[k] = t[i]->ln[a];
}

void
fan_score(const struct fan *f, const uint8_t *row, double score[FAN])
{
	fan_score_rows(f, row, 0, 1, (double (*)[FAN])score);
}

void
fan_score_rows(const struct fan *f, const uint8_t *rows, size_t stride,
    size_t n, double (*score)[FAN])
{
	fan_way(0)(f, rows, stride, n, score);
}

fan_scorer *
fan_way(unsigned k)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx512f") && k-- == 0)
		return score_avx512;
	if (__builtin_cpu_supports("avx2") && k-- == 0)
		return score_avx2;
#endif
	return k == 0 ? score_plain : NULL;
}
