/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/scales.h"
#include "evidence/sum.h"

static enum tt_err
keep_lists(struct scales *s, const struct seen_list *list, const bool *keep)
{
	bool *want = calloc(list->n + 1, sizeof(*want));
	enum tt_err e = TT_ENOMEM;

	if (want == NULL)
		return e;
	for (size_t i = 0; i < list->n; i++)
		want[i] = keep == NULL || keep[i];
	e = seen_keep(&s->list[TT_SITE_HOLDER], list, want);
	for (size_t i = 0; i < list->n; i++)
		want[i] = want[i] && list->at[i].level == TT_SITE_COPY;
	if (e == TT_OK)
		e = seen_keep(&s->list[TT_SITE_COPY], list, want);
	free(want);
	return e;
}

static enum tt_err
init_level(struct scales *s, enum tt_site_level level,
    const struct tt_codebook *codebook, const struct tt_roster *roster,
    const size_t *first)
{
	const struct seen_list *list = s->list[level];
	enum tt_err e;

	if ((s->row[level] = secret_new(list->n + 1)) == NULL)
		return TT_ENOMEM;
	e = lone_init(&s->lone[level], list, level == TT_SITE_HOLDER ?
	    TABLE_HOLDER : TABLE_COPY);
	if (e != TT_OK)
		return e;
	return row_source_init(&s->rows[level], codebook, roster, first, list);
}

static void
read_row(struct scales *s, enum tt_site_level level, size_t index)
{
	if (level == TT_SITE_HOLDER)
		row_holder(&s->rows[level], index, s->row[level]);
	else
		row_copy(&s->rows[level], index, s->row[level]);
}

static uint64_t
number_of(const struct scales *s, enum tt_site_level level, size_t index)
{
	const struct tt_roster *r = s->rows[level].roster;

	return level == TT_SITE_HOLDER ? r->holders[index].number :
	    r->copies[index].number;
}

/*
 * ln C for each model: over the copies, half the model's own score and half
 * the mean of the lists'.
 */
static void
combine_copies(struct scales *s, size_t from, size_t to, double *ln_c)
{
	double score[LONE_MODELS];

	for (unsigned b = 0; b < LONE_MODELS; b++)
		ln_c[b] = -INFINITY;
	for (size_t j = from; j < to; j++) {
		double single;

		row_copy(&s->rows[TT_SITE_COPY], j, s->row[TT_SITE_COPY]);
		single = lone_score(&s->lone[TT_SITE_COPY],
		    s->row[TT_SITE_COPY], score);
		for (unsigned b = 0; b < LONE_MODELS; b++)
			ln_c[b] = ln_add(ln_c[b], ln_add(score[b], single));
	}
	for (unsigned b = 0; b < LONE_MODELS; b++)
		ln_c[b] -= log(2 * (double)(to - from));
}

enum tt_err
scales_new(struct scales **out, const struct tt_codebook *codebook,
    const struct tt_roster *roster, const size_t *first,
    const struct seen_list *list, const bool *keep)
{
	struct scales *s = calloc(1, sizeof(*s));
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	e = keep_lists(s, list, keep);
	for (int l = 0; l < TT_SITE_LEVEL_COUNT && e == TT_OK; l++)
		e = init_level(s, (enum tt_site_level)l, codebook, roster,
		    first);
	if (e == TT_OK)
		*out = s;
	else
		scales_free(s);
	return e;
}

void
scales_free(struct scales *s)
{
	if (s == NULL)
		return;
	for (int l = 0; l < TT_SITE_LEVEL_COUNT; l++) {
		row_source_done(&s->rows[l]);
		lone_done(&s->lone[l]);
		secret_free(s->row[l]);
		seen_free(s->list[l]);
	}
	free(s);
}

void
scales_rank(struct scales *s, enum tt_site_level level, size_t from,
    size_t to, size_t skip, size_t k, struct ranking *out)
{
	double score[LONE_MODELS];

	for (unsigned t = 0; t < LONE_MODELS; t++)
		best_init(&out->list[t], k);
	best_init(&out->single, k);
	for (size_t i = from; i < to; i++) {
		struct scored row = { .index = (uint32_t)i };

		if (i == skip)
			continue;
		read_row(s, level, i);
		row.number = number_of(s, level, i);
		row.single = lone_score(&s->lone[level], s->row[level], score);
		row.score = row.single;
		best_add(&out->single, &row);
		for (unsigned t = 0; t < LONE_MODELS; t++) {
			row.score = score[t];
			best_add(&out->list[t], &row);
		}
	}
}

enum tt_err
scales_weigh_holder(struct scales *s, size_t holder, struct certificate *out)
{
	const struct lone *l = &s->lone[TT_SITE_HOLDER];
	const size_t *first = s->rows[TT_SITE_HOLDER].first;
	uint8_t *row = s->row[TT_SITE_HOLDER];
	double score[LONE_MODELS], ln_c[TT_MODELS] = { 0 };
	bool several = first[holder + 1] - first[holder] > 1;

	read_row(s, TT_SITE_HOLDER, holder);
	if (several)
		combine_copies(s, first[holder], first[holder + 1], ln_c);
	return certificate_make(out, l->mix, lone_score(l, row, score), row,
	    true, several ? ln_c : NULL);
}

enum tt_err
scales_weigh_copy(struct scales *s, size_t copy, struct certificate *out)
{
	const struct lone *l = &s->lone[TT_SITE_COPY];
	uint8_t *row = s->row[TT_SITE_COPY];
	double score[LONE_MODELS];

	read_row(s, TT_SITE_COPY, copy);
	return certificate_make(out, l->mix, lone_score(l, row, score), row,
	    false, NULL);
}
