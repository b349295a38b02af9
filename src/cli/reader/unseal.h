/* SPDX-License-Identifier: ISC */
/*
 * unseal - a parcel's copy opened, and a fresh folder for what comes of it.
 *
 * For `open` and `convert`.  Functions give CLI_DONE, or an exit code after
 * saying why.
 */
#ifndef CLI_READER_UNSEAL_H
#define CLI_READER_UNSEAL_H

#include "base/attr.h"
#include "cli/changes.h"
#include "cli/parcel.h"
#include "store/file.h"
#include "telltale/copy.h"

/*
 * Where to write: name without slashes at its end.  Looked at before anything
 * is signed: it must not be there, the folder above it must.
 */
int unseal_target(const char *name, char out[FILE_PATH_MAX]) MUST_USE;

/* The parcel has its copy and its wave key.  tt_copy_free. */
int unseal_copy(const struct parcel *p, struct tt_copy **out) MUST_USE;

/* A new folder, of which nothing stays whatever stops us. */
int unseal_write(const struct parcel *p, const char *dir,
    const struct file_member *members, size_t n) MUST_USE;

/*
 * The table of what was written, and what a revision changed (NULL: nothing
 * to say); format as out_table_new has it.
 */
int unseal_print(const struct parcel *p, const char *format, const char *dir,
    const struct file_member *file, size_t n, const struct changes *changes)
    MUST_USE;

#endif
