/* SPDX-License-Identifier: ISC */
/*
 * review_state - what was decided in a review, kept until it goes on.
 *
 *	{ "format": "telltale-review/1",
 *	  "decisions": { KEY: "yes" | "no" | [alternatives, typed] },
 *	  "facts": [ { "part", "offset", "alternatives": [...] } ] }
 *
 * KEY is of the sentence, the place in it and the group, so that decisions
 * stay with sentences that did not change when the draft did.  Mode 0600: it
 * holds words of the draft.
 */
#ifndef CLI_REVIEW_STATE_H
#define CLI_REVIEW_STATE_H

#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "cli/marking.h"
#include "cli/sentences.h"
#include "telltale/err.h"

#define REVIEW_STATE_MAX	((size_t)64 << 20)	/* bytes */

/* Facts are added, decisions taken over; *n how many.  TT_ESYNTAX. */
enum tt_err review_state_parse(struct marking *m, struct span text,
    size_t *n) MUST_USE;

enum tt_err review_state_format(const struct marking *m,
    const struct sentences *s, struct buf *out) MUST_USE;

/* From and to a file; CLI_DONE, *n 0, if there is none. */
int review_state_read(struct marking *m, const char *path, size_t *n)
    MUST_USE;
int review_state_write(const struct marking *m, const struct sentences *s,
    const char *path) MUST_USE;

/*
 * Words of the draft that stand for a fact, and others as true: a fact where
 * they stand first, outside of sites, at or after from.  TT_ENOENT if they
 * don't; else as marking_add, or TT_ESYNTAX if no site can be made of them.
 */
enum tt_err review_add_fact(struct marking *m, uint32_t part, size_t from,
    const struct span *alternatives, size_t n) MUST_USE;

#endif
