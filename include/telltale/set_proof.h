/* SPDX-License-Identifier: ISC */
/*
 * set_proof - the file that shows one statement of a set, and no other.
 *
 * specs/ledger.md section 7, "Opening": salt, index, hashes, an empty line,
 * the statement with its signatures.  Pure.
 */
#ifndef TT_SET_PROOF_H
#define TT_SET_PROOF_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/set.h"
#include "telltale/statement.h"

/* Bytes of the longest file: head, index, salt, hashes, statement. */
#define TT_SET_PROOF_MAX	(128 + TT_SET_DEPTH_MAX * 45 + TT_STATEMENT_MAX)

struct tt_set_proof {
	struct tt_salt	salt;
	uint64_t	index;		/* below 2^depth */
	unsigned	depth;		/* hashes */
	struct hash	proof[TT_SET_DEPTH_MAX];
	struct span	statement;	/* borrowed; not parsed here */
};

/* TT_ESYNTAX, TT_EVERSION, TT_ELIMIT, TT_ERANGE (index). */
enum tt_err tt_set_proof_parse(struct tt_set_proof *out, struct span file)
    MUST_USE;

/* Append the file.  TT_ELIMIT, TT_ERANGE. */
enum tt_err tt_set_proof_format(const struct tt_set_proof *p,
    struct buf *file) MUST_USE;

/* Fill salt, index and hashes from a built set; statement is the caller's. */
enum tt_err tt_set_proof_make(struct tt_set_proof *out,
    const struct tt_set *set, uint64_t place, const struct tt_salt *salt,
    struct span statement) MUST_USE;

/* TT_EPROOF unless it has depth hashes leading to root.  leaf may be NULL. */
enum tt_err tt_set_proof_check(const struct tt_set_proof *p, uint64_t depth,
    const struct hash *root, struct hash *leaf) MUST_USE;

#endif
