/* SPDX-License-Identifier: ISC */
/*
 * keepers - telling every keeper of a wave that it moves, or opens early.
 *
 * specs/sealing.md section 7.  Each answer can be had again; what counts for
 * a move is a keeper's own signed word that it holds its share for the new
 * instant.
 */
#ifndef CLI_EMBARGO_KEEPERS_H
#define CLI_EMBARGO_KEEPERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/embargo/standing.h"

enum keeper_said {
	KEEPER_CONFIRMED,
	KEEPER_REFUSED,
	KEEPER_AWAY,		/* no answer, or none that is good */
};

struct keepers_told {
	unsigned confirmed, asked;
	struct buf missing;	/* "2 (does not answer), 3 (refuses)" */
};

/* The order of what: a `move` to opens_s, or `early`. */
struct keepers_order {
	const char *what;	/* "move", "early" */
	struct hash leaf;	/* of the statement, in the vault's records */
	int64_t opens_s;	/* of a move */
};

/*
 * All keepers of one wave.  CLI_DONE whatever they said, or an exit code
 * after saying why: the vault cannot ask at all.  keepers_done, too.
 */
int keepers_tell(struct vault *v, const struct standing_wave *w,
    const struct keepers_order *o, struct keepers_told *out) MUST_USE;
void keepers_done(struct keepers_told *t);

#endif
