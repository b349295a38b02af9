/* SPDX-License-Identifier: ISC */
/* verbs - those of whoever writes a bulletin. */
#ifndef CLI_AUTHOR_VERBS_H
#define CLI_AUTHOR_VERBS_H

#include "cli/cli.h"

cli_run verb_preview;

#endif
