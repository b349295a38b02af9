/* SPDX-License-Identifier: ISC */
/*
 * rules - the policy and the duties that a programme has before it adopts
 * its own: share/policy/default.json and share/duties/known.json.  Pure.
 */
#ifndef PROGRAMME_RULES_H
#define PROGRAMME_RULES_H

#include "base/span.h"

struct span rules_policy_text(void);
struct span rules_duties_text(void);

#endif
