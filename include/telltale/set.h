/* SPDX-License-Identifier: ISC */
/*
 * set - a tree of exactly 2^depth leaves that hides how many are real.
 *
 * specs/ledger.md section 7, "Sets": statements, each with a salt, at places
 * drawn at random, padding elsewhere.  A batch is one, and so are the copies
 * of a wave.  Pure: random bytes by parameter.
 */
#ifndef TT_SET_H
#define TT_SET_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/rng.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_SET_DEPTH_MAX	24
#define TT_SALT_LEN		32	/* bytes */
#define TT_PADDING_KEY_LEN	32	/* bytes */

struct tt_salt {
	uint8_t b[TT_SALT_LEN];
};

/* Secret: with it padding is told from leaves. */
struct tt_padding_key {
	uint8_t b[TT_PADDING_KEY_LEN];
};

/*
 * SHA-256(00, "telltale/v1/leaf" LF, salt, statement with its signatures):
 * what every "leaf hash" field of a statement holds.
 */
void tt_leaf_hash(struct hash *out, const struct tt_salt *salt,
    struct span statement);

/* What stands for a leaf at a place that has none. */
void tt_padding(struct hash *out, const struct tt_padding_key *key,
    uint64_t index);

/* The smallest of 12, 16, 20 and 24 that n leaves fit.  TT_ELIMIT if none. */
enum tt_err tt_set_depth(uint64_t n, unsigned *depth) MUST_USE;

/*
 * Draw n distinct places below 2^depth, in an order of their own, uniformly.
 * TT_ELIMIT if n is over that, or depth over TT_SET_DEPTH_MAX; TT_ENOMEM.
 * Takes 4 bytes of memory for each place there is.
 */
enum tt_err tt_set_draw(uint64_t *places, size_t n, unsigned depth,
    struct rng rng) MUST_USE;

struct tt_set;	/* opaque; 64 bytes of memory for each place */

/*
 * The tree with leaves[i] at places[i].  TT_ELIMIT over the depth, TT_ERANGE
 * if a place is not below 2^depth, TT_EEXIST if one is taken twice, TT_ENOMEM.
 */
enum tt_err tt_set_new(struct tt_set **out, unsigned depth,
    const struct hash *leaves, const uint64_t *places, size_t n,
    const struct tt_padding_key *key) MUST_USE;
void tt_set_free(struct tt_set *s);
unsigned tt_set_depth_of(const struct tt_set *s);
void tt_set_root(const struct tt_set *s, struct hash *out);

/* The depth hashes from leaf to root.  TT_ERANGE if there is no such place. */
enum tt_err tt_set_prove(const struct tt_set *s, uint64_t place,
    struct hash proof[TT_SET_DEPTH_MAX]) MUST_USE;

#endif
