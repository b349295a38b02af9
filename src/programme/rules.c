/* SPDX-License-Identifier: ISC */
#include "programme/rules.h"

/* Made by the build. */
extern const char *const rules_policy[];
extern const char *const rules_duties[];

struct span
rules_policy_text(void)
{
	return span_str(rules_policy[0]);
}

struct span
rules_duties_text(void)
{
	return span_str(rules_duties[0]);
}
