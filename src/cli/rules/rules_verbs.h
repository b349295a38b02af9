/* SPDX-License-Identifier: ISC */
/* rules_verbs - the verbs of this folder, and what approved requests do. */
#ifndef CLI_RULES_RULES_VERBS_H
#define CLI_RULES_RULES_VERBS_H

#include "cli/cli.h"
#include "cli/team/request.h"

cli_run verb_policy_adopt, verb_policy_explain, verb_duties_adopt,
    verb_partner_profile;

/* Of acts.c: a new policy or duties file; an exception. */
request_apply_fn rules_adopt_apply, rules_exception_apply;

#endif
