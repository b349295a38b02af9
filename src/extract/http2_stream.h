/* SPDX-License-Identifier: ISC */
/*
 * http2_stream - the messages in one direction of a connection that speaks
 * HTTP/2 (RFC 9113), as http_stream.h tells of those of HTTP/1.
 *
 * A head is lines, ":method: GET" and so on, and an empty one; a body is put
 * together of its frames and given when its stream ends, or as far as it
 * goes.  A message has the number of its stream: a request and its answer
 * have the same, promised ones even ones.  Trailers are a second head, given
 * after the body.  What cannot be unpacked, and frames that belong to no
 * message (settings, pings, extensions; padding that is not zero), are given
 * as other: the latter together, last, with the number 0.
 *
 * A direction may begin in its middle (http2_head.h, http2_frame.h).  The
 * other direction is not looked at: a stream that it resets goes on here.
 */
#ifndef EXTRACT_HTTP2_STREAM_H
#define EXTRACT_HTTP2_STREAM_H

#include <stddef.h>

#include "base/span.h"
#include "extract/http_told.h"

/*
 * With bodies that have not ended.  Beyond, and with numbers so far apart
 * that they meet, the body of the earlier is given as far as it goes.
 */
#define HTTP2_STREAMS	1024

/* All of s, which begins with a preface or a frame (http2_frame.h). */
void http2_stream_read(struct span s, size_t *unpack, http_fn *fn, void *ctx);

#endif
