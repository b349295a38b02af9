/* SPDX-License-Identifier: ISC */
/* verbs - of time lines: event, timeline, replay. */
#ifndef CLI_LINE_VERBS_H
#define CLI_LINE_VERBS_H

#include "cli/cli.h"

cli_run verb_event, verb_replay, verb_timeline;

#endif
