/* SPDX-License-Identifier: ISC */
/*
 * http2_frame - the frames of HTTP/2 in one direction (RFC 9113 section 4).
 *
 * Where a direction is seen from its middle, a frame is known by what it must
 * be and by what follows it.  Pure.
 */
#ifndef EXTRACT_HTTP2_FRAME_H
#define EXTRACT_HTTP2_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"

#define HTTP2_PREFACE	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define HTTP2_HEAD	9	/* bytes of a frame before its payload */

/*
 * Payload that nobody has to ask for leave to send (section 4.2).  Frames of
 * the types below may be larger, up to the 2^24 - 1 that can be written: what
 * the other side allowed is not seen here, and no memory depends on it.
 */
#define HTTP2_PAYLOAD	16384

enum http2_type {		/* section 6 */
	HTTP2_DATA,
	HTTP2_HEADERS,
	HTTP2_PRIORITY,
	HTTP2_RST_STREAM,
	HTTP2_SETTINGS,
	HTTP2_PUSH_PROMISE,
	HTTP2_PING,
	HTTP2_GOAWAY,
	HTTP2_WINDOW_UPDATE,
	HTTP2_CONTINUATION,
	HTTP2_TYPE_COUNT	/* and above: extensions */
};

#define HTTP2_ACK		0x01	/* of SETTINGS, PING */
#define HTTP2_END_STREAM	0x01	/* of DATA, HEADERS */
#define HTTP2_END_HEADERS	0x04
#define HTTP2_PADDED		0x08
#define HTTP2_WITH_PRIORITY	0x20

struct http2_frame {
	uint8_t type, flags;
	uint32_t stream;	/* 0: the connection */
	size_t size;		/* of its payload, as it says */
	struct span whole;	/* with its head */
	struct span payload;	/* fewer bytes than size if cut off */
};

/*
 * Cut a frame off *s, or what is there of one that is cut off behind its
 * head.  False, and nothing changed: none begins there.
 */
bool http2_frame_next(struct span *s, struct http2_frame *f);

/*
 * Take padding, priority and a promised stream off the payload and its size.
 * False if they are longer than it is: then it is as it was.  *padding are
 * the bytes of padding that are there; *promised is 0 if none is.
 */
bool http2_frame_strip(struct http2_frame *f, struct span *padding,
    uint32_t *promised);

/* Does a direction begin here: a client's preface, a server's settings? */
bool http2_frame_is_first(struct span s);

/*
 * Where, at or after from and before to, the first of several frames stands;
 * to if nowhere.  At the very beginning of s a header block that is all of s
 * is enough.
 */
size_t http2_frame_find(struct span s, size_t from, size_t to);

#endif
