/* SPDX-License-Identifier: ISC */
/*
 * Markdown: CommonMark's blocks, tables and front matter, line by line.
 *
 * cmark would tell blocks by line and nothing within them by place, so the
 * blocks are told here.  Where CommonMark is subtle (lazy lines, lists of
 * lists), what is in doubt is left alone.
 */
#include <string.h>

#include "wording/cutting.h"
#include "wording/inline.h"
#include "wording/line.h"

#define TAB	4
#define CODE	4	/* columns further in than its list or the draft */

struct reading {
	struct cutting *c;
	struct line l;
	size_t margin;		/* columns where an item's text begins; 0 */
	bool open;		/* a paragraph is */
	bool fields;		/* and nothing but fields so far */
	enum tt_prose_block_kind kind;
	size_t from, to;
};

static void
end_paragraph(struct reading *r)
{
	if (r->open && !r->fields) {
		cutting_open(r->c, r->kind, "", r->kind != TT_BLOCK_HEADING);
		inline_markdown(r->c, r->from, r->to);
		cutting_close(r->c);
	}
	r->open = false;
}

static void
begin_paragraph(struct reading *r, enum tt_prose_block_kind kind, size_t from)
{
	end_paragraph(r);
	r->open = true;
	r->fields = true;
	r->kind = kind;
	r->from = from;
}

static void
add_line(struct reading *r, size_t from)
{
	struct span s = { r->c->mask + from, r->l.to - from };

	r->fields = r->fields && line_is_field(span_trim(s));
	r->to = r->l.to;
}

/* Lines up to one that is the closing fence of these marks. */
static void
skip_fence(struct reading *r, struct span s)
{
	size_t n = line_row(s, s.p[0]);
	struct line l;
	char ch = s.p[0];

	while (line_at(r->c->masked, r->l.next, TAB, &l)) {
		struct span t = line_text(r->c->masked, &l);

		r->l.next = l.next;
		if (t.n >= n && line_row(t, ch) == t.n)
			break;
	}
}

static bool
is_fence(struct span s)
{
	return (line_row(s, '`') >= 3 && memchr(s.p + line_row(s, '`'), '`',
	    s.n - line_row(s, '`')) == NULL) || line_row(s, '~') >= 3;
}

/* Up to a blank line: a quote with its lazy lines, a block of HTML. */
static void
skip_to_blank(struct reading *r)
{
	struct line l;

	while (line_at(r->c->masked, r->l.next, TAB, &l) && !l.blank)
		r->l.next = l.next;
}

/* A block that begins with a tag: of <pre> and <!-- to their end. */
static bool
skip_html(struct reading *r, struct span s)
{
	size_t end = inline_tag_end(r->c->masked, r->l.text);
	char name[INLINE_NAME_MAX + 1];
	struct line l;

	if (s.p[0] != '<' || end == r->l.text)
		return false;
	inline_tag_name(r->c->masked, r->l.text, name);
	if (strcmp(name, "pre") == 0 || strcmp(name, "script") == 0 ||
	    strcmp(name, "style") == 0)
		end = inline_element_end(r->c->masked, end, name);
	else if (!span_starts(s, "<!--") &&
	    (r->open || end < r->l.text + s.n))
		return false;	/* within a line: inline */
	while (r->l.next < end && line_at(r->c->masked, r->l.next, TAB, &l))
		r->l.next = l.next;
	if (!span_starts(s, "<!--"))
		skip_to_blank(r);
	return true;
}

/* "#" to "######" and a blank; from and to of what it says. */
static bool
is_heading(const struct reading *r, struct span s, size_t *from, size_t *to)
{
	size_t n = line_row(s, '#');

	if (n == 0 || n > 6 || (n < s.n && s.p[n] != ' ' && s.p[n] != '\t'))
		return false;
	*from = r->l.text + n;
	*to = r->l.text + s.n;
	while (*to > *from && r->c->mask[*to - 1] == '#')
		--*to;
	return true;
}

/* |---|:-:| below the heads of a table. */
static bool
is_delimiter(struct span s)
{
	bool bar = false, dash = false;

	for (size_t i = 0; i < s.n; i++) {
		if (strchr("|-: \t", s.p[i]) == NULL || s.p[i] == '\0')
			return false;
		bar = bar || s.p[i] == '|';
		dash = dash || s.p[i] == '-';
	}
	return bar && dash;
}

static bool
has_bar(struct span s)
{
	return s.n > 0 && memchr(s.p, '|', s.n) != NULL;
}

