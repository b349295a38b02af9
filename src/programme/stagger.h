/* SPDX-License-Identifier: ISC */
/*
 * stagger - which partner of a wave opens in which slot, by lot.
 *
 * Slots of a wave stand a fixed spacing apart, the first at its opening.  The
 * permutation is drawn at random and its hash, with a salt, is published
 * before the first slot opens: what timing.h says rests on nobody having
 * picked it to fit.  Opening it later shows all of it.  Pure: the random
 * bytes are a parameter.
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

/* slot[i]: that of the i-th partner, from 0; every permutation alike. */
void stagger_draw(struct rng rng, uint32_t *slot, size_t n);

/* TT_ERANGE unless each of 0 to n - 1 stands there once; TT_ELIMIT. */
enum tt_err stagger_check(const uint32_t *slot, size_t n) MUST_USE;

/*
 * SHA-256 of "telltale/v1/stagger" LF, the salt, then wave, partner and slot
 * as lines: `wave W`, and for each partner in the order given `slot N ID`.
 */
void stagger_commit(uint8_t out[SHA256_LEN],
    const uint8_t salt[STAGGER_SALT_LEN], struct span wave,
    const struct span *partner, const uint32_t *slot, size_t n);

/* When that slot opens; TT_ERANGE if it cannot be written or spacing < 1. */
enum tt_err stagger_opens(int64_t wave_s, int64_t spacing_s, uint32_t slot,
    int64_t *opens_s) MUST_USE;

#endif
