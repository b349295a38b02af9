/* SPDX-License-Identifier: ISC */
/* log_verbs - the verbs below `log`, a file each. */
#ifndef CLI_LOG_VERBS_H
#define CLI_LOG_VERBS_H

#include "cli/cli.h"

cli_run log_show, log_verify;

#endif
