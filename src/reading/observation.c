/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "telltale/observation.h"

/* What a vector owns. */
struct vector {
	struct tt_observations o;	/* first: what the caller has */
	struct tt_observation *at;
	uint64_t *values;		/* of all of them */
	uint32_t *contradicted;
};

static const char *const kind_names[] = {
	[TT_OBS_ERASED] = "erased",
	[TT_OBS_SYMBOL] = "symbol",
	[TT_OBS_SOFT] = "soft",
	[TT_OBS_VALUES] = "values",
	[TT_OBS_GONE] = "gone",
	[TT_OBS_NOVEL] = "novel",
};
_Static_assert(N_ROWS(kind_names) == TT_OBS_KIND_COUNT, "a name each");

static bool
soft_ok(const struct tt_observation *o)
{
	double most = 0;

	if (o->q < 2 || o->q > TT_Q_MAX)
		return false;
	for (unsigned a = 0; a < o->q; a++) {
		if (!(o->likelihood[a] >= 0 && o->likelihood[a] <= 1))
			return false;
		most = fmax(most, o->likelihood[a]);
	}
	return most > 0;
}

static bool
values_ok(const struct tt_observation *o)
{
	if (o->count < 1 || o->count > INT64_MAX ||
	    o->n_values > TT_VALUES_MAX || o->n_values > o->count)
		return false;
	return !o->whole || o->count == o->n_values;
}

static bool
well_formed(const struct tt_observation *o)
{
	if (o->slot >= TT_SLOTS_MAX)
		return false;
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		return o->symbol < TT_Q_MAX;
	case TT_OBS_SOFT:
		return soft_ok(o);
	case TT_OBS_VALUES:
		return values_ok(o);
	case TT_OBS_ERASED:
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
		return true;
	case TT_OBS_KIND_COUNT:
		break;
	}
	return false;
}

static bool
ascend(const uint64_t *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i - 1] >= v[i])
			return false;
	return true;
}

static bool
is_cut(const struct tt_observation *o)
{
	return o->kind == TT_OBS_GONE || o->kind == TT_OBS_NOVEL;
}

/* Scaled to a greatest of 1 first: a product must not vanish by size. */
static enum tt_err
multiply(const struct tt_observation *a, const struct tt_observation *b,
    struct tt_observation *out)
{
	struct tt_observation r = *a;
	double most_a = 0, most_b = 0, sum = 0;

	if (a->q != b->q)
		return TT_ERANGE;
	for (unsigned i = 0; i < a->q; i++) {
		most_a = fmax(most_a, a->likelihood[i]);
		most_b = fmax(most_b, b->likelihood[i]);
	}
	for (unsigned i = 0; i < a->q; i++) {
		r.likelihood[i] = a->likelihood[i] / most_a *
		    (b->likelihood[i] / most_b);
		sum += r.likelihood[i];
	}
	if (!(sum > 0))
		return TT_ESTATE;
	for (unsigned i = 0; i < a->q; i++)
		r.likelihood[i] = fmin(1, r.likelihood[i] / sum);
	if (!soft_ok(&r))
		return TT_ESTATE;
	*out = r;
	return TT_OK;
}

static enum tt_err
intersect(const struct tt_observation *a, const struct tt_observation *b,
    uint64_t *room, struct tt_observation *out)
{
	struct tt_observation r = *a;
	size_t i = 0, j = 0, n = 0;

	while (i < a->n_values && j < b->n_values) {
		uint64_t va = a->values[i], vb = b->values[j];

		i += va <= vb;
		j += vb <= va;
		if (va == vb)
			room[n++] = va;
	}
	r.values = room;
	r.n_values = n;
	r.whole = a->whole && b->whole;
	r.count = r.whole ? n : a->count < b->count ? a->count : b->count;
	if (r.count == 0)
		return TT_ESTATE;
	*out = r;
	return TT_OK;
}

