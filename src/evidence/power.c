/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/coin.h"
#include "evidence/judge.h"
#include "telltale/power.h"

#define Z	1.959963984540054	/* of a normal, 2.5 % beyond on each side */
#define CLEAR	.9	/* of the likelihoods: then the reading is taken as exact */

/* What is played: a roster with numbers of its own, and what can be read. */
struct play {
	const struct tt_power_plan *plan;
	struct tt_codebook *codebook;	/* the rehearsal's */
	struct tt_holder *holders;
	struct tt_copy_of *copies;
	size_t *first;			/* of each holder's copies */
	struct tt_roster roster;
	uint64_t *offer;	/* per slot: N_V, 0 if it cannot be read */
	uint64_t *symbols;	/* scratch, secret */
	struct tt_observation *reading;	/* scratch */
};

static enum tt_err
check(const struct tt_power_plan *p)
{
	if (!(p->misread >= 0 && p->misread < 1) ||
	    !(p->loss >= 0 && p->loss < 1))
		return TT_ERANGE;
	return tt_roster_check(p->roster);
}

static unsigned
trials(const struct tt_power_plan *p)
{
	return p->trials == 0 ? TT_POWER_TRIALS : p->trials;
}

static enum tt_err
copy_roster(struct play *p, const struct tt_roster *r)
{
	p->holders = calloc(r->n_holders, sizeof(*p->holders));
	p->copies = calloc(r->n_copies, sizeof(*p->copies));
	p->first = calloc(r->n_holders + 1, sizeof(*p->first));
	if (p->holders == NULL || p->copies == NULL || p->first == NULL)
		return TT_ENOMEM;
	for (size_t h = 0; h < r->n_holders; h++)
		p->holders[h].number = h;
	for (size_t j = 0; j < r->n_copies; j++) {
		p->copies[j] = r->copies[j];
		p->copies[j].number = j;
		p->first[r->copies[j].holder + 1] = j + 1;
	}
	p->roster = *r;
	p->roster.holders = p->holders;
	p->roster.copies = p->copies;
	return TT_OK;
}

/* Is one alternative nearly all that was read? */
static bool
is_clear(const struct tt_observation *o)
{
	double most = 0, sum = 0;

	for (unsigned a = 0; a < o->q; a++) {
		most = fmax(most, o->likelihood[a]);
		sum += o->likelihood[a];
	}
	return most >= CLEAR * sum;
}

/*
 * As many values on offer as there, or one; none where nothing was read, or
 * not clearly: then power is underestimated, rather than a leaker excluded.
 */
static uint64_t
offer_like(const struct tt_observations *like, uint32_t slot)
{
	const struct tt_observation *o;

	if (like == NULL)
		return 1;
	o = tt_observations_at(like, slot);
	if (o == NULL)
		return 0;
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		return 1;
	case TT_OBS_SOFT:
		return is_clear(o);
	case TT_OBS_VALUES:
		return o->count;
	case TT_OBS_ERASED:
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
	case TT_OBS_KIND_COUNT:
		break;
	}
	return 0;
}

/* slots NULL: those of the plan's codebook. */
static enum tt_err
open_play(struct play *p, const struct tt_power_plan *plan,
    const struct tt_slot *slots, size_t n)
{
	const struct tt_code *code;
	enum tt_err e;

	*p = (struct play){ .plan = plan };
	if ((e = copy_roster(p, plan->roster)) != TT_OK ||
	    (e = tt_codebook_rehearse(&p->codebook, plan->codebook, slots,
	    n)) != TT_OK)
		return e;
	code = tt_codebook_code(p->codebook);
	p->offer = calloc(code->n + 1, sizeof(*p->offer));
	p->symbols = secret_new((code->n + 1) * sizeof(*p->symbols));
	p->reading = calloc(code->n + 1, sizeof(*p->reading));
	if (p->offer == NULL || p->symbols == NULL || p->reading == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < code->n; i++)
		p->offer[i] = slots == NULL ? offer_like(plan->like, i) : 1;
	return TT_OK;
}

static void
close_play(struct play *p)
{
	tt_codebook_free(p->codebook);
	free(p->holders);
	free(p->copies);
	free(p->first);
	free(p->offer);
	secret_free(p->symbols);
	free(p->reading);
}

static bool
has(const struct play *p, size_t copy, uint32_t slot)
{
	const struct tt_roster *r = &p->roster;

	return r->n_profiles == 0 ||
	    r->profiles[r->copies[copy].profile][slot];
}

/* Another symbol than x, as likely as any. */
static uint64_t
misread(struct coin *c, uint64_t x, uint64_t n)
{
	uint64_t y = coin_below(c, n - 1);

	return y < x ? y : y + 1;
}

