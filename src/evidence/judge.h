/* SPDX-License-Identifier: ISC */
/*
 * judge - the whole procedure on one specimen, but for the verdict *none*.
 *
 * What tt_trace_run and the simulations of power have in common.  *none* asks
 * for power, which asks for this.
 */
#ifndef EVIDENCE_JUDGE_H
#define EVIDENCE_JUDGE_H

#include <stddef.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "telltale/trace.h"

#define JUDGE_ALL	SIZE_MAX

/*
 * only: the one holder to look at, JUDGE_ALL for all; bounds count all in
 * either case.  The roster has been checked.  Errors as tt_trace_run.
 */
enum tt_err judge_specimen(struct tt_trace **out,
    const struct tt_trace_request *r, size_t only) MUST_USE;

#endif
