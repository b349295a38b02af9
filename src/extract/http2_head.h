/* SPDX-License-Identifier: ISC */
/*
 * http2_head - the header blocks of one direction of HTTP/2 (RFC 7541), as
 * lines that a person can read: ":path: /a", and an empty one.
 *
 * Blocks refer to a table that all blocks before them made.  Where the first
 * are missing, fields that stand there word for word are read all the same:
 * the table then begins full of fields that nobody knows, which leave it as
 * others come, as those that are meant do.  So a field is read as it was sent
 * or said to be missing, and never taken for another; but only where the
 * sender's table is no larger than it is at first, 4,096 bytes, as it is
 * with nearly all: else what is meant may not be there, and that is damage.
 */
#ifndef EXTRACT_HTTP2_HEAD_H
#define EXTRACT_HTTP2_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include <nghttp2/nghttp2.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "extract/http_told.h"

#define HTTP2_TABLE_MAX		((size_t)1 << 20)	/* a sender's wish */
#define HTTP2_TABLE_FIRST	4096	/* RFC 9113 section 6.5.2 */

struct http2_head {
	nghttp2_hd_inflater *inflater;	/* NULL: made when it is needed */
	bool from_start;		/* all blocks so far are in it */
	size_t *unpack;

	/* the block at hand */
	struct buf text;		/* at most HTTP_HEAD_MAX */
	bool request, answer;		/* it says so */
	bool crumb;			/* its last line is a cookie */
	const char *trouble;		/* with the text; NULL: none */
	char encodings[64], boundary[128];	/* "": none */
};

/* unpack: as in http_listener; a text counts, and a table for all it holds. */
void http2_head_init(struct http2_head *h, bool from_start, size_t *unpack);
void http2_head_done(struct http2_head *h);

void http2_head_begin(struct http2_head *h);

/*
 * The next bytes of the block.  NULL, or why they cannot be unpacked: then
 * what came before them is in the text, the rest of the block is lost, and
 * with it the table.
 */
const char *http2_head_add(struct http2_head *h, struct span bytes, bool last)
    MUST_USE;

/* A block, or a part of one, did not come to be read: the table is unknown. */
void http2_head_lose(struct http2_head *h);

/* The text of the block, with its last line; empty if nothing was read. */
struct span http2_head_end(struct http2_head *h);

#endif
