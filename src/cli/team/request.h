/* SPDX-License-Identifier: ISC */
/*
 * request - an act that may take more than one person, asked for and done.
 *
 * A verb describes the act whole before it is done: the statements that say
 * it in the ledger, the change to the vault's records (its effect), and what
 * the second person reads (the dry run, not a summary).  The asker signs.  If
 * that is enough by programme/approval.h, or the team is small, the act is
 * done at once: statements are queued for the ledger and the effect is
 * applied, in one transaction.  Else the request waits in the vault and at
 * the hub, sealed to the officers, until the others have signed the same
 * statements or it expires.
 */
#ifndef CLI_TEAM_REQUEST_H
#define CLI_TEAM_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/merkle.h"
#include "base/span.h"
#include "cli/vault.h"
#include "programme/approval.h"
#include "telltale/set.h"

#define REQUEST_STATEMENTS_MAX	32
#define REQUEST_ID_LEN		16	/* hex digits, drawn at random */
#define REQUEST_EFFECT_MAX	((size_t)1 << 20)	/* bytes */

struct request_new {
	enum approval_act act;
	const char *subject;	/* partner, bulletin, case: as people type it */
	const char *reason;	/* or NULL */
	/* texts without signatures (tt_statement_end), each with its LF */
	struct span statement[REQUEST_STATEMENTS_MAX];
	size_t n;
	struct span effect;	/* a JSON object: what the act's apply gets */
	struct span shown;	/* plain text for the second person */
	const char *not_for;	/* the officer whom it is not sealed to, or
				 * NULL: who leaves is not asked */
};

/* What an act's apply gets, once everybody has signed. */
struct request_done {
	enum approval_act act;
	const char *subject, *reason;
	const json_t *effect;
	struct hash leaf[REQUEST_STATEMENTS_MAX];	/* as queued */
	struct tt_salt salt[REQUEST_STATEMENTS_MAX];
	size_t n;
	int64_t at_s;
	const char *officers;	/* names, ", " between */
};

/*
 * Applies an effect to the vault's records, within a transaction that is
 * open; everything it needs is in the effect, for another officer's program
 * may run it.  CLI_DONE, or an exit code after saying why: nothing is done
 * then.
 */
typedef int request_apply_fn(struct vault *v, const struct request_done *r);

/* acts.c: the one table of what each act does; NULL: no records change. */
extern request_apply_fn *const request_apply[APPROVAL_ACTS];

/*
 * The same for acts that are done at once: what notes that it was confirmed,
 * and what undoes one that nobody confirmed in time.  NULL: nothing does.
 */
extern request_apply_fn *const request_confirm[APPROVAL_ACTS];
extern request_apply_fn *const request_lapse[APPROVAL_ACTS];

/*
 * What follows by itself, once the last signature is there and the ledger has
 * the statements: by whoever gave it, with all of the vault.  subject as in
 * request_new.  NULL: nothing does.
 */
typedef int request_go_on_fn(struct vault *v, const char *subject);
extern request_go_on_fn *const request_go_on[APPROVAL_ACTS];

enum request_state { REQUEST_DONE, REQUEST_WAITS };

struct request_made {
	char id[REQUEST_ID_LEN + 1];
	enum request_state state;
	int64_t expires_s;	/* REQUEST_WAITS */
	unsigned officers;	/* that are still to sign */
	bool counsel;		/* likewise */
};

/*
 * The vault is open for VAULT_WRITE, and vault_greet was called; no
 * transaction is open.  CLI_DONE with *out, which says whether the act was
 * done or waits; or an exit code after saying why.  vault_post is the
 * caller's, afterwards.
 */
int request_ask(struct vault *v, const struct request_new *n,
    struct request_made *out) MUST_USE;

/*
 * What a verb ends with after request_ask: says, for people, that the act
 * waits for whom and until when, and returns CLI_LATER; CLI_DONE if it is
 * done.
 */
int request_said(const struct vault *v, const struct request_new *n,
    const struct request_made *made) MUST_USE;

#endif
