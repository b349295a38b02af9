/* SPDX-License-Identifier: ISC */
/*
 * auth - who a request is from.
 *
 * specs/hub.md section 4.  Before the body: the note's form, the challenge,
 * whose key, its signature, method and path; after it, all of that again and
 * the body's hash.  Officers and publishers are those of the newest `keys`
 * entry; a reader must be active, of an approved partner, and else may ask
 * for what the ledger has of them, and for nothing more.
 */
#ifndef HUB_AUTH_H
#define HUB_AUTH_H

#include "base/attr.h"
#include "base/buf.h"
#include "hub/hub.h"
#include "store/hub_people.h"
#include "telltale/request.h"

enum caller {			/* bits: a key may have two roles */
	CALLER_READER = 1,
	CALLER_OFFICER = 2,
	CALLER_PUBLISHER = 4,
	CALLER_COUNSEL = 8,
	CALLER_FORMER = 16,	/* was a reader: revoked, or the partner is
				 * not approved now */
	CALLER_PENDING = 32,	/* joined, and waits for an officer */
};

struct auth {
	struct buf		note;		/* what request borrows from */
	struct tt_statement	request;
	struct tt_vkey		key;
	unsigned		who;		/* bits; 0: nobody */
	char			id[HUB_ID_MAX];	/* a reader's */
};

/*
 * 0: a->who says who it is.  401: no good note, or no good challenge, which
 * says nothing about what was asked for.  404: nobody who may ask anything.
 */
unsigned auth_head(struct hub *h, const struct http_request *q,
    struct span path, struct auth *a) MUST_USE;

/* 0; or 404, also where the caller may no longer ask. */
unsigned auth_body(struct hub *h, const struct http_request *q,
    struct span path, const struct auth *a) MUST_USE;

#endif
