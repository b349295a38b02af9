/* SPDX-License-Identifier: ISC */
/*
 * words - what somebody wrote, from a file or standard input, as a letter's
 * text: never from an argument, which others on the machine can read.
 */
#ifndef CLI_POST_WORDS_H
#define CLI_POST_WORDS_H

#include "base/attr.h"
#include "base/buf.h"
#include "telltale/err.h"

/*
 * path "-": standard input.  *out is a secret buf, ends in LF, has no CR and
 * no tab.  CLI_DONE, or an exit code after saying why.
 */
int words_read(const char *path, struct buf *out) MUST_USE;

/* Why words could not become a letter, said; its exit code. */
int words_refused(enum tt_err e) MUST_USE;

#endif
