/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "extract/http2_frame.h"

#define CHAIN_WEIGHT	4	/* of frames in a row that are no accident */
#define CHAIN_FRAMES	8	/* looked at */
#define STREAM_NEAR	2048	/* to the number of the one before */
#define STREAM_FAR	(1 << 20)	/* nobody opens as many */
#define LARGE		1024	/* bytes of a body, not its last */

/* What a frame of each type must be, RFC 9113 section 6. */
static const struct rule {
	size_t least, most, step;	/* bytes of payload */
	uint8_t flags;			/* that mean something */
	bool on_stream, on_connection;
} rules[] = {
	[HTTP2_DATA] = { 0, SIZE_MAX, 1, 0x09, true, false },
	[HTTP2_HEADERS] = { 1, SIZE_MAX, 1, 0x2d, true, false },
	[HTTP2_PRIORITY] = { 5, 5, 1, 0, true, false },
	[HTTP2_RST_STREAM] = { 4, 4, 1, 0, true, false },
	[HTTP2_SETTINGS] = { 0, HTTP2_PAYLOAD, 6, 0x01, false, true },
	[HTTP2_PUSH_PROMISE] = { 5, SIZE_MAX, 1, 0x0c, true, false },
	[HTTP2_PING] = { 8, 8, 1, 0x01, false, true },
	[HTTP2_GOAWAY] = { 8, HTTP2_PAYLOAD, 1, 0, false, true },
	[HTTP2_WINDOW_UPDATE] = { 4, 4, 1, 0, true, true },
	[HTTP2_CONTINUATION] = { 0, SIZE_MAX, 1, 0x04, true, false },
};

_Static_assert(sizeof(rules) / sizeof(rules[0]) == HTTP2_TYPE_COUNT,
    "a rule for each type");

static uint32_t
be32(const char *p)
{
	return (uint32_t)(uint8_t)p[0] << 24 | (uint32_t)(uint8_t)p[1] << 16 |
	    (uint32_t)(uint8_t)p[2] << 8 | (uint8_t)p[3];
}

static bool
keeps_rules(const struct http2_frame *f)
{
	const struct rule *r;

	if (f->type >= HTTP2_TYPE_COUNT)
		return f->size <= HTTP2_PAYLOAD;
	r = &rules[f->type];
	return f->size >= r->least && f->size <= r->most &&
	    f->size % r->step == 0 &&
	    (f->stream != 0 ? r->on_stream : r->on_connection);
}

bool
http2_frame_next(struct span *s, struct http2_frame *f)
{
	struct http2_frame g;
	size_t there;

	if (s->n < HTTP2_HEAD)
		return false;
	g.size = be32(s->p) >> 8;
	g.type = (uint8_t)s->p[3];
	g.flags = (uint8_t)s->p[4];
	g.stream = be32(s->p + 5) & 0x7fffffff;
	if (!keeps_rules(&g))
		return false;
	there = s->n - HTTP2_HEAD;
	if (there > g.size)
		there = g.size;
	g.payload = span_of(s->p + HTTP2_HEAD, there);
	g.whole = span_of(s->p, HTTP2_HEAD + there);
	*s = span_of(s->p + g.whole.n, s->n - g.whole.n);
	*f = g;
	return true;
}

/* So many bytes that the frame says it has before or behind the rest. */
struct extent {
	size_t before, behind;
};

static bool
extent_of(const struct http2_frame *f, struct extent *e)
{
	bool padded = (f->flags & HTTP2_PADDED) != 0 &&
	    f->type != HTTP2_CONTINUATION;

	*e = (struct extent){ padded ? 1 : 0, 0 };
	if (padded && f->payload.n > 0)
		e->behind = (uint8_t)f->payload.p[0];
	if (f->type == HTTP2_HEADERS && (f->flags & HTTP2_WITH_PRIORITY) != 0)
		e->before += 5;
	if (f->type == HTTP2_PUSH_PROMISE)
		e->before += 4;
	return e->before + e->behind <= f->size &&
	    e->before <= f->payload.n;
}

bool
http2_frame_strip(struct http2_frame *f, struct span *padding,
    uint32_t *promised)
{
	struct span p = f->payload;
	struct extent e;

	if (!extent_of(f, &e))
		return false;
	*promised = f->type != HTTP2_PUSH_PROMISE ? 0 :
	    be32(p.p + e.before - 4) & 0x7fffffff;
	f->size -= e.before + e.behind;
	p = span_of(p.p + e.before, p.n - e.before);
	/* it may be cut off before its padding */
	f->payload = span_of(p.p, f->size < p.n ? f->size : p.n);
	*padding = span_of(p.p + f->payload.n, p.n - f->payload.n);
	return true;
}

