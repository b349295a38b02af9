/* SPDX-License-Identifier: ISC */
/* acts - which function does what was agreed, for each act. */
#include "cli/embargo/early.h"
#include "cli/audit/audit_verbs.h"
#include "cli/embargo/end.h"
#include "cli/embargo/slip_do.h"
#include "cli/embargo/urgent.h"
#include "cli/rules/rules_verbs.h"
#include "cli/case/case.h"
#include "cli/people/agreement_add.h"
#include "cli/people/change.h"
#include "cli/team/officers.h"
#include "cli/team/request.h"

/* A new version, of whatever counsel has to see. */
static int
adopt_apply(struct vault *v, const struct request_done *r)
{
	struct span what;

	if (json_in_str(r->effect, "what", &what, NULL) == TT_OK &&
	    span_is(what, "agreement"))
		return agreement_apply(v, r);
	return rules_adopt_apply(v, r);
}

request_apply_fn *const request_apply[APPROVAL_ACTS] = {
	[APPROVAL_KEYS] = officers_apply,
	[APPROVAL_PUBLISH_EARLY] = early_apply,
	[APPROVAL_URGENT] = urgent_apply,
	[APPROVAL_SHORTEN] = slip_apply,
	[APPROVAL_LENGTHEN] = slip_apply,
	[APPROVAL_END] = end_apply,
	[APPROVAL_RETRACT] = retract_apply,
	[APPROVAL_EXCEPTION] = rules_exception_apply,
	[APPROVAL_EXCEPTION_DUTY] = rules_exception_apply,
	[APPROVAL_LATE] = rules_exception_apply,
	[APPROVAL_FINDING] = case_apply_finding,
	[APPROVAL_FINDING_OUT] = case_apply_statement,
	[APPROVAL_ADMIT] = people_apply,
	[APPROVAL_SUSPEND] = people_apply,
	[APPROVAL_REMOVE] = people_apply,
	[APPROVAL_POLICY] = adopt_apply,
	[APPROVAL_BUNDLE] = evidence_apply,
};

request_apply_fn *const request_confirm[APPROVAL_ACTS] = {
	[APPROVAL_SUSPEND] = people_apply_confirmed,
};

request_apply_fn *const request_lapse[APPROVAL_ACTS] = {
	[APPROVAL_SUSPEND] = people_apply_lapsed,
};

request_go_on_fn *const request_go_on[APPROVAL_ACTS] = {
	[APPROVAL_END] = end_go_on,
};
