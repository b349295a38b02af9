/* SPDX-License-Identifier: ISC */
/* acts - which function does what was agreed, for each act. */
#include "cli/case/case.h"
#include "cli/team/request.h"

request_apply_fn *const request_apply[APPROVAL_ACTS] = {
	[APPROVAL_PUBLISH] = NULL,
	[APPROVAL_FINDING] = case_apply_finding,
	[APPROVAL_FINDING_OUT] = case_apply_statement,
};
