/* SPDX-License-Identifier: ISC */
/* verbs - `telltale hub`: what vault and readers do about their hub. */
#ifndef CLI_SITE_VERBS_H
#define CLI_SITE_VERBS_H

#include "cli/cli.h"

cli_run verb_hub, verb_hub_pin, verb_hub_lost, verb_hub_breach;

#endif
