/* SPDX-License-Identifier: ISC */
/*
 * backups - what the verbs about backups share (cli/vault_backup.c).
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_TEAM_BACKUPS_H
#define CLI_TEAM_BACKUPS_H

#include "base/attr.h"
#include "cli/backup.h"
#include "cli/vault.h"

/* What this vault was like when it was last the same as the team's. */
#define SYNC_BASE	"sync.base"

/*
 * All of the vault, open for VAULT_WRITE, into a new file; when is noted.
 * Nobody's own keys are in it where several share the vault.  *files may be
 * set after a failure too.
 */
int vault_back_up(struct vault *v, const char *file, size_t *files) MUST_USE;

/* Errors of backup_read and of files. */
enum tt_err vault_restore_to(const char *dir, const char *file,
    const struct tt_age_opener *by, struct backup_diag *diag) MUST_USE;

/*
 * Notes what v is like, as what it was when it was last the same as the
 * team's number N; 0: it has just been restored from somewhere.
 */
int vault_sync_base(struct vault *v, unsigned n) MUST_USE;

/* When the last one was made from this vault, or a drill held; 0: never. */
int vault_last_backup(struct vault *v, int64_t *at_s) MUST_USE;
int vault_last_drill(struct vault *v, int64_t *at_s) MUST_USE;

#endif
