/* SPDX-License-Identifier: ISC */
/*
 * codebook - who gets which symbol: rows of holders and copies from one key.
 *
 * evidence.md section 2, bit for bit.  Nothing is stored for a holder or a
 * copy: a row is derived when it is asked for, in some 0.7 us and 0.1 us more
 * for every 32 slots.  What is committed to, and how one row is opened:
 * commitment.h.  sodium_init() must have succeeded.  Pure.
 */
#ifndef TT_CODEBOOK_H
#define TT_CODEBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "telltale/code.h"
#include "telltale/err.h"

#define TT_KEY_LEN	32	/* bytes */
#define TT_DEPTH_MAX	24	/* 2^depth numbers at most */

/* 32 random bytes, one for a bulletin, all its life.  Secret. */
struct tt_codebook_key {
	uint8_t b[TT_KEY_LEN];
};

/* K of one holder or copy: opening it opens one row.  Secret until then. */
struct tt_row_key {
	uint8_t b[TT_KEY_LEN];
};

/* 32 bytes that nobody at the vendor chose, or all zero: section 5. */
struct tt_beacon {
	uint8_t b[32];
};

struct tt_codebook;	/* opaque, in secret memory; immutable */

/*
 * Table and keys are copied.  beacon NULL: none, all zero.  As
 * tt_slots_check; TT_ENOMEM.
 */
enum tt_err tt_codebook_new(struct tt_codebook **out,
    const struct tt_codebook_key *key, const struct tt_slot *slots, size_t n,
    const struct tt_beacon *beacon) MUST_USE;
void tt_codebook_free(struct tt_codebook *cb);	/* NULL is fine; wipes */

/* Slots and biases; lives as long as cb. */
const struct tt_code *tt_codebook_code(const struct tt_codebook *cb);

/* Write bias_key: for opening rows.  The caller wipes it. */
void tt_codebook_bias_key(const struct tt_codebook *cb,
    struct tt_bias_key *out);

/* K of one number; any u64 has one.  The caller wipes it. */
void tt_codebook_row_key(const struct tt_codebook *cb,
    enum tt_site_level level, uint64_t number, struct tt_row_key *out);

/*
 * Which slots of rows are wanted.  Only the ChaCha20 blocks in which they lie
 * are computed.
 */
struct tt_pick;		/* opaque; immutable */

/*
 * slots ascends strictly; NULL: all n of the code.  Copies what it needs of
 * code.  TT_ERANGE if a slot is not in code, TT_ENOMEM.
 */
enum tt_err tt_pick_new(struct tt_pick **out, const struct tt_code *code,
    const uint32_t *slots, size_t n) MUST_USE;

/* Those of them that are of this level; each keeps its place in the list. */
enum tt_err tt_pick_level(struct tt_pick **out, const struct tt_code *code,
    const uint32_t *slots, size_t n, enum tt_site_level level) MUST_USE;
void tt_pick_free(struct tt_pick *p);	/* NULL is fine; wipes */

/* The row's symbols at the pick's slots, in their order. */
void tt_codebook_row(const struct tt_codebook *cb, const struct tt_pick *pick,
    enum tt_site_level level, uint64_t number, uint64_t *symbols);

/*
 * The same for walks: q-ary slots alone to symbols, value slots alone to
 * values, each at its place in the list.  values is not touched, and may be
 * NULL, if there are none.
 */
void tt_codebook_row_bytes(const struct tt_codebook *cb,
    const struct tt_pick *pick, enum tt_site_level level, uint64_t number,
    uint8_t *symbols, uint64_t *values);

/* The same from a key and a number that were opened. */
void tt_row_derive(const struct tt_row_key *key, enum tt_site_level level,
    uint64_t number, const struct tt_beacon *beacon,
    const struct tt_pick *pick, uint64_t *symbols);

/*
 * What stands in copy `copy` of holder `holder`: at holder-level slots the
 * symbols of the holder's row, at copy-level ones those of the copy's.  One
 * for each slot of the code.
 */
void tt_codebook_copy(const struct tt_codebook *cb, uint64_t holder,
    uint64_t copy, uint64_t *symbols);

/* True if the number was ever given to anybody. */
typedef bool tt_number_used(void *ctx, uint64_t number);

/*
 * A number below 2^depth, drawn uniformly from the unused ones: readers see
 * theirs, and must not learn from it how many there are.  TT_ELIMIT if all
 * are used, TT_ERANGE if depth is over TT_DEPTH_MAX.
 */
enum tt_err tt_number_draw(uint64_t *out, unsigned depth, struct rng rng,
    tt_number_used *used, void *ctx) MUST_USE;

/*
 * For simulations before sending (section 14): a codebook of key KDF(4), with
 * these slots (NULL: those of cb) and no beacon; and the 32 bytes
 * S(KDF(5), trial, 32).  As tt_codebook_new.
 */
enum tt_err tt_codebook_rehearse(struct tt_codebook **out,
    const struct tt_codebook *cb, const struct tt_slot *slots, size_t n)
    MUST_USE;
void tt_codebook_coins(const struct tt_codebook *cb, uint64_t trial,
    uint8_t out[32]);

#endif
