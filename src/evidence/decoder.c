/* SPDX-License-Identifier: ISC */
/* Lists make candidates; teams grow; a rescan of all rows; they grow again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/decoder.h"
#include "evidence/grow.h"

#define RESCAN_BEST	30	/* rows that each table of a rescan adds */
#define MODEL_FOR_ONE	4	/* where a list's model is of a lone leaker */
#define TIE		1e-9

static enum tt_err
fill_pool(struct decoder *d)
{
	struct field *f = d->field;
	size_t cap = f->k < f->to - f->from ?
	    PRIOR_LISTS * f->k + FAN * RESCAN_BEST : f->k;
	enum tt_err e;

	if ((e = pool_init(&d->pool, f->rows->list->n, cap)) != TT_OK)
		return e;
	for (unsigned t = 0; t < PRIOR_LISTS; t++)
		for (size_t i = 0; i < f->list[t].n; i++) {
			const struct scored *s = &f->list[t].at[i];

			pool_add(&d->pool, s->index, s->number,
			    field_row(f, s->index));
		}
	d->n_listed = d->pool.n;
	d->may = calloc(d->pool.cap, sizeof(*d->may));
	return d->may == NULL ? TT_ENOMEM : TT_OK;
}

enum tt_err
decoder_init(struct decoder *d, struct field *field)
{
	size_t n = field->rows->list->n;
	enum tt_err e;

	*d = (struct decoder){ .field = field };
	d->table = calloc(n + 1, sizeof(table_site));
	d->tables = calloc(HYPOTHESES_MAX * n + 1, sizeof(table_site));
	d->known = wiped_new(n + 1, sizeof(*d->known));
	e = d->table == NULL || d->tables == NULL || d->known == NULL ?
	    TT_ENOMEM : fill_pool(d);
	if (e != TT_OK)
		decoder_done(d);
	return e;
}

void
decoder_done(struct decoder *d)
{
	wiped_free(d->known);
	free(d->table);
	free(d->tables);
	free(d->may);
	pool_done(&d->pool);
	*d = (struct decoder){ .n_listed = 0 };
}

/*
 * Of each list the first K; without a row, the first K - 1 others, so that
 * even who is a candidate does not depend on it.  Returns how many they are.
 */
static size_t
let_in(struct decoder *d, size_t out)
{
	const struct field *f = d->field;
	size_t most = f->k - (out != FIELD_NOBODY), n = 0;

	d->pool.n = d->n_listed;
	memset(d->may, 0, d->pool.cap * sizeof(*d->may));
	for (unsigned t = 0; t < PRIOR_LISTS; t++) {
		size_t taken = 0;

		for (size_t i = 0; i < f->list[t].n && taken < most; i++) {
			uint32_t index = f->list[t].at[i].index;

			if (index == out)
				continue;
			taken++;
			d->may[pool_find(&d->pool, index)] = true;
		}
	}
	for (size_t k = 0; k < d->pool.n; k++)
		n += d->may[k];
	return n;
}

static enum tt_err
grow_all(struct decoder *d, struct team team[TT_MODELS])
{
	enum tt_err e = TT_OK;

	for (unsigned b = 0; b < TT_MODELS && e == TT_OK; b++)
		e = grow_team(d, b, &team[b]);
	return e;
}

static int
by_v(const void *a, const void *b)
{
	const struct team *p = a, *q = b;

	if (fabs(p->v - q->v) > TIE)
		return p->v > q->v ? -1 : 1;
	return p->model < q->model ? -1 : p->model > q->model;
}

static bool
has(const struct team *t, size_t k)
{
	for (unsigned i = 0; i < t->n; i++)
		if (t->at[i] == k)
			return true;
	return false;
}

static bool
same_members(const struct team *a, const struct team *b)
{
	if (a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (!has(b, a->at[i]))
			return false;
	return true;
}

/* One table of the rescan: who else would go with these? */
static enum tt_err
set_table(struct decoder *d, struct fan *fan, unsigned k, const struct team *t)
{
	enum tt_err e;

	memset(d->known, 0, d->pool.n_sites * sizeof(*d->known));
	for (unsigned i = 0; i < t->n; i++)
		pool_join(&d->pool, t->at[i], d->known);
	e = table_fill(&d->field->prior->kinds, t->model, d->known, d->table);
	if (e == TT_OK)
		fan_set(fan, k, d->table);
	return e;
}

/* The best distinct teams that lack a member, and then the lists' firsts. */
static enum tt_err
set_tables(struct decoder *d, size_t out, struct team team[TT_MODELS],
    struct fan *fan)
{
	const struct field *f = d->field;
	const struct team *used[FAN];
	unsigned n = 0;
	enum tt_err e = TT_OK;

	qsort(team, TT_MODELS, sizeof(*team), by_v);
	for (unsigned b = 0; b < TT_MODELS && n < FAN && e == TT_OK; b++) {
		bool seen = team[b].n == 0 ||
		    team[b].n >= model_bank[team[b].model].c;

		for (unsigned i = 0; i < n && !seen; i++)
			seen = same_members(used[i], &team[b]);
		if (seen)
			continue;
		used[n] = &team[b];
		e = set_table(d, fan, n++, &team[b]);
	}
	for (unsigned t = 0; t < PRIOR_LISTS && n < FAN && e == TT_OK; t++) {
		struct team one = { .model = f->prior->pre[t], .n = 1 };
		const struct best *list = &f->list[t];
		size_t i = list->n > 0 && list->at[0].index == out;

		if (i == list->n)
			continue;
		if (model_bank[one.model].c == 1)
			one.model = MODEL_FOR_ONE;
		one.at[0] = pool_find(&d->pool, list->at[i].index);
		e = set_table(d, fan, n++, &one);
	}
	return e;
}

static enum tt_err
rescan(struct decoder *d, size_t out, struct team team[TT_MODELS])
{
	struct field *f = d->field;
	struct best *best = calloc(FAN, sizeof(*best));
	struct fan fan = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	if (best == NULL || (e = fan_init(&fan, f->prior->list)) != TT_OK ||
	    (e = set_tables(d, out, team, &fan)) != TT_OK)
		goto out;
	field_best(f, &fan, out, RESCAN_BEST, best);
	for (unsigned t = 0; t < FAN; t++)
		for (size_t i = 0; i < best[t].n; i++) {
			const struct scored *s = &best[t].at[i];

			d->may[pool_add(&d->pool, s->index, s->number,
			    field_row(f, s->index))] = true;
		}
	e = grow_all(d, team);
out:
	fan_done(&fan);
	free(best);
	return e;
}

enum tt_err
decoder_run(struct decoder *d, size_t out, struct team *found)
{
	const struct field *f = d->field;
	size_t all = f->to - f->from - (out != FIELD_NOBODY);
	struct team team[TT_MODELS];
	bool everybody = let_in(d, out) == all;
	enum tt_err e;

	if ((e = grow_all(d, team)) == TT_OK && !everybody)
		e = rescan(d, out, team);
	if (e != TT_OK)
		return e;
	qsort(team, TT_MODELS, sizeof(*team), by_v);
	*found = team[0];
	return TT_OK;
}
