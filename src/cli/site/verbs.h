/* SPDX-License-Identifier: ISC */
/* verbs - `telltale hub` and `telltale keeper`: the machines of a programme. */
#ifndef CLI_SITE_VERBS_H
#define CLI_SITE_VERBS_H

#include "cli/cli.h"

cli_run verb_hub, verb_hub_pin, verb_hub_lost, verb_hub_breach,
    verb_hub_members;
cli_run verb_keeper, verb_keeper_add, verb_keeper_list;

#endif
