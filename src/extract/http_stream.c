/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "extract/content.h"
#include "extract/http_stream.h"

/* What a head says of its body. */
struct head {
	struct span bytes;
	bool request;
	unsigned status;
	bool chunked, has_length;
	size_t length;
	struct span encodings, boundary;
};

struct reader {
	http_fn *fn;
	void *ctx;
	struct head head;
	size_t message;
	size_t *unpack;
};

static void
tell(const struct reader *r, enum http_piece what, size_t part,
    struct span bytes, const char *trouble)
{
	const struct http_told told = { what, r->head.request, r->message,
		part, bytes, trouble };

	if (bytes.n > 0 || trouble != NULL)
		r->fn(r->ctx, &told);
}

static bool
starts(struct span s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && strncasecmp(s.p, with, n) == 0;
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
	return is_status_line(s) || is_request_line(s);
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

/* boundary=... of a Content-Type, empty if it is not multipart. */
static struct span
boundary_of(struct span type)
{
	struct span word;

	if (!starts(type, "multipart/"))
		return span_of(type.p, 0);
	while (span_word(&type, ';', &word)) {
		word = span_trim(word);
		if (!starts(word, "boundary="))
			continue;
		word = span_of(word.p + 9, word.n - 9);
		if (word.n >= 2 && word.p[0] == '"' &&
		    word.p[word.n - 1] == '"')
			word = span_of(word.p + 1, word.n - 2);
		return word;
	}
	return span_of(type.p, 0);
}

static void
read_field(struct head *h, struct span line)
{
	struct span name, value = line;

	if (!span_word(&value, ':', &name))
		return;
	value = span_trim(value);
	if (name.n == 14 && starts(name, "content-length")) {
		h->has_length = value.n > 0 && value.p[0] >= '0' &&
		    value.p[0] <= '9';
		h->length = number(value);
	} else if (name.n == 17 && starts(name, "transfer-encoding")) {
		h->chunked = value.n >= 7 &&
		    strncasecmp(value.p + value.n - 7, "chunked", 7) == 0;
	} else if (name.n == 16 && starts(name, "content-encoding")) {
		h->encodings = value;
	} else if (name.n == 12 && starts(name, "content-type")) {
		h->boundary = boundary_of(value);
	}
}

/* The head that s begins with, cut off *s; false if it does not end. */
static bool
read_head(struct span *s, struct head *h)
{
	struct span rest = *s, line;
	size_t n;

	*h = (struct head){ .request = !is_status_line(*s) };
	if (!h->request)
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

/* Where needle stands in s at or after from; s.n if it does not. */
static size_t
find(struct span s, size_t from, struct span needle)
{
	const char *p = from < s.n ? memmem(s.p + from, s.n - from, needle.p,
	    needle.n) : NULL;

	return p != NULL ? (size_t)(p - s.p) : s.n;
}

/* Where the content of a part begins: behind an empty line. */
static size_t
skip_part_head(struct span part)
{
	size_t a = find(part, 0, SPAN("\r\n\r\n"));
	size_t b = find(part, 0, SPAN("\n\n"));

	if (a == part.n && b == part.n)
		return part.n;
	return a < b ? a + 4 : b + 2;
}

/* A multipart body (RFC 2046 section 5.1): contents, then all the rest. */
static void
tell_parts(const struct reader *r, struct span body)
{
	struct span bound = r->head.boundary, part;
	struct buf heads;
	size_t at = find(body, 0, bound), from = 0, to, n = 0;

	buf_init(&heads, CONTENT_MAX);
	for (; at < body.n && n < HTTP_PARTS_MAX; at = to) {
		at += bound.n;
		to = find(body, at, bound);
		part = span_of(body.p + at, to - at);
		at += skip_part_head(part);
		buf_add(&heads, body.p + from, at - from);
		from = to;
		/* without the line end and the -- before the boundary */
		part = span_of(body.p + at, to - at);
		if (to < body.n) {
			if (part.n >= 2 && memcmp(part.p + part.n - 2, "--",
			    2) == 0)
				part.n -= 2;
			if (part.n > 0 && part.p[part.n - 1] == '\n')
				part.n--;
			if (part.n > 0 && part.p[part.n - 1] == '\r')
				part.n--;
			from = at + part.n;
		}
		tell(r, HTTP_PART, ++n, part, NULL);
	}
	buf_add(&heads, body.p + from, body.n - from);
	tell(r, HTTP_PART_HEADS, 0, buf_view(&heads), NULL);
	buf_done(&heads);
}

static void
tell_plain(const struct reader *r, struct span body, const char *trouble)
{
	if (r->head.boundary.n > 0 && trouble == NULL &&
	    find(body, 0, r->head.boundary) < body.n)
		tell_parts(r, body);
	else
		tell(r, HTTP_BODY, 0, body, trouble);
}

static void
tell_body(const struct reader *r, struct span body)
{
	struct buf out;
	enum tt_err e;

	if (r->head.encodings.n == 0 || body.n == 0) {
		tell_plain(r, body, NULL);
		return;
	}
	if (*r->unpack == 0) {
		tell_plain(r, body, "it is not unpacked: enough was");
		return;
	}
	buf_init(&out, CONTENT_MAX + 65536);
	e = content_decode(body, r->head.encodings, &out);
	if (e == TT_ESYNTAX && out.n == 0)
		tell_plain(r, body, "its encoding is not known, or damaged; "
		    "it is searched as it is");
	else
		tell_plain(r, buf_view(&out), e == TT_OK ? NULL :
		    e == TT_ELIMIT ? "a bomb: it unpacks to more than is "
		    "read" : e == TT_ESYNTAX ? "it is cut short or damaged" :
		    "there is not enough memory to unpack it");
	*r->unpack -= out.n < *r->unpack ? out.n : *r->unpack;
	buf_done(&out);
}

static bool
has_no_body(const struct head *h, struct span rest)
{
	if (h->request)
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
		tell_body(r, cut(s, r->head.has_length ? r->head.length :
		    s->n));
		return;
	}
	buf_init(&body, (size_t)1 << 30);
	content_chunks(s, &body);
	tell_body(r, buf_view(&body));
	buf_done(&body);
}

bool
http_stream_read(struct span s, size_t *unpack, http_fn *fn, void *ctx)
{
	struct reader r = { .fn = fn, .ctx = ctx, .unpack = unpack };

	if (next_begin(s, 0) == s.n)
		return false;
	while (s.n > 0) {
		tell(&r, HTTP_OTHER, 0, cut(&s, next_begin(s, 0)), NULL);
		if (s.n == 0)
			break;
		if (!read_head(&s, &r.head)) {
			/* cut off within its head, or none at all */
			r.message++;
			tell(&r, HTTP_HEAD, 0, cut(&s, next_begin(s,
			    first_line(s).n + 1)), NULL);
			continue;
		}
		r.message++;
		tell(&r, HTTP_HEAD, 0, r.head.bytes, NULL);
		read_body(&r, &s);
		while (s.n > 0 && (s.p[0] == '\r' || s.p[0] == '\n'))
			(void)cut(&s, 1);
	}
	return true;
}
