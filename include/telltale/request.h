/* SPDX-License-Identifier: ISC */
/*
 * request - how a client proves its key to the hub, request by request.
 *
 * specs/hub.md section 4: "Authorization: Telltale BASE64", of a signed note
 * of kind `request` that names the key, the hub's challenge, method, path and
 * the SHA-256 of the body.  sodium_init() must have succeeded.  Pure.
 */
#ifndef TT_REQUEST_H
#define TT_REQUEST_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

#define TT_CHALLENGE_LEN	16	/* bytes; 32 hex digits */
#define TT_REQUEST_MAX		4096	/* bytes of the note */
#define TT_REQUEST_HEADER_MAX	(9 + 5464)	/* bytes of the value */

/* What is asked for, by whom: all but the signature. */
struct tt_request {
	struct span	origin;
	int64_t		time;				/* seconds */
	uint8_t		challenge[TT_CHALLENGE_LEN];
	struct span	method;				/* GET, POST, PUT */
	struct span	path;	/* with its query, from the first slash on */
	struct span	body;				/* hashed here */
};

/* Append the header's value, "Telltale ...".  TT_ESYNTAX, TT_ELIMIT. */
enum tt_err tt_request_sign(struct buf *header, const struct tt_request *r,
    const struct tt_signer *signer) MUST_USE;

/*
 * The note behind a header's value; note gets its bytes, *out borrows from
 * them.  tt_statement_get(out, "key") says whose key to look up.
 * TT_ESYNTAX, TT_EVERSION, TT_ELIMIT, TT_ERANGE; note as it was on errors.
 */
enum tt_err tt_request_parse(struct tt_statement *out, struct buf *note,
    struct span header) MUST_USE;

/*
 * Whether s says what r does (r->time aside, which the caller compares with
 * its clock), and key signed it, and nobody else.  TT_EREFUSED, TT_ESIG,
 * TT_EUNSIGNED.
 */
enum tt_err tt_request_check(const struct tt_statement *s,
    const struct tt_request *r, const struct tt_vkey *key) MUST_USE;

#endif
