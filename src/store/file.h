/* SPDX-License-Identifier: ISC */
/*
 * file - whole files, read with a limit and written so that no crash shows
 * half of one.
 *
 * Writing is: a temporary file beside the target, fsync, rename, fsync of the
 * folder.  When a write returns TT_OK the bytes are on the disk under their
 * name; on any error the old file, or none, is there as before.  A full disk
 * or quota is TT_EFULL, every other trouble of the machine TT_EIO; errno is
 * kept for the message.  Paths are the caller's own, never a stranger's.
 */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define FILE_PATH_MAX	4096	/* bytes, with NUL */
#define FILE_TEMP_PREFIX	".tmp-"	/* of whatever is not finished */

/*
 * dir, "/" and name, with a NUL.  An absolute name stands alone.  TT_ELIMIT
 * if it is over FILE_PATH_MAX.
 */
enum tt_err file_path(char out[FILE_PATH_MAX], const char *dir,
    const char *name) MUST_USE;

/* The folder that path stands in; "./" if path has no slash. */
enum tt_err file_parent(char out[FILE_PATH_MAX], const char *path) MUST_USE;

/* A new name beside path, for what is not finished. */
enum tt_err file_temp_name(const char *path, char out[FILE_PATH_MAX]) MUST_USE;

/*
 * All bytes of a plain file into out, which is initialised here and is the
 * caller's to buf_done; on an error it is as it was.  TT_ENOENT if there is
 * none, TT_ELIMIT if it is over max bytes, TT_EIO if it is no plain file.
 */
enum tt_err file_read(const char *path, size_t max, struct buf *out) MUST_USE;

/*
 * The same for dir/name, where nothing of name is a link: TT_EREFUSED if one
 * is, or if name could lead out of dir (name_member_ok says which cannot).
 */
enum tt_err file_read_below(const char *dir, struct span name, size_t max,
    struct buf *out) MUST_USE;

/*
 * The same for a secret: TT_EREFUSED if group or others have any right to it
 * or if it is another user's; out is a secret buf.
 */
enum tt_err file_read_secret(const char *path, size_t max, struct buf *out)
    MUST_USE;

/* Replaces path or makes it, with exactly this mode. */
enum tt_err file_write(const char *path, const void *p, size_t n, mode_t mode)
    MUST_USE;

/* The same in a folder, mode 0600. */
enum tt_err file_write_in(const char *dir, const char *name,
    struct span bytes) MUST_USE;

/* Makes path; TT_EEXIST, and nothing changed, if anything is there. */
enum tt_err file_create(const char *path, const void *p, size_t n, mode_t mode)
    MUST_USE;

/*
 * Makes path if it is not there; TT_OK if it is there with the same bytes,
 * TT_EEXIST if with others.  For files named by what is in them.
 */
enum tt_err file_keep(const char *path, const void *p, size_t n, mode_t mode)
    MUST_USE;

bool file_exists(const char *path);	/* of any type, a link too */

/* TT_ENOENT, TT_EIO if it is no plain file. */
enum tt_err file_size(const char *path, uint64_t *bytes) MUST_USE;

/* Opens a plain file for reading; *fd is the caller's.  As file_size. */
enum tt_err file_open(const char *path, int *fd, uint64_t *bytes) MUST_USE;

/* The folder and those above it that are missing, mode 0700, durable. */
enum tt_err file_mkdirs(const char *path) MUST_USE;

/* Makes one folder, mode 0700; TT_EEXIST if anything is there. */
enum tt_err file_mkdir(const char *path) MUST_USE;

enum tt_err file_sync_dir(const char *path) MUST_USE;

/* One rename, durable; TT_EEXIST if to is there (nothing is replaced). */
enum tt_err file_rename(const char *from, const char *to) MUST_USE;

/*
 * Two folders that stand in one take each other's name, at once and durably.
 * TT_EIO where the file system cannot do that.
 */
enum tt_err file_exchange(const char *a, const char *b) MUST_USE;

/* A file that is not there is removed already. */
enum tt_err file_remove(const char *path) MUST_USE;

/*
 * A folder of our own with all in it; links are removed, never followed; at
 * most 16 levels (TT_ELIMIT).  Where it succeeds errno is as it was: what is
 * cleared away after a failure does not hide why.
 */
enum tt_err file_remove_tree(const char *path) MUST_USE;

/* What writes that never ended have left in a folder. */
enum tt_err file_tidy(const char *path) MUST_USE;

/* Such a thing by its name, or what is in such a folder. */
bool file_is_unfinished(const char *path);

/* Names in a folder, sorted by bytes, without . and ..; file_list_free. */
struct file_list {
	char **name;
	size_t n;
};
enum tt_err file_list(const char *path, size_t max, struct file_list *out)
    MUST_USE;
void file_list_free(struct file_list *l);

/*
 * A lock for as long as *fd is open, also when the process dies.  TT_EAGAIN
 * if another process has it.
 */
enum tt_err file_lock(const char *path, int *fd) MUST_USE;
void file_unlock(int fd);

/*
 * A lock that many may have.  *alone: nobody else has it, and nobody gets it
 * before file_lock_share.
 */
enum tt_err file_lock_many(const char *path, int *fd, bool *alone) MUST_USE;
void file_lock_share(int fd);

/*
 * Members of an archive that has verified to its end become a new folder at
 * target, which must not exist (TT_EEXIST): built beside it, mode 0700, each
 * component without following links, files O_EXCL and mode 0600, each synced,
 * then one rename.  On any error there is nothing, neither target nor what
 * was begun.  A name that is no plain relative path is TT_ETAR_NAME (the
 * archive's reader has refused it before).  specs/sealing.md section 5.
 */
struct file_member {
	struct span name;	/* "a/b.txt" */
	struct span data;
};
enum tt_err file_extract(const char *target, const struct file_member *members,
    size_t n) MUST_USE;

/* The same; what is begun stands at work, a file_temp_name of target. */
enum tt_err file_extract_by(const char *work, const char *target,
    const struct file_member *members, size_t n) MUST_USE;

#endif
