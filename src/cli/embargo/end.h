/* SPDX-License-Identifier: ISC */
/*
 * end - an embargo over before its instant: ended, with everything public, or
 * retracted, with nothing.
 */
#ifndef CLI_EMBARGO_END_H
#define CLI_EMBARGO_END_H

#include "base/attr.h"
#include "cli/embargo/act.h"
#include "cli/embargo/standing.h"

/*
 * Asks for it: `early` of each unopened wave unless it is retracted, and the
 * `embargo` statement that is the end.  reason as it is typed; about: what
 * the second person reads.
 */
int end_ask(struct standing *s, enum approval_act what, const char *reason,
    struct span about, struct request_made *made) MUST_USE;

request_apply_fn end_apply, retract_apply;

/*
 * After the end: the public rendering goes out, keepers open what is closed,
 * and it is waited for.  CLI_LATER after saying what is missing.
 */
int end_finish(struct standing *s) MUST_USE;

request_go_on_fn end_go_on;

#endif
