/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "evidence/judge.h"
#include "evidence/play.h"
#include "telltale/power.h"

#define Z	1.959963984540054	/* of a normal: 2.5 % are beyond */

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

static enum tt_err
run_level(struct rehearsal *p, const struct tt_power_plan *plan,
    enum tt_extent extent, enum tt_site_level level, struct tt_power *out)
{
	struct play play = { .attack = plan->attack,
		.parameter = plan->parameter, .extent = extent,
		.level = level };
	enum tt_err e;

	if (play.attack == NULL)
		play.attack = tt_attack_find("inter");
	if ((e = play_on(p, &play, play_trials(plan))) != TT_OK)
		return e;
	*out = play.power;
	return TT_OK;
}

enum tt_err
tt_power_run(const struct tt_power_plan *plan, enum tt_extent extent,
    struct tt_power *holder, struct tt_power *copy)
{
	struct tt_power of_holder, of_copy = { .trials = 0 };
	struct rehearsal p;
	enum tt_err e;

	if ((e = play_check(plan)) != TT_OK)
		return e;
	e = rehearsal_open(&p, plan, NULL, 0);
	if (e == TT_OK && holder != NULL)
		e = run_level(&p, plan, extent, TT_SITE_HOLDER, &of_holder);
	if (e == TT_OK && copy != NULL && p.first[1] > 1)
		e = run_level(&p, plan, extent, TT_SITE_COPY, &of_copy);
	rehearsal_close(&p);
	if (e != TT_OK)
		return e;
	if (holder != NULL)
		*holder = of_holder;
	if (copy != NULL)
		*copy = of_copy;
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
	like.found = NULL;
	e = rehearsal_open(&p, &like, slots, n);
	if (e == TT_OK)
		e = run_level(&p, &like, TT_EXTENT_WHOLE, TT_SITE_HOLDER,
		    &power);
	if (e == TT_OK)
		*enough = power.share >= TT_POWER_ASKED;
	rehearsal_close(&p);
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

	if ((e = play_check(plan)) != TT_OK)
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
