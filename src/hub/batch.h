/* SPDX-License-Identifier: ISC */
/*
 * batch - what waits becomes leaves of a padded set, and that an entry.
 *
 * specs/ledger.md sections 5 (step 2) and 7, "Sets" and "Batches": cut every
 * interval, full, empty or in between, at random places; what does not fit
 * waits; statements for the clear follow the batch as entries.
 */
#ifndef HUB_BATCH_H
#define HUB_BATCH_H

#include "base/attr.h"
#include "hub/hub.h"

#define BATCH_CLEAR_MAX	64	/* entries in the clear with one batch */

/*
 * One batch now, and the log advanced to it (hub/ledger.h, and its errors).
 * An error before the records are committed leaves all waiting; after one
 * that came later, the next call first publishes what was cut.  TT_EEARLY:
 * the clock is behind the newest batch.  The outcome is in h->batch_err.
 */
enum tt_err batch_cut(struct hub *h) MUST_USE;

/* Witnesses that did not cosign the newest head, once more, if it is time. */
enum tt_err batch_cosign(struct hub *h) MUST_USE;

/*
 * The same before its time, for the statement that two officers signed and
 * that leaf names: the batch says `urgent yes`.  *entry is the batch's; a
 * statement that had its batch gets that one, and nothing is cut.
 */
enum tt_err batch_cut_urgent(struct hub *h, const struct hash *leaf,
    uint64_t *entry) MUST_USE;

/* The next instant at which a batch is due: a multiple of the interval. */
int64_t batch_next(const struct hub *h, int64_t now_s);

#endif
