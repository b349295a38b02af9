/* SPDX-License-Identifier: ISC */
/*
 * age_key - who can open an age file: X25519 identities and recipients.
 *
 * age-encryption.org/v1, section "The X25519 recipient type"; the wave key,
 * each reader's and each keeper's key are such identities.  Hybrid keys
 * (age1pq1..., AGE-SECRET-KEY-PQ-1...) are told apart and refused.
 * sodium_init() must have succeeded.  Pure: no I/O, no clock.
 */
#ifndef TT_AGE_KEY_H
#define TT_AGE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/rng.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_AGE_KEY_LEN		32	/* bytes */
#define TT_AGE_RECIPIENT_LEN	62	/* characters, no NUL */
#define TT_AGE_IDENTITY_LEN	74	/* characters, no NUL */
#define TT_AGE_IDENTITIES_MAX	64	/* in one file */
#define TT_AGE_IDENTITY_FILE_MAX	65536	/* bytes */

/* A point of Curve25519, canonical and not of low order. */
struct tt_age_recipient {
	uint8_t u[TT_AGE_KEY_LEN];
};

/*
 * Secret: lives in memory from secret_new (SECRET_NEW(struct
 * tt_age_identity), or tt_age_identities_new) and goes with secret_free.
 */
struct tt_age_identity {
	uint8_t			scalar[TT_AGE_KEY_LEN];
	struct tt_age_recipient	recipient;	/* follows from scalar */
};

/* What an identity file holds.  Secret likewise. */
struct tt_age_identities {
	size_t			n;
	struct tt_age_identity	id[TT_AGE_IDENTITIES_MAX];
};

/*
 * "age1" and 58 characters, lower case.  TT_ESYNTAX if it is not that;
 * TT_EKEY if it is a hybrid recipient, not canonical (u >= 2^255 - 19), or of
 * low order.  Costs one multiplication, about 40 us.
 */
enum tt_err tt_age_recipient_parse(struct tt_age_recipient *out,
    struct span text) MUST_USE;

void tt_age_recipient_format(char out[TT_AGE_RECIPIENT_LEN + 1],
    const struct tt_age_recipient *r);

/* 32 bytes as a recipient.  TT_EKEY as above. */
enum tt_err tt_age_recipient_set(struct tt_age_recipient *out,
    const uint8_t u[TT_AGE_KEY_LEN]) MUST_USE;

/* A new identity, and its recipient. */
void tt_age_identity_generate(struct tt_age_identity *out, struct rng rng);

/* Any 32 bytes are an identity. */
void tt_age_identity_set(struct tt_age_identity *out,
    const uint8_t scalar[TT_AGE_KEY_LEN]);

/*
 * "AGE-SECRET-KEY-1" and 58 characters, upper case.  TT_ESYNTAX if it is not
 * that, TT_EKEY if it is a hybrid identity.
 */
enum tt_err tt_age_identity_parse(struct tt_age_identity *out,
    struct span text) MUST_USE;

/* Secret text: the caller wipes out. */
void tt_age_identity_format(char out[TT_AGE_IDENTITY_LEN + 1],
    const struct tt_age_identity *id);

/* Whether text is a recipient or an identity of the hybrid kind, by prefix. */
bool tt_age_key_is_hybrid(struct span text);

struct tt_age_identities *tt_age_identities_new(void) MUST_USE;
void tt_age_identities_free(struct tt_age_identities *ids);	/* wipes */

/*
 * An identity file: lines ended by LF or CRLF, the last one perhaps by
 * nothing; those that begin with # and empty ones are skipped, every other
 * one is an identity.  TT_ELIMIT over 64 identities or 64 KiB, TT_ENOENT if
 * there is none, else as tt_age_identity_parse.  On error *line (may be
 * NULL) is the line, from 1, or 0.
 */
enum tt_err tt_age_identities_parse(struct tt_age_identities *out,
    struct span text, size_t *line) MUST_USE;

/*
 * Appends a file of one identity as age-keygen writes it: when it was
 * created (seconds UTC), its recipient, itself.  out is a secret buf.
 */
void tt_age_identity_file(struct buf *out, const struct tt_age_identity *id,
    int64_t created_s);

#endif
