/* SPDX-License-Identifier: ISC */
/*
 * stream - one direction of a TCP connection, put together from segments.
 *
 * Segments in any order, twice, overlapping, with a beginning or not.  Where
 * two say different things about the same bytes, what came first is the
 * stream, and the other is kept beside it: which of them a host believed
 * nobody can tell from outside (Ptacek and Newsham, 1998), and whoever sends
 * both wants one to be overlooked.  What is missing parts a stream into
 * stretches.  Pure.
 */
#ifndef EXTRACT_STREAM_H
#define EXTRACT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

struct stream_segment {
	int64_t at;		/* in the stream; the first seen byte is 0 */
	uint32_t order;		/* of arrival */
	uint32_t n;		/* bytes */
	size_t from;		/* of the store */
};

struct stream {
	struct stream_segment *at;
	size_t n, cap;
	bool begun;
	uint32_t seq;		/* of the byte that is at near */
	int64_t near;
};

/* All bytes of all segments, one after the other. */
struct stream_store {
	struct buf bytes;
};

/* Take a segment; empty ones are nothing.  TT_ELIMIT, TT_ENOMEM. */
enum tt_err stream_add(struct stream *s, struct stream_store *store,
    uint32_t seq, struct span payload) MUST_USE;

/*
 * Give each stretch to fn in order, with the number of its first byte; and
 * after that what was said otherwise, as other.  TT_ENOMEM.
 */
typedef void stream_fn(void *ctx, int64_t at, struct span bytes, bool other);
enum tt_err stream_give(struct stream *s, const struct stream_store *store,
    stream_fn *fn, void *ctx) MUST_USE;

void stream_done(struct stream *s);	/* safe on zeroes */

#endif
