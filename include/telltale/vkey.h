/* SPDX-License-Identifier: ISC */
/*
 * vkey - who can sign notes: verifier keys and their signing halves.
 *
 * https://c2sp.org/signed-note, "Verifier keys": NAME+ID+BASE64(type || key);
 * signing keys as golang.org/x/mod/sumdb/note writes them.  A name is at most
 * TT_KEY_NAME_MAX bytes here.  Ed25519 only.  sodium_init() must have
 * succeeded.  Pure: no I/O, random bytes by parameter.
 */
#ifndef TT_VKEY_H
#define TT_VKEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/rng.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/origin.h"

#define TT_KEY_ID_LEN	4	/* bytes */
#define TT_SIGN_KEY_LEN	32	/* bytes, seeds too */
#define TT_SIG_LEN	64	/* bytes */
#define TT_VKEY_TEXT_MAX (TT_KEY_NAME_MAX + 1 + 8 + 1 + 44)	/* bytes */
#define TT_SIGNER_TEXT_MAX (12 + TT_VKEY_TEXT_MAX)		/* bytes */

enum tt_key_type {
	TT_KEY_SIGN = 0x01,	/* signs the text */
	TT_KEY_COSIGN = 0x04,	/* cosignature/v1: time and text */
};

struct tt_vkey {
	char			name[TT_KEY_NAME_MAX + 1]; /* NUL-terminated */
	uint8_t			id[TT_KEY_ID_LEN];
	enum tt_key_type	type;
	uint8_t			key[TT_SIGN_KEY_LEN];	/* Ed25519 */
};

/* Secret: in memory from SECRET_NEW(struct tt_signer), secret_free after. */
struct tt_signer {
	struct tt_vkey	vkey;
	uint8_t		seed[TT_SIGN_KEY_LEN];
};

/*
 * TT_ESYNTAX if text is not the one writing of a vkey or its id is not the
 * key's; TT_ELIMIT if the name is too long; TT_EKEY if the type is none of
 * the two above, or the key no point of the prime-order group.
 */
enum tt_err tt_vkey_parse(struct tt_vkey *out, struct span text) MUST_USE;
void tt_vkey_format(const struct tt_vkey *k, char out[TT_VKEY_TEXT_MAX + 1]);
bool tt_vkey_eq(const struct tt_vkey *a, const struct tt_vkey *b);

/* TT_ESYNTAX or TT_ELIMIT if name cannot be a key's. */
enum tt_err tt_signer_new(struct tt_signer *out, struct span name,
    enum tt_key_type type, struct rng rng) MUST_USE;
enum tt_err tt_signer_from_seed(struct tt_signer *out, struct span name,
    enum tt_key_type type, const uint8_t seed[TT_SIGN_KEY_LEN]) MUST_USE;

/*
 * One line PRIVATE+KEY+NAME+ID+BASE64(type || seed), with or without the LF
 * that a file has.  Errors as tt_vkey_parse.  out is a secret buf and gets
 * the line with its LF.
 */
enum tt_err tt_signer_parse(struct tt_signer *out, struct span text) MUST_USE;
void tt_signer_format(const struct tt_signer *s, struct buf *out);

#endif
