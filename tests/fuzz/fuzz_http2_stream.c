/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as one direction of HTTP/2, its first frame at the front: what is
 * told is within its limits.  However the frames of bodies and of header
 * blocks are cut, the same is told, unless something is wrong with it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "extract/content.h"
#include "extract/http2_frame.h"
#include "extract/http2_stream.h"
#include "extract/http_stream.h"

#define UNPACK	((size_t)4 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct span all;
	struct buf told;	/* all pieces, one after the other */
	bool trouble;
};

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
take(void *ctx, const struct http_told *t)
{
	struct seen *s = ctx;

	check(t->bytes.n > 0 || t->trouble != NULL);
	check(t->message <= 0x7fffffff);
	check(t->what != HTTP_HEAD || t->bytes.n <= HTTP_HEAD_MAX);
	check(t->bytes.n <= CONTENT_MAX + 65536 || t->bytes.n <= s->all.n);
	check((t->what == HTTP_PART) == (t->part > 0));
	check(t->part <= HTTP_PARTS_MAX);
	s->trouble = s->trouble || t->trouble != NULL;
	buf_printf(&s->told, "[%d %d %zu %zu]", t->what, t->request,
	    t->message, t->part);
	buf_span(&s->told, t->bytes);
}

static void
read_all(struct seen *s, struct span in)
{
	size_t unpack = UNPACK;

	*s = (struct seen){ .all = in };
	buf_init(&s->told, (size_t)1 << 30);
	http2_stream_read(in, &unpack, take, s);
	check(unpack <= UNPACK);
	check(buf_err(&s->told) == TT_OK);
}

static void
put_frame(struct buf *out, const struct http2_frame *f, uint8_t type,
    uint8_t flags, struct span payload)
{
	buf_char(out, (char)(payload.n >> 16));
	buf_be16(out, (uint16_t)payload.n);
	buf_char(out, (char)type);
	buf_char(out, (char)flags);
	buf_add(out, f->whole.p + 5, 4);
	buf_span(out, payload);
}

/* A frame as two, the first of one byte, where that is the same. */
static void
put_cut(struct buf *out, const struct http2_frame *f)
{
	bool data = f->type == HTTP2_DATA;
	uint8_t ends = data ? HTTP2_END_STREAM : HTTP2_END_HEADERS;
	bool can = (data || f->type == HTTP2_HEADERS ||
	    f->type == HTTP2_CONTINUATION) && f->payload.n == f->size &&
	    f->size > 1 && (data || (f->flags & HTTP2_WITH_PRIORITY) == 0) &&
	    (f->type == HTTP2_CONTINUATION ||
	    (f->flags & HTTP2_PADDED) == 0);

	if (!can) {
		buf_span(out, f->whole);
		return;
	}
	put_frame(out, f, f->type, (uint8_t)(f->flags & ~ends),
	    span_of(f->payload.p, 1));
	put_frame(out, f, data ? HTTP2_DATA : HTTP2_CONTINUATION,
	    f->flags & ends, span_of(f->payload.p + 1, f->payload.n - 1));
}

/* All of in with its frames cut; false if it is not frames throughout. */
static bool
cut_frames(struct buf *out, struct span in)
{
	struct http2_frame f;

	if (span_skip(&in, HTTP2_PREFACE))
		buf_str(out, HTTP2_PREFACE);
	while (in.n > 0 && http2_frame_next(&in, &f))
		put_cut(out, &f);
	check(buf_err(out) == TT_OK);
	return in.n == 0;
}

/* Where frames are found, one begins. */
static void
check_find(struct span in)
{
	size_t at = http2_frame_find(in, 0, in.n);
	struct http2_frame f;

	check(at <= in.n);
	in = span_of(in.p + at, in.n - at);
	check(in.n == 0 || http2_frame_next(&in, &f));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct seen a, b;
	struct buf cut;

	buf_init(&cut, (size_t)1 << 30);
	read_all(&a, in);
	check_find(in);
	if (!a.trouble && cut_frames(&cut, in)) {
		read_all(&b, buf_view(&cut));
		check(!b.trouble);
		check(span_eq(buf_view(&a.told), buf_view(&b.told)));
		buf_done(&b.told);
	}
	buf_done(&a.told);
	buf_done(&cut);
	return 0;
}
