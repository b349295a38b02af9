/* SPDX-License-Identifier: ISC */
/*
 * review - going through a draft's proposals in the terminal.
 *
 * One sentence at a time, alternatives in place, a key for each decision.
 * What was decided is kept beside the output (review_state.h) after each
 * sentence, so that whoever breaks off goes on there.  The terminal is put
 * back on every way out, signals included.
 */
#ifndef CLI_REVIEW_H
#define CLI_REVIEW_H

#include <stdbool.h>

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/goal.h"
#include "cli/marking.h"

struct review_plan {
	const struct cli *cli;
	const char *output;		/* where the draft will be written */
	const struct goal *goal;	/* or NULL */
};

/*
 * *finished: the author is through, or said that this is enough; else they
 * broke off, and what was decided is kept.  CLI_USAGE without a terminal.
 */
int review_run(struct marking *m, const struct review_plan *plan,
    bool *finished) MUST_USE;

#endif
