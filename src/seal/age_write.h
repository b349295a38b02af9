/* SPDX-License-Identifier: ISC */
/*
 * age_write - the parts of writing an age file that copies use directly.
 */
#ifndef SEAL_AGE_WRITE_H
#define SEAL_AGE_WRITE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "telltale/age_file.h"
#include "telltale/err.h"

#define AGE_X25519_HEADER_LEN	168	/* bytes, with one stanza */

/*
 * Appends version, one X25519 stanza and MAC, and fills the payload's key for
 * nonce, which the caller writes after the header.  TT_EKEY.
 */
enum tt_err age_write_x25519(struct buf *header, uint8_t payload_key[32],
    const struct tt_age_recipient *to, const struct tt_age_file_key *k,
    const uint8_t ephemeral[32], const uint8_t nonce[TT_AGE_NONCE_LEN])
    MUST_USE;

#endif
