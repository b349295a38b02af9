/* SPDX-License-Identifier: ISC */
/* verbs - those about an embargo, one function each. */
#ifndef CLI_EMBARGO_VERBS_H
#define CLI_EMBARGO_VERBS_H

#include "cli/cli.h"

cli_run verb_embargo, verb_release, verb_retract, verb_slip;
cli_run verb_embargo_answer, verb_embargo_decide, verb_embargo_hold,
    verb_embargo_invite, verb_embargo_party, verb_embargo_show;

#endif
