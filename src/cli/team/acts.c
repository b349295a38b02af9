/* SPDX-License-Identifier: ISC */
/* acts - which function does what was agreed, for each act. */
#include "cli/team/officers.h"
#include "cli/team/request.h"

request_apply_fn *const request_apply[APPROVAL_ACTS] = {
	[APPROVAL_KEYS] = officers_apply,
};

request_apply_fn *const request_lapse[APPROVAL_ACTS] = {
	[APPROVAL_SUSPEND] = NULL,
};
