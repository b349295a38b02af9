/* SPDX-License-Identifier: ISC */
/*
 * beside - what of the vault's records stands beside a case: exceptions to
 * the policy that partners had for its bulletins, mishaps that readers
 * reported of them, and waves that did not open at their instants.  Nothing of
 * it is evidence; all may explain some.
 */
#ifndef CLI_CASE_BESIDE_H
#define CLI_CASE_BESIDE_H

#include "cli/post/mishap.h"
#include "cli/vault.h"
#include "programme/schedule.h"
#include "store/vault_rules.h"

struct dossier;

struct beside_mishap {
	int64_t n, received_s;		/* of the letter */
	char partner[VAULT_ID_MAX + 1];
	char bulletin[VAULT_BULLETIN_LEN + 1];
	bool shut;			/* it is not for this officer's key */
	struct mishap_soon soon;	/* else */
};

struct beside_opening {
	char bulletin[VAULT_BULLETIN_LEN + 1];
	char wave[TT_ID_MAX + 1];
	int64_t opened_s;		/* by the hub's clock */
	enum schedule_opening as;	/* pulled in, or late */
	int64_t late_s;
};

struct beside {
	struct vault_exception *exception;
	size_t n_exceptions;
	struct beside_mishap *mishap;
	size_t n_mishaps;
	struct beside_opening *opening;
	size_t n_openings;
};

/* Of the bulletins that d was opened about or that its traces found.  The
 * officer's key is unlocked.  beside_done also after a failure. */
int beside_read(struct beside *b, struct vault *v, const struct dossier *d)
    MUST_USE;
void beside_done(struct beside *b);	/* safe on a zeroed one */

#endif
