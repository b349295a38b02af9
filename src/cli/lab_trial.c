/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "attack/coin.h"
#include "base/secret.h"
#include "cli/lab_found.h"
#include "cli/lab_trial.h"
#include "cli/permitted.h"
#include "telltale/trace.h"

struct lab_trial {
	const struct lab_plan *plan;
	size_t n_slots;
	bool *found, *permitted;	/* per slot */
	uint32_t *order;		/* of holders; a trial's are first */
	size_t copy[TT_COLLUDERS_MAX];	/* who leaks */
	size_t seen_copy;		/* of an innocent; SIZE_MAX: all are
					 * guilty */
	bool *guilty;			/* per holder */
	bool *told;			/* per holder: a guilty copy is named */
	bool *leaked;			/* per copy */
	uint64_t *row[TT_COLLUDERS_MAX], *seen;
	const bool *has[TT_COLLUDERS_MAX];
	struct tt_leak *leak;
	struct tt_observation *reading;
};

static const struct tt_roster *
roster_of(const struct lab_trial *t)
{
	return &t->plan->lab->lineup.roster;
}

static size_t
n_copies_of(const struct lab_trial *t, uint32_t holder, size_t *first)
{
	size_t n;

	lineup_copies_of(&t->plan->lab->lineup, holder, first, &n);
	return n;
}

/* Is there anybody for the plan? */
static bool
can_be(const struct lab_trial *t)
{
	size_t n = t->plan->colluders, first;
	const struct tt_roster *r = roster_of(t);

	if (n == 0 || n > TT_COLLUDERS_MAX || !tt_wear_check(&t->plan->wear))
		return false;
	if (!t->plan->within)
		return n <= r->n_holders;
	for (uint32_t h = 0; h < r->n_holders; h++)
		if (n_copies_of(t, h, &first) >= n)
			return true;
	return false;
}

static enum tt_err
make_rows(struct lab_trial *t)
{
	for (size_t c = 0; c < t->plan->colluders; c++)
		if ((t->row[c] = calloc(t->n_slots + 1,
		    sizeof(*t->row[c]))) == NULL)
			return TT_ENOMEM;
	t->seen = calloc(t->n_slots + 1, sizeof(*t->seen));
	t->leak = calloc(t->n_slots + 1, sizeof(*t->leak));
	t->reading = calloc(t->n_slots + 1, sizeof(*t->reading));
	return t->seen != NULL && t->leak != NULL && t->reading != NULL ?
	    TT_OK : TT_ENOMEM;
}

static enum tt_err
make_lists(struct lab_trial *t)
{
	const struct tt_roster *r = roster_of(t);

	t->found = calloc(t->n_slots + 1, sizeof(*t->found));
	t->permitted = calloc(t->n_slots + 1, sizeof(*t->permitted));
	t->order = calloc(r->n_holders + 1, sizeof(*t->order));
	t->guilty = calloc(r->n_holders + 1, sizeof(*t->guilty));
	t->told = calloc(r->n_holders + 1, sizeof(*t->told));
	t->leaked = calloc(r->n_copies + 1, sizeof(*t->leaked));
	if (t->found == NULL || t->permitted == NULL || t->order == NULL ||
	    t->guilty == NULL || t->told == NULL || t->leaked == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < t->n_slots; i++)
		t->permitted[i] = permitted_site(&t->plan->lab->draft, i);
	return lab_found(&t->plan->lab->draft, t->found);
}

enum tt_err
lab_trial_new(struct lab_trial **out, const struct lab_plan *plan)
{
	struct lab_trial *t = calloc(1, sizeof(*t));
	enum tt_err e;

	if (t == NULL)
		return TT_ENOMEM;
	t->plan = plan;
	t->n_slots = tt_codebook_code(plan->lab->codebook)->n;
	if (!can_be(t))
		e = TT_ERANGE;
	else if ((e = make_lists(t)) == TT_OK)
		e = make_rows(t);
	if (e == TT_OK) {
		*out = t;
		t = NULL;	/* transferred */
	}
	lab_trial_free(t);
	return e;
}

