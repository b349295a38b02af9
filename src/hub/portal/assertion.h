/* SPDX-License-Identifier: ISC */
/*
 * assertion - what a browser sends of a passkey, read: JSON of hex and base64.
 *
 * {"challenge": 64 digits, "client_data", "auth_data": base64}, and of an
 * assertion also {"credential", "signature": base64}.  The challenge is the
 * hub's, 16 bytes, and 16 of the browser's own, so that two who ask in the
 * same second do not answer the same.  Pure.
 */
#ifndef HUB_PORTAL_ASSERTION_H
#define HUB_PORTAL_ASSERTION_H

#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "http/passkey.h"

#define ASSERTION_CHALLENGE	32	/* bytes */
#define ASSERTION_MAX		16384	/* bytes of JSON */

struct assertion {
	uint8_t	challenge[ASSERTION_CHALLENGE];
	uint8_t	client_data[PASSKEY_CLIENT_MAX];
	uint8_t	auth_data[PASSKEY_AUTH_MAX];
	uint8_t	credential[PASSKEY_ID_MAX];
	uint8_t	signature[PASSKEY_SIG_MAX];
	size_t	client_data_n, auth_data_n, credential_n, signature_n;
};

/* TT_ESYNTAX, TT_ELIMIT; registration: without the last two members. */
enum tt_err assertion_parse(struct assertion *out, struct span json,
    bool registration) MUST_USE;

struct passkey_said assertion_said(const struct assertion *a);

#endif
