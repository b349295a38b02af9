/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/b64.h"
#include "seal/age_header.h"

#define INTRO		"age-encryption.org/"
#define VERSION		"v1"
#define STANZA		"-> "
#define MAC_START	"---"
#define LINE_LEN	64	/* characters of a full line of a body */
#define LINE_BYTES	48	/* what they decode to */

/* Printable, without space: what arguments and versions are made of. */
static bool
is_word(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x21 || s.p[i] > 0x7e)
			return false;
	return s.n > 0;
}

static enum tt_err
parse_version(struct span line)
{
	if (!span_skip(&line, INTRO) || !is_word(line))
		return TT_ESYNTAX;
	return span_is(line, VERSION) ? TT_OK : TT_EVERSION;
}

static enum tt_err
parse_mac(struct age_header_parser *p, struct span line)
{
	struct age_header *h = &p->h;

	if (!span_skip(&line, MAC_START " ") ||
	    !b64_raw_decode(h->mac, sizeof(h->mac), line.p, line.n))
		return TT_ESYNTAX;
	h->mac_over = p->at + sizeof(MAC_START) - 1;
	p->state = AGE_DONE;
	return h->n > 0 ? TT_OK : TT_ESYNTAX;
}

/* "-> type argument ...": every word printable, one space between two. */
static enum tt_err
parse_args(struct age_header_parser *p, struct span line)
{
	struct age_stanza s = { .args = p->at + sizeof(STANZA) - 1 };
	size_t from = 0;

	if (!span_skip(&line, STANZA))
		return parse_mac(p, line);
	s.args_len = line.n;
	for (size_t i = 0; i <= line.n; i++) {
		if (i < line.n && line.p[i] != ' ')
			continue;
		if (!is_word((struct span){ line.p + from, i - from }))
			return TT_ESYNTAX;
		if (++s.n_args > TT_AGE_ARGS_MAX)
			return TT_ELIMIT;
		from = i + 1;
	}
	if (p->h.n == TT_AGE_STANZAS_MAX)
		return TT_ELIMIT;
	s.body = p->at + sizeof(STANZA) - 1 + line.n + 1;
	p->h.stanza[p->h.n++] = s;
	p->state = AGE_BODY;
	return TT_OK;
}

/* A line of 64 characters has another one after it, a shorter one has not. */
static enum tt_err
parse_body(struct age_header_parser *p, struct span line)
{
	struct age_stanza *s = &p->h.stanza[p->h.n - 1];
	uint8_t bytes[LINE_BYTES];
	size_t n;

	if (!b64_raw_decode_any(bytes, sizeof(bytes), &n, line.p, line.n))
		return TT_ESYNTAX;
	if (n > TT_AGE_BODY_MAX - s->body_len)
		return TT_ELIMIT;
	s->body_len += n;
	s->body_lines_len += line.n + 1;
	if (line.n < LINE_LEN)
		p->state = AGE_STANZA;
	return TT_OK;
}

static enum tt_err
parse_line(struct age_header_parser *p, struct span line)
{
	switch (p->state) {
	case AGE_VERSION:
		p->state = AGE_STANZA;
		return parse_version(line);
	case AGE_STANZA:
		return parse_args(p, line);
	case AGE_BODY:
		return parse_body(p, line);
	case AGE_DONE:
		break;
	}
	return TT_ESYNTAX;
}

/* What is no age file at all is known from its first bytes. */
static bool
may_be_age(struct span text)
{
	size_t n = sizeof(INTRO) - 1;

	return memcmp(text.p, INTRO, text.n < n ? text.n : n) == 0;
}

void
age_header_start(struct age_header_parser *p)
{
	p->state = AGE_VERSION;
	p->at = p->searched = 0;
	p->h.n = 0;
}

enum tt_err
age_header_feed(struct age_header_parser *p, struct span text)
{
	struct span line;
	const char *lf;
	enum tt_err e;

	if (text.n > 0 && !may_be_age(text))
		return TT_ESYNTAX;
	if (text.n > TT_AGE_HEADER_MAX)
		text.n = TT_AGE_HEADER_MAX;
	while (p->state != AGE_DONE && p->searched < text.n) {
		lf = memchr(text.p + p->searched, '\n', text.n - p->searched);
		if (lf == NULL) {
			p->searched = text.n;
			break;
		}
		line = span_of(text.p + p->at, (size_t)(lf - text.p) - p->at);
		if ((e = parse_line(p, line)) != TT_OK)
			return e;
		p->at += line.n + 1;
		p->searched = p->at;
	}
	if (p->state == AGE_DONE)
		p->h.len = p->at;
	else if (text.n == TT_AGE_HEADER_MAX)
		return TT_ELIMIT;
	return TT_OK;
}

enum tt_err
age_header_parse(struct age_header_parser *p, struct span file)
{
	enum tt_err e;

	age_header_start(p);
	if ((e = age_header_feed(p, file)) != TT_OK)
		return e;
	return p->state == AGE_DONE ? TT_OK : TT_ESYNTAX;
}

struct span
age_stanza_arg(const struct age_stanza *s, struct span text, size_t i)
{
	struct span rest = { text.p + s->args, s->args_len }, word = { "", 0 };

	for (size_t k = 0; k <= i; k++)
		if (!span_word(&rest, ' ', &word))
			return SPAN("");
	return word;
}

enum tt_err
age_stanza_body(const struct age_stanza *s, struct span text, void *out,
    size_t n)
{
	struct span lines = { text.p + s->body, s->body_lines_len }, line;
	uint8_t *to = out;
	size_t got;

	if (n != s->body_len)
		return TT_ERANGE;
	while (span_line(&lines, &line)) {
		if (!b64_raw_decode_any(to, n, &got, line.p, line.n))
			return TT_ESYNTAX;
		to += got;
		n -= got;
	}
	return TT_OK;
}

void
age_header_put_version(struct buf *out)
{
	buf_span(out, SPAN(INTRO VERSION "\n"));
}

void
age_header_put_stanza(struct buf *out, struct span args, const void *body,
    size_t n)
{
	char line[LINE_LEN + 1];
	const uint8_t *from = body;
	size_t take;

	buf_span(out, SPAN(STANZA));
	buf_span(out, args);
	buf_char(out, '\n');
	do {
		take = n < LINE_BYTES ? n : LINE_BYTES;
		b64_raw_encode(line, from, take);
		buf_add(out, line, B64_RAW_LEN(take));
		buf_char(out, '\n');
		from += take;
		n -= take;
	} while (take == LINE_BYTES);
}

void
age_header_put_mac_start(struct buf *out)
{
	buf_span(out, SPAN(MAC_START));
}

void
age_header_put_mac(struct buf *out, const uint8_t mac[AGE_MAC_LEN])
{
	char text[B64_RAW_LEN(AGE_MAC_LEN) + 1];

	b64_raw_encode(text, mac, AGE_MAC_LEN);
	buf_char(out, ' ');
	buf_add(out, text, sizeof(text) - 1);
	buf_char(out, '\n');
}
