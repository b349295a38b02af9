/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "exchange/facts.h"

#define FENCE		"```"
#define ASSIGNED	"assigned"
#define ASSIGNED_NEAR	80	/* bytes from there to a number */

static struct span
after(struct span s, size_t n)
{
	return (struct span){ s.p + n, s.n - n };
}

/* Whose CVE numbers a line holds. */

static struct span
trim_marks(struct span s)
{
	while (s.n > 0 && !ids_alnum(s.p[0]))
		s = after(s, 1);
	while (s.n > 0 && !ids_alnum(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* What stands before the line's first colon, equals sign or column. */
static bool
has_label(struct span line)
{
	static const char *const labels[] = { "cve", "cves", "cve id",
		"cve ids", "cve-id", "cve_id", "cve name", "cve number",
		"cve numbers", "cveid", "identifier", "identifiers", "id",
		"ids", "alias", "aliases", "reference", "vulnerability",
		"vulnerabilities" };
	size_t n = 0;

	while (line.n > 0 && !ids_alnum(line.p[0]))
		line = after(line, 1);
	while (n < line.n && line.p[n] != ':' && line.p[n] != '=' &&
	    line.p[n] != '|')
		n++;
	if (n == line.n)
		return false;
	line.n = n;
	line = trim_marks(line);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (line.n == strlen(labels[i]) &&
		    strncasecmp(line.p, labels[i], line.n) == 0)
			return true;
	return false;
}

static bool
has_words(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ids_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

static bool
only_ids(struct span line)
{
	struct span rest = line, id;
	const char *from = line.p;

	while (ids_next(&rest, ids_cve, &id)) {
		if (has_words(span_of(from, (size_t)(id.p - from))))
			return false;
		from = rest.p;
	}
	return !has_words(span_of(from, (size_t)(line.p + line.n - from)));
}

/* "has assigned the name CVE-2026-0001", also over the end of a line. */
static void
take_assigned(struct facts *f, struct span text)
{
	struct span near, id;
	const char *at;

	while ((at = memmem(text.p, text.n, ASSIGNED, strlen(ASSIGNED))) !=
	    NULL) {
		text = after(text, (size_t)(at - text.p) + strlen(ASSIGNED));
		near = text;
		if (near.n > ASSIGNED_NEAR)
			near.n = ASSIGNED_NEAR;
		if (ids_next(&near, ids_cve, &id))
			ids_add(&f->cve, id);
	}
}

/* Lines. */

struct lines {
	struct span rest;
	bool fenced;		/* within a block of code */
	bool first;		/* nothing but blank lines before */
	bool front;		/* within a block at the beginning */
};

static bool
next_line(struct span *rest, struct span *line)
{
	if (span_line(rest, line))
		return true;
	*line = *rest;
	*rest = after(*rest, rest->n);
	return line->n > 0;
}

/* The next line that people read, as it stands. */
static bool
next_text(struct lines *l, struct span *line)
{
	struct span s;

	while (next_line(&l->rest, line)) {
		s = span_trim(*line);
		if (span_starts(s, FENCE)) {
			l->fenced = !l->fenced;
			l->first = false;
		} else if (l->front || (l->first && span_is(s, "---"))) {
			l->front = l->first || !span_is(s, "---");
			l->first = false;
		} else if (!l->fenced) {
			l->first = l->first && s.n == 0;
			return true;
		}
	}
	return false;
}

static bool
is_rule(struct span line, char c)
{
	line = span_trim(line);
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != c)
			return false;
	return line.n >= 3;
}

/*
 * A heading's level: of #s, or by the line under it; 0: it is none.  *title
 * is its text.
 */
static unsigned
heading(struct span line, struct span rest, struct span *title)
{
	struct span under;
	unsigned n = 0;

	while (n < line.n && line.p[n] == '#')
		n++;
	*title = span_trim(after(line, n));
	if (n >= 1 && n <= 6 && title->n > 0 && line.p[n] == ' ') {
		while (title->n > 0 && title->p[title->n - 1] == '#')
			title->n--;
		*title = span_trim(*title);
		return n;
	}
	*title = span_trim(line);
	if (title->n == 0 || !next_line(&rest, &under))
		return 0;
	return is_rule(under, '=') ? 1 : is_rule(under, '-') ? 2 : 0;
}

static struct span
cut(struct span s, size_t max)
{
	if (s.n <= max)
		return s;
	s.n = max;
	while (s.n > 0 && !utf8_valid(s.p, s.n))
		s.n--;
	return s;
}

static bool
is_remedy(struct span title)
{
	static const char *const words[] = { "mitigation", "workaround",
		"what to do", "remedi", "solution", "recommendation",
		"how to fix", "patches", "countermeasure" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		for (size_t k = 0; k + strlen(words[i]) <= title.n; k++)
			if (strncasecmp(title.p + k, words[i],
			    strlen(words[i])) == 0)
				return true;
	return false;
}

/* From behind its heading to the next one of its level, or above. */
static void
take_remedy(struct facts *f, struct lines l, struct span title,
    unsigned level)
{
	struct span line, next;
	const char *from = l.rest.p, *end = l.rest.p + l.rest.n;
	unsigned k;

	if (next_line(&l.rest, &line) && (is_rule(line, '=') ||
	    is_rule(line, '-')))
		from = l.rest.p;
	else
		l.rest = span_of(from, (size_t)(end - from));
	while (next_text(&l, &line)) {
		k = heading(line, l.rest, &next);
		if (k > 0 && k <= level) {
			end = line.p;
			break;
		}
	}
	f->remedy = span_trim(span_of(from, (size_t)(end - from)));
	if (f->remedy.n > 0)
		f->remedy_title = cut(title, FACTS_TITLE_MAX);
}

/* The line may stand for all of it: no item of a list, no quotation. */
static bool
is_plain(struct span line)
{
	return line.n < 2 || strchr("-*+>|", line.p[0]) == NULL ||
	    line.p[1] != ' ';
}

static void
take_line(struct facts *f, const struct lines *l, struct span line)
{
	struct span title;
	unsigned level = heading(line, l->rest, &title);

	if (f->title.n == 0 && has_words(title) &&
	    (level > 0 || is_plain(title)))
		f->title = cut(title, FACTS_TITLE_MAX);
	if (level > 0)
		ids_add_all(&f->cve, title, ids_cve);
	if (level > 0 && f->remedy.n == 0 && is_remedy(title))
		take_remedy(f, *l, title, level);
}

/* As front matter, YAML and JSON say it; before any heading. */
static void
take_title(struct facts *f, struct span line)
{
	line = span_trim(line);
	if (f->title.n > 0 || (!span_skip(&line, "title:") &&
	    !span_skip(&line, "\"title\":")))
		return;
	line = span_trim(line);
	if (line.n > 0 && line.p[line.n - 1] == ',')
		line.n--;
	while (line.n >= 2 && (line.p[0] == '"' || line.p[0] == '\'') &&
	    line.p[line.n - 1] == line.p[0])
		line = span_of(line.p + 1, line.n - 2);
	if (has_words(line))
		f->title = cut(line, FACTS_TITLE_MAX);
}

void
facts_read(struct facts *out, struct span text, enum facts_form form)
{
	struct lines l = { .rest = text, .first = true };
	struct span line, rest = text;

	memset(out, 0, sizeof(*out));
	while (next_line(&rest, &line)) {
		take_title(out, line);
		if (has_label(line) || only_ids(line))
			ids_add_all(&out->cve, line, ids_cve);
	}
	while (form == FACTS_TEXT && next_text(&l, &line))
		take_line(out, &l, line);
	ids_add_all(&out->cve, out->title, ids_cve);
	take_assigned(out, text);
	ids_add_all(&out->cwe, text, ids_cwe);
	ids_add_all(&out->cvss, text, ids_cvss);
	out->labelled = tlp_find(text, &out->label);
}
