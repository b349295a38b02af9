/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "wording/inline.h"

#define ENTITY_MAX	32	/* bytes */
#define TARGET_MAX	2000	/* of a link, with its title */
#define TAG_MAX		4096	/* with its attributes */
#define CODE_MAX	10000	/* of a code span */

static bool
is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool
is_word(char ch)
{
	return is_letter(ch) || (ch >= '0' && ch <= '9') ||
	    (unsigned char)ch >= 0x80;
}

static bool
stands(struct span text, size_t at, const char *s)
{
	size_t n = strlen(s);

	return at + n <= text.n && memcmp(text.p + at, s, n) == 0;
}

static size_t
behind(struct span text, size_t at, const char *end)
{
	const char *p = at < text.n ? memmem(text.p + at, text.n - at, end,
	    strlen(end)) : NULL;

	return p == NULL ? text.n : (size_t)(p - text.p) + strlen(end);
}

size_t
inline_tag_end(struct span text, size_t at)
{
	size_t i = at + 1;
	char quote = '\0';

	if (stands(text, at, "<!--"))
		return behind(text, at + 4, "-->");
	if (stands(text, at, "<!") || stands(text, at, "<?"))
		return behind(text, at + 2, ">");
	i += stands(text, i, "/");
	if (i >= text.n || !is_letter(text.p[i]))
		return at;
	for (; i < text.n && i < at + TAG_MAX; i++) {
		char ch = text.p[i];

		if (quote != '\0')
			quote = ch == quote ? '\0' : quote;
		else if ((ch == '"' || ch == '\'') && text.p[i - 1] == '=')
			quote = ch;
		else if (ch == '>')
			return i + 1;
		else if (ch == '<')
			break;
	}
	return at;
}

void
inline_tag_name(struct span text, size_t at, char out[INLINE_NAME_MAX + 1])
{
	size_t n = 0, i = at + 1;

	while (i < text.n && n < INLINE_NAME_MAX && (is_word(text.p[i]) ||
	    (n == 0 && text.p[i] == '/')))
		out[n++] = (char)(text.p[i] | (is_letter(text.p[i]) ? 0x20 :
		    0)), i++;
	out[n] = '\0';
}

size_t
inline_entity_end(struct span text, size_t at)
{
	size_t i = at + 1;

	if (at >= text.n || text.p[at] != '&')
		return at;
	while (i < text.n && i < at + ENTITY_MAX && (is_word(text.p[i]) ||
	    text.p[i] == '#'))
		i++;
	return i > at + 1 && i < text.n && text.p[i] == ';' ? i + 1 : at;
}

