/* SPDX-License-Identifier: ISC */
/*
 * opening - a statement with all that proves it was in the ledger.
 *
 * specs/ledger.md section 7: the statement is in a set, the set's root is in
 * a batch, the batch is an entry of the log, the log's head is signed and
 * witnessed as a policy asks.  Clients, keepers and the vault check a
 * statement with one call.  Pure.
 */
#ifndef TT_OPENING_H
#define TT_OPENING_H

#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/policy.h"
#include "telltale/set_proof.h"
#include "telltale/statement.h"

/* What is handed over: three files' bytes. */
struct tt_opening {
	struct span	set_proof;
	struct span	batch;		/* the entry */
	struct span	tlog_proof;	/* of that entry */
};

struct tt_opened {
	struct tt_statement		statement;
	struct tt_salt			salt;
	struct hash			leaf;	/* what names the statement */
	struct tt_statement		batch;
	uint64_t			index;	/* of the batch in the log */
	struct tt_policy_verdict	head;
};

/*
 * Check all of it but who signed the statement (authority.h).  kind is the
 * kind it must be.  *out borrows from o's spans and is about 20 KiB.
 * TT_EPROOF, TT_EUNSIGNED, TT_ESIG, TT_EREFUSED (another kind, other logs),
 * and all errors of the three parsers.
 */
enum tt_err tt_opening_check(const struct tt_opening *o, enum tt_kind kind,
    const struct tt_policy *policy, struct tt_opened *out) MUST_USE;

/*
 * A leaf of a `copies` set: in the root and at the depth that the statement
 * copies names, of its bulletin and log.  TT_EPROOF, TT_EREFUSED, and the
 * parsers' errors.
 */
enum tt_err tt_copy_leaf_check(struct span set_proof,
    const struct tt_statement *copies, struct tt_statement *out) MUST_USE;

#endif
