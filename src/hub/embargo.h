/* SPDX-License-Identifier: ISC */
/*
 * embargo - what is in force of a bulletin, and what follows from each word
 * about it.
 *
 * specs/stories.md 3.1, 3.5 and 3.9: an end is one statement and ends it for
 * all; a revision changes nothing until it is adopted, which takes keepers
 * that hold the new instants and the move in the ledger.  All under the hub's
 * lock, but where it says otherwise.
 */
#ifndef HUB_EMBARGO_H
#define HUB_EMBARGO_H

#include <stdbool.h>

#include "base/attr.h"
#include "hub/hub.h"
#include "store/hub_embargo.h"

/* As it stands; of a bulletin that nothing was said of, what its waves say. */
enum tt_err embargo_standing_of(struct hub *h, const char *bulletin,
    struct hub_embargo *out) MUST_USE;

bool embargo_is_retracted(const struct hub_embargo *m);
/* It ended, or its public instant has come. */
bool embargo_is_over(const struct hub_embargo *m, int64_t now_s);

/* Copies of the wave may be handed out now. */
bool embargo_opens(const struct hub_embargo *m, const struct hub_wave *w,
    int64_t now_s);

/*
 * Before one is accepted.  *two: it lengthens what is in force, so that one
 * officer is not enough.  TT_ESTATE: a revision that is not newer than that.
 */
enum tt_err embargo_check(struct hub *h, const struct tt_statement *s,
    bool *two) MUST_USE;

/*
 * What follows from an event of kind embargo, early or move, within its
 * transaction.
 */
enum tt_err embargo_take(struct hub *h, const struct tt_statement *s,
    int64_t event) MUST_USE;

/*
 * Adopts what waits and can be; takes the lock itself.  TT_OK also where
 * something still waits.
 */
enum tt_err embargo_adopt(struct hub *h) MUST_USE;

/*
 * Deletes the copies of waves that were retracted before they opened; takes
 * the lock itself.  Can be repeated from wherever a crash left it.
 */
enum tt_err embargo_sweep(struct hub *h) MUST_USE;

/* How many keepers must hold another instant before it counts. */
unsigned embargo_quorum(unsigned k, unsigned n, bool later);

/* Threshold and number of keepers of a wave, by its statement. */
enum tt_err embargo_keepers(struct hub *h, const struct hash *wave,
    unsigned *k, unsigned *n) MUST_USE;

#endif
