/* SPDX-License-Identifier: ISC */
/* verbs - `telltale desk`. */
#ifndef CLI_DESK_VERBS_H
#define CLI_DESK_VERBS_H

#include "cli/cli.h"

cli_run verb_desk;

#endif
