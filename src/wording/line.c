/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "wording/line.h"

#define FIELD_NAME_MAX	30	/* bytes before the colon */
#define FIELD_WORDS	3	/* after it, at most */

bool
line_at(struct span text, size_t at, size_t tab, struct line *out)
{
	const char *end;

	if (at >= text.n)
		return false;
	end = memchr(text.p + at, '\n', text.n - at);
	out->from = at;
	out->to = end == NULL ? text.n : (size_t)(end - text.p);
	out->next = end == NULL ? text.n : out->to + 1;
	if (out->to > at && text.p[out->to - 1] == '\r')
		out->to--;
	out->indent = 0;
	for (out->text = at; out->text < out->to; out->text++) {
		if (text.p[out->text] == '\t')
			out->indent += tab - out->indent % tab;
		else if (text.p[out->text] == ' ')
			out->indent++;
		else
			break;
	}
	out->blank = out->text == out->to;
	return true;
}

struct span
line_text(struct span text, const struct line *l)
{
	return span_trim((struct span){ text.p + l->text, l->to - l->text });
}

size_t
line_row(struct span s, char ch)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == ch)
		n++;
	return n;
}

bool
line_is_rule(struct span s, const char *of, size_t min)
{
	return s.n >= min && s.n > 0 && s.p[0] != '\0' &&
	    strchr(of, s.p[0]) != NULL && line_row(s, s.p[0]) == s.n;
}

static bool
is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	    (unsigned char)ch >= 0x80;
}

static bool
is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* "12.", "3)", "(a)", "b)", "#." */
static size_t
numbered(struct span s)
{
	bool open = s.n > 0 && s.p[0] == '(';
	size_t n = open, digits = 0;

	while (n < s.n && is_digit(s.p[n]) && digits < 9) {
		n++;
		digits++;
	}
	if (digits == 0 && n + 1 < s.n && (s.p[n] == '#' ||
	    (is_letter(s.p[n]) && s.p[n + 1] == ')')))
		n++;
	else if (digits == 0)
		return 0;
	if (n < s.n && (s.p[n] == ')' || (s.p[n] == '.' && !open)))
		return n + 1;
	return 0;
}

size_t
line_marker(struct span s)
{
	size_t n;

	if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '*' || s.p[0] == '+'))
		n = 1;
	else if (span_starts(s, "\xe2\x80\xa2"))	/* a bullet */
		n = 3;
	else
		n = numbered(s);
	if (n == 0 || n >= s.n || (s.p[n] != ' ' && s.p[n] != '\t'))
		return 0;
	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t'))
		n++;
	return n;
}

static bool
ends_with(struct span s, const char *end)
{
	size_t n = strlen(end);

	return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

/* Columns: two letters with three blanks or a tab between. */
static bool
has_columns(struct span s)
{
	size_t blanks = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\t')
			return true;
		blanks = s.p[i] == ' ' ? blanks + 1 : 0;
		if (blanks == 3)
			return true;
	}
	return false;
}

bool
line_is_code(struct span s)
{
	static const char *const starts[] = { "$ ", "> ", "@@ ", "diff ",
		"+++ ", "--- ", "|", "+-", "+=", ">>> ", "#include", "//",
		"/*", "index ", "GET /", "POST /", "HTTP/", "%%" };
	static const char *const ends[] = { "{", "}", ";", "};", "\\", "|",
		"();", "*/" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (span_starts(s, starts[i]))
			return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends_with(s, ends[i]))
			/* "...; or" ends a line of a list of prose too */
			return ends[i][0] != ';' || !line_is_prose(s);
	return has_columns(s);
}

bool
line_is_field(struct span s)
{
	size_t n = 0, words = 0;

	while (n < s.n && (is_letter(s.p[n]) || is_digit(s.p[n]) ||
	    s.p[n] == '-' || s.p[n] == ' ' || s.p[n] == '_'))
		n++;
	if (n == 0 || n > FIELD_NAME_MAX || n >= s.n || s.p[n] != ':' ||
	    s.p[s.n - 1] == '.')
		return false;
	for (n++; n < s.n; n++)
		words += s.p[n] != ' ' && s.p[n - 1] == ' ';
	return words > 0 && words <= FIELD_WORDS;
}

bool
line_is_prose(struct span s)
{
	size_t words = 0, letters = 0, others = 0, run = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && is_letter(s.p[i])) {
			letters++;
			run++;
			continue;
		}
		words += run > 1 && (i == s.n || strchr(" ,.:;!?)\n",
		    s.p[i]) != NULL);
		run = 0;
		others += i < s.n && strchr("={}<>[]|&%$\\_\"';#*~^@",
		    s.p[i]) != NULL;
	}
	return words >= 3 && letters > 8 * others;
}