/* What is read at a slot; *o's value, if it is one, is in p->symbols. */
static void
read_slot(struct play *p, struct coin *c, uint32_t i, struct tt_observation *o)
{
	const struct tt_slot *s = &tt_codebook_code(p->codebook)->slots[i];

	if (coin_chance(c, p->plan->misread))
		p->symbols[i] = misread(c, p->symbols[i], s->n);
	*o = (struct tt_observation){ .slot = i, .kind = TT_OBS_SYMBOL };
	if (s->kind != TT_SLOT_VALUE) {
		o->symbol = (unsigned)p->symbols[i];
		return;
	}
	o->kind = TT_OBS_VALUES;
	o->values = &p->symbols[i];
	o->n_values = 1;
	o->count = p->offer[i];
	o->whole = o->count == 1;
}

/* How many sites in a row an extent has of n. */
static size_t
length(enum tt_extent extent, size_t n)
{
	switch (extent) {
	case TT_EXTENT_HALF:
		return (n + 1) / 2;
	case TT_EXTENT_TENTH:
		return (n + 9) / 10;
	case TT_EXTENT_WHOLE:
	case TT_EXTENT_COUNT:
		break;
	}
	return n;
}

/* A specimen made from one copy. */
static enum tt_err
leak(struct play *p, struct coin *c, size_t copy, enum tt_extent extent,
    struct tt_observations **out)
{
	size_t n_slots = tt_codebook_code(p->codebook)->n, n = 0, k = 0;
	size_t from, len, n_read = 0;

	tt_codebook_copy(p->codebook, p->copies[copy].holder, copy,
	    p->symbols);
	for (uint32_t i = 0; i < n_slots; i++)
		n += has(p, copy, i);
	len = length(extent, n);
	from = coin_below(c, n - len + 1);
	for (uint32_t i = 0; i < n_slots; i++) {
		if (!has(p, copy, i))
			continue;
		if (k >= from && k < from + len && p->offer[i] > 0 &&
		    !coin_chance(c, p->plan->loss))
			read_slot(p, c, i, &p->reading[n_read++]);
		k++;
	}
	return tt_observations_new(out, p->reading, n_read);
}

/* Is the guilty one named at this level, and nobody else at any? */
static bool
is_hit(const struct tt_trace *t, enum tt_site_level level, size_t holder,
    size_t copy)
{
	bool hit = false;

	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];

		if (s->verdict != TT_VERDICT_NAMED)
			continue;
		if (s->holder != holder ||
		    (s->level == TT_SITE_COPY && s->copy != copy))
			return false;
		hit = hit || s->level == level;
	}
	return hit;
}

static enum tt_err
play_trial(struct play *p, struct coin *c, size_t copy, enum tt_extent extent,
    enum tt_site_level level, bool *hit)
{
	size_t holder = p->copies[copy].holder;
	struct tt_trace_request r = { .codebook = p->codebook,
		.roster = &p->roster, .epsilon = p->plan->epsilon,
		.t = p->plan->t };
	struct tt_observations *o = NULL;
	struct tt_trace *t = NULL;
	enum tt_err e;

	if ((e = leak(p, c, copy, extent, &o)) != TT_OK)
		return e;
	r.observations = o;
	e = judge_specimen(&t, &r, p->roster.n_holders > TT_POWER_WALK ?
	    holder : JUDGE_ALL);
	if (e == TT_OK)
		*hit = is_hit(t, level, holder, copy);
	tt_trace_free(t);
	tt_observations_free(o);
	return e;
}

/* Any holder but the public rendering, which leaks nothing. */
static size_t
draw_holder(const struct play *p, struct coin *c)
{
	const struct tt_roster *r = p->plan->roster;
	size_t h = coin_below(c, r->n_holders);

	return r->holders[h].is_public && r->n_holders > 1 ?
	    (h + 1) % r->n_holders : h;
}

static size_t
largest(const struct tt_roster *r)
{
	size_t best = 0, most = 0, n = 0;

	for (size_t j = 0; j < r->n_copies; j++) {
		n = j > 0 && r->copies[j].holder == r->copies[j - 1].holder ?
		    n + 1 : 1;
		if (n > most) {
			most = n;
			best = r->copies[j].holder;
		}
	}
	return best;
}

/* holder SIZE_MAX: a new one each time. */
static enum tt_err
play_all(struct play *p, enum tt_extent extent, enum tt_site_level level,
    size_t holder, struct tt_power *out)
{
	struct tt_power power = { .trials = trials(p->plan) };
	enum tt_err e = TT_OK;

	for (unsigned i = 0; i < power.trials && e == TT_OK; i++) {
		uint8_t seed[32];
		struct coin c;
		size_t h, copy;
		bool hit = false;

		tt_codebook_coins(p->plan->codebook, i, seed);
		coin_init(&c, seed);
		h = holder == SIZE_MAX ? draw_holder(p, &c) : holder;
		copy = p->first[h] + coin_below(&c, p->first[h + 1] -
		    p->first[h]);
		e = play_trial(p, &c, copy, extent, level, &hit);
		power.named += hit;
	}
	if (e != TT_OK)
		return e;
	tt_power_interval(&power);
	*out = power;
	return TT_OK;
}

