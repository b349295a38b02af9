/* SPDX-License-Identifier: ISC */
/*
 * line - a draft's lines, and what tells listings and lists by their look.
 *
 * Shared by the formats that go by lines: plain text, Markdown,
 * reStructuredText, comments.
 */
#ifndef WORDING_LINE_H
#define WORDING_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define LINE_TAB	8	/* columns; Markdown's are 4 */

struct line {
	size_t from, to;	/* without its end, which may be CR LF */
	size_t next;		/* where the next one begins */
	size_t text;		/* its first byte that is no blank */
	size_t indent;		/* columns before it */
	bool blank;
};

/* The line at `at`; false at the end of text. */
bool line_at(struct span text, size_t at, size_t tab, struct line *out);

/* From its first to its last byte that is no blank. */
struct span line_text(struct span text, const struct line *l);

/* How many times ch stands at the start of s. */
size_t line_row(struct span s, char ch);

/* Nothing but ch, at least min times: a rule or an underline. */
bool line_is_rule(struct span s, const char *of, size_t min);

/*
 * What a list's item begins with ("- ", "1. ", "(a) "): its bytes with the
 * blanks after it, 0 if it is none.
 */
size_t line_marker(struct span s);

/* Looks like code, a command, a difference or a row of a table. */
bool line_is_code(struct span s);

/* "Severity: High": a field, not a sentence. */
bool line_is_field(struct span s);

/* Comments hold code too: three words at least, and mostly letters. */
bool line_is_prose(struct span s);

#endif
