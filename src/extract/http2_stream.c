/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "extract/http2_frame.h"
#include "extract/http2_head.h"
#include "extract/http2_stream.h"

#define BODY_MAX	((size_t)1 << 30)	/* more than a capture has */

/* A message whose body has not ended. */
struct exchange {
	uint32_t stream;
	bool headed, request;	/* request: as its head says */
	char encodings[64], boundary[128];
	struct buf body;
};

struct reader {
	struct http_listener to;
	bool request;			/* what is sent in this direction */
	struct http2_head head;
	struct exchange *open[HTTP2_STREAMS];	/* by slot_of, or NULL */
	struct buf others;		/* frames of no message */

	/* the header block at hand: frames of on tell of stream */
	bool in_block, block_lost, block_ends;
	uint32_t on, stream;
};

static void
tell(const struct reader *r, uint32_t stream, bool request,
    enum http_piece what, struct span bytes, const char *trouble)
{
	const struct http_about about = { .request = request,
		.message = stream };

	http_tell(&r->to, &about, what, bytes, trouble);
}

/* Odd and even numbers rise by two, and streams that are open are near. */
static struct exchange **
slot_of(struct reader *r, uint32_t stream)
{
	return &r->open[(stream / 2 + stream % 2 * (HTTP2_STREAMS / 2)) %
	    HTTP2_STREAMS];
}

static void
end_exchange(struct reader *r, struct exchange **slot)
{
	struct exchange *x = *slot;
	const struct http_about about = {
		.request = x->headed ? x->request : r->request,
		.message = x->stream,
		.encodings = span_str(x->encodings),
		.boundary = span_str(x->boundary),
	};

	http_tell_body(&r->to, &about, buf_view(&x->body));
	if (buf_err(&x->body) != TT_OK)
		tell(r, x->stream, about.request, HTTP_BODY, SPAN(""),
		    "there is not enough memory for all of it");
	buf_done(&x->body);
	free(x);
	*slot = NULL;
}

/* NULL: there is no memory. */
static struct exchange *
exchange_of(struct reader *r, uint32_t stream)
{
	struct exchange **slot = slot_of(r, stream);

	if (*slot != NULL && (*slot)->stream != stream) {
		if ((*slot)->body.n > 0)
			tell(r, (*slot)->stream, r->request, HTTP_BODY,
			    SPAN(""), "more streams are open at once than "
			    "are put together: it is given in pieces");
		end_exchange(r, slot);
	}
	if (*slot == NULL && (*slot = calloc(1, sizeof(**slot))) != NULL) {
		(*slot)->stream = stream;
		buf_init(&(*slot)->body, BODY_MAX);
	}
	return *slot;
}

static void
end_stream(struct reader *r, uint32_t stream)
{
	struct exchange **slot = slot_of(r, stream);

	if (*slot != NULL && (*slot)->stream == stream)
		end_exchange(r, slot);
}

/* What the head at hand says of a body that is to come. */
static void
await_body(struct reader *r, bool request)
{
	struct exchange *x = exchange_of(r, r->stream);

	if (x == NULL)
		return;
	x->headed = true;
	x->request = request;
	if (r->head.encodings[0] != '\0')
		memcpy(x->encodings, r->head.encodings, sizeof(x->encodings));
	if (r->head.boundary[0] != '\0')
		memcpy(x->boundary, r->head.boundary, sizeof(x->boundary));
}

static void
end_block(struct reader *r)
{
	struct span text = http2_head_end(&r->head);
	bool promised = r->on != r->stream;
	bool request = promised || r->head.request ||
	    (r->request && !r->head.answer);

	r->in_block = false;
	if (!promised && (r->head.request || r->head.answer))
		r->request = r->head.request;
	if (r->block_ends)
		end_stream(r, r->stream);
	tell(r, r->stream, request, HTTP_HEAD, text, r->head.trouble);
	if (!r->block_ends && !promised)
		await_body(r, request);
}

/* More of the block at hand. */
static void
add_to_block(struct reader *r, const struct http2_frame *f)
{
	bool whole = f->payload.n == f->size;
	bool last = whole && (f->flags & HTTP2_END_HEADERS) != 0;
	const char *trouble = NULL;

	if (!r->block_lost)
		trouble = http2_head_add(&r->head, f->payload, last);
	if (r->block_lost || trouble != NULL)
		tell(r, r->stream, r->request, HTTP_OTHER, f->payload,
		    trouble);
	else if (!whole)
		r->head.trouble = "it is cut short";
	r->block_lost = r->block_lost || trouble != NULL;
	if ((f->flags & HTTP2_END_HEADERS) != 0)
		end_block(r);
}

