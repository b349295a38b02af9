/* SPDX-License-Identifier: ISC */
/*
 * tell - a change of an embargo goes to its readers by mail (cli/post/notice),
 * in words that name nobody else.
 *
 * Each can be called again: what is queued already is not queued twice.
 * CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_EMBARGO_TELL_H
#define CLI_EMBARGO_TELL_H

#include "base/attr.h"
#include "base/span.h"
#include "cli/embargo/standing.h"

/*
 * The terms that were proposed are in force: to the readers of each wave,
 * with their own terms; what opens later is announced for its new instant.
 */
int tell_terms(struct standing *s) MUST_USE;

/* It ended.  part: a file of the public rendering; empty if there is none. */
int tell_ended(struct standing *s, struct span part) MUST_USE;

/* It was retracted just now. */
int tell_retracted(struct standing *s, const char *reason) MUST_USE;

#endif
