/* SPDX-License-Identifier: ISC */
/* policy_own - what policy.c and policy_file.c share: the table of facts. */
#ifndef PROGRAMME_POLICY_OWN_H
#define PROGRAMME_POLICY_OWN_H

#include "programme/policy.h"

enum policy_kind {
	KIND_WORDS,	/* any of a list, or none of it */
	KIND_YES,	/* true or false */
	KIND_BEFORE,	/* an instant, before one of the bulletin's */
};

struct policy_fact_rule {
	const char *name;
	enum policy_kind kind;
	const char *const *words;	/* the closed list, or NULL */
	size_t n_words;
	bool nation;		/* a country: warned of */
	bool kept;		/* a rule that looks at it takes no exception */
};

#define POLICY_APPROVALS	2	/* people, the asker one of them */

extern const char *const policy_scopes[POLICY_SCOPES];
extern const struct policy_fact_rule policy_fact_rules[POLICY_FACTS];

#endif
