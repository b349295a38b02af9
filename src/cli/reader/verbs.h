/* SPDX-License-Identifier: ISC */
/* verbs - a reader's, one function each, in a file of its name. */
#ifndef CLI_READER_VERBS_H
#define CLI_READER_VERBS_H

#include "cli/cli.h"

cli_run verb_convert, verb_members;

#endif
