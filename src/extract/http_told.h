/* SPDX-License-Identifier: ISC */
/*
 * http_told - the pieces that messages of HTTP are given in, whatever the
 * version that they came by.
 *
 * Bodies are given without their encodings (content.h), multipart ones part
 * by part.
 */
#ifndef EXTRACT_HTTP_TOLD_H
#define EXTRACT_HTTP_TOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"

#define HTTP_HEAD_MAX	((size_t)256 << 10)	/* bytes of a message's head */
#define HTTP_PARTS_MAX	256	/* of one multipart body */

enum http_piece {
	HTTP_HEAD,		/* first line, fields and the empty line */
	HTTP_BODY,
	HTTP_PART_HEADS,	/* all of a multipart body but its contents */
	HTTP_PART,		/* a content; its number counts from 1 */
	HTTP_OTHER,		/* no message, or none that can be read */
};

struct http_told {
	enum http_piece what;
	bool request;
	size_t message;		/* from 1, in this stream */
	size_t part;
	struct span bytes;	/* good for the call */
	const char *trouble;	/* NULL, or what is wrong with them */
};

typedef void http_fn(void *ctx, const struct http_told *told);

/* Who is told, and how many bytes may still be unpacked: counted down. */
struct http_listener {
	http_fn *fn;
	void *ctx;
	size_t *unpack;
};

/* What a head says of the body behind it. */
struct http_about {
	bool request;
	size_t message;
	struct span encodings;	/* of Content-Encoding */
	struct span boundary;	/* http_boundary of Content-Type */
};

/* boundary=... of a Content-Type, empty if it is not multipart. */
struct span http_boundary(struct span type);

/* One piece; nothing if it has neither bytes nor trouble. */
void http_tell(const struct http_listener *l, const struct http_about *a,
    enum http_piece what, struct span bytes, const char *trouble);

/* A body as it was sent: without chunks or frames, but with encodings. */
void http_tell_body(const struct http_listener *l, const struct http_about *a,
    struct span body);

#endif