/*
 * A frame whose head has nothing that senders leave out, of a stream that a
 * client opened.
 */
static bool
is_strict(const struct http2_frame *f)
{
	if (f->type >= HTTP2_TYPE_COUNT || f->size > HTTP2_PAYLOAD ||
	    (f->flags & ~rules[f->type].flags) != 0 ||
	    f->stream > STREAM_FAR || (f->stream != 0 && f->stream % 2 == 0))
		return false;
	if (f->type == HTTP2_SETTINGS)
		return (f->size == 0) == (f->flags == HTTP2_ACK);
	return f->size > 0 || f->flags != 0;
}

/*
 * What a strict frame behind another one (before.type of none: the first)
 * says for it that there are frames at all.  Tables of small numbers, of
 * which binaries are full, look like data and the beginnings of blocks.
 */
static unsigned
weight_of(const struct http2_frame *f, const struct http2_frame *before)
{
	switch (f->type) {
	case HTTP2_DATA:
		return f->flags != 0 || (f->size >= LARGE &&
		    (before->stream == f->stream || before->stream == 0));
	case HTTP2_HEADERS:
	case HTTP2_PUSH_PROMISE:
		return (f->flags & HTTP2_END_HEADERS) != 0 ? 2 : 0;
	case HTTP2_CONTINUATION:
		return before->type == HTTP2_HEADERS ||
		    before->type == HTTP2_CONTINUATION;
	case HTTP2_GOAWAY:
		return 0;
	default:
		return 2;	/* of one size */
	}
}

/* Streams are near each other, and what has ended does not go on. */
static bool
can_follow(const struct http2_frame *f, const struct http2_frame *before)
{
	bool message = f->type == HTTP2_DATA || f->type == HTTP2_HEADERS;

	if (f->stream == 0 || before->stream == 0)
		return true;
	if (f->stream == before->stream)
		return !message || before->type > HTTP2_HEADERS ||
		    (before->flags & HTTP2_END_STREAM) == 0;
	return f->stream < before->stream + STREAM_NEAR &&
	    before->stream < f->stream + STREAM_NEAR;
}

/* Do frames follow each other from here that are no accident? */
static bool
is_chain(struct span s)
{
	struct http2_frame f, before = { .type = HTTP2_TYPE_COUNT };
	unsigned weight = 0;

	for (unsigned n = 0; n < CHAIN_FRAMES && s.n > 0; n++) {
		if (!http2_frame_next(&s, &f) || !is_strict(&f) ||
		    !can_follow(&f, &before))
			return false;
		weight += weight_of(&f, &before);
		if (weight >= CHAIN_WEIGHT)
			return true;
		before = f;
	}
	/* to the very end: no accident, either */
	return s.n == 0 && weight >= CHAIN_WEIGHT - 1 &&
	    f.payload.n == f.size;
}

/* One request or answer without a body, and nothing else. */
static bool
is_lone_head(struct span s)
{
	struct http2_frame f;

	return http2_frame_next(&s, &f) && is_strict(&f) && s.n == 0 &&
	    f.type == HTTP2_HEADERS && f.payload.n == f.size &&
	    (f.flags & HTTP2_END_HEADERS) != 0;
}

bool
http2_frame_is_first(struct span s)
{
	struct http2_frame f;

	if (span_starts(s, HTTP2_PREFACE))
		return true;
	if (!http2_frame_next(&s, &f) || f.type != HTTP2_SETTINGS ||
	    f.flags != 0 || f.payload.n < f.size)
		return false;
	return s.n < HTTP2_HEAD || (http2_frame_next(&s, &f) &&
	    (is_strict(&f) || f.type >= HTTP2_TYPE_COUNT));
}

/* What is_strict needs, at a glance: most places are zeros, or no type. */
static bool
may_be_strict(struct span s)
{
	return s.n >= HTTP2_HEAD && (uint8_t)s.p[3] < HTTP2_TYPE_COUNT &&
	    (s.p[1] | s.p[2] | s.p[4]) != 0;
}

size_t
http2_frame_find(struct span s, size_t from, size_t to)
{
	struct span rest;
	const char *p;

	if (from == 0 && to > 0 && is_lone_head(s))
		return 0;
	/* what is_strict takes is short: the first byte of its size is 0 */
	for (; from < to; from++) {
		if ((p = memchr(s.p + from, 0, to - from)) == NULL)
			return to;
		from = (size_t)(p - s.p);
		rest = span_of(p, s.n - from);
		if (may_be_strict(rest) && is_chain(rest))
			return from;
	}
	return to;
}
