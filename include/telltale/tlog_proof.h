/* SPDX-License-Identifier: ISC */
/*
 * tlog_proof - the file that shows that an entry is in a log.
 *
 * https://c2sp.org/tlog-proof: index, hashes, an empty line, a checkpoint
 * with its cosignatures.  Extra data is refused: it is not authenticated and
 * nothing here needs it.  Pure.
 */
#ifndef TT_TLOG_PROOF_H
#define TT_TLOG_PROOF_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/note.h"
#include "telltale/policy.h"

#define TT_TLOG_PROOF_MAX	(64 + MERKLE_PROOF_MAX * 45 + TT_NOTE_MAX)

struct tt_tlog_proof {
	uint64_t	index;
	size_t		n;		/* hashes */
	struct hash	proof[MERKLE_PROOF_MAX];
	struct span	checkpoint;	/* a note, borrowed; not parsed here */
};

/* TT_ESYNTAX, TT_EVERSION, TT_ELIMIT, TT_ERANGE. */
enum tt_err tt_tlog_proof_parse(struct tt_tlog_proof *out, struct span file)
    MUST_USE;

/* Append the file.  TT_ELIMIT. */
enum tt_err tt_tlog_proof_format(const struct tt_tlog_proof *p,
    struct buf *file) MUST_USE;

/*
 * entry is in a log of the policy at p->index.  Errors of tt_policy_open;
 * TT_EUNSIGNED also without the policy's quorum; TT_EPROOF.
 */
enum tt_err tt_tlog_proof_check(const struct tt_tlog_proof *p,
    struct span entry, const struct tt_policy *policy,
    struct tt_policy_verdict *out) MUST_USE;

#endif
