/* SPDX-License-Identifier: ISC */
/*
 * unpacking - a folder of plaintext is on record before it is begun, so that
 * what stops `open` half-way, power too, leaves nothing for good: the next
 * verb of that reader's home finds it there and removes it.
 *
 * `unpacking` in the home: the whole path of each such folder, a line each;
 * it is gone when there are none.  `unpacking.lock` is held by who unpacks:
 * whoever gets it knows that all on record was left behind.
 */
#ifndef CLI_UNPACKING_H
#define CLI_UNPACKING_H

#include "base/attr.h"
#include "store/file.h"
#include "telltale/err.h"

struct unpacking {
	int lock;			/* or -1 */
	char record[FILE_PATH_MAX];
	char work[FILE_PATH_MAX];	/* where to build; whole path */
};

/*
 * Before anything of target is written: the work folder's name is durable in
 * the home when this returns TT_OK.  Waits for another process that unpacks,
 * for a minute at most: TT_EAGAIN.  TT_ESYNTAX if the path cannot stand in a
 * line, TT_ENOENT if the target's folder is not there, TT_ELIMIT if too many
 * are on record; errors of writing.
 */
enum tt_err unpacking_begin(struct unpacking *u, const char *home,
    const char *target) MUST_USE;

/* The work folder has become the target, or is removed; off the record. */
enum tt_err unpacking_end(struct unpacking *u) MUST_USE;

/* Both, with file_extract_by between them. */
enum tt_err unpacking_write(const char *home, const char *target,
    const struct file_member *members, size_t n) MUST_USE;

/*
 * Removes what an `open` that was stopped has left, and says so; or warns
 * where it cannot, and keeps it on record.  Nothing if one is at work.
 */
void unpacking_sweep(const char *home);

#endif
