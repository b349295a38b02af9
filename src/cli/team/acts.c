/* SPDX-License-Identifier: ISC */
/* acts - which function does what was agreed, for each act. */
#include "cli/people/agreement_add.h"
#include "cli/people/change.h"
#include "cli/team/request.h"

request_apply_fn *const request_apply[APPROVAL_ACTS] = {
	[APPROVAL_PUBLISH] = NULL,
	[APPROVAL_ADMIT] = people_apply,
	[APPROVAL_SUSPEND] = people_apply,
	[APPROVAL_REMOVE] = people_apply,
	[APPROVAL_POLICY] = agreement_apply,
};
