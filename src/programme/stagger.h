/* SPDX-License-Identifier: ISC */
/*
 * stagger - which partner of a wave opens in which slot, by lot.
 *
 * Slots of a wave stand a fixed spacing apart, the first at its opening.  The
 * permutation follows from a salt that is drawn at random, and its hash, with
 * the salt, is committed to before the first slot opens: what timing.h says
 * rests on nobody having picked it to fit.  Opening it later shows all of it.
 * Where there are more partners than slots, as many as fit open together.
 * Pure: the random bytes are a parameter.
 */
#ifndef PROGRAMME_STAGGER_H
#define PROGRAMME_STAGGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "base/sha256.h"
#include "base/span.h"
#include "telltale/err.h"

#define STAGGER_SALT_LEN	32	/* bytes */
#define STAGGER_PARTNERS_MAX	4096
#define STAGGER_SLOTS		8	/* of a wave that does not say */

/* slot[i]: that of the i-th partner, from 0; every permutation alike. */
void stagger_draw(struct rng rng, uint32_t *slot, size_t n);

/*
 * The order that a salt gives the partners of a wave, for anybody to work out
 * again.  stagger_draw's random bytes, 8 at a time as a little-endian number,
 * are the first of SHA-256 over "telltale/v1/stagger-draw" LF, salt, `wave W`
 * LF and LE64(0), LE64(1), ...
 */
void stagger_order(const uint8_t salt[STAGGER_SALT_LEN], struct span wave,
    uint32_t *place, size_t n);

/* Which slot the place of n is in: each has n/slots of them, or one more. */
uint32_t stagger_slot(uint32_t place, size_t n, unsigned slots);

/* TT_ERANGE unless each of 0 to n - 1 stands there once; TT_ELIMIT. */
enum tt_err stagger_check(const uint32_t *slot, size_t n) MUST_USE;

/*
 * SHA-256 of "telltale/v1/stagger" LF, the salt, then wave, partner and slot
 * as lines: `wave W`, and for each partner in the order given `slot N ID`.
 */
void stagger_commit(uint8_t out[SHA256_LEN],
    const uint8_t salt[STAGGER_SALT_LEN], struct span wave,
    const struct span *partner, const uint32_t *slot, size_t n);

/*
 * Where the commitment stands: the padding key of the copies' set of the
 * bulletin's n-th wave (specs/ledger.md section 7), whose root a `copies`
 * statement has.  SHA-256 of "telltale/v1/stagger-padding" LF, the commitment
 * and LE64(n): random bytes to whoever has not the salt.
 */
void stagger_padding(uint8_t out[SHA256_LEN],
    const uint8_t commitment[SHA256_LEN], unsigned n);

/* When that slot opens; TT_ERANGE if it cannot be written or spacing < 1. */
enum tt_err stagger_opens(int64_t wave_s, int64_t spacing_s, uint32_t slot,
    int64_t *opens_s) MUST_USE;

#endif
