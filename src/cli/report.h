/* SPDX-License-Identifier: ISC */
/*
 * report - a trace as a page: the verdict, the evidence, how to check it.
 *
 * For who is woken by a leak, for counsel, and for an expert who doubts it.
 * No name stands on it without its bound, what that is not, and what it does
 * not exclude; no number that `trace --json` has not.  One file without
 * scripts that loads nothing, to be read on any screen or printed.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/attr.h"
#include "cli/trace.h"

/* Of what has been weighed.  An exit code after saying why not. */
int report_write(const struct traces *all, const char *path) MUST_USE;

#endif
