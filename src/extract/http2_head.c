/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "extract/http2_head.h"

/*
 * A field that nobody knows: its name is put into the table, without a value
 * (RFC 7541 section 6.2.1).  No field that is meant is shorter.
 */
#define UNKNOWN		"?"
#define UNKNOWN_FIELD	"\x40\1" UNKNOWN "\0"
#define UNKNOWN_SIZE	(32 + sizeof(UNKNOWN) - 1)	/* section 4.1 */

static void
spend(struct http2_head *h, size_t n)
{
	*h->unpack -= n < *h->unpack ? n : *h->unpack;
}

static void
drop_inflater(struct http2_head *h)
{
	if (h->inflater != NULL)
		nghttp2_hd_inflate_del(h->inflater);
	h->inflater = NULL;
}

static bool
fill_with_unknown(nghttp2_hd_inflater *inflater)
{
	static const uint8_t field[] = UNKNOWN_FIELD;
	size_t n = HTTP2_TABLE_FIRST / UNKNOWN_SIZE;
	nghttp2_nv nv;
	int flags;

	for (size_t i = 0; i < n; i++) {
		/* it is emitted, and then the block is at its end */
		if (nghttp2_hd_inflate_hd2(inflater, &nv, &flags, field,
		    sizeof(field) - 1, 0) < 0)
			return false;
	}
	return nghttp2_hd_inflate_hd2(inflater, &nv, &flags, field, 0, 1) >=
	    0 && nghttp2_hd_inflate_end_headers(inflater) == 0;
}

/*
 * The sender's table may be as large as it says, for what its reader allowed
 * it is not seen in this direction.
 */
static bool
make_inflater(struct http2_head *h)
{
	if (h->inflater != NULL)
		return true;
	if (nghttp2_hd_inflate_new(&h->inflater) != 0)
		return false;
	spend(h, HTTP2_TABLE_FIRST);
	if (nghttp2_hd_inflate_change_table_size(h->inflater,
	    HTTP2_TABLE_MAX) == 0 && (h->from_start ||
	    fill_with_unknown(h->inflater)))
		return true;
	drop_inflater(h);
	return false;
}

void
http2_head_init(struct http2_head *h, bool from_start, size_t *unpack)
{
	*h = (struct http2_head){ .from_start = from_start, .unpack = unpack };
	buf_init(&h->text, HTTP_HEAD_MAX);
}

void
http2_head_done(struct http2_head *h)
{
	drop_inflater(h);
	buf_done(&h->text);
}

void
http2_head_lose(struct http2_head *h)
{
	drop_inflater(h);
	h->from_start = false;
}

void
http2_head_begin(struct http2_head *h)
{
	buf_clear(&h->text);
	h->request = h->answer = h->crumb = false;
	h->trouble = NULL;
	h->encodings[0] = h->boundary[0] = '\0';
}

/* One line; cookies may be sent in crumbs (RFC 9113 section 8.2.3). */
static void
put_line(struct http2_head *h, struct span name, struct span value)
{
	bool cookie = span_is(name, "cookie");

	if (cookie && h->crumb && h->text.n >= 2 &&
	    buf_err(&h->text) == TT_OK) {
		buf_cut(&h->text, h->text.n - 2);
		buf_str(&h->text, "; ");
	} else {
		buf_span(&h->text, name);
		buf_str(&h->text, ": ");
	}
	buf_span(&h->text, value);
	buf_str(&h->text, "\r\n");
	h->crumb = cookie;
}

static void
take_field(struct http2_head *h, struct span name, struct span value)
{
	if (!h->from_start && span_is(name, UNKNOWN)) {
		h->trouble = "it refers to fields that were sent before what "
		    "is there begins: they are missing";
		if (value.n == 0)
			return;
	}
	h->request = h->request || span_is(name, ":method");
	h->answer = h->answer || span_is(name, ":status");
	/* too long for any that is known: it is told that it is not known */
	if (span_is(name, "content-encoding") && span_copy(value,
	    h->encodings, sizeof(h->encodings)) != TT_OK)
		memcpy(h->encodings, "?", 2);
	if (span_is(name, "content-type") && span_copy(http_boundary(value),
	    h->boundary, sizeof(h->boundary)) != TT_OK)
		h->boundary[0] = '\0';
	put_line(h, name, value);
}

/* All fields of the bytes, as far as they go; false if they are no good. */
static bool
inflate(struct http2_head *h, struct span in, bool last)
{
	nghttp2_nv nv;
	ssize_t n;
	int flags;

	for (;;) {
		n = nghttp2_hd_inflate_hd2(h->inflater, &nv, &flags,
		    (const uint8_t *)in.p, in.n, last);
		if (n < 0)
			return false;
		in = span_of(in.p + n, in.n - (size_t)n);
		if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0)
			take_field(h, span_of(nv.name, nv.namelen),
			    span_of(nv.value, nv.valuelen));
		else if (in.n == 0)
			break;
	}
	return !last || nghttp2_hd_inflate_end_headers(h->inflater) == 0;
}

const char *
http2_head_add(struct http2_head *h, struct span bytes, bool last)
{
	const char *trouble = NULL;

	if (*h->unpack == 0)
		trouble = "it is not unpacked: enough was";
	else if (!make_inflater(h))
		trouble = "there is not enough memory to unpack it";
	else if (!inflate(h, bytes, last))
		trouble = h->from_start ? "it cannot be unpacked: it is "
		    "damaged" : "it cannot be unpacked: it is damaged, or "
		    "refers to what is not there";
	if (trouble != NULL)
		http2_head_lose(h);
	return trouble;
}

struct span
http2_head_end(struct http2_head *h)
{
	size_t n = h->text.n;

	if (buf_err(&h->text) != TT_OK)
		h->trouble = "it is longer than is read";
	else if (n > 0)
		buf_str(&h->text, "\r\n");
	spend(h, n);
	return buf_view(&h->text);
}
