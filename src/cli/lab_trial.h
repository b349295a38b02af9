/* SPDX-License-Identifier: ISC */
/*
 * lab_trial - one leak made up and traced: copies drawn, an attack played on
 * them, the leak read, and the real trace over everybody.
 *
 * Trial k has a codebook, colluders and coins of its own, which follow from
 * the lab's codebook and k alone: every attack is played on the same hands,
 * in whatever order, and whoever has the seed plays them again.
 */
#ifndef CLI_LAB_TRIAL_H
#define CLI_LAB_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/lab.h"
#include "telltale/attack.h"
#include "telltale/err.h"

/* What all trials share. */
struct lab_plan {
	const struct lab *lab;	/* borrowed; its codebook is the seed */
	size_t colluders;	/* 1 to TT_COLLUDERS_MAX */
	bool within;		/* readers of one holder; else of as many
				 * holders as colluders, one of each */
	struct tt_wear wear;
};

/* What came of trials, added up. */
struct lab_count {
	/* Each trial is one of these, by what it says of holders. */
	unsigned named;		/* a guilty one is named, no innocent */
	unsigned wrong;		/* an innocent is named */
	unsigned strong;	/* nobody, but the likeliest is worth asking,
				 * and guilty */
	unsigned misled;	/* ... but innocent */
	unsigned neither;

	uint64_t guilty;	/* holders that leaked, all trials together */
	uint64_t guilty_named;
	uint64_t innocents_named;	/* holders */

	/* Of the guilty that are named and have several copies: is one named
	 * that leaked, too? */
	uint64_t copies_asked, copies_named;
	uint64_t innocent_copies;	/* that are named, of any holder */
};

struct lab_trial;	/* opaque: room for one trial at a time */

/*
 * plan is borrowed.  TT_ERANGE if there are not as many holders (within: no
 * holder with as many copies) as colluders, or the wear cannot be; TT_ENOMEM.
 */
enum tt_err lab_trial_new(struct lab_trial **out, const struct lab_plan *plan)
    MUST_USE;
void lab_trial_free(struct lab_trial *t);	/* NULL is fine */

/* Play trial k and add it to *count.  Errors as tt_trace_run. */
enum tt_err lab_trial_play(struct lab_trial *t, const struct tt_attack *attack,
    double parameter, uint64_t k, struct lab_count *count) MUST_USE;

#endif