void
lab_trial_free(struct lab_trial *t)
{
	if (t == NULL)
		return;
	for (size_t c = 0; c < TT_COLLUDERS_MAX; c++)
		free(t->row[c]);
	free(t->found);
	free(t->permitted);
	free(t->order);
	free(t->guilty);
	free(t->told);
	free(t->leaked);
	free(t->seen);
	free(t->leak);
	free(t->reading);
	free(t);
}

/* Another key for each trial; the coin's words will do for what is made up. */
static enum tt_err
make_codebook(const struct lab_trial *t, struct coin *coin,
    struct tt_codebook **out)
{
	const struct tt_code *code = tt_codebook_code(t->plan->lab->codebook);
	struct tt_codebook_key key;
	enum tt_err e;

	for (size_t i = 0; i < sizeof(key.b); i += sizeof(uint64_t)) {
		uint64_t word = coin_next(coin);

		for (size_t k = 0; k < sizeof(word); k++)
			key.b[i + k] = (uint8_t)(word >> 8 * k);
	}
	e = tt_codebook_new(out, &key, code->slots, code->n, NULL);
	secret_wipe(&key, sizeof(key));
	return e;
}

/* Holders in an order of their own as far as n; the rest as they stand. */
static void
shuffle(struct lab_trial *t, struct coin *coin, size_t n)
{
	size_t all = roster_of(t)->n_holders;

	for (uint32_t h = 0; h < all; h++)
		t->order[h] = h;
	for (size_t i = 0; i < n && i < all; i++) {
		size_t k = i + coin_below(coin, all - i);
		uint32_t h = t->order[i];

		t->order[i] = t->order[k];
		t->order[k] = h;
	}
}

static size_t
draw_copy(const struct lab_trial *t, struct coin *coin, uint32_t holder)
{
	size_t first, n = n_copies_of(t, holder, &first);

	return first + coin_below(coin, n);
}

static void
draw_across(struct lab_trial *t, struct coin *coin)
{
	size_t n = t->plan->colluders;

	shuffle(t, coin, n + 1);
	for (size_t c = 0; c < n; c++)
		t->copy[c] = draw_copy(t, coin, t->order[c]);
	t->seen_copy = n < roster_of(t)->n_holders ?
	    draw_copy(t, coin, t->order[n]) : SIZE_MAX;
}

/* The first of a shuffled order who has copies enough: any, all alike. */
static void
draw_within(struct lab_trial *t, struct coin *coin)
{
	size_t all = roster_of(t)->n_holders, h = 0, first, n, k = 0;

	shuffle(t, coin, all);
	while (n_copies_of(t, t->order[h], &first) < t->plan->colluders)
		h++;
	n = n_copies_of(t, t->order[h], &first);
	for (size_t i = 0; i < n && k < t->plan->colluders; i++)
		if (coin_below(coin, n - i) < t->plan->colluders - k)
			t->copy[k++] = first + i;
	t->seen_copy = all > 1 ?
	    draw_copy(t, coin, t->order[h > 0 ? 0 : 1]) : SIZE_MAX;
}

static void
take_row(const struct lab_trial *t, const struct tt_codebook *cb, size_t copy,
    uint64_t *row)
{
	const struct tt_copy_of *c = &roster_of(t)->copies[copy];

	tt_codebook_copy(cb, roster_of(t)->holders[c->holder].number,
	    c->number, row);
}

static void
gather(struct lab_trial *t, const struct tt_codebook *cb)
{
	const struct tt_roster *r = roster_of(t);

	memset(t->guilty, 0, r->n_holders * sizeof(*t->guilty));
	memset(t->told, 0, r->n_holders * sizeof(*t->told));
	memset(t->leaked, 0, r->n_copies * sizeof(*t->leaked));
	for (size_t c = 0; c < t->plan->colluders; c++) {
		const struct tt_copy_of *copy = &r->copies[t->copy[c]];

		take_row(t, cb, t->copy[c], t->row[c]);
		t->has[c] = r->n_profiles == 0 ? NULL :
		    r->profiles[copy->profile];
		t->guilty[copy->holder] = true;
		t->leaked[t->copy[c]] = true;
	}
	if (t->seen_copy != SIZE_MAX)
		take_row(t, cb, t->seen_copy, t->seen);
}

