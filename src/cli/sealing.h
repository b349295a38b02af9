/* SPDX-License-Identifier: ISC */
/*
 * sealing - from a checked draft and a plan to a sealed bulletin.
 *
 * specs/hub.md section 5, specs/sealing.md sections 2, 5 and 6: numbers,
 * codebook, renderings, wave keys, copies, shares, statements.  Nothing goes
 * to the hub.  The folder is built beside its place and moved there whole,
 * then the records are committed; whatever fails before leaves nothing.  What
 * was sealed before and seen by nobody goes in the same commit.
 */
#ifndef CLI_SEALING_H
#define CLI_SEALING_H

#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "cli/draft.h"
#include "cli/plan.h"
#include "cli/revision.h"
#include "cli/vault.h"

struct sealing_ask {
	const struct draft *draft;
	const struct plan *plan;
	const struct revision *before;
	const char *folder;		/* of the draft */
};

struct sealing_result {
	char id[17];			/* of the bulletin in the ledger */
	char sealing[17];
	unsigned revision;
	uint8_t (*hashes)[32];		/* of copies, as plan rows; free() */
};

/* CLI_DONE, or an exit code after saying why. */
int sealing_run(struct vault *v, const struct sealing_ask *ask,
    struct rng rng, struct sealing_result *out) MUST_USE;

#endif
