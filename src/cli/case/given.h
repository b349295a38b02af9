/* SPDX-License-Identifier: ISC */
/* given - a text of the command line, or of standard input where it is "-". */
#ifndef CLI_CASE_GIVEN_H
#define CLI_CASE_GIVEN_H

#include "base/attr.h"
#include "base/buf.h"

#define CASE_GIVEN_MAX	65536	/* bytes */

/*
 * Into *out, a secret buf that the caller frees: 1 to CASE_GIVEN_MAX bytes of
 * UTF-8 with no control characters but LF and tab.  An exit code after saying
 * what is wrong; then there is nothing to free.
 */
int case_given_text(const char *verb, const char *arg, struct buf *out)
    MUST_USE;

#endif
