/* SPDX-License-Identifier: ISC */
/*
 * power - how likely a leaker would be named, by simulation before sending.
 *
 * evidence.md section 14, for one leaker who does not edit: a rehearsal
 * codebook with the same slots, a leaker drawn for each trial, sites lost and
 * misread at the rates given, and then the real trace.  Over TT_POWER_WALK
 * holders only the leaker is weighed: whether an innocent is named, too, is
 * then left to the promise that it happens in less than epsilon.  Coins are
 * xoshiro256** seeded from the codebook's key, so that the same plan has the
 * same answer.  Pure.
 */
#ifndef TT_POWER_H
#define TT_POWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "telltale/codebook.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/roster.h"

#define TT_POWER_TRIALS		200	/* by default */
#define TT_POWER_WALK		1000	/* holders that are all weighed */
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
	const struct tt_roster *roster;	/* how many of what; not its numbers */
	const struct tt_observations *like;	/* only slots read clearly
				 * there, value sites with as many values on
				 * offer; NULL: all slots, one value each */
	double epsilon;		/* 0 < epsilon < 1 */
	uint64_t t;		/* 1: the first specimen */
	double misread;		/* of the sites read, as another symbol; < 1 */
	double loss;		/* of all sites, not read at all; < 1 */
	unsigned trials;	/* 0: by default */
	size_t n_others;	/* as of a trace: holders of other bulletins */
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

/*
 * One extent; *copy may be NULL.  TT_ERANGE for a plan that cannot be, else as
 * tt_trace_run.
 */
enum tt_err tt_power_run(const struct tt_power_plan *plan,
    enum tt_extent extent, struct tt_power *holder, struct tt_power *copy)
    MUST_USE;

/* All of it. */
enum tt_err tt_power_report(const struct tt_power_plan *plan,
    struct tt_power_report *out) MUST_USE;

/*
 * How many sites like those of the plan, of both levels, are needed to name a
 * lone holder with TT_POWER_ASKED, the whole of them there; 0 if max are not
 * enough, or the plan has none.
 */
enum tt_err tt_power_sites_needed(const struct tt_power_plan *plan,
    uint32_t max, uint32_t *sites) MUST_USE;

/* Set share, and Wilson's score interval of 95 %, of named and trials. */
void tt_power_interval(struct tt_power *p);

/*
 * Append what that means for a text: sites from above, and how many there are
 * now in how many words.
 */
void tt_power_sentence(uint32_t sites_needed, uint32_t n_sites,
    uint64_t n_words, struct buf *out);

#endif
