/* SPDX-License-Identifier: ISC */
/*
 * passkey - WebAuthn Level 2: a browser's registration and its assertions,
 * verified over libfido2.
 *
 * ES256 and EdDSA, user present and verified, no attestation: what a key is
 * bound to, its reader's own signature says.  clientDataJSON is read by
 * base/json_in; authenticator data by libfido2, which opens no device here.
 * Pure over the bytes and the challenge given.
 */
#ifndef HTTP_PASSKEY_H
#define HTTP_PASSKEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define PASSKEY_ID_MAX		1023	/* bytes; WebAuthn section 5.1 */
#define PASSKEY_KEY_MAX		64	/* x and y; or 32 bytes */
#define PASSKEY_CHALLENGE_MAX	64	/* bytes */
#define PASSKEY_CLIENT_MAX	4096	/* bytes of clientDataJSON */
#define PASSKEY_AUTH_MAX	4096	/* bytes of authenticator data */
#define PASSKEY_SIG_MAX		256	/* bytes */

/* As COSE numbers them. */
enum passkey_alg { PASSKEY_ES256 = -7, PASSKEY_EDDSA = -8 };

struct passkey {
	uint8_t			id[PASSKEY_ID_MAX];
	size_t			id_n;
	enum passkey_alg	alg;
	uint8_t			key[PASSKEY_KEY_MAX];
	uint32_t		count;	/* of signatures; 0: not counted */
};

/* Where it is good. */
struct passkey_site {
	const char	*rp_id;		/* "psirt.example.com" */
	const char	*origin;	/* "https://psirt.example.com:8443" */
};

/* What the browser gives, raw bytes; no signature when registering. */
struct passkey_said {
	struct span	client_data;	/* clientDataJSON */
	struct span	auth_data;
	struct span	signature;
};

/* Bytes of a key of that algorithm. */
size_t passkey_key_len(enum passkey_alg alg);

/*
 * TT_ESYNTAX, TT_ELIMIT: not of its form; TT_EREFUSED: for another challenge,
 * site or purpose, or the user was not verified; TT_EKEY: an algorithm that
 * is not taken.  On an error *out is as it was.
 */
enum tt_err passkey_register(struct passkey *out,
    const struct passkey_site *site, struct span challenge,
    const struct passkey_said *said) MUST_USE;

/*
 * Likewise, and TT_ESIG: not that key's signature; TT_ESTATE: its count did
 * not rise, as when a key was copied.  *count is the new one.
 */
enum tt_err passkey_assert(uint32_t *count, const struct passkey *key,
    const struct passkey_site *site, struct span challenge,
    const struct passkey_said *said) MUST_USE;

#endif
