/* SPDX-License-Identifier: ISC */
/*
 * http_stream - the messages in one direction of a connection: HTTP/1.0 and
 * 1.1 (RFC 9112), as leniently as those who read them do, and HTTP/2 by
 * http2_stream.h.
 *
 * A stream may begin or end within a message (packets are missing): what is
 * no message is passed over up to the next line or frame that begins one, and
 * given as other.  HTTP/2 is known by its preface or first settings, at the
 * beginning (prior knowledge, or within TLS) or behind messages of HTTP/1
 * (Upgrade: h2c), and in its middle by frames that follow each other.
 */
#ifndef EXTRACT_HTTP_STREAM_H
#define EXTRACT_HTTP_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "extract/http_told.h"

/*
 * False if no message begins in s: then nothing was told.  *unpack is how
 * many bytes may still be unpacked, of all streams together, and is counted
 * down; after the last, bodies are given as they are: a thousand small bombs
 * are one.
 */
bool http_stream_read(struct span s, size_t *unpack, http_fn *fn, void *ctx);

#endif
