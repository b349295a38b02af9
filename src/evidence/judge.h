/* SPDX-License-Identifier: ISC */
/*
 * judge - the whole procedure on one specimen, but for the verdict *none*.
 *
 * What tt_trace_run and the simulations of power have in common.  *none* asks
 * for power, which asks for this.
 */
#ifndef EVIDENCE_JUDGE_H
#define EVIDENCE_JUDGE_H

#include "base/attr.h"
#include "evidence/memo.h"
#include "telltale/err.h"
#include "telltale/trace.h"

/*
 * For simulations that only ask whether one of these is named: nobody else is
 * certified, and at each level nobody after the first who is named.  That an
 * innocent is named, too, is left to the promise.
 */
struct judge_only {
	size_t n;
	const size_t *copy;	/* indexes in the roster */
};

/*
 * memo: kept over many specimens of one codebook; NULL: of this one only.
 * only NULL: the whole procedure.  The roster has been checked.  Errors as
 * tt_trace_run.
 */
enum tt_err judge_specimen(struct tt_trace **out,
    const struct tt_trace_request *r, struct memo *memo,
    const struct judge_only *only) MUST_USE;

#endif
