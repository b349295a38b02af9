/* SPDX-License-Identifier: ISC */
/* http2kit - frames of HTTP/2 made in memory. */
#ifndef HTTP2KIT_H
#define HTTP2KIT_H

#include "base/buf.h"
#include "extract/http2_frame.h"

/* One frame; the end of a list has no payload at all. */
struct kit_frame2 {
	uint8_t type, flags;
	uint32_t stream;
	struct span payload;
};

/* The head of a frame with so many bytes of payload. */
static __attribute__((unused)) void
kit_head2(struct buf *b, uint8_t type, uint8_t flags, uint32_t stream,
    size_t size)
{
	buf_char(b, (char)(size >> 16));
	buf_be16(b, (uint16_t)size);
	buf_char(b, (char)type);
	buf_char(b, (char)flags);
	buf_be16(b, (uint16_t)(stream >> 16));
	buf_be16(b, (uint16_t)stream);
}

static __attribute__((unused)) void
kit_add2(struct buf *b, uint8_t type, uint8_t flags, uint32_t stream,
    struct span payload)
{
	kit_head2(b, type, flags, stream, payload.n);
	buf_span(b, payload);
}

#endif
