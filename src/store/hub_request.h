/* SPDX-License-Identifier: ISC */
/*
 * hub_request - what officers ask of each other, as the hub keeps it: sealed.
 *
 * One list in the order in which it came, requests and answers; nothing in
 * it is ever changed.  Errors are those of db.h.
 */
#ifndef STORE_HUB_REQUEST_H
#define STORE_HUB_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "store/db.h"
#include "telltale/origin.h"

#define HUB_REQUEST_ID_LEN	16	/* hex digits */
#define HUB_REQUEST_MAX		((size_t)4 << 20)	/* bytes of one */
#define HUB_REQUESTS_OPEN_MAX	64	/* of one key, not expired */

struct hub_request {
	int64_t		n;
	char		id[HUB_REQUEST_ID_LEN + 1];
	char		key[TT_KEY_NAME_MAX + 1];
	bool		answer;
	struct buf	sealed;		/* hub_request_done */
	int64_t		received_s, expires_s;
};

void hub_request_done(struct hub_request *r);	/* safe on a zeroed one */

/* n is given by the database.  TT_EEXIST: see hub_request_get. */
enum tt_err hub_request_add(struct db *db, const struct hub_request *r)
    MUST_USE;

/*
 * The request of that id, or, with a key, that key's answer.  TT_ENOENT if
 * there is none.
 */
enum tt_err hub_request_get(struct db *db, const char *id, const char *key,
    struct hub_request *out) MUST_USE;

/* The first after n; TT_ENOENT at the end. */
enum tt_err hub_request_next(struct db *db, int64_t after,
    struct hub_request *out) MUST_USE;

/* How many requests of a key have not expired. */
enum tt_err hub_request_open(struct db *db, const char *key, int64_t now_s,
    int64_t *n) MUST_USE;

#endif
