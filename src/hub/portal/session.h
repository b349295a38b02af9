/* SPDX-License-Identifier: ISC */
/*
 * session - who is signed in to the portal: a cookie of 256 random bits, of
 * which the hub keeps the hash.
 *
 * Over after 12 hours, after 30 minutes without a request, on signing out,
 * and in the same action as the reader's or the partner's suspension.
 */
#ifndef HUB_PORTAL_SESSION_H
#define HUB_PORTAL_SESSION_H

#include <stdbool.h>

#include "base/attr.h"
#include "hub/hub.h"
#include "store/hub_people.h"

#define SESSION_COOKIE	"__Host-telltale"
#define SESSION_MADE_S	(12 * 3600)
#define SESSION_IDLE_S	(30 * 60)

/*
 * A new one, and the header's value for its cookie; under lock.  TT_ENOENT if
 * the reader may not be here.
 */
enum tt_err session_begin(struct hub *h, const char *reader,
    char set_cookie[HTTP_COOKIE_MAX]) MUST_USE;

/* Whose the request's is; under lock.  TT_ENOENT: nobody's, or no more. */
enum tt_err session_reader(struct hub *h, const struct http_request *q,
    char reader[HUB_ID_MAX]) MUST_USE;

/* Ends the request's, if it has one; under lock. */
enum tt_err session_end(struct hub *h, const struct http_request *q,
    char set_cookie[HTTP_COOKIE_MAX]) MUST_USE;

/* Is the request from a page of this very site?  Of POST only. */
bool session_same_site(const struct hub *h, const struct http_request *q);

#endif
