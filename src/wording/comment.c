/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bulletin/grow.h"
#include "wording/comment.h"
#include "wording/line.h"

void
comment_init(struct comment *k, struct cutting *c, const char *forbidden)
{
	*k = (struct comment){ .c = c, .forbidden = forbidden };
}

void
comment_done(struct comment *k)
{
	comment_end(k);
	free(k->lines);
	k->lines = NULL;
}

static struct span
lines_of(const struct comment *k)
{
	size_t from = k->lines[0].from;

	return (struct span){ k->c->mask + from, k->lines[k->n - 1].to - from };
}

static bool
has(struct span s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static bool
is_prose(const struct comment *k)
{
	struct span s = lines_of(k);

	return !has(s, "opyright") && !has(s, "icense") && !has(s, "SPDX") &&
	    !has(s, "COPYRIGHT") && line_is_prose(s);
}

void
comment_end(struct comment *k)
{
	if (k->n > 0 && is_prose(k)) {
		cutting_open(k->c, TT_BLOCK_COMMENT, k->forbidden, false);
		for (size_t i = 0; i < k->n; i++)
			cutting_add(k->c, k->lines[i].from, k->lines[i].to,
			    TT_GAP_SPACE);
		cutting_close(k->c);
	}
	k->n = 0;
}

void
comment_line(struct comment *k, size_t from, size_t to)
{
	const char *text = k->c->mask;
	void *p = k->lines;

	while (from < to && strchr(" \t", text[from]) != NULL)
		from++;
	while (to > from && strchr(" \t\r\n", text[to - 1]) != NULL)
		to--;
	if (from == to || line_is_code((struct span){ text + from,
	    to - from }) || line_is_rule((struct span){ text + from,
	    to - from }, "=-~*#/", 3)) {
		comment_end(k);
		return;
	}
	if (line_marker((struct span){ text + from, to - from }) > 0) {
		comment_end(k);
		from += line_marker((struct span){ text + from, to - from });
	}
	if (k->c->err == TT_OK)
		k->c->err = grow(&p, &k->cap, k->n, sizeof(*k->lines),
		    SIZE_MAX);
	if (k->c->err != TT_OK)
		return;
	k->lines = p;
	k->lines[k->n++] = (struct cutting_piece){ from, to, TT_GAP_SPACE };
}

void
comment_block(struct comment *k, size_t from, size_t to)
{
	const struct span text = { k->c->mask, to };
	struct line l;

	comment_end(k);
	for (size_t at = from; line_at(text, at, LINE_TAB, &l); at = l.next) {
		while (l.text < l.to && (text.p[l.text] == '*' ||
		    text.p[l.text] == '!'))
			l.text++;
		comment_line(k, l.text, l.to);
	}
	comment_end(k);
}
