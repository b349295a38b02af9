/* SPDX-License-Identifier: ISC */
/*
 * server - HTTP/1.1 over libmicrohttpd: HTTPS on a port, or plain HTTP on a
 * Unix socket or on loopback.
 *
 * A request goes to the handler twice: `head` before any body byte is read,
 * which refuses it or says how large the body may be; then `body` with all of
 * it.  Both may run on several threads at once, for different requests.  What
 * they do not see: chunk borders, pipelining, targets that are not plain
 * ASCII, more than one line of the headers below.
 *
 * Limits: connections in all and per address; a head within head_s seconds
 * from the start of the connection or the last answer; a body of n bytes
 * within body_s + n/16,384 s, an answer likewise; heads of 16 KiB.  Whoever is
 * slower is cut off, and nobody else waits.  Nothing is logged here.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "http/client.h"	/* enum http_verb */
#include "telltale/err.h"

#define HTTP_TARGET_MAX	1024	/* bytes of path and query */
#define HTTP_COOKIE_MAX	256	/* bytes of a cookie that is set */
#define HTTP_PEER_LEN	16	/* bytes of an address, as of IPv6 */

struct http_request {
	enum http_verb verb;
	const char *target;		/* as sent, with the query */
	struct span path, query;	/* of target; query without "?" */
	const char *authorization;	/* each NULL if not sent; sent twice: */
	const char *host, *origin, *cookie, *content_type;	/* 400 */
	const char *forwarded;	/* the last X-Forwarded-For; NULL: none */
	uint8_t peer[HTTP_PEER_LEN];	/* IPv4 mapped into it; */
	bool has_peer;			/* not on a Unix socket */
	struct span body;		/* empty in head */
	bool has_body;			/* the head announces one */
	void *own;			/* the handler's; see forget */
};

struct http_response {
	unsigned status;		/* 0 at first: becomes 500 */
	const char *content_type;	/* constants; NULL: no header */
	const char *cache_control;	/* NULL: no-store */
	const char *const *headers;	/* more: name, value, ..., NULL; NULL */
	char location[HTTP_TARGET_MAX + 1];	/* "" : no header; likewise */
	char set_cookie[HTTP_COOKIE_MAX];
	struct buf body;		/* buf_init'ed by the server */
	int fd;				/* -1, or the body instead of buf; */
	uint64_t fd_size;		/* TAKEN and closed */
};

struct http_handler {
	/*
	 * True: go on and read at most *max_body bytes (0: a body is 413).
	 * False: *r is the answer, the body is not read.
	 */
	bool (*head)(void *ctx, struct http_request *q,
	    struct http_response *r, size_t *max_body);
	void (*body)(void *ctx, struct http_request *q,
	    struct http_response *r);
	/* At the end of each request that head saw; may be NULL. */
	void (*forget)(void *ctx, struct http_request *q);
	/*
	 * Fills r for what the server itself refuses: 400, 413, 414, 405.
	 * NULL: an empty body.
	 */
	void (*refuse)(void *ctx, unsigned status, struct http_response *r);
	void *ctx;
};

struct http_server_conf {
	const char *listen;	/* "HOST:PORT", port 0: any; or NULL */
	const char *unix_path;	/* instead: mode 0600; a stale one is removed */
	bool plain;		/* no TLS, and then on loopback only */
	const char *tls_key, *tls_cert;	/* PEM in memory, for listen */
	unsigned threads;	/* 0: 4 */
	unsigned connections;	/* 0: 1,024 */
	unsigned per_address;	/* 0: 128; not on a Unix socket */
	unsigned head_s;	/* 0: 10 */
	unsigned body_s;	/* 0: 30 */
};

struct http_server;

/*
 * TT_ENET if the address cannot be had (errno), TT_EKEY if key and
 * certificate are no pair, TT_EEXIST if a live server has the socket,
 * TT_EREFUSED if what is to be plain would be reached from elsewhere.
 */
enum tt_err http_server_start(struct http_server **out,
    const struct http_server_conf *conf, const struct http_handler *h)
    MUST_USE;

/* "127.0.0.1:40123" or the socket's path; borrowed. */
const char *http_server_address(const struct http_server *s);

/*
 * No new connections; requests under way have up to grace_s seconds; then
 * closes and frees.  A Unix socket's file is removed.  NULL is fine.
 */
void http_server_stop(struct http_server *s, unsigned grace_s);

/* A constant text, "Not Found"; for problem bodies. */
const char *http_status_text(unsigned status);

#endif
