/* SPDX-License-Identifier: ISC */
/*
 * reader_id - which pair of keys a reader is.
 *
 * The first 16 bytes of SHA-256("telltale/v1/reader-id" LF, Ed25519 key,
 * X25519 key), specs/ledger.md section 7.  In statements 32 hex digits; to
 * people, who compare it by another channel, eight groups of four.  Pure.
 */
#ifndef TT_READER_ID_H
#define TT_READER_ID_H

#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/age_key.h"
#include "telltale/copy.h"	/* TT_READER_ID_LEN */
#include "telltale/err.h"
#include "telltale/origin.h"

#define TT_READER_ID_HEX	(2 * TT_READER_ID_LEN)	/* characters */
#define TT_FINGERPRINT_LEN	39			/* characters */

void tt_reader_id(uint8_t out[TT_READER_ID_LEN], const uint8_t sign_key[32],
    const struct tt_age_recipient *seal);

/* "21b4 e0f4 b093 37ac ab29 689f 9470 4c4d" and a NUL. */
void tt_fingerprint(char out[TT_FINGERPRINT_LEN + 1],
    const uint8_t id[TT_READER_ID_LEN]);

/* As people type it back: spaces anywhere, either case.  TT_ESYNTAX. */
enum tt_err tt_fingerprint_parse(uint8_t out[TT_READER_ID_LEN],
    struct span text) MUST_USE;

/* <origin>/r/<id>.  TT_ESYNTAX, TT_ERANGE if origin is none. */
enum tt_err tt_reader_key_name(char out[TT_KEY_NAME_MAX + 1],
    struct span origin, const uint8_t id[TT_READER_ID_LEN]) MUST_USE;

#endif
