/* SPDX-License-Identifier: ISC */
/* secrets - which files of a vault are sealed to its officers. */
#ifndef CLI_TEAM_SECRETS_H
#define CLI_TEAM_SECRETS_H

#include <stdbool.h>

#include "base/attr.h"
#include "cli/backup.h"
#include "cli/vault.h"

/*
 * All of them, by path in the vault; backup_list_free.  Copies are for
 * readers, shares for keepers, an officer's own key for one.
 */
enum tt_err secrets_list(const struct vault *v, struct backup_list *out)
    MUST_USE;

/*
 * Each anew to the line-up that is in keys/officers now.  Can be done again
 * whenever it was cut off: each file is the old one or the new one.
 */
int secrets_reseal(struct vault *v) MUST_USE;

#endif
