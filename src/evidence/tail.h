/* SPDX-License-Identifier: ISC */
/*
 * tail - P(T >= T_obs) of a sum of independent integers, exactly.
 *
 * evidence.md section 12: direct convolution of positive doubles, so that no
 * cell has a relative error over 4 m 2^-53, however small it is.
 */
#ifndef EVIDENCE_TAIL_H
#define EVIDENCE_TAIL_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "telltale/site.h"

/* One summand: value t[a] with probability p[a]. */
struct tail_site {
	unsigned n;		/* 1 to TT_Q_MAX */
	int32_t t[TT_Q_MAX];
	double p[TT_Q_MAX];	/* sum 1 */
};

/*
 * *ln_p = ln P(T >= t_obs), at most 0; -INFINITY if T cannot reach t_obs.
 * Time and memory grow with n and with how far t_obs is below the largest T;
 * where that is too much (seconds), *ln_p is 0, which claims nothing.
 * TT_ENOMEM.
 */
enum tt_err tail_ln(const struct tail_site *sites, size_t n, int64_t t_obs,
    double *ln_p) MUST_USE;

#endif
