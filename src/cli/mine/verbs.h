/* SPDX-License-Identifier: ISC */
/* verbs - of a partner's admin about their own colleagues, a file each. */
#ifndef CLI_MINE_VERBS_H
#define CLI_MINE_VERBS_H

#include "cli/cli.h"

cli_run verb_people, verb_people_list, verb_people_add, verb_people_revoke,
    verb_people_leave;

#endif
