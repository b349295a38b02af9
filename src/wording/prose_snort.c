/* SPDX-License-Identifier: ISC */
/*
 * Rules of Snort and Suricata: comments, msg, and options without an order.
 *
 * Everything else decides what matches.  A rule that is commented out is not
 * prose.  A rule may go over lines that end with a backslash.
 */
#include <string.h>

#include "wording/comment.h"
#include "wording/cutting.h"
#include "wording/line.h"

struct reading {
	struct cutting *c;
	struct span s;
	struct cutting_piece references[CUTTING_LIST_MAX + 1];
	size_t n_references;
};

static bool
is_rule(struct span s)
{
	static const char *const actions[] = { "alert ", "log ", "pass ",
		"drop ", "reject ", "sdrop ", "rejectsrc ", "rejectdst ",
		"rejectboth ", "block ", "activate ", "dynamic " };

	for (size_t i = 0; i < N_ROWS(actions); i++)
		if (span_starts(s, actions[i]))
			return true;
	return false;
}

/* Behind the rule that begins at `at`: its last line. */
static size_t
rule_end(struct span s, size_t at)
{
	struct line l;

	while (line_at(s, at, LINE_TAB, &l)) {
		at = l.next;
		if (l.to == l.from || s.p[l.to - 1] != '\\')
			return l.to;
	}
	return s.n;
}

static size_t
skip_white(struct span s, size_t at, size_t end)
{
	while (at < end && s.p[at] != '\0' &&
	    strchr(" \t\r\n\\", s.p[at]) != NULL)
		at++;
	return at;
}

/* The ; that ends the option at `at`, outside of quotes. */
static size_t
option_end(struct span s, size_t at, size_t end)
{
	bool quoted = false;

	for (; at < end; at++) {
		if (s.p[at] == '\\')
			at++;
		else if (s.p[at] == '"')
			quoted = !quoted;
		else if (s.p[at] == ';' && !quoted)
			break;
	}
	return at < end ? at : end;
}

/* Items between commas. */
static void
cut_items(struct reading *r, size_t at, size_t end)
{
	struct cutting_piece items[CUTTING_LIST_MAX + 1];
	size_t n = 0, to;

	while (at < end && n <= CUTTING_LIST_MAX) {
		size_t from = skip_white(r->s, at, end);

		for (at = from; at < end && r->s.p[at] != ','; at++)
			;
		for (to = at; to > from && r->s.p[to - 1] == ' '; to--)
			;
		if (to == from)
			return;
		items[n++] = (struct cutting_piece){ from, to, TT_GAP_SPACE };
		at++;
	}
	cutting_list(r->c, items, n);
}

static void
end_references(struct reading *r)
{
	cutting_list(r->c, r->references, r->n_references);
	r->n_references = 0;
}

static void
cut_msg(struct reading *r, size_t at, size_t end)
{
	at = skip_white(r->s, at, end);
	while (end > at && r->s.p[end - 1] == ' ')
		end--;
	if (end - at > 2 && r->s.p[at] == '"' && r->s.p[end - 1] == '"')
		cutting_block(r->c, TT_BLOCK_FIELD, "\";\\|\n", false, at + 1,
		    end - 1);
}

static void
take_option(struct reading *r, size_t at, size_t end)
{
	struct span option = { r->s.p + at, end - at };

	if (!span_starts(option, "reference:"))
		end_references(r);
	else if (r->n_references <= CUTTING_LIST_MAX)
		r->references[r->n_references++] = (struct cutting_piece){
			at, end, TT_GAP_SPACE };
	if (span_starts(option, "msg:"))
		cut_msg(r, at + 4, end);
	else if (span_starts(option, "flow:"))
		cut_items(r, at + 5, end);
	else if (span_starts(option, "metadata:"))
		cut_items(r, at + 9, end);
}

static void
cut_rule(struct reading *r, size_t at, size_t end)
{
	const char *open = memchr(r->s.p + at, '(', end - at);
	size_t stop;

	if (open == NULL)
		return;
	at = (size_t)(open - r->s.p) + 1;
	for (;; at = stop + 1) {
		at = skip_white(r->s, at, end);
		stop = option_end(r->s, at, end);
		if (stop == end)
			break;
		take_option(r, at, stop);
	}
	end_references(r);
}

static void
take_comment(struct comment *k, struct span s, const struct line *l)
{
	size_t from = l->text + strspn(s.p + l->text, "#");
	struct span text = span_trim((struct span){ s.p + from,
		l->to - from });

	if (is_rule(text))
		comment_end(k);
	else
		comment_line(k, from, l->to);
}

void
cut_snort(struct cutting *c)
{
	struct reading r = { .c = c, .s = c->masked };
	struct comment comment;
	struct line l;

	comment_init(&comment, c, "\\\n");
	for (size_t at = 0; line_at(r.s, at, LINE_TAB, &l); at = l.next) {
		if (!l.blank && r.s.p[l.text] == '#') {
			take_comment(&comment, r.s, &l);
			continue;
		}
		comment_end(&comment);
		if (is_rule(line_text(r.s, &l))) {
			size_t end = rule_end(r.s, at);

			cut_rule(&r, l.text, end);
			l.next = end > l.next ? end : l.next;
		}
	}
	comment_done(&comment);
}
