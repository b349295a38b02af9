/* SPDX-License-Identifier: ISC */
/*
 * bodies - what is sent to the hub, read: one pure function for each route.
 *
 * The form only; whether the sender may, and whether hashes agree, is the
 * routes' business.  Members of JSON that are not named here are ignored.
 * TT_ESYNTAX, TT_ERANGE, TT_ELIMIT, TT_ENOMEM; outputs as they were then.
 */
#ifndef HUB_BODIES_H
#define HUB_BODIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/hub_people.h"
#include "telltale/err.h"
#include "telltale/invitation.h"
#include "telltale/set.h"
#include "telltale/statement.h"

#define BODY_SMALL_MAX		65536		/* bytes */
#define BODY_JOIN_MAX		32768
#define BODY_KEEPER_MAX		262144
#define BODY_STATEMENT_MAX	(TT_STATEMENT_MAX + TT_SALT_LEN)
#define BODY_COPY_MAX		((size_t)256 << 20)
#define BODY_PUBLIC_MAX		((size_t)32 << 20)
#define BODY_SET_MAX		((size_t)256 << 20)
#define BODY_WAVES_MAX		64

/* An id of a bulletin: 16 lower-case hex digits. */
bool body_bulletin_ok(struct span s);

/* A query: "after=N", or nothing, which is 0. */
bool body_after(struct span query, int64_t *after);

/* {"partner": 32 hex digits, "expires": INSTANT} */
struct body_invitation {
	char	partner[HUB_ID_MAX];
	int64_t	expires_s;
};
enum tt_err body_invitation(struct span body, struct body_invitation *out)
    MUST_USE;

/* {"token": 64 hex digits, "reader": STATEMENT} */
struct body_join {
	struct hash	token;		/* SHA-256 of it */
	struct buf	statement;	/* body_join_done */
};
enum tt_err body_join(struct span body, struct body_join *out) MUST_USE;
void body_join_done(struct body_join *b);

/* salt[32] and a statement, which borrows from body. */
struct body_statement {
	struct tt_salt	salt;
	struct span	statement;
};
enum tt_err body_statement(struct span body, struct body_statement *out)
    MUST_USE;

/*
 * {"codebook": LEAF, "replaces": ID,
 * "waves": [{"wave", "copies", "terms", "prefetch"}]}
 */
struct body_publish {
	struct hash	codebook;
	char		replaces[HUB_ID_MAX];	/* a bulletin; "": none */
	size_t		n;
	struct body_wave {
		struct hash	wave, copies;	/* leaves */
		struct hash	terms;		/* SHA-256 */
		bool		prefetch;	/* absent: false */
	} wave[BODY_WAVES_MAX];
};
enum tt_err body_publish(struct span body, struct body_publish *out) MUST_USE;

/*
 * "telltale/v1/copy-set" LF "depth N" LF "padding-key HEX" LF LF, then for
 * each leaf "leaf INDEX SALT-BASE64 LENGTH" LF and LENGTH bytes.  Indices
 * rise; each is below 2^depth.  *rest is what follows the head.
 */
struct body_set {
	unsigned		depth;
	struct tt_padding_key	padding;
	struct span		rest;
};
struct body_leaf {
	uint64_t	place;
	struct tt_salt	salt;
	struct span	statement;	/* borrows */
};
enum tt_err body_set(struct span body, struct body_set *out) MUST_USE;
/* TT_ENOENT at the end.  last: the place before, -1 at first. */
enum tt_err body_set_next(struct body_set *set, int64_t last,
    struct body_leaf *out) MUST_USE;

#endif
