/* SPDX-License-Identifier: ISC */
/*
 * inventory - what a vault says, as a sorted list of short lines, so that two
 * vaults can be compared with what both were before.
 *
 * A line for each file, `SHA-256 PATH` (of a secret what is in it: sealing it
 * anew changes nothing), and for each record, `SHA-256 TABLE`.  Left out is
 * what belongs to one machine: the officer's own keys, telltale.conf, the
 * newest checkpoint seen, what came from the hub and when, caches.
 */
#ifndef CLI_TEAM_INVENTORY_H
#define CLI_TEAM_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "cli/vault.h"

#define INVENTORY_MAX	((size_t)256 << 20)	/* bytes, as text */

struct inventory {
	struct span *line;		/* sorted by bytes, without LF */
	size_t n, cap;
	struct buf text;		/* what they point into */
};

/* CLI_DONE, or an exit code after saying why.  Unlocks the officer's key. */
int inventory_take(struct vault *v, struct inventory *out) MUST_USE;
void inventory_done(struct inventory *i);	/* safe on a zeroed one */

/* Lines, each with its LF; TT_ESYNTAX if the last has none. */
enum tt_err inventory_parse(struct inventory *out, struct span text) MUST_USE;
void inventory_format(const struct inventory *i, struct buf *out);

bool inventory_same(const struct inventory *a, const struct inventory *b);

/*
 * Is every difference of `less` from base one of `more` from base as well?
 * Then more has all that happened in less.
 */
bool inventory_within(const struct inventory *base,
    const struct inventory *less, const struct inventory *more);

#endif
