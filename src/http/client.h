/* SPDX-License-Identifier: ISC */
/*
 * client - HTTPS requests, over libcurl.
 *
 * With a pin (base64 of the SHA-256 of the server key's SPKI) that key, and
 * no other, is the server: names and issuers are then not looked at.
 * Without one the system's certificate authorities judge.  Over a Unix
 * socket it is plain HTTP.  No redirects, no proxy, no cookies, no other
 * protocol.  One request at a time on one client; the connection is kept.
 */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

struct http_client;

struct http_client_conf {
	const char *base;	/* "https://localhost:8443"; no last slash */
	const char *pin;	/* 44 characters, or NULL */
	const char *unix_path;	/* then base is "http://localhost" */
	unsigned connect_ms;	/* 0: 10,000 */
	unsigned answer_ms;	/* whole request; 0: 60,000 */
};

/* TT_ESYNTAX: base or pin not as above (http:// only with unix_path). */
enum tt_err http_client_new(struct http_client **out,
    const struct http_client_conf *conf) MUST_USE;
void http_client_free(struct http_client *c);	/* NULL is fine */

enum http_verb { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_VERBS };

const char *http_verb_text(enum http_verb v);	/* "GET" */

struct http_call {
	enum http_verb verb;
	const char *target;		/* path and query, from "/" */
	const char *authorization;	/* whole header value, or NULL */
	const char *content_type;	/* NULL: application/octet-stream */
	struct span body;		/* POST and PUT */
	size_t max_answer;		/* bytes */
};

struct http_answer {
	unsigned status;
	char content_type[64];		/* as sent; "" if none or longer */
	struct buf body;		/* http_answer_done */
};

/*
 * Any status is TT_OK.  TT_ENET: not reached, broke off, too slow, or no
 * HTTP; TT_EINTEGRITY: another key than the pin's; TT_EKEY: no pin, and the
 * certificate is not good for the name; TT_ELIMIT: the answer is over
 * max_answer.  On an error *out is as it was; http_client_why says more.
 */
enum tt_err http_client_call(struct http_client *c,
    const struct http_call *call, struct http_answer *out) MUST_USE;
void http_answer_done(struct http_answer *a);

const char *http_client_why(const struct http_client *c);

#endif
