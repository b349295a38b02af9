/* SPDX-License-Identifier: ISC */
/* acts - which function does what was agreed, for each act. */
#include "cli/rules/rules_verbs.h"
#include "cli/team/request.h"

request_apply_fn *const request_apply[APPROVAL_ACTS] = {
	[APPROVAL_PUBLISH] = NULL,
	[APPROVAL_EXCEPTION] = rules_exception_apply,
	[APPROVAL_EXCEPTION_DUTY] = rules_exception_apply,
	[APPROVAL_LATE] = rules_exception_apply,
	[APPROVAL_POLICY] = rules_adopt_apply,
};
