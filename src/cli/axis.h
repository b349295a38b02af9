/* SPDX-License-Identifier: ISC */
/*
 * axis - where on a chart a bound stands: its decimal digits, from left to
 * right.
 *
 * The left end is a bound of 1, which says nothing; each ten times rarer is
 * as far again.  Pure.
 */
#ifndef CLI_AXIS_H
#define CLI_AXIS_H

#include <stddef.h>

#include "telltale/trace.h"

#define AXIS_LINES	12	/* at most */

struct axis {
	double end;	/* decades at the right end; above 0 */
	unsigned step;	/* decades from line to line; 0: too many for lines */
	size_t lines;	/* between the ends */
};

/* For a trace's suspects of both levels, with both thresholds on it. */
struct axis axis_of(const struct tt_trace *t);

/*
 * Percent from the left: of ln_bound, 0 if it says nothing, 100 at most; of
 * the i-th line.
 */
double axis_at(const struct axis *a, double ln_bound);
double axis_line(const struct axis *a, size_t i);

/* "ten times": how much rarer from line to line; NULL without lines. */
const char *axis_step(const struct axis *a);

#endif
