/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/html_out.h"
#include "base/sha256.h"
#include "base/utf8.h"

#define REPLACEMENT	"\xef\xbf\xbd"	/* U+FFFD */
#define FMT_MAX		4096	/* bytes of one formatted text */

/* May stand in a page at all: HTML's own list, less what it warns about. */
static bool
is_allowed(int32_t cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n';
	if (cp >= 0x7f && cp <= 0x9f)
		return false;
	if (cp >= 0xfdd0 && cp <= 0xfdef)
		return false;
	return (cp & 0xfffe) != 0xfffe;
}

static const char *
escape_of(int32_t cp)
{
	switch (cp) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* The same for text and for values in double quotes. */
static void
put_escaped(struct buf *b, struct span s)
{
	const char *escape;
	int32_t cp;
	size_t len;

	while (s.n > 0) {
		cp = utf8_next(s.p, s.n, &len);
		if (cp < 0 || !is_allowed(cp))
			buf_str(b, REPLACEMENT);
		else if ((escape = escape_of(cp)) != NULL)
			buf_str(b, escape);
		else
			buf_add(b, s.p, len);
		s.p += len;
		s.n -= len;
	}
}

static void
fail(struct html_out *h, enum tt_err e)
{
	if (h->b->err == TT_OK)
		h->b->err = e;
}

/* A mistake of ours, not an input's. */
static bool
is_name(const char *s)
{
	if (s[0] == '\0' || strcmp(s, "script") == 0)
		return false;
	for (; *s != '\0'; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || *s == '-'))
			return false;
	return true;
}

static bool
is_attr_name(const char *s)
{
	return is_name(s) && strncmp(s, "on", 2) != 0 &&
	    strcmp(s, "style") != 0 && strcmp(s, "srcdoc") != 0;
}

static bool
is_link(const char *name)
{
	return strcmp(name, "href") == 0 || strcmp(name, "src") == 0 ||
	    strcmp(name, "action") == 0 || strcmp(name, "formaction") == 0;
}

/* Within the page or the site, or over https. */
static bool
leads_well(struct span v)
{
	if (span_starts(v, "//") || span_starts(v, "/\\"))
		return false;
	return span_starts(v, "#") || span_starts(v, "/") ||
	    span_starts(v, "https://");
}

static void
end_tag(struct html_out *h)
{
	if (h->in_tag)
		buf_char(h->b, '>');
	h->in_tag = false;
}

void
html_out_init(struct html_out *h, struct buf *b)
{
	*h = (struct html_out){ .b = b };
}

void
html_out_open(struct html_out *h, const char *element)
{
	assert(is_name(element));
	end_tag(h);
	if (h->depth == HTML_OUT_DEPTH) {
		fail(h, TT_ELIMIT);
		return;
	}
	buf_char(h->b, '<');
	buf_str(h->b, element);
	h->open[h->depth++] = element;
	h->in_tag = true;
}

void
html_out_close(struct html_out *h)
{
	end_tag(h);
	if (h->depth == 0) {
		fail(h, TT_ESTATE);
		return;
	}
	buf_str(h->b, "</");
	buf_str(h->b, h->open[--h->depth]);
	buf_char(h->b, '>');
}

void
html_out_void(struct html_out *h, const char *element)
{
	assert(is_name(element));
	end_tag(h);
	buf_char(h->b, '<');
	buf_str(h->b, element);
	h->in_tag = true;
}

static bool
begin_attr(struct html_out *h, const char *name)
{
	assert(is_attr_name(name));
	if (!h->in_tag) {
		fail(h, TT_ESTATE);
		return false;
	}
	buf_char(h->b, ' ');
	buf_str(h->b, name);
	return true;
}

void
html_out_attr_span(struct html_out *h, const char *name, struct span v)
{
	if (is_link(name) && !leads_well(v)) {
		fail(h, TT_ESYNTAX);
		return;
	}
	if (!begin_attr(h, name))
		return;
	buf_str(h->b, "=\"");
	put_escaped(h->b, v);
	buf_char(h->b, '"');
}

void
html_out_attr(struct html_out *h, const char *name, const char *value)
{
	html_out_attr_span(h, name, span_str(value));
}

/* What fmt makes; NULL, and an error in h, if it is too long. */
static PRINTF(2, 0) char *
format(struct html_out *h, const char *fmt, va_list ap)
{
	char *s = malloc(FMT_MAX);
	int n;

	if (s == NULL) {
		fail(h, TT_ENOMEM);
		return NULL;
	}
	n = vsnprintf(s, FMT_MAX, fmt, ap);
	if (n < 0 || n >= FMT_MAX) {
		fail(h, TT_ELIMIT);
		free(s);
		return NULL;
	}
	return s;
}

void
html_out_attr_fmt(struct html_out *h, const char *name, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = format(h, fmt, ap);
	va_end(ap);
	if (s != NULL)
		html_out_attr(h, name, s);
	free(s);
}

