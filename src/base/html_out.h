/* SPDX-License-Identifier: ISC */
/*
 * html_out - writing HTML: the only way text gets into a page.
 *
 * Elements are opened and closed in turn; what stands between is escaped, and
 * so are the values of attributes.  Bytes that no page may hold (controls,
 * what is not UTF-8) become U+FFFD.  A link leads to a place in the page, to
 * https, or into the same site; a picture may be data: of its own.  There is
 * no way to write a script (but to name a module of the site's own at the
 * beginning), a handler or a style of one element.  Errors
 * stick in the buf: TT_ESTATE for an attribute after text or a close without
 * an open, TT_ELIMIT over HTML_OUT_DEPTH, TT_ESYNTAX for a link elsewhere.
 */
#ifndef BASE_HTML_OUT_H
#define BASE_HTML_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"

#define HTML_OUT_DEPTH	32	/* elements open at once */

struct html_out {
	struct buf *b;
	const char *open[HTML_OUT_DEPTH];
	unsigned depth;
	bool in_tag;		/* attributes may still come */
};

/*
 * Begins a page: the doctype, <html lang>, <head> with charset, title, a
 * content security policy that allows the style and data: pictures and
 * nothing else, and <body>.  b outlives it; style is CSS of our own, in pieces
 * with a NULL after the last.
 */
void html_out_page(struct html_out *h, struct buf *b, const char *lang,
    struct span title, const char *const *style);

/*
 * Likewise, of a page that is served: its policy is in the answer's headers,
 * its style, its icon and its modules are files beside it.  All are links
 * into the site; modules: NULL after the last, or NULL.
 */
struct html_out_files {
	const char *style, *icon;
	const char *const *modules;
};
void html_out_page_served(struct html_out *h, struct buf *b, const char *lang,
    struct span title, const struct html_out_files *files);

/* Closes body and page; TT_ESTATE if more is open. */
enum tt_err html_out_page_end(struct html_out *h) MUST_USE;

/* A part of a page by itself. */
void html_out_init(struct html_out *h, struct buf *b);

/* Names of elements and attributes are literals of ours. */
void html_out_open(struct html_out *h, const char *element);
void html_out_close(struct html_out *h);
void html_out_void(struct html_out *h, const char *element);	/* no content */

void html_out_attr(struct html_out *h, const char *name, const char *value);
void html_out_attr_span(struct html_out *h, const char *name, struct span v);
void html_out_attr_fmt(struct html_out *h, const char *name, const char *fmt,
    ...) PRINTF(3, 4);
void html_out_flag(struct html_out *h, const char *name);	/* no value */

/* "data:TYPE;base64,...": type is image/png and the like. */
void html_out_attr_data(struct html_out *h, const char *name,
    const char *type, struct span bytes);

void html_out_text(struct html_out *h, struct span s);
void html_out_str(struct html_out *h, const char *s);
void html_out_fmt(struct html_out *h, const char *fmt, ...) PRINTF(2, 3);

/* An element with nothing but text in it, and perhaps a class. */
void html_out_element(struct html_out *h, const char *element,
    const char *class, const char *s);

#endif
