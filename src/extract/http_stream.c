/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "extract/content.h"
#include "extract/http2_frame.h"
#include "extract/http2_stream.h"
#include "extract/http_stream.h"

/* What a head says of its body. */
struct head {
	struct span bytes;
	unsigned status;
	bool chunked, has_length;
	size_t length;
	struct http_about about;
};

struct reader {
	struct http_listener to;
	struct head head;
};

static void
tell(const struct reader *r, enum http_piece what, struct span bytes)
{
	http_tell(&r->to, &r->head.about, what, bytes, NULL);
}

static struct span
first_line(struct span s)
{
	const char *end = s.n == 0 ? NULL : memchr(s.p, '\n',
	    s.n < 65536 ? s.n : 65536);

	return span_of(s.p, end == NULL ? 0 : (size_t)(end - s.p));
}

static bool
is_status_line(struct span s)
{
	return s.n >= 12 && memcmp(s.p, "HTTP/1.", 7) == 0 &&
	    s.p[8] == ' ' && s.p[9] >= '1' && s.p[9] <= '9';
}

/* A method in capitals, a target, HTTP/1.x and the end of the line. */
static bool
is_request_line(struct span s)
{
	struct span line;
	size_t i = 0;

	while (i < s.n && i < 20 && ((s.p[i] >= 'A' && s.p[i] <= 'Z') ||
	    s.p[i] == '-' || s.p[i] == '_'))
		i++;
	if (i < 3 || i == s.n || s.p[i] != ' ')
		return false;
	line = first_line(s);
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line.n >= i + 11 &&
	    memcmp(line.p + line.n - 9, " HTTP/1.", 8) == 0;
}

static bool
is_begin(struct span s)
{
	return is_status_line(s) || is_request_line(s) ||
	    http2_frame_is_first(s);
}

/* Where the next message begins, at or after from, on a line of its own. */
static size_t
next_begin(struct span s, size_t from)
{
	const char *p;

	while (from < s.n) {
		if (is_begin(span_of(s.p + from, s.n - from)))
			return from;
		p = memchr(s.p + from, '\n', s.n - from);
		if (p == NULL)
			break;
		from = (size_t)(p - s.p) + 1;
	}
	return s.n;
}

static size_t
number(struct span s)
{
	size_t v = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if (v < SIZE_MAX / 16)
			v = 10 * v + (size_t)(s.p[i] - '0');
	return v;
}

static bool
is_name(struct span name, const char *of)
{
	return name.n == strlen(of) && strncasecmp(name.p, of, name.n) == 0;
}

static void
read_field(struct head *h, struct span line)
{
	struct span name, value = line;

	if (!span_word(&value, ':', &name))
		return;
	value = span_trim(value);
	if (is_name(name, "content-length")) {
		h->has_length = value.n > 0 && value.p[0] >= '0' &&
		    value.p[0] <= '9';
		h->length = number(value);
	} else if (is_name(name, "transfer-encoding")) {
		h->chunked = value.n >= 7 &&
		    strncasecmp(value.p + value.n - 7, "chunked", 7) == 0;
	} else if (is_name(name, "content-encoding")) {
		h->about.encodings = value;
	} else if (is_name(name, "content-type")) {
		h->about.boundary = http_boundary(value);
	}
}

/* The head that s begins with, cut off *s; false if it does not end. */
static bool
read_head(struct span *s, struct head *h)
{
	struct span rest = *s, line;
	size_t n;

	*h = (struct head){ .about.request = !is_status_line(*s),
		.about.message = h->about.message + 1 };
	if (!h->about.request)
		h->status = (unsigned)number(span_of(s->p + 9, 3));
	if (rest.n > HTTP_HEAD_MAX)
		rest.n = HTTP_HEAD_MAX;
	for (n = 0; span_line(&rest, &line); n++) {
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n == 0)
			break;
		if (n > 0)
			read_field(h, line);
	}
	if (n == 0 || line.n != 0)
		return false;
	h->bytes = span_of(s->p, (size_t)(rest.p - s->p));
	*s = span_of(rest.p, s->n - h->bytes.n);
	return true;
}

static struct span
cut(struct span *s, size_t n)
{
	struct span out = span_of(s->p, n < s->n ? n : s->n);

	*s = span_of(s->p + out.n, s->n - out.n);
	return out;
}

static bool
has_no_body(const struct head *h, struct span rest)
{
	if (h->about.request)
		return !h->chunked && !h->has_length;
	/* the answer to HEAD has lengths, but then the next one follows */
	return h->status / 100 == 1 || h->status == 204 || h->status == 304 ||
	    is_status_line(rest);
}

static void
read_body(struct reader *r, struct span *s)
{
	struct buf body;

	if (has_no_body(&r->head, *s))
		return;
	if (!r->head.chunked) {
		http_tell_body(&r->to, &r->head.about, cut(s,
		    r->head.has_length ? r->head.length : s->n));
		return;
	}
	buf_init(&body, (size_t)1 << 30);
	content_chunks(s, &body);
	http_tell_body(&r->to, &r->head.about, buf_view(&body));
	buf_done(&body);
}

bool
http_stream_read(struct span s, size_t *unpack, http_fn *fn, void *ctx)
{
	struct reader r = { .to = { fn, ctx, unpack } };
	size_t begin = next_begin(s, 0), two = http2_frame_find(s, 0, begin);

	if (two == s.n)
		return false;
	tell(&r, HTTP_OTHER, cut(&s, two));
	while (s.n > 0) {
		/* from its middle, or from here on */
		if (two < begin || http2_frame_is_first(s)) {
			http2_stream_read(s, unpack, fn, ctx);
			break;
		}
		if (!read_head(&s, &r.head)) {
			/* cut off within its head, or none at all */
			tell(&r, HTTP_HEAD, cut(&s, next_begin(s,
			    first_line(s).n + 1)));
			continue;
		}
		tell(&r, HTTP_HEAD, r.head.bytes);
		read_body(&r, &s);
		while (s.n > 0 && (s.p[0] == '\r' || s.p[0] == '\n'))
			(void)cut(&s, 1);
		tell(&r, HTTP_OTHER, cut(&s, next_begin(s, 0)));
	}
	return true;
}
