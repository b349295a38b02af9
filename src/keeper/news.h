/* SPDX-License-Identifier: ISC */
/*
 * news - what the hub tells a keeper of the log: how far it has grown.
 *
 * The body of POST /checkpoint, in the form of the witness protocol's
 * add-checkpoint (specs/ledger.md section 4): "old SIZE" LF, hashes of the
 * consistency proof, an empty line, the checkpoint as signed note.  Pure.
 */
#ifndef KEEPER_NEWS_H
#define KEEPER_NEWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/checkpoint.h"
#include "telltale/err.h"
#include "telltale/note.h"
#include "telltale/policy.h"

struct keeper_news {
	uint64_t	old;	/* leaves */
	size_t		n;	/* hashes */
	struct hash	proof[MERKLE_PROOF_MAX];
	struct span	note;	/* borrowed */
};

#define KEEPER_NEWS_MAX	(64 + MERKLE_PROOF_MAX * 45 + TT_NOTE_MAX) /* bytes */

/* TT_ESYNTAX, TT_ERANGE, TT_ELIMIT. */
enum tt_err keeper_news_parse(struct keeper_news *out, struct span body)
    MUST_USE;

/*
 * The checkpoint is signed and witnessed as the policy asks, of that origin,
 * and extends known (size 0: none yet).  TT_EUNSIGNED, TT_ESIG and others of
 * tt_policy_open; TT_EUNSIGNED also without the quorum; TT_EREFUSED: another
 * origin; TT_ESTATE: old is not the size that is known; TT_EROLLBACK:
 * smaller than that; TT_EFORK: it does not extend it.
 */
enum tt_err keeper_news_check(const struct keeper_news *news,
    const struct tt_policy *policy, const char *origin,
    const struct tt_checkpoint *known, struct tt_policy_verdict *out)
    MUST_USE;

#endif
