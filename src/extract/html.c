/* SPDX-License-Identifier: ISC */
/*
 * The tree may be as deep as a stranger likes: it is walked by its pointers to
 * parents, and what gumbo allocates is in a ring of ours, which is freed
 * without its recursion.
 */
#include <gumbo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "extract/decode.h"
#include "extract/extract.h"
#include "extract/html.h"
#include "extract/parse.h"

#define NUMBERED_MAX	1000	/* children of a list; longer is not numbered */
#define LOOK	4096	/* bytes in which a page says its charset */

/* One allocation of gumbo's, in the list of all of them. */
struct block {
	_Alignas(max_align_t) struct block *next;
	struct block *prev;	/* its bytes stand after it */
};

/*
 * gumbo knows no failed allocation and would go on with NULL: the child ends,
 * which its parent says.
 */
static void *
take(void *user, size_t n)
{
	struct block *ring = user;
	struct block *b = malloc(sizeof(*b) + n);

	if (b == NULL)
		abort();
	b->next = ring->next;
	b->prev = ring;
	b->next->prev = b;
	ring->next = b;
	return b + 1;
}

static void
give_back(void *user, void *p)
{
	struct block *b = (struct block *)p - 1;

	(void)user;
	if (p == NULL)
		return;
	b->prev->next = b->next;
	b->next->prev = b->prev;
	free(b);
}

static void
release(struct block *ring)
{
	while (ring->next != ring)
		give_back(ring, ring->next + 1);
}

struct page {
	struct buf *out;
	size_t begin;		/* of this page in out */
	unsigned breaks;	/* line ends due before the next letter */
	bool space;		/* one is due */
	unsigned pre;		/* depth in elements that keep white space */
};

static void
due(struct page *p)
{
	if (p->out->n > p->begin)
		for (unsigned i = 0; i < p->breaks; i++)
			buf_char(p->out, '\n');
	if (p->space && p->breaks == 0 && p->out->n > p->begin)
		buf_char(p->out, ' ');
	p->breaks = 0;
	p->space = false;
}

static void
line_end(struct page *p, unsigned n)
{
	if (n == 0)
		return;
	if (p->breaks < n)
		p->breaks = n;
	p->space = false;
}

static void
add_text(struct page *p, const char *text)
{
	for (; *text != '\0'; text++) {
		if (p->pre == 0 && strchr(" \t\n\f\r", *text) != NULL) {
			p->space = true;
			continue;
		}
		due(p);
		buf_char(p->out, *text);
	}
}

static bool
is_one_of(GumboTag tag, const GumboTag *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (tag == list[i])
			return true;
	return false;
}

/* "display: NONE" as "display:none" */
static bool
style_hides(const char *style)
{
	char flat[256];
	size_t n = 0;

	for (; *style != '\0' && n + 1 < sizeof(flat); style++)
		if (strchr(" \t\n\r\f", *style) == NULL)
			flat[n++] = *style >= 'A' && *style <= 'Z' ?
			    (char)(*style - 'A' + 'a') : *style;
	flat[n] = '\0';
	return strstr(flat, "display:none") != NULL ||
	    strstr(flat, "visibility:hidden") != NULL;
}

static bool
is_hidden(const GumboElement *e)
{
	static const GumboTag never[] = { GUMBO_TAG_HEAD, GUMBO_TAG_SCRIPT,
		GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOSCRIPT,
		GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_AUDIO,
		GUMBO_TAG_VIDEO, GUMBO_TAG_CANVAS, GUMBO_TAG_DATALIST };
	const GumboAttribute *style = gumbo_get_attribute(&e->attributes,
	    "style");

	return is_one_of(e->tag, never, N_ROWS(never)) ||
	    gumbo_get_attribute(&e->attributes, "hidden") != NULL ||
	    (style != NULL && style_hides(style->value));
}