static enum tt_err
leak(struct lab_trial *t, const struct tt_codebook *cb,
    const struct tt_attack *attack, double parameter, struct coin *coin,
    struct tt_observations **out)
{
	const struct tt_coalition c = { .code = tt_codebook_code(cb),
		.n = t->plan->colluders,
		.rows = (const uint64_t *const *)t->row, .has = t->has,
		.found = t->found, .emitted = t->permitted,
		.seen = t->seen_copy != SIZE_MAX ? t->seen : NULL };
	size_t n;

	tt_attack_play(attack, parameter, &c, coin, t->leak);
	n = tt_wear_apply(&t->plan->wear, c.code, coin, t->leak, t->reading);
	return tt_observations_new(out, t->reading, n);
}

/* What the trace names, against who it was. */
static void
judge_suspect(struct lab_trial *t, const struct tt_suspect *s,
    struct lab_count *c)
{
	size_t first;

	if (s->verdict != TT_VERDICT_NAMED)
		return;
	if (s->level == TT_SITE_COPY) {
		c->innocent_copies += !t->leaked[s->copy];
		if (t->leaked[s->copy] && !t->told[s->holder])
			c->copies_named++;
		t->told[s->holder] = t->told[s->holder] ||
		    t->leaked[s->copy];
		return;
	}
	c->innocents_named += !t->guilty[s->holder];
	c->guilty_named += t->guilty[s->holder];
	if (t->guilty[s->holder] && n_copies_of(t, s->holder, &first) > 1)
		c->copies_asked++;
}

static void
judge(struct lab_trial *t, const struct tt_trace *trace, struct lab_count *c)
{
	uint64_t right = c->guilty_named, wrong = c->innocents_named;

	for (size_t i = 0; i < trace->n_suspects; i++)
		judge_suspect(t, &trace->suspects[i], c);
	right = c->guilty_named - right;
	wrong = c->innocents_named - wrong;
	if (wrong > 0)
		c->wrong++;
	else if (right > 0)
		c->named++;
	else if (trace->verdict != TT_VERDICT_STRONG)
		c->neither++;
	else if (t->guilty[trace->suspects[0].holder])
		c->strong++;
	else
		c->misled++;
	c->guilty += t->plan->within ? 1 : t->plan->colluders;
}

enum tt_err
lab_trial_play(struct lab_trial *t, const struct tt_attack *attack,
    double parameter, uint64_t k, struct lab_count *count)
{
	struct tt_trace_request r = { .roster = roster_of(t),
		.permitted = t->permitted, .epsilon = t->plan->lab->epsilon,
		.t = 1,
		.power_trials = 1 };	/* *none* is not told from neither */
	struct tt_observations *o = NULL;
	struct tt_codebook *cb = NULL;
	struct tt_trace *trace = NULL;
	uint8_t seed[32];
	struct coin coin;
	enum tt_err e;

	tt_codebook_coins(t->plan->lab->codebook, k, seed);
	coin_init(&coin, seed);
	if ((e = make_codebook(t, &coin, &cb)) != TT_OK)
		return e;
	if (t->plan->within)
		draw_within(t, &coin);
	else
		draw_across(t, &coin);
	gather(t, cb);
	e = leak(t, cb, attack, parameter, &coin, &o);
	r.codebook = cb;
	r.observations = o;
	if (e == TT_OK && (e = tt_trace_run(&trace, &r)) == TT_OK)
		judge(t, trace, count);
	tt_trace_free(trace);
	tt_observations_free(o);
	tt_codebook_free(cb);
	return e;
}
