/* SPDX-License-Identifier: ISC */
/*
 * reStructuredText: paragraphs, titles, lists and admonitions, line by line.
 *
 * Left alone: literal and quoted blocks, other directives, comments, fields,
 * tables, targets, doctests, line blocks, terms of definitions.
 */
#include <stdint.h>
#include <string.h>

#include "wording/cutting.h"
#include "wording/line.h"

#define RULES	"=-~^\"'`#*+.:_<>"

struct reading {
	struct cutting *c;
	struct line l;
	size_t margin;		/* columns where text may stand */
	size_t skip;		/* lines further in than this are opaque;
				 * SIZE_MAX: none */
	bool open;
	enum tt_prose_block_kind kind;
	size_t from, to;
	size_t n_lines;
};

static size_t
find(struct span s, size_t at, size_t end, const char *what)
{
	const char *p = at < end ? memmem(s.p + at, end - at, what,
	    strlen(what)) : NULL;

	return p == NULL ? end : (size_t)(p - s.p);
}

static bool
is_word(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	    (ch >= '0' && ch <= '9') || (unsigned char)ch >= 0x80;
}

/* Where inline markup that begins at `at` ends; *gap what it leaves. */
static size_t
markup_end(struct span s, size_t at, size_t end, enum tt_prose_gap *gap)
{
	bool two = at + 1 < end && s.p[at + 1] == s.p[at];
	size_t stop;

	*gap = TT_GAP_WORD;
	switch (s.p[at]) {
	case '`':
		stop = find(s, at + 1 + two, end, two ? "``" : "`");
		stop = stop == end ? at : stop + 1 + two;
		while (stop > at && stop < end && s.p[stop] == '_')
			stop++;
		return stop > at ? stop : at + 1;
	case '|':
		stop = find(s, at + 1, end, "|");
		return stop < end && stop > at + 1 ? stop + 1 : at + 1;
	case '*':
		*gap = TT_GAP_NOTHING;
		return at + 1 + two;
	case '\\':
		return at + 2 < end ? at + 2 : end;
	default:
		return at;
	}
}

/* :role: before `text`, name_ and [1]_ : behind the word, or at. */
static size_t
reference_end(struct span s, size_t at, size_t end)
{
	size_t i = at;

	if (s.p[at] == ':') {
		for (i++; i < end && (is_word(s.p[i]) || s.p[i] == '-'); i++)
			;
		return i > at + 1 && i + 1 < end && s.p[i] == ':' &&
		    s.p[i + 1] == '`' ? i + 1 : at;
	}
	while (i < end && (is_word(s.p[i]) || strchr("-.[]#", s.p[i]) !=
	    NULL))
		i++;
	return i > at && i < end && s.p[i] == '_' &&
	    (i + 1 == end || !is_word(s.p[i + 1])) ? i + 1 : at;
}

static bool
begins_word(struct span s, size_t at, size_t from)
{
	return at == from || !is_word(s.p[at - 1]);
}

static void
cut_inline(struct cutting *c, size_t from, size_t end)
{
	enum tt_prose_gap gap = TT_GAP_SPACE, next;
	struct span s = c->masked;
	size_t at = from, start = from, stop;

	while (at < end) {
		stop = markup_end(s, at, end, &next);
		if (stop == at && begins_word(s, at, start))
			stop = reference_end(s, at, end);
		if (stop == at) {
			at++;
			continue;
		}
		cutting_add(c, start, at, gap);
		gap = start < at ? next : cutting_stronger(gap, next);
		at = start = stop;
	}
	cutting_add(c, start, end, gap);
	if (start == end)
		cutting_gap(c, end, gap);
}

/* A paragraph ends; "::" at its end announces a literal block. */
static void
end_paragraph(struct reading *r)
{
	size_t to = r->to;

	if (!r->open)
		return;
	r->open = false;
	if (to - r->from >= 2 && memcmp(r->c->mask + to - 2, "::", 2) == 0) {
		r->skip = r->margin;
		to -= 2;
	}
	cutting_open(r->c, r->kind, "", r->kind != TT_BLOCK_HEADING);
	cut_inline(r->c, r->from, to);
	cutting_close(r->c);
}

static void
begin_paragraph(struct reading *r, enum tt_prose_block_kind kind, size_t from)
{
	end_paragraph(r);
	r->open = true;
	r->kind = kind;
	r->from = from;
	r->to = r->l.to;
	r->n_lines = 1;
}

