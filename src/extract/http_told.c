/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "extract/content.h"
#include "extract/http_told.h"

static bool
starts(struct span s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && strncasecmp(s.p, with, n) == 0;
}

struct span
http_boundary(struct span type)
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
tell(const struct http_listener *l, const struct http_about *a,
    enum http_piece what, size_t part, struct span bytes, const char *trouble)
{
	const struct http_told told = { what, a->request, a->message, part,
		bytes, trouble };

	if (bytes.n > 0 || trouble != NULL)
		l->fn(l->ctx, &told);
}

void
http_tell(const struct http_listener *l, const struct http_about *a,
    enum http_piece what, struct span bytes, const char *trouble)
{
	tell(l, a, what, 0, bytes, trouble);
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
tell_parts(const struct http_listener *l, const struct http_about *a,
    struct span body)
{
	struct span bound = a->boundary, part;
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
		tell(l, a, HTTP_PART, ++n, part, NULL);
	}
	buf_add(&heads, body.p + from, body.n - from);
	tell(l, a, HTTP_PART_HEADS, 0, buf_view(&heads), NULL);
	buf_done(&heads);
}

static void
tell_plain(const struct http_listener *l, const struct http_about *a,
    struct span body, const char *trouble)
{
	if (a->boundary.n > 0 && trouble == NULL &&
	    find(body, 0, a->boundary) < body.n)
		tell_parts(l, a, body);
	else
		tell(l, a, HTTP_BODY, 0, body, trouble);
}

void
http_tell_body(const struct http_listener *l, const struct http_about *a,
    struct span body)
{
	struct buf out;
	enum tt_err e;

	if (a->encodings.n == 0 || body.n == 0) {
		tell_plain(l, a, body, NULL);
		return;
	}
	if (*l->unpack == 0) {
		tell_plain(l, a, body, "it is not unpacked: enough was");
		return;
	}
	buf_init(&out, CONTENT_MAX + 65536);
	e = content_decode(body, a->encodings, &out);
	if (e == TT_ESYNTAX && out.n == 0)
		tell_plain(l, a, body, "its encoding is not known, or "
		    "damaged; it is searched as it is");
	else
		tell_plain(l, a, buf_view(&out), e == TT_OK ? NULL :
		    e == TT_ELIMIT ? "a bomb: it unpacks to more than is "
		    "read" : e == TT_ESYNTAX ? "it is cut short or damaged" :
		    "there is not enough memory to unpack it");
	*l->unpack -= out.n < *l->unpack ? out.n : *l->unpack;
	buf_done(&out);
}

