/* SPDX-License-Identifier: ISC */
/*
 * age_wrap - a file key under an X25519 recipient, or under a passphrase.
 *
 * age-encryption.org/v1, "X25519 recipient type", "scrypt recipient type":
 * what the stanzas of age_header mean.  The wrapping key's nonce is zero, so
 * an ephemeral key or a salt must never be used twice.
 */
#ifndef SEAL_AGE_WRAP_H
#define SEAL_AGE_WRAP_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "seal/age_header.h"
#include "telltale/age_file.h"
#include "telltale/age_key.h"
#include "telltale/err.h"

#define AGE_BODY_LEN	(TT_AGE_FILE_KEY_LEN + TT_AGE_TAG_LEN)
#define AGE_SALT_LEN	16	/* bytes, scrypt */

/* Keys of one file, all from its file key. */
void age_header_mac(uint8_t mac[AGE_MAC_LEN], const struct tt_age_file_key *k,
    struct span text);
void age_payload_key(uint8_t out[32], const struct tt_age_file_key *k,
    const uint8_t nonce[TT_AGE_NONCE_LEN]);

/* Appends a stanza.  TT_EKEY if the recipient is of low order. */
enum tt_err age_wrap_x25519(struct buf *out, const struct tt_age_recipient *to,
    const struct tt_age_file_key *k, const uint8_t ephemeral[32]) MUST_USE;

/* Appends a stanza; takes 128 * 8 * 2^log_n bytes.  TT_ENOMEM. */
enum tt_err age_wrap_scrypt(struct buf *out, struct span passphrase,
    unsigned log_n, const struct tt_age_file_key *k,
    const uint8_t salt[AGE_SALT_LEN]) MUST_USE;

/*
 * The form of all stanzas whose types are known, before a key touches any:
 * TT_ESYNTAX, TT_ELIMIT.  Fills *info.
 */
enum tt_err age_wrap_check(struct tt_age_info *info,
    const struct age_header *h, struct span text) MUST_USE;

/*
 * The file key, by the first stanza that fits and with the header's MAC
 * right.  h has passed age_wrap_check.  TT_ENOMATCH, TT_EMAC, TT_ENOMEM;
 * TT_ESYNTAX at a share of low order.
 */
enum tt_err age_unwrap(struct tt_age_file_key *out,
    const struct tt_age_opener *by, const struct age_header *h,
    struct span text) MUST_USE;

#endif
