/* SPDX-License-Identifier: ISC */
/* file_err - what the files of this room share about paths and errors. */
#ifndef STORE_FILE_ERR_H
#define STORE_FILE_ERR_H

#include "store/file.h"

#define FILE_TEMP_PREFIX	".tmp-"	/* of whatever is not finished */

enum tt_err file_err(void);	/* of errno */

/* The folder that path stands in. */
enum tt_err file_parent(char out[FILE_PATH_MAX], const char *path) MUST_USE;

/* 0, or -1 and errno: EEXIST if to is there.  Nothing is synced. */
int file_rename_new(const char *from, const char *to);

/* A new name beside path: prefix, 16 hex digits. */
enum tt_err file_temp_name(const char *path, const char *prefix,
    char out[FILE_PATH_MAX]) MUST_USE;

/* All of it, synced. */
enum tt_err file_write_fd(int fd, const void *p, size_t n) MUST_USE;

#endif
