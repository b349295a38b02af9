/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wording/cutting.h"
#include "wording/flat.h"

#define QUOTED_MAX	1000	/* bytes of a quotation between "" */
#define SINGLE_MAX	160	/* between '', which may be apostrophes */
#define CODE_MAX	1000	/* between backticks */
#define NOWHERE		UINT32_MAX

struct flat {
	char *c;	/* n bytes */
	uint32_t *at;	/* of each, its place in the draft, or NOWHERE */
	size_t n;
};

static void
put(struct flat *f, char ch, uint32_t at)
{
	f->c[f->n] = ch;
	f->at[f->n++] = at;
}

static enum tt_err
flatten(struct flat *f, const struct cutting *c)
{
	size_t n = 1;

	for (size_t i = 0; i < c->n_pieces; i++)
		n += c->pieces[i].to - c->pieces[i].from + 1;
	f->c = malloc(n);
	f->at = malloc(n * sizeof(*f->at));
	if (f->c == NULL || f->at == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < c->n_pieces; i++) {
		const struct cutting_piece *p = &c->pieces[i];

		if (p->gap != TT_GAP_NOTHING)
			put(f, p->gap == TT_GAP_WORD ? 'x' : ' ', NOWHERE);
		for (size_t k = p->from; k < p->to; k++)
			put(f, c->mask[k], (uint32_t)k);
	}
	return TT_OK;
}

static void
hide(struct cutting *c, const struct flat *f, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (f->at[i] != NOWHERE)
			c->opaque[f->at[i]] = true;
}

static bool
is_in(char ch, const char *set)
{
	return ch != '\0' && strchr(set, ch) != NULL;
}

static bool
is_white(char ch)
{
	return is_in(ch, " \t\r\n\f\v");
}

static bool
is_word(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
	    (ch >= 'A' && ch <= 'Z') || (unsigned char)ch >= 0x80;
}

/* Bytes that the format would have to escape, and controls. */
static void
hide_forbidden(struct cutting *c, const struct flat *f)
{
	for (size_t i = 0; i < f->n; i++) {
		unsigned char u = (unsigned char)f->c[i];

		if (is_in(f->c[i], c->block.forbidden) || u == 0x7f ||
		    (u < 0x20 && !is_white(f->c[i])))
			hide(c, f, i, i + 1);
	}
}

/*
 * What is between two white spaces is a place somewhere: a URL, an address,
 * a path of two steps or more.  "and/or" and "read/write" are words.
 */
static bool
is_place(struct span s)
{
	size_t slashes = 0, dots = 0;

	if (s.n < 3)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '@' || s.p[i] == '\\' ||
		    (s.p[i] == ':' && i + 2 < s.n && s.p[i + 1] == '/'))
			return true;
		slashes += s.p[i] == '/';
		dots += s.p[i] == '.';
	}
	return span_starts(s, "www.") || span_starts(s, "mailto:") ||
	    span_starts(s, "/") || span_starts(s, "~/") || slashes > 1 ||
	    (slashes > 0 && dots > 0);
}

static void
hide_places(struct cutting *c, const struct flat *f)
{
	size_t i = 0, from, to;

	while (i < f->n) {
		while (i < f->n && is_white(f->c[i]))
			i++;
		for (from = i; i < f->n && !is_white(f->c[i]); i++)
			;
		to = i;
		while (from < to && is_in(f->c[from], "(<[\"'"))
			from++;
		while (from < to && is_in(f->c[to - 1], ".,;:!?)>]\"'"))
			to--;
		if (is_place((struct span){ f->c + from, to - from }))
			hide(c, f, from, to);
	}
}

/* From a row of backticks to the next one as long. */
static size_t
code_end(const struct flat *f, size_t at)
{
	size_t n = 0, i, run;

	while (at + n < f->n && f->c[at + n] == '`')
		n++;
	for (i = at + n; i < f->n && i < at + CODE_MAX; i += run) {
		for (run = 0; i + run < f->n && f->c[i + run] == '`'; run++)
			;
		if (run == n)
			return i + n;
		run += run == 0;
	}
	return at + n;
}

static void
hide_code(struct cutting *c, const struct flat *f)
{
	size_t end;

	for (size_t i = 0; i < f->n; i++)
		if (f->c[i] == '`') {
			end = code_end(f, i);
			hide(c, f, i, end);
			i = end - 1;
		}
}

/* Pairs of marks that quote; those that open as they close come last. */
static const struct {
	const char *open, *close;
	size_t max;
} marks[] = {
	{ "\xe2\x80\x9c", "\xe2\x80\x9d", QUOTED_MAX },
	{ "\xe2\x80\x98", "\xe2\x80\x99", SINGLE_MAX },
	{ "\xc2\xab", "\xc2\xbb", QUOTED_MAX },
	{ "``", "''", QUOTED_MAX },
	{ "\"", "\"", QUOTED_MAX },
	{ "'", "'", SINGLE_MAX },
};

static bool
stands(const struct flat *f, size_t at, const char *s)
{
	size_t n = strlen(s);

	return at + n <= f->n && memcmp(f->c + at, s, n) == 0;
}

/* Behind the mark that closes what mark m opens at `at`; 0 if none does. */
static size_t
quote_end(const struct flat *f, size_t at, size_t m)
{
	size_t i = at + strlen(marks[m].open), n = strlen(marks[m].close);

	if ((at > 0 && is_word(f->c[at - 1])) || i >= f->n ||
	    is_white(f->c[i]))
		return 0;
	for (; i < f->n && i < at + marks[m].max; i++)
		if (stands(f, i, marks[m].close) &&
		    (i + n == f->n || !is_word(f->c[i + n])))
			return i + n;
	return 0;
}

static void
hide_quotes(struct cutting *c, const struct flat *f)
{
	size_t end;

	for (size_t i = 0; i < f->n; i++)
		for (size_t m = 0; m < N_ROWS(marks); m++) {
			if (!stands(f, i, marks[m].open) ||
			    (end = quote_end(f, i, m)) == 0)
				continue;
			hide(c, f, i, end);
			i = end - 1;
			break;
		}
}

enum tt_err
flat_hide(struct cutting *c)
{
	struct flat f = { NULL, NULL, 0 };
	enum tt_err e;

	if ((e = flatten(&f, c)) == TT_OK) {
		hide_forbidden(c, &f);
		hide_places(c, &f);
		hide_code(c, &f);
		hide_quotes(c, &f);
	}
	free(f.c);
	free(f.at);
	return e;
}
