/* SPDX-License-Identifier: ISC */
/*
 * clock_notices - mail to our own people about deadlines of ours: that they
 * run, and again when a quarter of the time is left.
 */
#ifndef CLI_KNOWN_CLOCK_NOTICES_H
#define CLI_KNOWN_CLOCK_NOTICES_H

#include "base/attr.h"
#include "cli/vault.h"

/*
 * What waits of a subject (vault_sighting.h) is queued anew, by the clocks
 * that run now; after each change of these.  Nothing is said twice.  CLI_DONE,
 * or an exit code after saying why.
 */
int clock_notices(struct vault *v, const char *subject) MUST_USE;

/*
 * Likewise of a sighting in letter n that came at aware_s and that nobody has
 * taken in: nothing is on record yet, and the time runs all the same.
 */
int clock_notices_letter(struct vault *v, int64_t n, int64_t aware_s)
    MUST_USE;

/* Its public instant moved, or it ended: no reason to stop that for mail. */
void clock_notices_moved(struct vault *v, const char *bulletin);

#endif