static bool
begins_table(const struct reading *r, struct span s)
{
	struct line next;

	return has_bar(s) && line_at(r->c->masked, r->l.next, TAB, &next) &&
	    !next.blank && is_delimiter(line_text(r->c->masked, &next));
}

static void
cut_cell(struct cutting *c, size_t from, size_t to)
{
	cutting_open(c, TT_BLOCK_CELL, "|\n", false);
	inline_markdown(c, from, to);
	cutting_close(c);
}

static void
cut_row(struct cutting *c, const struct line *l)
{
	size_t from = l->text, i;

	for (i = from; i < l->to; i++) {
		if (c->mask[i] == '\\') {
			i++;
		} else if (c->mask[i] == '|') {
			cut_cell(c, from, i);
			from = i + 1;
		}
	}
	cut_cell(c, from, l->to);
}

static void
cut_table(struct reading *r)
{
	struct line l = r->l;

	end_paragraph(r);
	do {
		if (l.blank || !has_bar(line_text(r->c->masked, &l)))
			break;
		if (!is_delimiter(line_text(r->c->masked, &l)))
			cut_row(r->c, &l);
		r->l.next = l.next;
	} while (line_at(r->c->masked, r->l.next, TAB, &l));
}

/* [name]: target, also of a footnote. */
static bool
is_definition(struct span s)
{
	const char *p = s.p[0] == '[' ? memchr(s.p, ']', s.n) : NULL;

	return p != NULL && p + 1 < s.p + s.n && p[1] == ':';
}

/* Of an item "[ ] " or "[x] " says whether it is done. */
static size_t
task(struct span s)
{
	return s.n > 4 && s.p[0] == '[' && s.p[2] == ']' && s.p[3] == ' ' ?
	    4 : 0;
}

static void
begin_item(struct reading *r, struct span s, size_t marker)
{
	size_t done = task((struct span){ s.p + marker, s.n - marker });

	begin_paragraph(r, TT_BLOCK_ITEM, r->l.text + marker + done);
	r->margin = r->l.indent + marker;
	add_line(r, r->l.text + marker + done);
}

static void
take_line(struct reading *r, struct span s)
{
	size_t marker = line_marker(s), from, to;

	if (r->open && line_is_rule(s, "=-", 1)) {
		r->kind = TT_BLOCK_HEADING;
		r->fields = false;
		end_paragraph(r);
	} else if (line_is_rule(s, "-*_", 3) || is_definition(s)) {
		end_paragraph(r);
	} else if (is_heading(r, s, &from, &to)) {
		end_paragraph(r);
		cutting_open(r->c, TT_BLOCK_HEADING, "\n", false);
		inline_markdown(r->c, from, to);
		cutting_close(r->c);
		r->margin = 0;
	} else if (s.p[0] == '>' || s.p[0] == ':') {
		end_paragraph(r);
		skip_to_blank(r);
	} else if (begins_table(r, s)) {
		cut_table(r);
	} else if (marker > 0) {
		begin_item(r, s, marker);
	} else {
		if (!r->open)
			begin_paragraph(r, TT_BLOCK_PARAGRAPH, r->l.text);
		add_line(r, r->l.text);
	}
}

/* Behind front matter: lines between --- or +++ at the very start. */
static size_t
skip_front(struct span text)
{
	struct line l;
	struct span s;
	bool toml;
	size_t at;

	if (!line_at(text, 0, TAB, &l))
		return 0;
	s = line_text(text, &l);
	toml = span_is(s, "+++");
	if (!toml && !span_is(s, "---"))
		return 0;
	for (at = l.next; line_at(text, at, TAB, &l); at = l.next) {
		s = line_text(text, &l);
		if (span_is(s, toml ? "+++" : "---") ||
		    (!toml && span_is(s, "...")))
			return l.next;
	}
	return 0;
}

void
cut_markdown(struct cutting *c)
{
	struct reading r = { .c = c };
	size_t at = skip_front(c->masked);

	for (; line_at(c->masked, at, TAB, &r.l); at = r.l.next) {
		struct span s = line_text(c->masked, &r.l);

		if (r.l.blank) {
			end_paragraph(&r);
			continue;
		}
		if (!r.open && r.l.indent < r.margin && line_marker(s) == 0)
			r.margin = r.l.indent;
		if (!r.open && r.l.indent >= r.margin + CODE)
			continue;	/* indented code */
		if (is_fence(s)) {
			end_paragraph(&r);
			skip_fence(&r, s);
		} else if (!skip_html(&r, s)) {
			take_line(&r, s);
		} else {
			end_paragraph(&r);
		}
	}
	end_paragraph(&r);
}
