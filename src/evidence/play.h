/* SPDX-License-Identifier: ISC */
/* play - trials of one attack on a rehearsal, as many as are asked for. */
#ifndef EVIDENCE_PLAY_H
#define EVIDENCE_PLAY_H

#include "base/attr.h"
#include "evidence/rehearsal.h"
#include "telltale/err.h"
#include "telltale/power.h"

/* level: leakers of as many holders, or copies of the first holder. */
struct play {
	const struct tt_attack *attack;
	double parameter;
	enum tt_extent extent;
	enum tt_site_level level;
	struct tt_power power;	/* of the trials so far; zero to begin with */
};

/* TT_ERANGE, or as tt_roster_check. */
enum tt_err play_check(const struct tt_power_plan *plan) MUST_USE;

unsigned play_trials(const struct tt_power_plan *plan);

/* Go on until there have been so many trials.  Errors as tt_trace_run. */
enum tt_err play_on(struct rehearsal *p, struct play *play, unsigned trials)
    MUST_USE;

#endif
