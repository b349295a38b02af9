/* SPDX-License-Identifier: ISC */
/*
 * snapshot - a whole copy of a database file, taken while others write to it.
 *
 * For SQLite: what has a URL is another engine's, whose own tools copy it
 * (TT_ESTATE from all of these).  A copy is one file, without a log beside
 * it.  Errors are those of store/db.h; TT_ENOENT where there is no file.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

/*
 * The database at `from` as it was at one instant becomes `to`, mode 0600,
 * on the disk when this returns.  TT_EEXIST if anything is there.
 */
enum tt_err snapshot_take(const char *from, const char *to) MUST_USE;

/* How many migrations have run; nothing is changed. */
enum tt_err snapshot_version(const char *where, int64_t *version) MUST_USE;

/* *same: both have the same tables, and in them the same rows. */
enum tt_err snapshot_same(const char *a, const char *b, bool *same) MUST_USE;

/*
 * What its log has is brought into the file, and the log is gone, so that the
 * file may be moved.  Nobody else may have it open (TT_EAGAIN).
 */
enum tt_err snapshot_settle(const char *where) MUST_USE;

/* The file and what SQLite keeps beside it; what is not there is gone. */
enum tt_err snapshot_remove(const char *where) MUST_USE;

#endif
