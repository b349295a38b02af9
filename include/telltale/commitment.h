/* SPDX-License-Identifier: ISC */
/*
 * commitment - what the ledger says of a codebook before anything is
 * delivered, and how one row of it is opened later.
 *
 * evidence.md section 5.  Two trees over the keys of every possible holder
 * and copy number, bias_key, the table of slots and the beacon's description,
 * each hashed in a domain of its own.  An outsider who is shown K, its path,
 * bias_key, the table and the beacon derives the row and sees that it was
 * fixed; no other row is shown.  Pure.
 */
#ifndef TT_COMMITMENT_H
#define TT_COMMITMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/code.h"
#include "telltale/codebook.h"
#include "telltale/err.h"

#define TT_DEPTH_HOLDERS	10	/* by default: 1,024 holders */
#define TT_DEPTH_COPIES		14	/* 16,384 copies */
#define TT_BEACON_TEXT_MAX	255	/* bytes */
#define TT_BEACON_NONE		"none"

/* The five hashes that the commitment is the hash of. */
struct tt_commitment_parts {
	struct hash bias, sites, holders, copies, beacon;
};

/* One row, opened. */
struct tt_row_opening {
	enum tt_site_level level;
	uint64_t number;	/* below 2^depth */
	struct tt_row_key key;
	unsigned depth;		/* of its tree, and hashes in path */
	struct hash path[TT_DEPTH_MAX];	/* from the leaf up */
};

/* What an outsider is shown besides openings. */
struct tt_revealed {
	struct tt_bias_key bias_key;
	const struct tt_slot *slots;
	size_t n_slots;
	struct span beacon;	/* its description */
};

/*
 * The depth that a tree for n numbers ever needs: at least the default of
 * its level, and numbers for twice as many.  TT_ELIMIT over TT_DEPTH_MAX.
 */
enum tt_err tt_depth_for(enum tt_site_level level, uint64_t n, unsigned *depth)
    MUST_USE;

/*
 * The root of the tree over the 2^depth keys of a level: some 0.8 us a leaf.
 * TT_ERANGE if depth is over TT_DEPTH_MAX.
 */
enum tt_err tt_codebook_root(const struct tt_codebook *cb,
    enum tt_site_level level, unsigned depth, struct hash *root) MUST_USE;

/*
 * All five.  beacon describes it in UTF-8, TT_BEACON_NONE by default.  As
 * tt_codebook_root; TT_ESYNTAX if beacon is empty, not printable UTF-8 or
 * longer than TT_BEACON_TEXT_MAX; TT_ENOMEM.
 */
enum tt_err tt_codebook_commit(const struct tt_codebook *cb,
    unsigned depth_holders, unsigned depth_copies, struct span beacon,
    struct tt_commitment_parts *out) MUST_USE;

/* What the `codebook` statement says. */
void tt_commitment_hash(const struct tt_commitment_parts *parts,
    struct hash *out);

/*
 * Open one row; computes the tree again.  The caller wipes out->key.
 * TT_ERANGE if depth is over TT_DEPTH_MAX or number not below 2^depth.
 */
enum tt_err tt_codebook_open(const struct tt_codebook *cb,
    enum tt_site_level level, uint64_t number, unsigned depth,
    struct tt_row_opening *out) MUST_USE;

/*
 * The part (holders or copies) that an opening leads to: with one opening of
 * each level, and tt_revealed_parts, an outsider has the whole commitment.
 * TT_ERANGE if number or depth cannot be.
 */
enum tt_err tt_row_opening_part(const struct tt_row_opening *o,
    struct hash *out) MUST_USE;

/* Set bias, sites and beacon of *parts.  As tt_slots_check, TT_ENOMEM. */
enum tt_err tt_revealed_parts(const struct tt_revealed *r,
    struct tt_commitment_parts *parts) MUST_USE;

/*
 * Was this row fixed by that commitment?  other is the part of the level that
 * o is not of.  TT_EPROOF if anything differs, else as the two above.
 */
enum tt_err tt_row_opening_check(const struct tt_row_opening *o,
    const struct tt_revealed *r, const struct hash *other,
    const struct hash *commitment) MUST_USE;

#endif
