/* SPDX-License-Identifier: ISC */
/*
 * tls - what was said within TLS, where the keys are given.
 *
 * Keys come as clients write them (SSLKEYLOGFILE, the format of NSS): the
 * master secret of TLS 1.2 (RFC 5246), the traffic secrets of 1.3 (RFC 8446).
 * AES-GCM and ChaCha20-Poly1305, which is what has been agreed on for years;
 * CBC, early data, renegotiation and compression are not read.  Nothing is
 * authenticated but by its keys: whoever could forge that has the keys too.
 */
#ifndef EXTRACT_TLS_H
#define EXTRACT_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define TLS_SECRETS_MAX	((size_t)1 << 20)	/* lines of keys */

struct tls_keys;

/*
 * From a key log; lines that are none are passed over, those over the limit
 * too.  TT_ENOMEM.
 */
enum tt_err tls_keys_new(struct tls_keys **out, struct span log) MUST_USE;
void tls_keys_free(struct tls_keys *k);	/* NULL is fine; wipes */

/* Does a direction begin as TLS does, with a hello? */
bool tls_looks_so(struct span s);

enum tls_outcome {
	TLS_NONE,	/* not TLS */
	TLS_NO_KEY,	/* TLS, but no secret for it */
	TLS_BROKEN,	/* nothing could be decrypted, or it was given up */
	TLS_READ,
};

/* clear: all that one side said, good for the call. */
typedef void tls_fn(void *ctx, bool from_client, struct span clear);

/* Both directions of a connection, each as far as it goes. */
enum tls_outcome tls_read(const struct tls_keys *k, struct span client,
    struct span server, tls_fn *fn, void *ctx);

#endif
