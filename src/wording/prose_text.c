/* SPDX-License-Identifier: ISC */
/*
 * Plain text, as people write it for mail: paragraphs between blank lines,
 * underlined headings, lists; what stands further in than what it belongs to
 * is a listing.  Left alone: headers, signatures and armour of mail, quotes,
 * tables, whatever looks like code.
 */
#include <string.h>

#include "wording/cutting.h"
#include "wording/line.h"

#define LISTING		4	/* columns further in */
#define RULES		"=-~*_#^\"+"
#define HEADING_MAX	120	/* bytes */

struct reading {
	struct cutting *c;
	struct line l;		/* the line at hand */
	size_t margin;		/* columns: where text of the item, or of the
				 * draft, begins */
	bool open;		/* a paragraph is */
	bool spoilt;		/* it has a line of code */
	bool fields;		/* and so far nothing but fields */
	size_t from, to;	/* of it */
	size_t n_lines;
	enum tt_prose_block_kind kind;
};

static void
end_paragraph(struct reading *r)
{
	if (r->open && !r->spoilt && !r->fields)
		cutting_block(r->c, r->kind, "", r->kind != TT_BLOCK_HEADING,
		    r->from, r->to);
	r->open = false;
}

static void
begin_paragraph(struct reading *r, enum tt_prose_block_kind kind, size_t from)
{
	end_paragraph(r);
	r->open = true;
	r->spoilt = false;
	r->fields = true;
	r->kind = kind;
	r->from = from;
	r->n_lines = 0;
}

static void
add_line(struct reading *r, size_t from)
{
	struct span s = { r->c->mask + from, r->l.to - from };

	r->spoilt = r->spoilt || line_is_code(span_trim(s));
	r->fields = r->fields && line_is_field(span_trim(s));
	r->to = r->l.to;
	r->n_lines++;
}

/* Whether a rule is the underline of what stands before it. */
static void
take_rule(struct reading *r)
{
	if (r->open && r->n_lines == 1 && r->to - r->from <= HEADING_MAX)
		r->kind = TT_BLOCK_HEADING;
	end_paragraph(r);
}

static void
take_line(struct reading *r, struct span s)
{
	size_t marker = line_marker(s);

	if (marker > 0 && r->l.indent < r->margin + LISTING &&
	    !line_is_code(s)) {
		begin_paragraph(r, TT_BLOCK_ITEM, r->l.text + marker);
		r->margin = r->l.indent + marker;
		add_line(r, r->l.text + marker);
		return;
	}
	if (!r->open && r->l.indent < r->margin)
		r->margin = r->l.indent;
	if (r->l.indent >= r->margin + LISTING && (!r->open ||
	    r->c->mask[r->to - 1] == ':')) {
		begin_paragraph(r, TT_BLOCK_PARAGRAPH, r->l.text);
		r->spoilt = true;
	} else if (!r->open) {
		begin_paragraph(r, TT_BLOCK_PARAGRAPH, r->l.text);
	}
	add_line(r, r->l.text);
}

/* "Name: value", as in the header of a mail. */
static bool
is_header(struct span text, const struct line *l)
{
	size_t n = l->from;

	while (n < l->to && text.p[n] != ':' && text.p[n] != ' ')
		n++;
	return n > l->from && n + 2 < l->to && text.p[n] == ':' &&
	    text.p[n + 1] == ' ';
}

/* Behind the header, two lines at least, if the draft begins with one. */
static size_t
skip_header(struct span text)
{
	size_t at = 0, n = 0;
	struct line l;

	for (; line_at(text, at, LINE_TAB, &l) && !l.blank; at = l.next) {
		if (l.indent > 0 && n > 0)
			continue;
		if (!is_header(text, &l))
			return 0;
		n++;
	}
	return n > 1 ? at : 0;
}

/* Of -----BEGIN this, where the -----END line ends. */
static size_t
skip_armour(struct span text, size_t at)
{
	struct line l;

	while (line_at(text, at, LINE_TAB, &l)) {
		at = l.next;
		if (span_starts(line_text(text, &l), "-----END "))
			break;
	}
	return at;
}

void
cut_text(struct cutting *c)
{
	struct reading r = { .c = c };
	size_t at = skip_header(c->masked);

	for (; line_at(c->masked, at, LINE_TAB, &r.l); at = r.l.next) {
		struct span s = line_text(c->masked, &r.l);

		if (r.l.blank || s.p[0] == '>') {
			end_paragraph(&r);
		} else if (span_starts(s, "-----BEGIN ") &&
		    !span_starts(s, "-----BEGIN PGP SIGNED")) {
			end_paragraph(&r);
			r.l.next = skip_armour(c->masked, r.l.next);
		} else if (span_is(s, "--")) {
			break;	/* a signature */
		} else if (line_is_rule(s, RULES, 3)) {
			take_rule(&r);
		} else {
			take_line(&r, s);
		}
	}
	end_paragraph(&r);
}