/* Something else came before the block at hand was at its end. */
static void
break_block(struct reader *r)
{
	if (!r->in_block)
		return;
	if (!r->block_lost)
		r->head.trouble = "it is cut short";
	http2_head_lose(&r->head);
	end_block(r);
}

static void
begin_block(struct reader *r, const struct http2_frame *f, uint32_t promised)
{
	http2_head_begin(&r->head);
	r->in_block = true;
	r->block_lost = false;
	r->on = f->stream;
	r->stream = promised != 0 ? promised : f->stream;
	r->block_ends = f->type == HTTP2_HEADERS &&
	    (f->flags & HTTP2_END_STREAM) != 0;
	add_to_block(r, f);
}

static void
continue_block(struct reader *r, const struct http2_frame *f)
{
	if (r->in_block && r->on == f->stream) {
		add_to_block(r, f);
		return;
	}
	http2_head_lose(&r->head);
	tell(r, f->stream, r->request, HTTP_OTHER, f->payload,
	    "it cannot be unpacked: its beginning is missing");
}

static void
take_data(struct reader *r, const struct http2_frame *f)
{
	struct exchange *x = f->payload.n == 0 ? NULL :
	    exchange_of(r, f->stream);

	if (x != NULL)
		buf_span(&x->body, f->payload);
	else
		tell(r, f->stream, r->request, HTTP_BODY, f->payload,
		    f->payload.n == 0 ? NULL : "there is not enough memory "
		    "to put it together");
	if ((f->flags & HTTP2_END_STREAM) != 0)
		end_stream(r, f->stream);
}

/* Frames that may have padding: those of messages. */
static void
take_padded(struct reader *r, struct http2_frame *f)
{
	struct span padding;
	uint32_t promised;

	if (!http2_frame_strip(f, &padding, &promised)) {
		if (f->type != HTTP2_DATA)
			http2_head_lose(&r->head);
		tell(r, f->stream, r->request, HTTP_OTHER, f->payload,
		    "its padding is longer than it is");
		return;
	}
	if (!span_is_zero(padding))
		buf_span(&r->others, padding);
	if (f->type == HTTP2_DATA)
		take_data(r, f);
	else
		begin_block(r, f, promised);
}

static void
take_frame(struct reader *r, struct http2_frame *f)
{
	if (f->type != HTTP2_CONTINUATION)
		break_block(r);
	switch (f->type) {
	case HTTP2_DATA:
	case HTTP2_HEADERS:
	case HTTP2_PUSH_PROMISE:
		take_padded(r, f);
		break;
	case HTTP2_CONTINUATION:
		continue_block(r, f);
		break;
	case HTTP2_RST_STREAM:
		end_stream(r, f->stream);
		buf_span(&r->others, f->whole);
		break;
	default:
		buf_span(&r->others, f->whole);
		break;
	}
}

/* Bytes that are no frame, up to the next one. */
static void
skip(struct reader *r, struct span *s)
{
	size_t n = http2_frame_find(*s, 1, s->n);

	break_block(r);
	http2_head_lose(&r->head);
	tell(r, 0, r->request, HTTP_OTHER, span_of(s->p, n), NULL);
	*s = span_of(s->p + n, s->n - n);
}

static void
end_all(struct reader *r)
{
	break_block(r);
	for (size_t i = 0; i < HTTP2_STREAMS; i++)
		if (r->open[i] != NULL)
			end_exchange(r, &r->open[i]);
	tell(r, 0, r->request, HTTP_OTHER, buf_view(&r->others),
	    buf_err(&r->others) != TT_OK ? "there is not enough memory for "
	    "all of it" : NULL);
}

void
http2_stream_read(struct span s, size_t *unpack, http_fn *fn, void *ctx)
{
	struct reader *r = calloc(1, sizeof(*r));
	const struct http_about nobody = { .request = false };
	struct http2_frame f;

	if (r == NULL) {
		http_tell(&(struct http_listener){ fn, ctx, unpack }, &nobody,
		    HTTP_OTHER, s, "there is not enough memory to read it");
		return;
	}
	r->to = (struct http_listener){ fn, ctx, unpack };
	buf_init(&r->others, BODY_MAX);
	http2_head_init(&r->head, http2_frame_is_first(s), unpack);
	r->request = span_skip(&s, HTTP2_PREFACE);
	while (s.n > 0) {
		if (http2_frame_next(&s, &f))
			take_frame(r, &f);
		else
			skip(r, &s);
	}
	end_all(r);
	http2_head_done(&r->head);
	buf_done(&r->others);
	free(r);
}
