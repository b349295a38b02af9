/* SPDX-License-Identifier: ISC */
/*
 * banner - a line above and below a part that says what it is a preview of.
 *
 * It stands as the format has it: a paragraph in prose, a comment in code and
 * rules, so that what reads the part still does.  JSON has no comments, and
 * of a format that is not known nobody can say: such a part stays bare.
 * Pure.
 */
#ifndef CLI_AUTHOR_BANNER_H
#define CLI_AUTHOR_BANNER_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"

#define BANNER_MAX	600	/* bytes of a line, with NUL */

/*
 * Appends text to out, the banner above and below it; says is one line of
 * printable ASCII without the ends of comments.  False: text stands alone.
 */
bool banner_put(struct span name, struct span text, const char *says,
    struct buf *out);

#endif
