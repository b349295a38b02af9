/* SPDX-License-Identifier: ISC */
/*
 * share - a wave key in k of n parts: Shamir with Feldman's commitments.
 *
 * Over ristretto255 (RFC 9496): a polynomial of degree k - 1 with secret
 * s = a0, share j = 1 ... n its value at j, commitments Ci = ai * G.  Each
 * keeper can tell on the day it gets its share that it lies on the committed
 * polynomial.  The wave's identity follows from s.  Scalars are 32 bytes,
 * little-endian, below the group's order L.  Feldman, "A practical scheme
 * for non-interactive verifiable secret sharing", FOCS 1987.  sodium_init()
 * must have succeeded.  Pure.
 */
#ifndef TT_SHARE_H
#define TT_SHARE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "telltale/age_key.h"
#include "telltale/err.h"

#define TT_SHARES_MAX		16
#define TT_SCALAR_LEN		32	/* bytes */
#define TT_COMMITMENT_LEN	32	/* bytes, a ristretto255 element */

/* The polynomial.  Secret: in memory from secret_new. */
struct tt_wave_secret {
	unsigned	k;	/* coefficients */
	uint8_t		a[TT_SHARES_MAX][TT_SCALAR_LEN];
};

/* What the wave statement says: public. */
struct tt_wave_commitment {
	unsigned	k;	/* threshold, and commitments */
	unsigned	n;	/* shares */
	uint8_t		c[TT_SHARES_MAX][TT_COMMITMENT_LEN];
};

/* One keeper's share.  Secret until the instant. */
struct tt_share {
	unsigned	index;	/* 1 to n */
	uint8_t		value[TT_SCALAR_LEN];
};

/* k uniform coefficients, none 0.  TT_ERANGE unless 1 <= k <= 16. */
enum tt_err tt_wave_secret_draw(struct tt_wave_secret *out, unsigned k,
    struct rng rng) MUST_USE;

/* TT_ERANGE unless k <= n <= 16; TT_EKEY if a coefficient is 0 or >= L. */
enum tt_err tt_wave_commit(struct tt_wave_commitment *out,
    const struct tt_wave_secret *s, unsigned n) MUST_USE;

/*
 * TT_ERANGE for numbers outside 1 <= k <= n <= 16; TT_EKEY if a commitment is
 * not a canonical element, or is the identity.
 */
enum tt_err tt_wave_commitment_check(const struct tt_wave_commitment *c)
    MUST_USE;

/* Share j, 1 <= j <= 16; TT_ERANGE if it is not. */
enum tt_err tt_share_make(struct tt_share *out,
    const struct tt_wave_secret *s, unsigned j) MUST_USE;

/*
 * TT_ESHARE if the share is off the polynomial, its value >= L, or its index
 * not 1 to n; else as tt_wave_commitment_check.
 */
enum tt_err tt_share_check(const struct tt_wave_commitment *c,
    const struct tt_share *share) MUST_USE;

/*
 * The wave's identity from exactly c->k shares.  TT_ESHARE if one fails
 * tt_share_check or stands twice, *bad (may be NULL) its place in shares;
 * TT_ERANGE if they are not c->k.  out is in secret memory.
 */
enum tt_err tt_share_combine(struct tt_age_identity *out,
    const struct tt_wave_commitment *c, const struct tt_share *shares,
    size_t n_shares, size_t *bad) MUST_USE;

/* The identity that all this is about, from the polynomial itself. */
enum tt_err tt_wave_identity(struct tt_age_identity *out,
    const struct tt_wave_secret *s) MUST_USE;

/*
 * Before the polynomial is wiped: do all c->n shares, in every choice of k
 * (if those are over 100, in every run of k neighbours, the last followed by
 * the first), give the identity of this recipient?  TT_ESHARE if one does
 * not, else as tt_share_combine.
 */
enum tt_err tt_shares_prove(const struct tt_wave_commitment *c,
    const struct tt_share *shares, const struct tt_age_recipient *recipient)
    MUST_USE;

#endif
