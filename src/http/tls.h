/* SPDX-License-Identifier: ISC */
/*
 * tls - a server's key and certificate of its own making, and its pin.
 *
 * ECDSA on P-256, self-signed X.509; whoever has the pin needs no authority.
 * Randomness is libcrypto's.
 */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define TLS_PIN_LEN	44	/* characters, no NUL */
#define TLS_PEM_MAX	65536	/* bytes of a key or a certificate file */

/*
 * A new key (secret buf) and certificate, PEM, both initialised here.  host
 * is a DNS name or an address without port; good from now_s - 1 day, for 20
 * years: what is pinned needs no end, and clients with a pin look at none.
 * TT_ESYNTAX if host is empty or over 253 bytes.
 */
enum tt_err tls_make(const char *host, int64_t now_s, struct buf *key_pem,
    struct buf *cert_pem) MUST_USE;

/* SHA-256 of the SPKI of the first certificate, base64.  TT_EKEY. */
enum tt_err tls_pin(struct span cert_pem, char pin[TLS_PIN_LEN + 1]) MUST_USE;

#endif
