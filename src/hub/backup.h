/* SPDX-License-Identifier: ISC */
/*
 * backup - all that a hub's folder holds, copied while the hub is at work,
 * and a folder made of it again.
 *
 * A backup is a folder: what the hub's has, under the same names, the
 * database as one file, and SHA256SUMS over all of it, in the format of
 * sha256sum(1).  The published checkpoint is read before the database and the
 * tiles are those of the checkpoint that the database signed last, so what
 * was written meanwhile is in none of them or in all.  The notary's state is
 * not in it: that may never be an older one (specs/ledger.md, section 6).
 * It has the hub's private keys: keep it as those are kept.
 */
#ifndef HUB_BACKUP_H
#define HUB_BACKUP_H

#include <stdint.h>

#include "base/attr.h"
#include "hub/hub.h"

struct backup_made {
	uint64_t files, bytes;
	uint64_t size;		/* entries of its ledger */
};

/*
 * TT_EEXIST: `to` is there; TT_ESTATE: the database is another engine's;
 * TT_EFULL.  On an error there is nothing at `to`, and *diag says what.
 */
enum tt_err backup_make(const char *dir, const char *to,
    struct backup_made *out, struct hub_diag *diag) MUST_USE;

/*
 * A hub's folder `dir`, which must not exist, from a backup whose sums hold
 * (TT_EINTEGRITY).  The notary goes on from its own state where that is not
 * in the folder that was lost; else from the newest checkpoint of the backup,
 * and *fresh: then only vault, readers and witnesses can notice that this
 * ledger is an older one.
 */
enum tt_err backup_restore(const char *from, const char *dir, bool *fresh,
    struct backup_made *out, struct hub_diag *diag) MUST_USE;

#endif
