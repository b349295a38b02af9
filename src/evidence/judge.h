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
 * memo: kept over many specimens of one codebook; NULL: of this one only.
 * The roster has been checked.  Errors as tt_trace_run.
 */
enum tt_err judge_specimen(struct tt_trace **out,
    const struct tt_trace_request *r, struct memo *memo) MUST_USE;

#endif
