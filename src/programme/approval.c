/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "base/attr.h"
#include "programme/approval.h"

#define HOUR	3600
#define DAY	(24 * HOUR)

static const struct approval_rule rules[] = {
	[APPROVAL_PUBLISH] = { "publish", 1, false, DAY },
	[APPROVAL_PUBLISH_EARLY] = { "publish-early", 2, false, DAY },
	[APPROVAL_URGENT] = { "urgent", 2, false, HOUR },
	[APPROVAL_SHORTEN] = { "shorten", 1, false, DAY },
	[APPROVAL_LENGTHEN] = { "lengthen", 2, false, DAY },
	[APPROVAL_END] = { "release", 2, false, HOUR },
	[APPROVAL_RETRACT] = { "retract", 2, false, HOUR },
	[APPROVAL_ADMIT] = { "admit", 2, false, DAY },
	[APPROVAL_SUSPEND] = { "suspend", 1, false, 3 * DAY },
	[APPROVAL_REMOVE] = { "remove", 2, true, DAY },
	[APPROVAL_EXCEPTION] = { "exception", 2, false, DAY },
	[APPROVAL_EXCEPTION_DUTY] = { "exception-duty", 2, true, DAY },
	[APPROVAL_LATE] = { "late", 2, false, DAY },
	[APPROVAL_POLICY] = { "policy", 2, true, DAY },
	[APPROVAL_KEYS] = { "keys", 2, false, DAY },
	[APPROVAL_CASE_OPEN] = { "case-open", 1, false, DAY },
	[APPROVAL_FINDING] = { "finding", 2, true, DAY },
	[APPROVAL_FINDING_OUT] = { "finding-out", 2, true, DAY },
	[APPROVAL_BUNDLE] = { "bundle", 2, false, DAY },
};

_Static_assert(N_ROWS(rules) == APPROVAL_ACTS, "a rule for each act");

const struct approval_rule *
approval_rule(enum approval_act act)
{
	return &rules[act];
}

bool
approval_parse(struct span name, enum approval_act *out)
{
	for (enum approval_act a = 0; a < APPROVAL_ACTS; a++)
		if (span_is(name, rules[a].name)) {
			*out = a;
			return true;
		}
	return false;
}