/* A symbol and a vector: the symbol, if the vector allows it. */
static enum tt_err
select_symbol(const struct tt_observation *symbol,
    const struct tt_observation *soft, struct tt_observation *out)
{
	if (symbol->symbol >= soft->q)
		return TT_ERANGE;
	if (!(soft->likelihood[symbol->symbol] > 0))
		return TT_ESTATE;
	*out = *symbol;
	return TT_OK;
}

static enum tt_err
combine_same(const struct tt_observation *a, const struct tt_observation *b,
    uint64_t *room, struct tt_observation *out)
{
	switch (a->kind) {
	case TT_OBS_SYMBOL:
		if (a->symbol != b->symbol)
			return TT_ESTATE;
		break;
	case TT_OBS_SOFT:
		return multiply(a, b, out);
	case TT_OBS_VALUES:
		return intersect(a, b, room, out);
	case TT_OBS_ERASED:
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
	case TT_OBS_KIND_COUNT:
		break;
	}
	*out = *a;
	return TT_OK;
}

static int
by_slot(const void *a, const void *b)
{
	const struct tt_observation *const *p = a, *const *q = b;

	if ((*p)->slot != (*q)->slot)
		return (*p)->slot < (*q)->slot ? -1 : 1;
	return *p < *q ? -1 : *p > *q;	/* as they were given */
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

/* TT_OK and the number of all their values, or why not. */
static enum tt_err
check_all(const struct tt_observation *readings, size_t n, size_t *n_values)
{
	size_t sum = 0;

	if (n > TT_READINGS_MAX)
		return TT_ELIMIT;
	for (size_t i = 0; i < n; i++) {
		if (!well_formed(&readings[i]))
			return TT_ERANGE;
		if (readings[i].kind == TT_OBS_VALUES)
			sum += readings[i].n_values;
		if (sum > TT_VALUES_SUM_MAX)
			return TT_ELIMIT;
	}
	*n_values = sum;
	return TT_OK;
}

/* *o with its values in the pool, in rising order. */
static enum tt_err
own(const struct tt_observation *reading, uint64_t **pool,
    struct tt_observation *o)
{
	uint64_t *v = *pool;

	*o = *reading;
	o->values = NULL;
	if (reading->kind != TT_OBS_VALUES)
		return TT_OK;
	if (reading->n_values > 0)
		memcpy(v, reading->values, reading->n_values * sizeof(*v));
	qsort(v, reading->n_values, sizeof(*v), by_value);
	if (!ascend(v, reading->n_values))
		return TT_ERANGE;
	o->values = v;
	*pool += reading->n_values;
	return TT_OK;
}

/* The readings of one slot, n > 0, as one; TT_ESTATE if they contradict. */
static enum tt_err
combine_run(const struct tt_observation *const *run, size_t n,
    uint64_t **pool, struct tt_observation *out)
{
	struct tt_observation next;
	uint64_t *room = *pool;	/* the first's: none can be longer later */
	bool contradict = false;
	enum tt_err e;

	if ((e = own(run[0], pool, out)) != TT_OK)
		return e;
	for (size_t i = 1; i < n; i++) {
		uint64_t *own_values = *pool;

		if ((e = own(run[i], pool, &next)) != TT_OK)
			return e;
		if (contradict)
			continue;
		if (out->kind == TT_OBS_ERASED || is_cut(out))
			room = own_values;
		e = tt_observation_combine(out, &next, room, out);
		if (e == TT_ESTATE)
			contradict = true;
		else if (e != TT_OK)
			return e;
	}
	return contradict ? TT_ESTATE : TT_OK;
}

static enum tt_err
combine_all(struct vector *v, const struct tt_observation *const *sorted,
    size_t n)
{
	uint64_t *pool = v->values;

	for (size_t i = 0, k; i < n; i += k) {
		uint32_t slot = sorted[i]->slot;
		struct tt_observation o;
		enum tt_err e;

		for (k = 1; i + k < n && sorted[i + k]->slot == slot; )
			k++;
		e = combine_run(sorted + i, k, &pool, &o);
		if (e == TT_ESTATE)
			v->contradicted[v->o.n_contradicted++] = slot;
		else if (e != TT_OK)
			return e;
		else if (o.kind != TT_OBS_ERASED)
			v->at[v->o.n++] = o;
	}
	return TT_OK;
}

static struct vector *
new_vector(size_t n, size_t n_values)
{
	struct vector *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return NULL;
	v->at = calloc(n + 1, sizeof(*v->at));
	v->values = calloc(n_values + 1, sizeof(*v->values));
	v->contradicted = calloc(n + 1, sizeof(*v->contradicted));
	v->o.at = v->at;
	v->o.contradicted = v->contradicted;
	if (v->at != NULL && v->values != NULL && v->contradicted != NULL)
		return v;
	tt_observations_free(&v->o);
	return NULL;
}

const char *
tt_observation_kind_name(enum tt_observation_kind k)
{
	return kind_names[k];
}

enum tt_err
tt_observation_combine(const struct tt_observation *a,
    const struct tt_observation *b, uint64_t *room, struct tt_observation *out)
{
	if (!well_formed(a) || !well_formed(b) || a->slot != b->slot)
		return TT_ERANGE;
	if ((a->kind == TT_OBS_VALUES && !ascend(a->values, a->n_values)) ||
	    (b->kind == TT_OBS_VALUES && !ascend(b->values, b->n_values)))
		return TT_ERANGE;
	if (a->kind == b->kind)
		return combine_same(a, b, room, out);
	if (a->kind == TT_OBS_ERASED || b->kind == TT_OBS_ERASED) {
		*out = a->kind == TT_OBS_ERASED ? *b : *a;
		return TT_OK;
	}
	if (is_cut(a) && is_cut(b)) {
		*out = a->kind == TT_OBS_GONE ? *a : *b;
		return TT_OK;
	}
	if (a->kind == TT_OBS_SYMBOL && b->kind == TT_OBS_SOFT)
		return select_symbol(a, b, out);
	if (a->kind == TT_OBS_SOFT && b->kind == TT_OBS_SYMBOL)
		return select_symbol(b, a, out);
	return is_cut(a) || is_cut(b) ? TT_ESTATE : TT_ERANGE;
}

enum tt_err
tt_observations_new(struct tt_observations **out,
    const struct tt_observation *readings, size_t n)
{
	const struct tt_observation **sorted = NULL;
	struct vector *v = NULL;
	size_t n_values;
	enum tt_err e;

	if ((e = check_all(readings, n, &n_values)) != TT_OK)
		return e;
	e = TT_ENOMEM;
	if ((v = new_vector(n, n_values)) == NULL ||
	    (sorted = calloc(n + 1, sizeof(*sorted))) == NULL)
		goto out;
	for (size_t i = 0; i < n; i++)
		sorted[i] = &readings[i];
	qsort(sorted, n, sizeof(*sorted), by_slot);
	if ((e = combine_all(v, sorted, n)) != TT_OK)
		goto out;
	*out = &v->o;
	v = NULL;	/* transferred */
out:
	free(sorted);
	if (v != NULL)
		tt_observations_free(&v->o);
	return e;
}

void
tt_observations_free(struct tt_observations *o)
{
	struct vector *v = (struct vector *)o;

	if (v == NULL)
		return;
	free(v->at);
	free(v->values);
	free(v->contradicted);
	free(v);
}

const struct tt_observation *
tt_observations_at(const struct tt_observations *o, uint32_t slot)
{
	size_t lo = 0, hi = o->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (o->at[mid].slot < slot)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < o->n && o->at[lo].slot == slot ? &o->at[lo] : NULL;
}

enum tt_err
tt_observations_hash(const struct tt_observations *o, uint8_t hash[32])
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, TT_OBSERVATIONS_TEXT_MAX);
	if ((e = tt_observations_write(o, &b)) == TT_OK)
		sha256(hash, b.p, b.n);
	buf_done(&b);
	return e;
}
