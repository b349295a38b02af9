/* SPDX-License-Identifier: ISC */
/*
 * power - how likely leakers would be named, by simulation before sending.
 *
 * evidence.md section 14: a rehearsal codebook with the same slots, leakers
 * drawn for each trial, an attack on their copies, sites lost and misread at
 * the rates given, and then the real trace.  Of more than TT_POWER_WALK
 * holders so many are played, and the others counted: a little more is
 * promised then than all of them would leave.  Coins are xoshiro256** seeded
 * from the codebook's key, so that the same plan has the same answer, and two
 * attacks the same leakers.  Pure.
 */
#ifndef TT_POWER_H
#define TT_POWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "telltale/attack.h"
#include "telltale/codebook.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/roster.h"

#define TT_POWER_TRIALS		200	/* by default */
#define TT_POWER_WALK		250	/* holders that are all played */
#define TT_POWER_ASKED		.95
#define TT_POWER_WORDS		200	/* of TT_EXTENT_WORDS */

enum tt_extent {	/* of the text, one run of sites */
	TT_EXTENT_WHOLE,
	TT_EXTENT_HALF,
	TT_EXTENT_WORDS,	/* TT_POWER_WORDS words */
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
	unsigned threads;	/* as of a trace: for trials */

	unsigned colluders;	/* who mix their copies, a copy of each holder;
				 * 0 is 1; at most TT_COLLUDERS_MAX, and no
				 * more than there are */
	const struct tt_attack *attack;	/* NULL: inter */
	double parameter;	/* of the attack */
	const bool *found;	/* as of struct tt_coalition: for remark */
	uint64_t words;		/* of the text, for TT_EXTENT_WORDS; 0: not
				 * known, then that is the whole */
};

/* Trials in which a guilty one and no innocent was named. */
struct tt_power {
	unsigned trials, named;
	double share;		/* named / trials */
	double lo, hi;		/* Wilson's interval of 95 % */
};

/*
 * One extent: that a guilty holder is named; and, where the leakers are copies
 * of the largest holder, one of these copies (0 trials if it has but one).
 * Either may be NULL.  TT_ERANGE for a plan that cannot be, else as
 * tt_trace_run.
 */
enum tt_err tt_power_run(const struct tt_power_plan *plan,
    enum tt_extent extent, struct tt_power *holder, struct tt_power *copy)
    MUST_USE;

/* The least power, and the attack that leaves it. */
struct tt_power_worst {
	struct tt_power power;
	const struct tt_attack *attack;	/* NULL: a lone leaker */
};

/*
 * Of the attacks that need nothing but the copies (all of the catalogue but
 * third, remark, copied and forged, each with its usual parameter); the
 * plan's own attack is not looked at.  All are tried a little, then the two
 * that leave least in full; one that leaves nothing at all settles it.
 */
enum tt_err tt_power_worst(const struct tt_power_plan *plan,
    enum tt_extent extent, struct tt_power_worst *holder,
    struct tt_power_worst *copy) MUST_USE;

/*
 * How many sites like those of the plan, of both levels, are needed to name
 * a holder under its attack with TT_POWER_ASKED, the whole of them there; 0
 * if max are not enough, or the plan has none.
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
