/* SPDX-License-Identifier: ISC */
/*
 * power_cases - what might be left of a text when it leaks, how many may have
 * made the leak together, and how likely one of them is named from that.
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

#define POWER_CASES_MAX		7
#define POWER_COALITIONS	4	/* of 1, 2, 3 and 5 */
#define POWER_ATTACKS_MAX	32
#define POWER_SITES_MAX		1024	/* that are worth wishing for */

extern const unsigned power_colluders[POWER_COALITIONS];

/* One kind of leak, by each number of leakers. */
struct power_case {
	const char *what;	/* "half of it" */
	struct tt_power_worst holder[POWER_COALITIONS];
	struct tt_power_worst copy[POWER_COALITIONS];	/* 0 trials: nothing
				 * to tell apart, or not asked */
};

/* One attack on the whole text, by each number of leakers but one. */
struct power_attack {
	const struct tt_attack *attack;
	struct tt_power holder[POWER_COALITIONS];	/* [0]: 0 trials but
				 * of what one alone can do, too */
};

struct power_cases {
	struct power_case row[POWER_CASES_MAX];
	size_t n;			/* the first is the whole text */
	struct power_attack attack[POWER_ATTACKS_MAX];
	size_t n_attacks;		/* 0: not asked */
	uint32_t sites_needed;		/* for one alone; 0: no number of
					 * them would do */
	uint64_t words;			/* of the text */
	uint32_t part_words[TT_PARTS_MAX];	/* of each part; binary: 0 */
};

/*
 * trials 0: as telltale/power.h has it; each: every attack by itself, too.
 * Errors of tt_power_run.
 */
enum tt_err power_cases_run(struct power_cases *p, const struct cli *c,
    const struct lab *lab, unsigned trials, bool each) MUST_USE;

/* From the whole text a lone leaker is named as often as is asked for. */
bool power_cases_enough(const struct power_cases *p);

#endif
