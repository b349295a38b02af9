/* SPDX-License-Identifier: ISC */
/*
 * line_diff - which lines of two texts differ: the longest common subsequence
 * of lines, after what both begin and end with.
 */
#ifndef CLI_LINE_DIFF_H
#define CLI_LINE_DIFF_H

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define LINE_DIFF_CELLS	((size_t)1 << 24)	/* over that, what lies between
						 * is told as one change */

/* A line that went ('-') or came ('+'), without its end; line from 1. */
typedef enum tt_err line_diff_fn(void *ctx, char sign, size_t line,
    struct span text);

/* In the order of the texts.  What fn returns, TT_ENOMEM. */
enum tt_err line_diff(struct span was, struct span is, line_diff_fn *fn,
    void *ctx) MUST_USE;

#endif
