/* SPDX-License-Identifier: ISC */
/* sum - adding numbers that are known by their logarithms. */
#ifndef EVIDENCE_SUM_H
#define EVIDENCE_SUM_H

#include <math.h>

/* ln(e^a + e^b); either may be -INFINITY. */
static inline double
ln_add(double a, double b)
{
	double hi = fmax(a, b), lo = fmin(a, b);

	return isinf(hi) ? hi : hi + log1p(exp(lo - hi));
}

#endif
