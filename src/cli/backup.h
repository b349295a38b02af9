/* SPDX-License-Identifier: ISC */
/*
 * backup - a folder in one encrypted file, and back into a new one.
 *
 * The file is age (telltale/age_file.h) of a ustar archive in the writing of
 * specs/sealing.md section 5, without padding and without its limit on
 * members: the same folder gives the same archive.  Stock age and tar open
 * it.  A file whose name the archive cannot hold ends a backup: nothing is
 * left out in silence.
 */
#ifndef CLI_BACKUP_H
#define CLI_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "telltale/age_file.h"
#include "telltale/err.h"

#define BACKUP_FILES_MAX	1000000
#define BACKUP_FILE_MAX		((uint64_t)8 << 30)	/* bytes of one */

struct backup_diag {
	char name[512];		/* the file that it is about, or "" */
};

/* Paths of all files below dir, sorted by bytes.  backup_list_free. */
struct backup_list {
	char **path;		/* relative to dir */
	size_t n, cap;
};

/*
 * skip (may be NULL) says of a path, of a folder too, that it is left out.
 * TT_ETAR_NAME: the archive cannot hold a name; TT_ETAR_TYPE: it is neither a
 * plain file nor a folder; TT_ELIMIT, TT_EIO, TT_ENOMEM.
 */
enum tt_err backup_walk(const char *dir, bool (*skip)(const char *path),
    struct backup_list *out, struct backup_diag *diag) MUST_USE;
void backup_list_free(struct backup_list *l);

/*
 * Makes the file `out`, which must not be there, durably; on an error there
 * is none.  TT_EAGAIN: a file changed while it was read.
 */
enum tt_err backup_write(const char *out, const char *dir,
    const struct backup_list *list, const struct tt_age_target *to,
    struct rng rng, struct backup_diag *diag) MUST_USE;

/*
 * Makes the folder `dir`, which must not be there, with all files of `in`,
 * after its last byte was verified; on an error there is none.  Errors are
 * those of age files and archives too.
 */
enum tt_err backup_read(const char *dir, const char *in,
    const struct tt_age_opener *by, struct backup_diag *diag) MUST_USE;

#endif
