/* SPDX-License-Identifier: ISC */
/*
 * merkle - RFC 6962 section 2.1: hashes, roots and proofs.
 *
 * Shared by codebook (trees over keys) and ledger (log and sets).  A proof
 * is hashes from the leaf up.  Never trust a root that comes with a proof.
 */
#ifndef BASE_MERKLE_H
#define BASE_MERKLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define MERKLE_PROOF_MAX	63	/* hashes */

struct hash {
	uint8_t b[32];
};

void merkle_leaf(struct hash *out, const void *entry, size_t n);
void merkle_node(struct hash *out, const struct hash *l, const struct hash *r);
void merkle_empty(struct hash *out);	/* root of the tree of no leaves */

/* Root over n leaf hashes, in place of nothing: O(n) time, O(log n) memory. */
void merkle_root(struct hash *out, const struct hash *leaves, uint64_t n);

/*
 * The same a leaf at a time: what is left of a tree of `size` leaves, the
 * roots of its full subtrees, largest first.
 */
struct merkle_frontier {
	uint64_t size;		/* leaves */
	struct hash h[64];	/* popcount(size) of them */
};
void merkle_frontier_init(struct merkle_frontier *f);
void merkle_frontier_add(struct merkle_frontier *f, const struct hash *leaf);
void merkle_frontier_root(const struct merkle_frontier *f, struct hash *out);

/* Where proof makers get hashes: the full subtree `index` of 2^level leaves. */
typedef enum tt_err merkle_get(void *ctx, unsigned level, uint64_t index,
    struct hash *out);

/*
 * *n hashes to proof, at most MERKLE_PROOF_MAX.  TT_ERANGE if index >= size
 * (m > size), else what get returned.
 */
enum tt_err merkle_prove_inclusion(uint64_t index, uint64_t size,
    merkle_get *get, void *ctx, struct hash *proof, size_t *n) MUST_USE;
enum tt_err merkle_prove_consistency(uint64_t m, uint64_t size,
    merkle_get *get, void *ctx, struct hash *proof, size_t *n) MUST_USE;
enum tt_err merkle_root_of(uint64_t size, merkle_get *get, void *ctx,
    struct hash *out) MUST_USE;

/* A merkle_get over an array of leaf hashes. */
struct merkle_array {
	const struct hash *leaves;
	uint64_t n;
};
enum tt_err merkle_array_get(void *array, unsigned level, uint64_t index,
    struct hash *out);

/* TT_EPROOF if it does not hold.  specs/ledger.md section 1. */
enum tt_err merkle_check_inclusion(const struct hash *leaf, uint64_t index,
    uint64_t size, const struct hash *proof, size_t n,
    const struct hash *root) MUST_USE;
enum tt_err merkle_check_consistency(uint64_t m, const struct hash *old_root,
    uint64_t n_leaves, const struct hash *root, const struct hash *proof,
    size_t n) MUST_USE;

#endif
