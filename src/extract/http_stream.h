/* SPDX-License-Identifier: ISC */
/*
 * http_stream - the messages in one direction of a connection: HTTP/1.0 and
 * 1.1 (RFC 9112), as leniently as those who read them do.
 *
 * A stream may begin or end within a message (packets are missing): what is
 * no message is passed over up to the next line that begins one, and given as
 * other.  HTTP/2 is not read; its header fields are packed for one connection
 * (RFC 7541) and most of it is within TLS.  Bodies are given without chunks
 * and encodings (content.h), multipart ones part by part.
 */
#ifndef EXTRACT_HTTP_STREAM_H
#define EXTRACT_HTTP_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define HTTP_HEAD_MAX	((size_t)256 << 10)	/* bytes of a message's head */
#define HTTP_PARTS_MAX	256	/* of one multipart body */

enum http_piece {
	HTTP_HEAD,		/* first line, fields and the empty line */
	HTTP_BODY,
	HTTP_PART_HEADS,	/* all of a multipart body but its contents */
	HTTP_PART,		/* a content; its number counts from 1 */
	HTTP_OTHER,		/* no message */
};

struct http_told {
	enum http_piece what;
	bool request;
	size_t message;		/* from 1, in this stream */
	size_t part;
	struct span bytes;	/* good for the call */
	const char *trouble;	/* NULL, or what is wrong with a body */
};

typedef void http_fn(void *ctx, const struct http_told *told);

/*
 * False if no message begins in s: then nothing was told.  *unpack is how
 * many bytes may still be unpacked, of all streams together, and is counted
 * down; after the last, bodies are given as they are: a thousand small bombs
 * are one.
 */
bool http_stream_read(struct span s, size_t *unpack, http_fn *fn, void *ctx);

#endif