void
html_out_flag(struct html_out *h, const char *name)
{
	(void)begin_attr(h, name);
}

void
html_out_attr_data(struct html_out *h, const char *name, const char *type,
    struct span bytes)
{
	char four[B64_LEN(3) + 1];
	size_t n;

	assert(strncmp(type, "image/", 6) == 0 && is_name(type + 6));
	if (!begin_attr(h, name))
		return;
	buf_str(h->b, "=\"data:");
	buf_str(h->b, type);
	buf_str(h->b, ";base64,");
	for (size_t i = 0; i < bytes.n; i += n) {
		n = bytes.n - i < 3 ? bytes.n - i : 3;
		b64_encode(four, bytes.p + i, n);
		buf_add(h->b, four, B64_LEN(3));
	}
	buf_char(h->b, '"');
}

void
html_out_text(struct html_out *h, struct span s)
{
	end_tag(h);
	put_escaped(h->b, s);
}

void
html_out_str(struct html_out *h, const char *s)
{
	html_out_text(h, span_str(s));
}

void
html_out_fmt(struct html_out *h, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = format(h, fmt, ap);
	va_end(ap);
	if (s != NULL)
		html_out_str(h, s);
	free(s);
}

void
html_out_element(struct html_out *h, const char *element, const char *class,
    const char *s)
{
	html_out_open(h, element);
	if (class != NULL)
		html_out_attr(h, "class", class);
	html_out_str(h, s);
	html_out_close(h);
}

/* The style is allowed by its hash, and nothing else is. */
static void
put_policy(struct html_out *h, const char *const *style)
{
	uint8_t sum[SHA256_LEN];
	char hash[B64_LEN(SHA256_LEN) + 1];
	struct sha256 s;

	sha256_init(&s);
	for (; *style != NULL; style++)
		sha256_add(&s, *style, strlen(*style));
	sha256_end(&s, sum);
	b64_encode(hash, sum, sizeof(sum));
	html_out_void(h, "meta");
	html_out_attr(h, "http-equiv", "Content-Security-Policy");
	html_out_attr_fmt(h, "content", "default-src 'none'; img-src data:; "
	    "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'",
	    hash);
}

static void
put_meta(struct html_out *h, const char *name, const char *content)
{
	html_out_void(h, "meta");
	html_out_attr(h, "name", name);
	html_out_attr(h, "content", content);
}

static void
begin_page(struct html_out *h, struct buf *b, const char *lang)
{
	html_out_init(h, b);
	buf_str(b, "<!DOCTYPE html>\n");
	html_out_open(h, "html");
	html_out_attr(h, "lang", lang);
	html_out_open(h, "head");
	html_out_void(h, "meta");
	html_out_attr(h, "charset", "utf-8");
}

static void
put_head(struct html_out *h, struct span title)
{
	put_meta(h, "viewport", "width=device-width, initial-scale=1");
	html_out_open(h, "title");
	html_out_text(h, title);
	html_out_close(h);
}

static void
end_head(struct html_out *h)
{
	html_out_close(h);
	buf_char(h->b, '\n');
	html_out_open(h, "body");
}

void
html_out_page(struct html_out *h, struct buf *b, const char *lang,
    struct span title, const char *const *style)
{
	begin_page(h, b, lang);
	put_policy(h, style);
	put_meta(h, "referrer", "no-referrer");
	put_head(h, title);
	html_out_open(h, "style");
	end_tag(h);
	for (; *style != NULL; style++) {
		assert(strstr(*style, "</") == NULL);
		buf_str(b, *style);
	}
	html_out_close(h);
	end_head(h);
}

/* The only script there is: a file of the site's own, whose name is ours. */
static void
put_module(struct html_out *h, const char *src)
{
	end_tag(h);
	buf_str(h->b, "<script type=\"module\"");
	h->in_tag = true;
	html_out_attr(h, "src", src);
	end_tag(h);
	buf_str(h->b, "</script>");
}

static void
put_file(struct html_out *h, const char *rel, const char *href)
{
	html_out_void(h, "link");
	html_out_attr(h, "rel", rel);
	html_out_attr(h, "href", href);
}

void
html_out_page_served(struct html_out *h, struct buf *b, const char *lang,
    struct span title, const struct html_out_files *files)
{
	const char *const *m = files->modules;

	begin_page(h, b, lang);
	put_head(h, title);
	put_file(h, "stylesheet", files->style);
	put_file(h, "icon", files->icon);
	for (; m != NULL && *m != NULL; m++) {
		assert((*m)[0] == '/');
		put_module(h, *m);
	}
	end_head(h);
}

enum tt_err
html_out_page_end(struct html_out *h)
{
	html_out_close(h);
	html_out_close(h);
	buf_char(h->b, '\n');
	if (h->depth != 0)
		fail(h, TT_ESTATE);
	return buf_err(h->b);
}
