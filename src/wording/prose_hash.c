/* SPDX-License-Identifier: ISC */
/*
 * Code whose comments begin with #: Python, shell, Ruby, Perl.
 *
 * A # counts where a word may begin and no string, here-document or docstring
 * is open.
 */
#include <string.h>

#include "wording/code.h"
#include "wording/comment.h"
#include "wording/cutting.h"
#include "wording/line.h"

#define WORD_MAX	64	/* bytes, of a here-document's */

/* In a shell's '' a backslash is itself. */
static bool
is_shell(struct span s)
{
	struct line l;

	return span_starts(s, "#!") && line_at(s, 0, LINE_TAB, &l) &&
	    memmem(s.p, l.to, "sh", 2) != NULL;
}

/* Strings may go over several lines here. */
static size_t
string_end(struct span s, size_t at, bool shell)
{
	bool escapes = !shell || s.p[at] != '\'';
	size_t i = at + 1;

	for (; i < s.n && s.p[i] != s.p[at]; i++)
		if (s.p[i] == '\\' && escapes)
			i++;
	return i < s.n ? i + 1 : s.n;
}

/* The word of <<WORD, <<-'WORD', <<~WORD at `at`; false if it is a shift. */
static bool
here_word(struct span s, size_t at, char out[WORD_MAX + 3])
{
	size_t n = 0, i = at + 2;

	while (i < s.n && strchr("-~'\"", s.p[i]) != NULL && i < at + 5)
		i++;
	out[n++] = '\n';
	while (i < s.n && n < WORD_MAX && ((s.p[i] >= 'A' && s.p[i] <= 'Z') ||
	    s.p[i] == '_' || (s.p[i] >= 'a' && s.p[i] <= 'z')))
		out[n++] = s.p[i++];
	out[n] = '\0';
	return n > 1;
}

/* Behind the line that is WORD, after the line of <<WORD. */
static size_t
here_end(struct span s, size_t at, const char *word)
{
	struct line l;

	for (; line_at(s, at, LINE_TAB, &l); at = l.next)
		if (span_is(line_text(s, &l), word + 1))
			return l.next;
	return s.n;
}

struct reading {
	struct comment comment;
	struct span s;
	size_t at;
	bool shell;
	bool bare;		/* nothing but blanks in this line yet */
	char here[WORD_MAX + 3];	/* "" or the word that is waited for */
};

static void
take_comment(struct reading *r)
{
	size_t end = code_behind(r->s, r->at, "\n"), from = r->at;

	if (!r->bare)
		comment_end(&r->comment);
	from += strspn(r->s.p + from, "#");
	if (r->s.p[from] != '!')
		comment_line(&r->comment, from, end);
	if (!r->bare)
		comment_end(&r->comment);
	r->at = end - (end > r->at && r->s.p[end - 1] == '\n');
}

static void
take_line_end(struct reading *r)
{
	if (r->bare && (r->at == 0 || r->s.p[r->at - 1] == '\n'))
		comment_end(&r->comment);	/* an empty line */
	r->at++;
	r->bare = true;
	if (r->here[0] != '\0') {
		r->at = here_end(r->s, r->at, r->here);
		r->here[0] = '\0';
	}
}

static bool
begins_word(const struct reading *r)
{
	return r->at == 0 || strchr(" \t\n;", r->s.p[r->at - 1]) != NULL;
}

static size_t
token_end(struct reading *r)
{
	struct span s = r->s;
	char ch = s.p[r->at];

	if (s.n - r->at >= 3 && (ch == '"' || ch == '\'') &&
	    s.p[r->at + 1] == ch && s.p[r->at + 2] == ch)
		return code_behind(s, r->at + 3, ch == '"' ? "\"\"\"" : "'''");
	if (ch == '"' || ch == '\'')
		return string_end(s, r->at, r->shell);
	if (ch == '\\')
		return r->at + 2 < s.n ? r->at + 2 : s.n;
	if (ch == '<' && s.n - r->at > 2 && s.p[r->at + 1] == '<') {
		if (r->here[0] == '\0' && !here_word(s, r->at, r->here))
			r->here[0] = '\0';
		return r->at + 2;
	}
	return r->at + 1;
}

void
cut_hash(struct cutting *c)
{
	struct reading r = { .s = c->masked, .bare = true };

	r.shell = is_shell(r.s);
	comment_init(&r.comment, c, "\n");
	while (r.at < r.s.n) {
		char ch = r.s.p[r.at];

		if (ch == '#' && begins_word(&r)) {
			take_comment(&r);
		} else if (ch == '\n') {
			take_line_end(&r);
		} else {
			if (strchr(" \t\r", ch) == NULL) {
				comment_end(&r.comment);
				r.bare = false;
			}
			r.at = token_end(&r);
		}
	}
	comment_done(&r.comment);
}