/* The sites that can be read, again and again until there are n. */
static void
repeat(const struct tt_power_plan *plan, struct tt_slot *out, size_t n)
{
	const struct tt_code *code = tt_codebook_code(plan->codebook);
	size_t k = 0;

	while (k < n)
		for (uint32_t i = 0; i < code->n && k < n; i++)
			if (offer_like(plan->like, i) > 0)
				out[k++] = code->slots[i];
}

static enum tt_err
play_sites(const struct tt_power_plan *plan, const struct tt_slot *slots,
    size_t n, bool *enough)
{
	struct tt_roster roster = *plan->roster;
	struct tt_power_plan like = *plan;
	struct tt_power power;
	struct play p;
	enum tt_err e;

	roster.n_profiles = 0;	/* their slots are not these */
	like.roster = &roster;
	e = open_play(&p, &like, slots, n);
	if (e == TT_OK)
		e = play_all(&p, TT_EXTENT_WHOLE, TT_SITE_HOLDER, SIZE_MAX,
		    &power);
	if (e == TT_OK)
		*enough = power.share >= TT_POWER_ASKED;
	close_play(&p);
	return e;
}

void
tt_power_interval(struct tt_power *p)
{
	double n = p->trials, k = p->named, share = k / n;
	double mid = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
	double half = Z / (1 + Z * Z / n) *
	    sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));

	p->share = share;
	p->lo = fmax(0, mid - half);
	p->hi = fmin(1, mid + half);
}

enum tt_err
tt_power_run(const struct tt_power_plan *plan, enum tt_extent extent,
    struct tt_power *holder, struct tt_power *copy)
{
	size_t h = largest(plan->roster);
	struct tt_power of_holder, of_copy = { .trials = 0 };
	struct play p;
	enum tt_err e;

	if ((e = check(plan)) != TT_OK)
		return e;
	e = open_play(&p, plan, NULL, 0);
	if (e == TT_OK)
		e = play_all(&p, extent, TT_SITE_HOLDER, SIZE_MAX, &of_holder);
	if (e == TT_OK && copy != NULL && p.first[h + 1] - p.first[h] > 1)
		e = play_all(&p, extent, TT_SITE_COPY, h, &of_copy);
	close_play(&p);
	if (e != TT_OK)
		return e;
	*holder = of_holder;
	if (copy != NULL)
		*copy = of_copy;
	return TT_OK;
}

enum tt_err
tt_power_report(const struct tt_power_plan *plan, struct tt_power_report *out)
{
	const struct tt_code *code = tt_codebook_code(plan->codebook);
	struct tt_power_report r = { .largest = 0 };
	enum tt_err e;

	if ((e = check(plan)) != TT_OK)
		return e;
	r.largest = (uint32_t)largest(plan->roster);
	for (uint32_t i = 0; i < code->n; i++)
		r.n_sites[code->slots[i].level] +=
		    offer_like(plan->like, i) > 0;
	for (int x = 0; x < TT_EXTENT_COUNT && e == TT_OK; x++)
		e = tt_power_run(plan, (enum tt_extent)x, &r.holder[x],
		    &r.copy[x]);
	if (e == TT_OK)
		*out = r;
	return e;
}

enum tt_err
tt_power_sites_needed(const struct tt_power_plan *plan, uint32_t max,
    uint32_t *sites)
{
	const struct tt_code *code = tt_codebook_code(plan->codebook);
	struct tt_slot *slots = NULL;
	uint32_t lo = 0, hi = max;	/* lo are not enough, hi are */
	size_t any = 0;
	bool enough = false;
	enum tt_err e;

	if ((e = check(plan)) != TT_OK)
		return e;
	if (max > TT_SLOTS_MAX)
		return TT_ELIMIT;
	for (uint32_t i = 0; i < code->n; i++)
		any += offer_like(plan->like, i) > 0;
	if ((slots = calloc((size_t)max + 1, sizeof(*slots))) == NULL)
		return TT_ENOMEM;
	if (any > 0) {
		repeat(plan, slots, max);
		e = play_sites(plan, slots, max, &enough);
	}
	if (!enough)
		hi = 0;
	while (e == TT_OK && hi > lo + 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		e = play_sites(plan, slots, mid, &enough);
		if (enough)
			hi = mid;
		else
			lo = mid;
	}
	free(slots);
	if (e == TT_OK)
		*sites = hi;
	return e;
}
