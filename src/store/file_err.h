/* SPDX-License-Identifier: ISC */
/* file_err - what the files of this room share about paths and errors. */
#ifndef STORE_FILE_ERR_H
#define STORE_FILE_ERR_H

#include "store/file.h"

enum tt_err file_err(void);	/* of errno */

/* 0, or -1 and errno: EEXIST if to is there.  Nothing is synced. */
int file_rename_new(const char *from, const char *to);

/* All of it, synced. */
enum tt_err file_write_fd(int fd, const void *p, size_t n) MUST_USE;

#endif
