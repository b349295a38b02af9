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
init_level(struct scales *s, const struct weighing *w,
    enum tt_site_level level)
{
	enum tt_err e = prior_init(&s->prior[level], w->memo, s->list[level],
	    level == TT_SITE_HOLDER ? TABLE_HOLDER : TABLE_COPY);

	return e != TT_OK ? e : row_source_init(&s->rows[level], w->codebook,
	    w->roster, w->first, s->list[level], w->threads);
}

static enum tt_err
look_at(struct scales *s, enum tt_site_level level, size_t from, size_t to,
    size_t n)
{
	enum tt_err e;

	decoder_done(&s->decoder[level]);
	field_done(&s->field[level]);
	e = field_init(&s->field[level], &s->prior[level], &s->rows[level],
	    level, from, to, n);
	return e != TT_OK ? e : decoder_init(&s->decoder[level],
	    &s->field[level]);
}

/* ln C for each model: the mean over the copies of what each gives. */
static enum tt_err
combine_copies(struct scales *s, size_t from, size_t to, double *ln_c)
{
	size_t n = s->list[TT_SITE_COPY]->n;
	uint8_t *row = wiped_new(n + 1, 1);
	uint64_t *values = wiped_new(n + 1, sizeof(*values));
	double half[TT_MODELS];
	enum tt_err e = TT_ENOMEM;

	if (row == NULL || values == NULL)
		goto out;
	for (unsigned b = 0; b < TT_MODELS; b++)
		ln_c[b] = -INFINITY;
	for (size_t j = from; j < to; j++) {
		row_copy(&s->rows[TT_SITE_COPY], j, row, values);
		prior_halves(&s->prior[TT_SITE_COPY], row, half);
		for (unsigned b = 0; b < TT_MODELS; b++)
			ln_c[b] = ln_add(ln_c[b], half[b]);
	}
	for (unsigned b = 0; b < TT_MODELS; b++)
		ln_c[b] -= log((double)(to - from));
	e = TT_OK;
out:
	wiped_free(row);
	wiped_free(values);
	return e;
}

static enum tt_err
weigh_holder(struct scales *s, size_t holder, struct testimony *out)
{
	const size_t *first = s->rows[TT_SITE_HOLDER].first;
	bool several = first[holder + 1] - first[holder] > 1;
	double ln_c[TT_MODELS];
	enum tt_err e;

	if (several && (e = combine_copies(s, first[holder],
	    first[holder + 1], ln_c)) != TT_OK)
		return e;
	return testimony_init(out, &s->decoder[TT_SITE_HOLDER], holder,
	    s->n_holders, true, several ? ln_c : NULL);
}

enum tt_err
scales_new(struct scales **out, const struct weighing *w,
    const struct seen_list *list, const bool *keep)
{
	struct scales *s = calloc(1, sizeof(*s));
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	s->n_holders = w->n_holders;
	e = keep_lists(s, list, keep);
	for (int l = 0; l < TT_SITE_LEVEL_COUNT && e == TT_OK; l++)
		e = init_level(s, w, (enum tt_site_level)l);
	if (e == TT_OK)
		e = look_at(s, TT_SITE_HOLDER, 0, w->roster->n_holders,
		    w->n_holders);
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
		decoder_done(&s->decoder[l]);
		field_done(&s->field[l]);
		row_source_done(&s->rows[l]);
		prior_done(&s->prior[l]);
		seen_free(s->list[l]);
	}
	free(s);
}

enum tt_err
scales_enter(struct scales *s, size_t holder)
{
	const size_t *first = s->rows[TT_SITE_COPY].first;
	size_t from = first[holder], to = first[holder + 1];

	return look_at(s, TT_SITE_COPY, from, to, to - from);
}

enum tt_err
scales_weigh(struct scales *s, enum tt_site_level level, size_t index,
    struct testimony *out)
{
	if (level == TT_SITE_HOLDER)
		return weigh_holder(s, index, out);
	return testimony_init(out, &s->decoder[level], index,
	    s->field[level].to - s->field[level].from, false, NULL);
}
