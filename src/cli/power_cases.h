/* SPDX-License-Identifier: ISC */
/*
 * power_cases - what might be left of a text when it leaks, and how likely
 * a lone leaker is named from that.
 */
#ifndef CLI_POWER_CASES_H
#define CLI_POWER_CASES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/lab.h"
#include "telltale/err.h"
#include "telltale/power.h"

#define POWER_CASES_MAX	6
#define POWER_SITES_MAX	1024	/* that are worth wishing for */

struct power_cases {
	struct {
		const char *what;	/* "half of it" */
		struct tt_power holder;
		struct tt_power copy;	/* 0 trials: nothing to tell apart */
	} row[POWER_CASES_MAX];
	size_t n;			/* the first is the whole text */
	uint32_t sites_needed;		/* 0: no number of them would do */
	uint64_t words;			/* of the text */
};

/* trials 0: as telltale/power.h has it.  Errors of tt_power_run. */
enum tt_err power_cases_run(struct power_cases *p, const struct cli *c,
    const struct lab *lab, unsigned trials) MUST_USE;

/* From the whole text a lone leaker is named as often as is asked for. */
bool power_cases_enough(const struct power_cases *p);

#endif
