/* SPDX-License-Identifier: ISC */
/*
 * open_bulletins - what another policy or other duties would change for the
 * bulletins that are sealed and not public.
 */
#ifndef CLI_RULES_OPEN_BULLETINS_H
#define CLI_RULES_OPEN_BULLETINS_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/rules/ruleset.h"
#include "cli/vault.h"

/* One partner whose result would be another; texts are borrowed. */
struct open_change {
	const char *bulletin;		/* the author's name for it */
	const char *partner;
	char before[160], after[160];	/* "wave early, full: tier elite" */
};

typedef void open_change_fn(void *ctx, const struct open_change *c);

/*
 * Asks of each reader in each open bulletin what it gets under either, and
 * tells fn the first of a partner's that differs.  Unlocks the bulletins.
 * CLI_DONE, or an exit code after saying why.
 */
int open_bulletins_compare(struct vault *v, const struct ruleset *before,
    const struct ruleset *after, open_change_fn *fn, void *ctx) MUST_USE;

#endif
