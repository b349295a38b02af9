/* SPDX-License-Identifier: ISC */
/*
 * early - a proof of concept that goes out over a day before it is public
 * (specs/stories.md 3.9): a second officer reads what is published to whom,
 * and signs the very terms of the sealing.
 */
#ifndef CLI_EMBARGO_EARLY_H
#define CLI_EMBARGO_EARLY_H

#include "base/attr.h"
#include "cli/delivery.h"
#include "cli/team/request.h"

/*
 * The second person's yes, once for a sealing, if it takes one.  CLI_DONE,
 * CLI_LATER while it waits, or said why.
 */
int early_ask(struct delivery *d) MUST_USE;

request_apply_fn early_apply;

/*
 * Terms that two officers signed are the sealing's own now.  They are held
 * back in the outbox until its publishing lets them go.
 */
enum tt_err early_keep_terms(struct vault *v, const char *sealing,
    const struct hash *leaf) MUST_USE;

#endif