static bool
is_admonition(struct span s)
{
	static const char *const names[] = { "note::", "warning::",
		"important::", "caution::", "attention::", "danger::",
		"hint::", "tip::", "error::" };

	for (size_t i = 0; i < N_ROWS(names); i++)
		if (span_starts(s, names[i]))
			return true;
	return false;
}

/* ".. " of a directive, a comment, a target. */
static void
take_explicit(struct reading *r, struct span s)
{
	struct span name = span_trim((struct span){ s.p + 2, s.n - 2 });
	size_t at;

	end_paragraph(r);
	r->skip = r->l.indent;
	if (!is_admonition(name))
		return;
	r->skip = SIZE_MAX;
	r->margin = r->l.indent + 3;
	at = find(r->c->masked, r->l.text, r->l.to, "::") + 2;
	if (at < r->l.to)
		begin_paragraph(r, TT_BLOCK_PARAGRAPH, at);
}

/* A whole paragraph of another kind, up to the blank line. */
static void
skip_block(struct reading *r)
{
	struct line l;

	end_paragraph(r);
	while (line_at(r->c->masked, r->l.next, LINE_TAB, &l) && !l.blank)
		r->l.next = l.next;
}

static bool
is_other(struct span s)
{
	return span_starts(s, ">>>") || span_starts(s, "+-") ||
	    span_starts(s, "| ") || span_starts(s, "__ ") ||
	    (line_row(s, '=') >= 2 && memchr(s.p, ' ', s.n) != NULL);
}

/* ":Name: value", not a role. */
static bool
is_field(struct span s)
{
	const char *p = s.n > 2 && s.p[0] == ':' && s.p[1] != ' ' ?
	    memchr(s.p + 1, ':', s.n - 1) : NULL;

	return p != NULL && p + 1 < s.p + s.n ? p[1] == ' ' : p != NULL;
}

static void
take_rule(struct reading *r)
{
	if (r->open && r->n_lines == 1) {
		r->kind = TT_BLOCK_HEADING;
		r->margin = 0;
	}
	end_paragraph(r);
}

/* A line further in than the one before it: that was a term. */
static bool
was_term(const struct reading *r)
{
	return r->open && r->n_lines == 1 && r->kind == TT_BLOCK_PARAGRAPH &&
	    r->l.indent > r->margin;
}

static void
take_line(struct reading *r, struct span s)
{
	size_t marker = line_marker(s);

	if (marker > 0 && !r->open) {
		begin_paragraph(r, TT_BLOCK_ITEM, r->l.text + marker);
		r->margin = r->l.indent + marker;
	} else if (marker > 0 && r->kind == TT_BLOCK_ITEM) {
		begin_paragraph(r, TT_BLOCK_ITEM, r->l.text + marker);
		r->margin = r->l.indent + marker;
	} else if (was_term(r)) {
		r->open = false;
		r->margin = r->l.indent;
		begin_paragraph(r, TT_BLOCK_PARAGRAPH, r->l.text);
	} else if (r->open) {
		r->to = r->l.to;
		r->n_lines++;
	} else if (r->l.indent > r->margin) {
		skip_block(r);	/* a quote */
	} else {
		r->margin = r->l.indent;
		begin_paragraph(r, TT_BLOCK_PARAGRAPH, r->l.text);
	}
}

void
cut_rst(struct cutting *c)
{
	struct reading r = { .c = c, .skip = SIZE_MAX };

	for (size_t at = 0; line_at(c->masked, at, LINE_TAB, &r.l);
	    at = r.l.next) {
		struct span s = line_text(c->masked, &r.l);

		if (r.l.blank) {
			end_paragraph(&r);
			continue;
		}
		if (r.skip != SIZE_MAX && r.l.indent > r.skip)
			continue;
		r.skip = SIZE_MAX;
		if (span_is(s, "::")) {
			end_paragraph(&r);
			r.skip = r.margin;
			continue;
		}
		if (span_is(s, "..") || span_starts(s, ".. "))
			take_explicit(&r, s);
		else if (!r.open && (is_other(s) || is_field(s)))
			skip_block(&r);
		else if (line_is_rule(s, RULES, 2))
			take_rule(&r);
		else
			take_line(&r, s);
	}
	end_paragraph(&r);
}