/* Line ends around an element: 0, 1 or 2. */
static unsigned
breaks_of(GumboTag tag)
{
	static const GumboTag paragraphs[] = { GUMBO_TAG_P, GUMBO_TAG_H1,
		GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5,
		GUMBO_TAG_H6, GUMBO_TAG_PRE, GUMBO_TAG_BLOCKQUOTE,
		GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DL, GUMBO_TAG_TABLE,
		GUMBO_TAG_FIGURE, GUMBO_TAG_HR, GUMBO_TAG_TEXTAREA };
	static const GumboTag lines[] = { GUMBO_TAG_DIV, GUMBO_TAG_LI,
		GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_TR, GUMBO_TAG_BODY,
		GUMBO_TAG_HTML, GUMBO_TAG_ARTICLE, GUMBO_TAG_SECTION,
		GUMBO_TAG_MAIN, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
		GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_ADDRESS,
		GUMBO_TAG_FORM, GUMBO_TAG_FIELDSET, GUMBO_TAG_LEGEND,
		GUMBO_TAG_CAPTION, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_DETAILS,
		GUMBO_TAG_SUMMARY, GUMBO_TAG_OPTION, GUMBO_TAG_CENTER };

	return is_one_of(tag, paragraphs, N_ROWS(paragraphs)) ? 2 :
	    is_one_of(tag, lines, N_ROWS(lines)) ? 1 : 0;
}

static bool
keeps_space(GumboTag tag)
{
	return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_TEXTAREA ||
	    tag == GUMBO_TAG_LISTING || tag == GUMBO_TAG_XMP;
}

/* Which of an ordered list's items this is, from 1; 0 if it is of none. */
static unsigned
number_of(const GumboNode *item)
{
	const GumboNode *list = item->parent, *other;
	unsigned n = 1;

	if (item->v.element.tag != GUMBO_TAG_LI || list == NULL ||
	    list->type != GUMBO_NODE_ELEMENT ||
	    list->v.element.tag != GUMBO_TAG_OL ||
	    list->v.element.children.length > NUMBERED_MAX)
		return 0;
	for (size_t i = 0; i < item->index_within_parent; i++) {
		other = list->v.element.children.data[i];
		n += other->type == GUMBO_NODE_ELEMENT &&
		    other->v.element.tag == GUMBO_TAG_LI;
	}
	return n;
}

/* True if its children are to be walked; then leave comes after them. */
static bool
enter(struct page *p, const GumboNode *node)
{
	const GumboElement *e = &node->v.element;
	unsigned number;

	switch (node->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		add_text(p, node->v.text.text);
		return false;
	case GUMBO_NODE_DOCUMENT:
		return true;
	case GUMBO_NODE_ELEMENT:
		break;
	case GUMBO_NODE_COMMENT:
	case GUMBO_NODE_TEMPLATE:
		return false;
	}
	if (is_hidden(e))
		return false;
	line_end(p, breaks_of(e->tag));
	if (e->tag == GUMBO_TAG_BR) {
		due(p);
		p->breaks = 1;
	}
	if ((number = number_of(node)) > 0) {
		due(p);
		buf_printf(p->out, "%u. ", number);
	}
	if (e->tag == GUMBO_TAG_TD || e->tag == GUMBO_TAG_TH)
		p->space = true;
	p->pre += keeps_space(e->tag);
	return true;
}

static void
leave(struct page *p, const GumboNode *node)
{
	if (node->type != GUMBO_NODE_ELEMENT)
		return;
	line_end(p, breaks_of(node->v.element.tag));
	p->pre -= keeps_space(node->v.element.tag);
}

static const GumboVector *
children(const GumboNode *node)
{
	return node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children :
	    &node->v.element.children;
}

static void
walk(struct page *p, const GumboNode *root)
{
	const GumboNode *node = root, *up;
	size_t next;

	for (;;) {
		if (enter(p, node)) {
			if (children(node)->length > 0) {
				node = children(node)->data[0];
				continue;
			}
			leave(p, node);
		}
		for (;;) {
			if (node == root)
				return;
			up = node->parent;
			next = node->index_within_parent + 1;
			if (next < children(up)->length)
				break;
			leave(p, up);
			node = up;
		}
		node = children(up)->data[next];
	}
}