static bool
is_among(const char *name, const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

bool
inline_is_opaque(const char *name)
{
	static const char *const names[] = { "code", "pre", "kbd", "samp",
		"var", "tt", "script", "style", "blockquote", "q", "cite",
		"svg", "math", "textarea", "template", "noscript", "abbr",
		"del", "ins", "time", "data", "option", "button", "iframe",
		"object", "xmp", "listing", NULL };

	return is_among(name, names);
}

size_t
inline_element_end(struct span text, size_t at, const char *name)
{
	size_t depth = 1, end;
	char tag[INLINE_NAME_MAX + 1];

	while (at < text.n && depth > 0) {
		const char *p = memchr(text.p + at, '<', text.n - at);

		if (p == NULL)
			return text.n;
		at = (size_t)(p - text.p);
		if ((end = inline_tag_end(text, at)) == at) {
			at++;
			continue;
		}
		inline_tag_name(text, at, tag);
		if (strcmp(tag, name) == 0 && !stands(text, end - 2, "/>"))
			depth++;
		else if (tag[0] == '/' && strcmp(tag + 1, name) == 0)
			depth--;
		at = end;
	}
	return at;
}

/* ---- Markdown ---- */

struct scan {
	struct cutting *c;
	struct span s;		/* the block's end is its end */
	size_t at, from;	/* text since from */
	enum tt_prose_gap gap;	/* before it */
};

/* What stands at at..end is no text. */
static void
cut(struct scan *s, size_t end, enum tt_prose_gap gap)
{
	cutting_add(s->c, s->from, s->at, s->gap);
	s->gap = s->from < s->at ? gap : cutting_stronger(s->gap, gap);
	s->at = s->from = end;
}

static char
byte(const struct scan *s, size_t at)
{
	return at < s->s.n ? s->s.p[at] : '\0';
}

static size_t
row_at(const struct scan *s, size_t at)
{
	size_t n = 0;

	while (at + n < s->s.n && s->s.p[at + n] == s->s.p[at])
		n++;
	return n;
}

/* A code span, or backticks that open none. */
static void
take_code(struct scan *s)
{
	size_t n = row_at(s, s->at), i = s->at + n, run;

	for (; i < s->s.n && i < s->at + CODE_MAX; i += run) {
		run = s->s.p[i] == '`' ? row_at(s, i) : 1;
		if (s->s.p[i] == '`' && run == n) {
			cut(s, i + n, TT_GAP_WORD);
			return;
		}
	}
	cut(s, s->at + n, TT_GAP_WORD);
}

/* <https://...>, <b>, <code>...</code> or a plain <. */
static void
take_angle(struct scan *s)
{
	char name[INLINE_NAME_MAX + 1];
	size_t end = inline_tag_end(s->s, s->at);

	if (end == s->at) {
		cut(s, s->at + 1, TT_GAP_WORD);
		return;
	}
	inline_tag_name(s->s, s->at, name);
	for (size_t i = s->at; i < end; i++)
		if (s->s.p[i] == ':' || s->s.p[i] == '@') {
			cut(s, end, TT_GAP_WORD);
			return;
		}
	if (inline_is_opaque(name))
		cut(s, inline_element_end(s->s, end, name), TT_GAP_WORD);
	else
		cut(s, end, strcmp(name, "br") == 0 ? TT_GAP_SPACE :
		    TT_GAP_NOTHING);
}

/* Behind the bracket that closes the one at `at`; at if none does. */
static size_t
bracket_end(const struct scan *s, size_t at)
{
	char open = byte(s, at), close = open == '(' ? ')' : ']';
	size_t depth = 0;

	for (size_t i = at; i < s->s.n && i < at + TARGET_MAX; i++) {
		if (s->s.p[i] == '\\')
			i++;
		else if (s->s.p[i] == open)
			depth++;
		else if (s->s.p[i] == close && --depth == 0)
			return i + 1;
	}
	return at;
}

/* ![...](...) shows a picture. */
static void
take_picture(struct scan *s)
{
	size_t end = bracket_end(s, s->at + 1);

	if (end > s->at + 1 && (byte(s, end) == '(' || byte(s, end) == '['))
		end = bracket_end(s, end);
	cut(s, end, TT_GAP_WORD);
}

/* The ] of [text](target), [text][name] or [text]. */
static void
take_close(struct scan *s)
{
	char next = byte(s, s->at + 1);
	size_t end = s->at + 1;

	if (next == '(' || next == '[')
		end = bracket_end(s, s->at + 1);
	cut(s, end, end > s->at + 1 ? TT_GAP_WORD : TT_GAP_NOTHING);
}

/* [^1] of a footnote is a word, [ of a link nothing. */
static void
take_open(struct scan *s)
{
	size_t end = bracket_end(s, s->at);

	if (end > s->at && byte(s, s->at + 1) == '^')
		cut(s, end, TT_GAP_WORD);
	else
		cut(s, s->at + 1, TT_GAP_NOTHING);
}

/* *, _ and ~ are markup at the edge of a word, _ never within one. */
static void
take_emphasis(struct scan *s)
{
	size_t n = row_at(s, s->at);
	char before = s->at > 0 ? s->s.p[s->at - 1] : ' ';
	char after = byte(s, s->at + n), ch = s->s.p[s->at];
	bool within = is_word(before) && is_word(after);
	bool apart = strchr(" \t\n", before) != NULL &&
	    (after == '\0' || strchr(" \t\n", after) != NULL);

	if (ch == '_' && within) {
		s->at += n;
		return;
	}
	cut(s, s->at + n, apart || (ch == '~' && n == 1) ? TT_GAP_WORD :
	    TT_GAP_NOTHING);
}

/* Two blanks before a line's end break it for good, and a backslash. */
static void
take_blank(struct scan *s)
{
	size_t n = row_at(s, s->at), end = s->at + n;

	end += byte(s, end) == '\r';
	if (n < 2 || byte(s, end) != '\n') {
		s->at += n;
		return;
	}
	cut(s, end + 1, TT_GAP_SPACE);
}

static void
take(struct scan *s)
{
	size_t end;

	switch (s->s.p[s->at]) {
	case '`':
		take_code(s);
		return;
	case '<':
		take_angle(s);
		return;
	case '[':
		take_open(s);
		return;
	case ']':
		take_close(s);
		return;
	case '*':
	case '_':
	case '~':
		take_emphasis(s);
		return;
	case ' ':
		take_blank(s);
		return;
	case '\\':
		end = s->at + 1 + (s->at + 1 < s->s.n);
		cut(s, end, byte(s, s->at + 1) == '\n' ? TT_GAP_SPACE :
		    TT_GAP_WORD);
		return;
	case '&':
		if ((end = inline_entity_end(s->s, s->at)) > s->at)
			cut(s, end, TT_GAP_WORD);
		else
			s->at++;
		return;
	case '!':
		if (byte(s, s->at + 1) == '[')
			take_picture(s);
		else
			s->at++;
		return;
	default:
		s->at++;
	}
}

void
inline_markdown(struct cutting *c, size_t from, size_t to)
{
	struct scan s = { .c = c, .s = { c->masked.p, to }, .at = from,
		.from = from, .gap = TT_GAP_SPACE };

	while (s.at < to)
		take(&s);
	cutting_add(c, s.from, to, s.gap);
	if (s.from == to)
		cutting_gap(c, to, s.gap);
}
