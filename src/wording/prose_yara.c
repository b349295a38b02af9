/* SPDX-License-Identifier: ISC */
/*
 * YARA rules: comments, and what meta says to people.
 *
 * Strings, regular expressions and conditions are what matches; so are names.
 * Tags, and entries of meta that are no prose, have no order.
 */
#include <string.h>

#include "wording/code.h"
#include "wording/comment.h"
#include "wording/cutting.h"
#include "wording/line.h"

struct reading {
	struct cutting *c;
	struct span s;
	struct cutting_piece entries[CUTTING_LIST_MAX + 1];
	size_t n_entries;
};

static bool
is_name(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	    (ch >= '0' && ch <= '9') || ch == '_';
}

static size_t
skip(struct span s, size_t at, const char *set)
{
	while (at < s.n && s.p[at] != '\0' && strchr(set, s.p[at]) != NULL)
		at++;
	return at;
}

static size_t
name_end(struct span s, size_t at)
{
	while (at < s.n && is_name(s.p[at]))
		at++;
	return at;
}

static bool
is_told(struct span name)
{
	static const char *const names[] = { "description", "author", "desc",
		"comment", "note", "notes", "info", "purpose", "summary" };

	for (size_t i = 0; i < N_ROWS(names); i++)
		if (span_is(name, names[i]))
			return true;
	return false;
}

/* Behind a regular expression that begins at `at`. */
static size_t
regex_end(struct span s, size_t at)
{
	size_t i = at + 1;

	for (; i < s.n && s.p[i] != '/' && s.p[i] != '\n'; i++)
		if (s.p[i] == '\\')
			i++;
	return i < s.n ? i + 1 : s.n;
}

static void
end_entries(struct reading *r)
{
	cutting_list(r->c, r->entries, r->n_entries);
	r->n_entries = 0;
}

static size_t
value_end(struct span s, size_t at)
{
	if (at < s.n && s.p[at] == '"')
		return code_string(s, at);
	while (at < s.n && (is_name(s.p[at]) || s.p[at] == '-'))
		at++;
	return at;
}

/* Entries of meta: NAME = VALUE.  Behind the last. */
static size_t
cut_meta(struct reading *r, size_t at)
{
	struct span s = r->s;

	for (;;) {
		size_t name = skip(s, at, " \t\r\n"), end = name_end(s, name);
		size_t from = skip(s, end, " \t"), value, to;

		if (end == name || from >= s.n || s.p[from] != '=')
			break;
		value = skip(s, from + 1, " \t");
		if ((to = value_end(s, value)) == value)
			break;
		at = to;
		if (is_told((struct span){ s.p + name, end - name })) {
			end_entries(r);
			if (s.p[value] == '"' && to - value > 2)
				cutting_block(r->c, TT_BLOCK_FIELD, "\"\\\n",
				    false, value + 1, to - 1);
		} else if (r->n_entries <= CUTTING_LIST_MAX) {
			r->entries[r->n_entries++] = (struct cutting_piece){
				name, to, TT_GAP_SPACE };
		}
	}
	end_entries(r);
	return at;
}

/* rule NAME : TAG TAG { */
static size_t
cut_tags(struct reading *r, size_t at)
{
	struct span s = r->s;
	size_t end;

	at = name_end(s, skip(s, at, " \t\r\n"));
	at = skip(s, at, " \t\r\n");
	if (at >= s.n || s.p[at] != ':')
		return at;
	for (at = skip(s, at + 1, " \t"); (end = name_end(s, at)) > at;
	    at = skip(s, end, " \t"))
		if (r->n_entries <= CUTTING_LIST_MAX)
			r->entries[r->n_entries++] = (struct cutting_piece){
				at, end, TT_GAP_SPACE };
	end_entries(r);
	return at;
}

/* A word outside comments and strings. */
static size_t
take_word(struct reading *r, size_t at)
{
	size_t end = name_end(r->s, at);
	struct span word = { r->s.p + at, end - at };

	if (span_is(word, "rule"))
		return cut_tags(r, end);
	if (!span_is(word, "meta"))
		return end;
	end = skip(r->s, end, " \t");
	return end < r->s.n && r->s.p[end] == ':' ? cut_meta(r, end + 1) :
	    end;
}

static size_t
take_code(struct reading *r, size_t at, bool *regex)
{
	char ch = r->s.p[at];
	bool may = *regex;

	*regex = ch == '=' || ch == '(' || (may && (ch == ' ' || ch == '\t'));
	if (ch == '/' && may)
		return regex_end(r->s, at);
	if (ch == '"')
		return code_string(r->s, at);
	if (!is_name(ch))
		return at + 1;
	at = take_word(r, at);
	*regex = at >= 7 && memcmp(r->s.p + at - 7, "matches", 7) == 0;
	return at;
}

void
cut_yara(struct cutting *c)
{
	struct reading r = { .c = c, .s = c->masked };
	struct comment line, block;
	bool regex = false;
	size_t at = 0, end;

	comment_init(&line, c, "\\\n");
	comment_init(&block, c, "*");
	while (at < r.s.n) {
		if ((end = code_comment(r.s, at)) == at) {
			if (strchr(" \t\r\n", r.s.p[at]) == NULL)
				comment_end(&line);
			at = take_code(&r, at, &regex);
		} else if (r.s.p[at + 1] == '*') {
			comment_end(&line);
			comment_block(&block, at + 2, end - 2);
			at = end;
		} else {
			comment_line(&line, at + 2 + strspn(r.s.p + at + 2,
			    "/"), end);
			at = end;
		}
	}
	comment_done(&line);
	comment_done(&block);
}