/* What the page says its charset is; NULL if it doesn't. */
static const char *
own_charset(struct span page, char out[64])
{
	struct span s = { page.p, page.n < LOOK ? page.n : LOOK };
	const char *end = s.p + s.n, *p = NULL;
	size_t n = 0;

	for (const char *q = s.p; p == NULL && end - q > 8; q++)
		if (strncasecmp(q, "charset=", 8) == 0)
			p = q + 8;
	if (p == NULL)
		return NULL;
	while (p < end && (*p == '"' || *p == '\'' || *p == ' '))
		p++;
	while (p < end && n < 63 && (*p == '-' || *p == '_' || *p == '.' ||
	    (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') ||
	    (*p >= 'a' && *p <= 'z')))
		out[n++] = *p++;
	out[n] = '\0';
	return out;
}

/* Tags that nest without an end of their own are not counted. */
static bool
nests(const char *tag, size_t n)
{
	static const char *const flat[] = { "br", "img", "hr", "input", "meta",
		"link", "wbr", "p", "li", "td", "th", "tr", "dt", "dd",
		"option", "col", "path", "source" };
	size_t len = 0;

	while (len < n && ((tag[len] >= 'a' && tag[len] <= 'z') ||
	    (tag[len] >= 'A' && tag[len] <= 'Z')))
		len++;
	for (size_t i = 0; i < N_ROWS(flat); i++)
		if (strlen(flat[i]) == len &&
		    strncasecmp(tag, flat[i], len) == 0)
			return false;
	return len > 0;
}

/* About how deep the tree would be: HTML5's rules take time by depth. */
static size_t
depth_of(struct span page)
{
	size_t depth = 0, most = 0;
	const char *end = page.p + page.n, *p = page.p;

	for (; (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++) {
		if (end - p > 2 && p[1] == '/')
			depth -= depth > 0 &&
			    nests(p + 2, (size_t)(end - p - 2));
		else if (end - p > 1)
			depth += nests(p + 1, (size_t)(end - p - 1));
		most = depth > most ? depth : most;
	}
	return most;
}

static enum tt_err
text_of(struct span utf8, struct buf *out)
{
	struct block ring = { &ring, &ring };
	struct page p = { .out = out, .begin = out->n };
	GumboOptions options = kGumboDefaultOptions;
	GumboOutput *tree;

	options.allocator = take;
	options.deallocator = give_back;
	options.userdata = &ring;
	options.max_errors = 0;
	tree = gumbo_parse_with_options(&options, utf8.p, utf8.n);
	walk(&p, tree->document);
	if (out->n > p.begin)
		buf_char(out, '\n');
	release(&ring);
	return buf_err(out);
}

enum tt_err
html_text(struct span page, const char *charset, struct buf *out)
{
	char own[64];
	struct buf utf8;
	enum tt_err e;

	if (charset == NULL)
		charset = own_charset(page, own);
	buf_init(&utf8, EXTRACT_FILE_MAX);
	e = decode_text(page, charset, &utf8);
	if (e == TT_OK && depth_of(buf_view(&utf8)) > HTML_DEPTH_MAX)
		e = TT_ESYNTAX;
	if (e == TT_OK && utf8.n > 0)
		e = text_of(buf_view(&utf8), out);
	buf_done(&utf8);
	return e;
}

static const char *
why(enum tt_err e)
{
	return e == TT_ESYNTAX ? "its elements are nested deeper than is "
	    "read; read with its tags" :
	    e == TT_ELIMIT ? "the page is larger than is read" :
	    "there is not enough memory to read it";
}

void
parse_html(struct hatch *h, const struct parse *in)
{
	struct buf out;
	enum tt_err e;

	buf_init(&out, EXTRACT_TEXT_MAX);
	if ((e = html_text(in->file, NULL, &out)) != TT_OK) {
		hatch_note(h, SPAN(""), why(e));
		if (e == TT_ESYNTAX)
			e = decode_text(in->file, NULL, &out);
	}
	if (e == TT_OK && out.n > 0)
		hatch_whole(h, HATCH_TEXT, SPAN(""), buf_view(&out));
	buf_done(&out);
	hatch_whole(h, HATCH_BYTES, SPAN(""), in->file);
}
