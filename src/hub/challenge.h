/* SPDX-License-Identifier: ISC */
/*
 * challenge - what a signed request must name, so that it is not an old one.
 *
 * specs/hub.md section 4: the time, 8 bytes big-endian, and the first 8 bytes
 * of HMAC-SHA-256(key, "telltale/v1/challenge" LF, time).  Nothing is kept:
 * every hub of a programme has the key and accepts every other's.  Pure.
 */
#ifndef HUB_CHALLENGE_H
#define HUB_CHALLENGE_H

#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "telltale/request.h"

#define CHALLENGE_GOOD_S	60
#define CHALLENGE_AHEAD_S	5	/* another hub's clock may be ahead */

/* Secret: in memory from SECRET_NEW. */
struct challenge_key {
	uint8_t b[32];
};

void challenge_make(uint8_t out[TT_CHALLENGE_LEN],
    const struct challenge_key *key, int64_t now_s);

/* TT_EREFUSED: not ours; TT_ESTATE: too old, or from the future. */
enum tt_err challenge_check(const uint8_t challenge[TT_CHALLENGE_LEN],
    const struct challenge_key *key, int64_t now_s) MUST_USE;

#endif
