/* SPDX-License-Identifier: ISC */
/*
 * HTML: the text between tags, of elements that are the author's own words.
 *
 * Entities are opaque.  No tree is built: what closes a block is a table of
 * names, as browsers have it, and what is opaque ends with its own end tag.
 */
#include <string.h>

#include "wording/cutting.h"
#include "wording/inline.h"

#define FORBIDDEN	"<>&"

static const struct {
	const char *name;
	enum tt_prose_block_kind kind;
} blocks[] = {
	{ "h1", TT_BLOCK_HEADING }, { "h2", TT_BLOCK_HEADING },
	{ "h3", TT_BLOCK_HEADING }, { "h4", TT_BLOCK_HEADING },
	{ "h5", TT_BLOCK_HEADING }, { "h6", TT_BLOCK_HEADING },
	{ "title", TT_BLOCK_HEADING }, { "caption", TT_BLOCK_HEADING },
	{ "figcaption", TT_BLOCK_HEADING }, { "summary", TT_BLOCK_HEADING },
	{ "li", TT_BLOCK_ITEM }, { "dt", TT_BLOCK_ITEM },
	{ "dd", TT_BLOCK_ITEM },
	{ "td", TT_BLOCK_CELL }, { "th", TT_BLOCK_CELL },
	{ "p", TT_BLOCK_PARAGRAPH }, { "div", TT_BLOCK_PARAGRAPH },
	{ "section", TT_BLOCK_PARAGRAPH }, { "article", TT_BLOCK_PARAGRAPH },
	{ "aside", TT_BLOCK_PARAGRAPH }, { "main", TT_BLOCK_PARAGRAPH },
	{ "header", TT_BLOCK_PARAGRAPH }, { "footer", TT_BLOCK_PARAGRAPH },
	{ "body", TT_BLOCK_PARAGRAPH }, { "html", TT_BLOCK_PARAGRAPH },
	{ "head", TT_BLOCK_PARAGRAPH }, { "ul", TT_BLOCK_PARAGRAPH },
	{ "ol", TT_BLOCK_PARAGRAPH }, { "dl", TT_BLOCK_PARAGRAPH },
	{ "table", TT_BLOCK_PARAGRAPH }, { "tr", TT_BLOCK_PARAGRAPH },
	{ "tbody", TT_BLOCK_PARAGRAPH }, { "thead", TT_BLOCK_PARAGRAPH },
	{ "hr", TT_BLOCK_PARAGRAPH }, { "form", TT_BLOCK_PARAGRAPH },
	{ "fieldset", TT_BLOCK_PARAGRAPH }, { "details", TT_BLOCK_PARAGRAPH },
	{ "figure", TT_BLOCK_PARAGRAPH }, { "nav", TT_BLOCK_PARAGRAPH },
	{ "address", TT_BLOCK_PARAGRAPH }, { "center", TT_BLOCK_PARAGRAPH },
};

/* The row of a tag that is a block's, opening or closing; else none. */
static bool
block_kind(const char *name, enum tt_prose_block_kind *kind)
{
	bool closes = name[0] == '/';

	for (size_t i = 0; i < N_ROWS(blocks); i++)
		if (strcmp(blocks[i].name, name + closes) == 0) {
			*kind = closes ? TT_BLOCK_PARAGRAPH : blocks[i].kind;
			return true;
		}
	return false;
}

/* The gap that an inline element leaves, and how far it goes. */
static size_t
inline_end(struct span s, const char *name, size_t end,
    enum tt_prose_gap *gap)
{
	*gap = strcmp(name, "br") == 0 ? TT_GAP_SPACE : TT_GAP_NOTHING;
	if (strcmp(name, "img") == 0 || strcmp(name, "input") == 0)
		*gap = TT_GAP_WORD;
	if (!inline_is_opaque(name))
		return end;
	*gap = TT_GAP_WORD;
	return inline_element_end(s, end, name);
}

struct reading {
	struct cutting *c;
	size_t at, from;
	enum tt_prose_gap gap;	/* before from */
};

static void
take_tag(struct reading *r, size_t end)
{
	enum tt_prose_block_kind kind;
	enum tt_prose_gap gap;
	char name[INLINE_NAME_MAX + 1];

	inline_tag_name(r->c->masked, r->at, name);
	cutting_add(r->c, r->from, r->at, r->gap);
	if (block_kind(name, &kind)) {
		if (r->from == r->at)
			cutting_gap(r->c, r->at, r->gap);
		cutting_open(r->c, kind, FORBIDDEN, true);
		r->gap = TT_GAP_SPACE;
	} else {
		end = inline_end(r->c->masked, name, end, &gap);
		r->gap = r->from < r->at ? gap :
		    cutting_stronger(r->gap, gap);
	}
	r->from = end;
}

void
cut_html(struct cutting *c)
{
	struct reading r = { .c = c, .gap = TT_GAP_SPACE };
	size_t end;

	cutting_open(c, TT_BLOCK_PARAGRAPH, FORBIDDEN, true);
	while (r.at < c->masked.n) {
		if (c->mask[r.at] == '<' &&
		    (end = inline_tag_end(c->masked, r.at)) > r.at) {
			take_tag(&r, end);
			r.at = r.from;
		} else if ((end = inline_entity_end(c->masked, r.at)) >
		    r.at) {
			cutting_add(c, r.from, r.at, r.gap);
			r.gap = TT_GAP_WORD;
			r.at = r.from = end;
		} else {
			r.at++;
		}
	}
	cutting_add(c, r.from, c->masked.n, r.gap);
	if (r.from == c->masked.n)
		cutting_gap(c, r.from, r.gap);
	cutting_close(c);
}
