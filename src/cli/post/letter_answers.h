/* SPDX-License-Identifier: ISC */
/* letter_answers - what the vendor sent this reader, opened and checked. */
#ifndef CLI_POST_LETTER_ANSWERS_H
#define CLI_POST_LETTER_ANSWERS_H

#include "base/attr.h"
#include "cli/reader_home.h"
#include "telltale/letter.h"

/* l, and whole, its bytes, are borrowed; it is an officer's of the keys that
 * the home believes. */
typedef void letter_answer_fn(void *ctx, const struct tt_letter *l,
    struct span whole);

/*
 * All of them, in the hub's order.  CLI_DONE, or an exit code after saying
 * why; CLI_ALARM: one is none of an officer's.
 */
int letter_answers(struct reader_home *home, letter_answer_fn *fn, void *ctx)
    MUST_USE;

#endif
