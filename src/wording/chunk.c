/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "wording/chunk.h"

/* Typographic marks, dashes, and the space that breaks no line. */
static const char *const marks[] = {
	"\u00a0", "\u2018", "\u2019", "\u201c", "\u201d", "\u2013",
	"\u2014", "\u2026",
};

static const char *const abbreviations[] = {
	"e.g.", "i.e.", "etc.", "vs.", "cf.", "resp.", "approx.", "no.",
	"inc.", "ltd.", "co.", "corp.", "mr.", "ms.", "dr.", "v.", "ver.",
	"fig.", "sec.", "st.", "al.", "ed.", "eds.", "incl.", "max.", "min.",
};

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t
chunk_mark(struct span s)
{
	if (s.n == 0)
		return 0;
	if (strchr("()[]{}<>\"'.,;:!?*_-", s.p[0]) != NULL && s.p[0] != '\0')
		return 1;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts(s, marks[i]))
			return strlen(marks[i]);
	return 0;
}

bool
chunk_is_quote(struct span mark)
{
	return span_is(mark, "\"") || span_is(mark, "'") ||
	    (mark.n == 3 && mark.p[0] == '\xe2' && mark.p[1] == '\x80' &&
	    (unsigned char)mark.p[2] >= 0x98 &&
	    (unsigned char)mark.p[2] <= 0x9d);
}

/* The last mark of s, or nothing. */
static size_t
last_mark(struct span s)
{
	for (size_t n = 1; n <= 3 && n <= s.n; n++)
		if (chunk_mark((struct span){ s.p + s.n - n, n }) == n)
			return n;
	return 0;
}

bool
chunk_is_abbreviation(struct span w)
{
	for (size_t i = 0; i < sizeof(abbreviations) /
	    sizeof(abbreviations[0]); i++)
		if (strlen(abbreviations[i]) == w.n &&
		    strncasecmp(abbreviations[i], w.p, w.n) == 0)
			return true;
	return false;
}

/* Marks that make code of a word: those of an option, of a call, of a row. */
static void
keep_code(struct chunk *c)
{
	if (c->core.n == 0 || !(is_lower(c->core.p[0]) ||
	    is_upper(c->core.p[0])))
		return;
	while (c->before.n > 0 && c->core.p[-1] == '-') {
		c->before.n--;
		c->core.p--;
		c->core.n++;
	}
	if (span_starts(c->after, "()") || span_starts(c->after, "[]")) {
		c->core.n += 2;
		c->after.p += 2;
		c->after.n -= 2;
	}
}

struct chunk
chunk_cut(struct span s)
{
	struct chunk c = { .before = { s.p, 0 }, .core = s };
	size_t n;

	while ((n = chunk_mark(c.core)) > 0) {
		c.core.p += n;
		c.core.n -= n;
		c.before.n += n;
	}
	c.after = (struct span){ c.core.p + c.core.n, 0 };
	while (!chunk_is_abbreviation(c.core) &&
	    (n = last_mark(c.core)) > 0) {
		c.core.n -= n;
		c.after.p -= n;
		c.after.n += n;
	}
	keep_code(&c);
	return c;
}

/* Parts of letters, joined with - or ', or an abbreviation. */
static bool
is_plain(struct span w)
{
	if (chunk_is_abbreviation(w))
		return true;
	for (size_t i = 0; i < w.n; i++)
		if (!is_lower(w.p[i]) && !(is_upper(w.p[i]) && i == 0) &&
		    w.p[i] != '-' && w.p[i] != '\'')
			return false;
	return true;
}

static bool
is_number(struct span w)
{
	bool digit = false;

	for (size_t i = 0; i < w.n; i++) {
		digit |= is_digit(w.p[i]);
		if (!is_digit(w.p[i]) && strchr(".,%-+$", w.p[i]) == NULL &&
		    !(i == 0 && w.p[i] == 'v') && w.p[i] != 'x')
			return false;
	}
	return digit;
}

/* Letters of any case, hyphens: HTTP, OpenSSL, X-Header. */
static bool
is_name(struct span w)
{
	for (size_t i = 0; i < w.n; i++)
		if (!is_lower(w.p[i]) && !is_upper(w.p[i]) && w.p[i] != '-' &&
		    w.p[i] != '\'')
			return false;
	return true;
}

enum seen_kind
chunk_kind(struct span w, bool start)
{
	if (is_number(w))
		return SEEN_NUMBER;
	if (w.n > 0 && w.p[0] == '-')
		return SEEN_CODE;
	if (is_plain(w))
		return is_upper(w.p[0]) && (!start || w.n == 1) &&
		    !span_is(w, "A") && !span_is(w, "I") ? SEEN_NAME :
		    SEEN_WORD;
	return is_name(w) ? SEEN_NAME : SEEN_CODE;
}

bool
chunk_counts(struct span w)
{
	bool letter = false;

	for (size_t i = 0; i < w.n; i++) {
		letter |= is_lower(w.p[i]) || is_upper(w.p[i]) ||
		    (unsigned char)w.p[i] >= 0x80;
		if (i + 2 < w.n && memcmp(w.p + i, "://", 3) == 0)
			return false;
	}
	return letter;
}
