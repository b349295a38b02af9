/* SPDX-License-Identifier: ISC */
/*
 * power - how likely a leaker would be named, by simulation before sending.
 *
 * evidence.md section 14, for one leaker who does not edit: a rehearsal
 * codebook with the same slots, a leaker drawn for each trial, sites lost and
 * misread at the rates given, and then the real trace.  Coins are xoshiro256**
 * seeded from the codebook's key, so the same plan has the same answer.  Pure.
 */
#ifndef TT_POWER_H
#define TT_POWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/codebook.h"
#include "telltale/err.h"
#include "telltale/roster.h"

#define TT_POWER_TRIALS		200	/* by default */
#define TT_POWER_TRIALS_MANY	40	/* by default, over 100,000 holders */
#define TT_POWER_ASKED		.95

enum tt_extent {	/* of the text, one run of sites */
	TT_EXTENT_WHOLE,
	TT_EXTENT_HALF,
	TT_EXTENT_TENTH,
	TT_EXTENT_COUNT
};

/* All borrowed. */
struct tt_power_plan {
	const struct tt_codebook *codebook;
	const struct tt_roster *roster;	/* its numbers are not looked at */
	const bool *read;	/* per slot: only these; NULL: all */
	double epsilon;		/* 0 < epsilon < 1 */
	uint64_t t;		/* 1: the first specimen */
	double misread;		/* of the sites read, as another symbol; < 1 */
	double loss;		/* of all sites, not read at all; < 1 */
	unsigned trials;	/* 0: by default */
};

/* Trials in which a guilty one and no innocent was named. */
struct tt_power {
	unsigned trials, named;
	double share;		/* named / trials */
	double lo, hi;		/* Wilson's interval of 95 % */
};

struct tt_power_report {
	struct tt_power holder[TT_EXTENT_COUNT];
	struct tt_power copy[TT_EXTENT_COUNT]; /* in the largest holder; 0
					 * trials if it has but one copy */
	uint32_t largest;	/* index of that holder */
	uint32_t n_sites[TT_SITE_LEVEL_COUNT];
};

/* One extent; *copy may be NULL.  TT_ERANGE for a plan that cannot be. */
enum tt_err tt_power_run(const struct tt_power_plan *plan,
    enum tt_extent extent, struct tt_power *holder, struct tt_power *copy)
    MUST_USE;

/* All of it. */
enum tt_err tt_power_report(const struct tt_power_plan *plan,
    struct tt_power_report *out) MUST_USE;

/*
 * How many sites like those of the plan, of both levels, would name a lone
 * holder with TT_POWER_ASKED; 0 if not even max would.
 */
enum tt_err tt_power_sites_needed(const struct tt_power_plan *plan,
    uint32_t max, uint32_t *sites) MUST_USE;

/* Wilson's score interval for k of n, 95 %. */
void tt_power_interval(struct tt_power *p);

#endif
