/* SPDX-License-Identifier: ISC */
/*
 * Greedy, then two rounds of swaps, then whoever gains too little goes
 * (evidence.md section 10, grow).  d->known always counts the members at hand.
 */
#include <math.h>
#include <string.h>

#include "evidence/grow.h"

#define SWAPS		2	/* rounds */
#define SWAP_GAIN	1e-6	/* nats that a swap must gain at least */
#define TIE		1e-9

static bool
is_member(const struct team *t, size_t k)
{
	for (unsigned i = 0; i < t->n; i++)
		if (t->at[i] == k)
			return true;
	return false;
}

static enum tt_err
fill(struct decoder *d, unsigned model)
{
	return table_fill(&d->field->prior->kinds, model, d->known, d->table);
}

/* Who gains most now and is no member; POOL_NONE if all are. */
static size_t
best(struct decoder *d, const struct team *t)
{
	const struct pool *p = &d->pool;
	size_t most = POOL_NONE;

	pool_score(&d->pool, d->table);
	for (size_t k = 0; k < p->n; k++) {
		double more;

		if (!d->may[k] || is_member(t, k))
			continue;
		more = most == POOL_NONE ? INFINITY :
		    p->score[k] - p->score[most];
		if (more > TIE || (more >= -TIE &&
		    p->number[k] < p->number[most]))
			most = k;
	}
	return most;
}

static enum tt_err
add_members(struct decoder *d, struct team *t, unsigned max)
{
	enum tt_err e;

	while (t->n < max) {
		size_t k;

		if ((e = fill(d, t->model)) != TT_OK)
			return e;
		if ((k = best(d, t)) == POOL_NONE)
			break;
		t->llr += d->pool.score[k];
		t->at[t->n++] = k;
		pool_join(&d->pool, k, d->known);
	}
	return TT_OK;
}

/* Is another better in the place of the i-th, given the rest? */
static enum tt_err
swap(struct decoder *d, struct team *t, unsigned i, bool *moved)
{
	size_t was = t->at[i], k;
	double more;
	enum tt_err e;

	pool_leave(&d->pool, was, d->known);
	if ((e = fill(d, t->model)) != TT_OK)
		return e;
	k = best(d, t);
	t->gain[i] = d->pool.score[was];
	if (k != POOL_NONE) {
		more = d->pool.score[k] - d->pool.score[was];
		if (more > SWAP_GAIN) {
			t->at[i] = k;
			t->llr += more;
			*moved = true;
		}
	}
	pool_join(&d->pool, t->at[i], d->known);
	return TT_OK;
}

/* *still: nobody moved in the last round, so that the gains are good. */
static enum tt_err
swap_members(struct decoder *d, struct team *t, bool *still)
{
	bool moved = true;
	enum tt_err e = TT_OK;

	for (unsigned round = 0; round < SWAPS && moved; round++) {
		moved = false;
		for (unsigned i = 0; i < t->n && e == TT_OK; i++)
			e = swap(d, t, i, &moved);
	}
	*still = !moved;
	return e;
}

/* What each gains given the rest. */
static enum tt_err
weigh_members(struct decoder *d, struct team *t)
{
	for (unsigned i = 0; i < t->n; i++) {
		enum tt_err e;

		pool_leave(&d->pool, t->at[i], d->known);
		if ((e = fill(d, t->model)) != TT_OK)
			return e;
		t->gain[i] = pool_score_one(&d->pool, d->table, t->at[i]);
		pool_join(&d->pool, t->at[i], d->known);
	}
	return TT_OK;
}

static enum tt_err
drop_members(struct decoder *d, struct team *t, bool weighed)
{
	enum tt_err e;

	for (; t->n > 0; weighed = false) {
		unsigned who = 0;

		if (!weighed && (e = weigh_members(d, t)) != TT_OK)
			return e;
		for (unsigned i = 1; i < t->n; i++)
			if (t->gain[i] < t->gain[who])
				who = i;
		if (t->gain[who] >= d->field->ln_n - DROP_MORE)
			break;
		pool_leave(&d->pool, t->at[who], d->known);
		t->llr -= t->gain[who];
		t->at[who] = t->at[--t->n];
	}
	return TT_OK;
}

enum tt_err
grow_team(struct decoder *d, unsigned model, struct team *out)
{
	struct team t = { .model = model };
	unsigned c = model_bank[model].c;
	bool still;
	enum tt_err e;

	memset(d->known, 0, d->pool.n_sites * sizeof(*d->known));
	if ((e = add_members(d, &t, c < MODEL_MEMBERS_MAX ? c :
	    MODEL_MEMBERS_MAX)) != TT_OK ||
	    (e = swap_members(d, &t, &still)) != TT_OK ||
	    (e = drop_members(d, &t, still)) != TT_OK)
		return e;
	t.v = t.llr + d->field->prior->l[model] - t.n * d->field->ln_n;
	*out = t;
	return TT_OK;
}
