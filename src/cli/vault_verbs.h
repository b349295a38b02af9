/* SPDX-License-Identifier: ISC */
#ifndef CLI_VAULT_VERBS_H
#define CLI_VAULT_VERBS_H

#include "cli/cli.h"

cli_run verb_vault_backup, verb_vault_restore, verb_vault_check,
    verb_vault_wordings, verb_vault_sync, verb_vault_drill;

#endif
