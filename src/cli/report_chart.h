/* SPDX-License-Identifier: ISC */
/*
 * report_chart - the bounds of a level's suspects as bars, with the thresholds
 * drawn and named.  Private to report*.c.
 *
 * Verdicts differ in pattern and word, what p, e and e_comb say in shape, so
 * that nothing is told by colour alone.
 */
#ifndef CLI_REPORT_CHART_H
#define CLI_REPORT_CHART_H

#include <stddef.h>

#include "cli/axis.h"
#include "cli/report_own.h"

/* The suspects from..to are of one level, and copies of one holder. */
struct report_group {
	struct report *r;
	const struct axis *axis;
	size_t from, to;
};

void report_chart(const struct report_group *g);

/* What patterns, marks and lines of all charts mean. */
void report_legend(struct report *r);

#endif
