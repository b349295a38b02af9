/* SPDX-License-Identifier: ISC */
/*
 * slip_plan - what another public instant would do, before anybody adopts it:
 * which waves move, which are open, who must consent again, and who is free
 * to speak at the old instant.
 */
#ifndef CLI_EMBARGO_SLIP_PLAN_H
#define CLI_EMBARGO_SLIP_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/embargo/consents.h"
#include "cli/embargo/standing.h"

struct slip_wave {
	enum schedule_move move;
	int64_t opens_s;		/* from then on */
};

struct slip_plan {
	struct standing *s;		/* borrowed */
	int64_t public_s;
	bool later;
	unsigned revision;		/* of the terms that it would make */
	struct slip_wave wave[STANDING_WAVES_MAX];	/* as standing's */
	size_t n_moves;
	struct consents consents;
	size_t again, free;	/* partners that sign anew; of them, free
				 * to speak at the old instant if they don't */
};

/*
 * CLI_USAGE or CLI_REFUSED after saying why: no instant to come, the one that
 * is in force, past the longest embargo, or a wave that would not open before
 * it.  slip_plan_done, too.
 */
int slip_plan_make(struct slip_plan *p, struct standing *s,
    int64_t public_s) MUST_USE;
void slip_plan_done(struct slip_plan *p);

bool slip_moves(const struct slip_wave *w);

/* For people, to stdout; for the second person, appended to out. */
void slip_plan_tell(const struct slip_plan *p, struct buf *out);
int slip_plan_print(const struct slip_plan *p) MUST_USE;

#endif
