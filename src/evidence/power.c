/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "evidence/judge.h"
#include "evidence/rehearsal.h"
#include "telltale/power.h"

#define Z	1.959963984540054	/* of a normal: 2.5 % are beyond */

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
play_trial(struct rehearsal *p, struct coin *c, size_t copy,
    enum tt_extent extent, enum tt_site_level level, bool *hit)
{
	size_t holder = p->copies[copy].holder;
	struct tt_trace_request r = { .codebook = p->codebook,
		.roster = &p->roster, .epsilon = p->plan->epsilon,
		.t = p->plan->t, .n_others = p->plan->n_others };
	struct tt_observations *o = NULL;
	struct tt_trace *t = NULL;
	enum tt_err e;

	if ((e = rehearsal_leak(p, c, copy, extent, &o)) != TT_OK)
		return e;
	r.observations = o;
	e = judge_specimen(&t, &r, p->memo);
	if (e == TT_OK)
		*hit = is_hit(t, level, holder, copy);
	tt_trace_free(t);
	tt_observations_free(o);
	return e;
}

/* Any holder but the public rendering, which leaks nothing. */
static size_t
draw_holder(const struct rehearsal *p, struct coin *c)
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
play_all(struct rehearsal *p, enum tt_extent extent, enum tt_site_level level,
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
			if (rehearsal_offer(plan->like, i) > 0)
				out[k++] = code->slots[i];
}

static enum tt_err
play_sites(const struct tt_power_plan *plan, const struct tt_slot *slots,
    size_t n, bool *enough)
{
	struct tt_roster roster = *plan->roster;
	struct tt_power_plan like = *plan;
	struct tt_power power;
	struct rehearsal p;
	enum tt_err e;

	roster.n_profiles = 0;	/* their slots are not these */
	like.roster = &roster;
	e = rehearsal_open(&p, &like, slots, n);
	if (e == TT_OK)
		e = play_all(&p, TT_EXTENT_WHOLE, TT_SITE_HOLDER, SIZE_MAX,
		    &power);
	if (e == TT_OK)
		*enough = power.share >= TT_POWER_ASKED;
	rehearsal_close(&p);
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
	struct rehearsal p;
	enum tt_err e;

	if ((e = check(plan)) != TT_OK)
		return e;
	e = rehearsal_open(&p, plan, NULL, 0);
	if (e == TT_OK)
		e = play_all(&p, extent, TT_SITE_HOLDER, SIZE_MAX, &of_holder);
	if (e == TT_OK && copy != NULL && p.first[h + 1] - p.first[h] > 1)
		e = play_all(&p, extent, TT_SITE_COPY, h, &of_copy);
	rehearsal_close(&p);
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
		    rehearsal_offer(plan->like, i) > 0;
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
		any += rehearsal_offer(plan->like, i) > 0;
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
