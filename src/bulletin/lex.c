/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "bulletin/lex.h"

#define BYTE_ORDER_MARK	"\xef\xbb\xbf"

static struct span
slice(struct span s, size_t from, size_t to)
{
	if (to == from)
		return (struct span){ s.p, 0 };
	return (struct span){ s.p + from, to - from };
}

static size_t
run_of(struct span s, size_t at, char c)
{
	size_t n = 0;

	while (at + n < s.n && s.p[at + n] == c)
		n++;
	return n;
}

/* The length of the mark at s[at], or 0. */
static size_t
mark_len(struct span s, size_t at, bool in_site)
{
	char c, next;

	if (at >= s.n)
		return 0;
	c = s.p[at];
	next = at + 1 < s.n ? s.p[at + 1] : '\0';
	if (c == '{' && next == '{')
		return 2;
	if (in_site && c == '|')
		return 1;
	return in_site && c == '}' && next == '}' ? 2 : 0;
}

static bool
is_special(char c)
{
	return c == '\\' || c == '{' || c == '|' || c == '}';
}

/* k backslashes at s[at]: of each pair before a mark one, an odd one none. */
static struct piece
slashes_next(struct span s, size_t at, size_t k, bool in_site)
{
	size_t len = mark_len(s, at + k, in_site), end = at + k;

	if (len == 0)
		return (struct piece){ slice(s, at, end), k, false };
	if (k % 2 == 0)
		return (struct piece){ slice(s, at + k / 2, end), k, false };
	end += len;
	return (struct piece){ slice(s, at + k / 2 + 1, end), end - at, false };
}

struct piece
piece_next(struct span s, size_t at, bool in_site)
{
	size_t k = run_of(s, at, '\\'), end = at + 1;

	if (k > 0)
		return slashes_next(s, at, k, in_site);
	if ((k = mark_len(s, at, in_site)) > 0)
		return (struct piece){ slice(s, at, at + k), k, true };
	while (end < s.n && !is_special(s.p[end]))
		end++;
	return (struct piece){ slice(s, at, end), end - at, false };
}

/* The next {{ or }} from at on, whichever it is; s.n if there is none. */
static size_t
find_brace_mark(struct span s, size_t at)
{
	struct piece p;

	for (; at < s.n; at += p.written) {
		p = piece_next(s, at, true);
		if (p.mark && p.out.p[0] != '|')
			return at;
	}
	return s.n;
}

static bool
is_close(struct span s, size_t at)
{
	return at < s.n && s.p[at] == '}';
}

/* The site that opens at `at` is closed, and after it one more is. */
static bool
is_inner(struct span s, size_t at)
{
	size_t first = find_brace_mark(s, at + 2);

	return is_close(s, first) &&
	    is_close(s, find_brace_mark(s, first + 2));
}

void
spot_move(struct spot *at, struct span text, size_t to)
{
	for (; at->offset < to; at->offset++) {
		unsigned char c = (unsigned char)text.p[at->offset];

		if (c == '\n') {
			at->line++;
			at->column = 1;
		} else if ((c & 0xc0) != 0x80) {
			at->column++;
		}
	}
}

/* A token of the text up to `to`, where reading goes on. */
static struct token
take(struct lexer *l, enum token_kind kind, struct span text, size_t to)
{
	struct token t = { kind, text, l->at };

	spot_move(&l->at, l->text, to);
	return t;
}

/* The site that opens here. */
static struct token
take_site(struct lexer *l)
{
	size_t open = l->at.offset, end = find_brace_mark(l->text, open + 2);
	struct span none = slice(l->text, open, open);

	if (end == l->text.n)
		return take(l, TOKEN_UNCLOSED, none, end);
	if (is_close(l->text, end))
		return take(l, TOKEN_SITE, slice(l->text, open + 2, end),
		    end + 2);
	return take(l, is_inner(l->text, end) ? TOKEN_NESTED : TOKEN_UNCLOSED,
	    none, end);
}

void
lexer_init(struct lexer *l, struct span text)
{
	*l = (struct lexer){ text, { 0, 1, 1 } };
	if (span_starts(text, BYTE_ORDER_MARK))
		l->at.column = 0;
}

struct token
lexer_next(struct lexer *l)
{
	size_t at = l->at.offset, braces;
	struct piece p;

	if (at == l->text.n)
		return take(l, TOKEN_END, slice(l->text, at, at), at);
	p = piece_next(l->text, at, false);
	if (!p.mark)
		return take(l, TOKEN_PLAIN, p.out, at + p.written);
	braces = run_of(l->text, at, '{');
	if (braces == 2)
		return take_site(l);
	if (braces == 3)	/* the first is text */
		return take(l, TOKEN_PLAIN, slice(l->text, at, at + 1), at + 1);
	return take(l, TOKEN_BRACES, slice(l->text, at, at), at + braces);
}
