/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"
#include "bulletin/grow.h"
#include "cli/say.h"
#include "cli/sentences.h"

#define LOOK_BACK	4000	/* bytes from a choice to its line's ends */

static bool
is_white(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

/* A full stop, or the like, with a space and no small letter after it. */
static bool
ends_sentence(struct span text, size_t at, size_t end)
{
	size_t i = at + 1;

	if (strchr(".!?", text.p[at]) == NULL || text.p[at] == '\0')
		return false;
	while (i < end && strchr("\"')]*_", text.p[i]) != NULL &&
	    text.p[i] != '\0')
		i++;
	if (i >= end || !is_white(text.p[i]))
		return false;
	while (i < end && is_white(text.p[i]))
		i++;
	return i < end && !(text.p[i] >= 'a' && text.p[i] <= 'z');
}

/* The block of prose that holds a place, or NULL; k is where to look from. */
static const struct tt_prose_block *
block_at(const struct tt_prose *p, size_t at, size_t *k, size_t *from,
    size_t *to)
{
	for (; *k < p->n_blocks; ++*k) {
		const struct tt_prose_block *b = &p->blocks[*k];
		const struct tt_prose_run *z = &p->runs[b->first + b->n - 1];

		*from = p->runs[b->first].offset;
		*to = z->offset + z->length;
		if (at <= *to)
			return at >= *from ? b : NULL;
	}
	return NULL;
}

/* What of from..to is the sentence around a choice; and all of its line. */
static void
narrow(struct span text, const struct choice *c, size_t *from, size_t *to)
{
	size_t end = c->offset + c->length;

	for (size_t i = c->offset; i-- > *from;)
		if (ends_sentence(text, i, *to)) {
			*from = i + 1;
			break;
		}
	while (*from < c->offset && is_white(text.p[*from]))
		++*from;
	for (size_t i = end > *from ? end - 1 : *from; i < *to; i++)
		if (ends_sentence(text, i, *to) && i + 1 >= end) {
			*to = i + 1;
			break;
		}
}

static void
line_of(struct span text, const struct choice *c, size_t *from, size_t *to)
{
	size_t end = c->offset + c->length;

	*from = c->offset;
	*to = end;
	while (*from > 0 && text.p[*from - 1] != '\n' &&
	    c->offset - *from < LOOK_BACK)
		--*from;
	while (*to < text.n && text.p[*to] != '\n' && *to - end < LOOK_BACK)
		++*to;
	while (*from < c->offset && is_white(text.p[*from]))
		++*from;
	while (*from < c->offset &&
	    ((unsigned char)text.p[*from] & 0xc0) == 0x80)
		++*from;
	while (*to < text.n && *to > end &&
	    ((unsigned char)text.p[*to] & 0xc0) == 0x80)
		--*to;
}

static enum tt_err
add(struct sentences *s, size_t *cap, struct sentence one)
{
	void *p = s->at;
	enum tt_err e;

	if ((e = grow(&p, cap, s->n, sizeof(one), SIZE_MAX)) == TT_OK) {
		s->at = p;
		s->at[s->n++] = one;
	}
	return e;
}

enum tt_err
sentences_of(const struct marking *m, struct sentences *out)
{
	struct sentences s = { .at = NULL };
	size_t cap = 0, block = 0;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < m->n && e == TT_OK; i++) {
		const struct choice *c = &m->choice[i];
		struct sentence *last = s.n == 0 ? NULL : &s.at[s.n - 1];
		struct sentence one = { .part = c->part, .first = i, .n = 1 };
		struct span text = m->draft.part[c->part].text;

		if (last == NULL || last->part != c->part)
			block = 0;
		else if (c->offset < last->to) {
			last->n++;
			if (last->to < c->offset + c->length)
				last->to = c->offset + c->length;
			continue;
		}
		if (block_at(m->prose[c->part], c->offset, &block, &one.from,
		    &one.to) != NULL)
			narrow(text, c, &one.from, &one.to);
		else
			line_of(text, c, &one.from, &one.to);
		if (one.to < c->offset + c->length)
			one.to = c->offset + c->length;
		if (last != NULL && last->part == c->part &&
		    one.from < last->to)
			one.from = last->to;
		e = add(&s, &cap, one);
	}
	if (e == TT_OK)
		*out = s;
	else
		free(s.at);
	return e;
}

void
sentences_done(struct sentences *s)
{
	free(s->at);
	memset(s, 0, sizeof(*s));
}

/* Without line ends and what may not reach a terminal. */
static void
put_text(struct buf *out, struct span s)
{
	struct buf line;
	bool white = false;

	buf_init(&line, 2 * s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (!is_white(s.p[i]))
			buf_char(&line, s.p[i]);
		else if (!white)
			buf_char(&line, ' ');
		white = is_white(s.p[i]);
	}
	say_escape(out, buf_view(&line));
	buf_done(&line);
}

static void
put_style(struct buf *out, bool styled, const char *codes)
{
	if (styled)
		buf_printf(out, "\033[%sm", codes);
}

/* [own|other], once accepted {own|other}; the one at hand >[own|other]<. */
static void
put_choice(const struct choice *c, struct span own,
    const struct sentence_style *style, bool at_hand, struct buf *out)
{
	const char *marks = c->state == CHOICE_YES ? "{}" : "[]";

	if (c->state == CHOICE_NO && !at_hand) {
		put_text(out, own);
		return;
	}
	put_style(out, style->styled, at_hand ? "1;7" :
	    c->state == CHOICE_YES ? "1" : "4");
	if (at_hand)
		buf_char(out, '>');
	buf_char(out, marks[0]);
	if (c->site != NULL) {
		put_text(out, own);
		buf_str(out, "|");
		put_text(out, (struct span){ c->site + 2,
			strlen(c->site) - 4 });
	}
	for (size_t i = 0; i < c->n && c->site == NULL; i++) {
		if (i > 0)
			buf_char(out, '|');
		put_text(out, c->alternatives[i]);
	}
	buf_char(out, marks[1]);
	if (at_hand)
		buf_char(out, '<');
	put_style(out, style->styled, "0");
}

void
sentence_show(const struct marking *m, const struct sentence *s,
    const struct sentence_style *style, struct buf *out)
{
	struct span text = m->draft.part[s->part].text;
	size_t at = s->from;

	for (size_t i = s->first; i < s->first + s->n; i++) {
		const struct choice *c = &m->choice[i];

		put_text(out, (struct span){ text.p + at, c->offset - at });
		at = c->offset + c->length;
		put_choice(c, marking_own(m, c), style, i == style->at, out);
	}
	if (at < s->to)
		put_text(out, (struct span){ text.p + at, s->to - at });
}

/* The bytes of the character at i, and its columns: 0 for styles. */
static size_t
character(struct span text, size_t i, size_t *columns)
{
	size_t n = 1;
	int32_t cp;
	int w;

	*columns = 0;
	if (text.p[i] == '\033') {
		while (i + n < text.n && text.p[i + n - 1] != 'm')
			n++;
		return n;
	}
	cp = utf8_next(text.p + i, text.n - i, &n);
	w = cp < 0 ? 1 : wcwidth((wchar_t)cp);
	*columns = w < 0 ? 1 : (size_t)w;
	return n;
}

size_t
sentence_width(struct span text)
{
	size_t columns = 0, w;

	for (size_t i = 0; i < text.n; columns += w)
		i += character(text, i, &w);
	return columns;
}

void
sentence_cut(struct span text, size_t width, struct buf *out)
{
	size_t i = 0, columns = 0, n, w;

	while (i < text.n) {
		n = character(text, i, &w);
		if (columns + w > width)
			break;
		columns += w;
		i += n;
	}
	buf_add(out, text.p, i);
}

/* Its last width columns. */
static void
put_tail(struct span text, size_t width, struct buf *out)
{
	size_t w, columns = sentence_width(text);

	if (columns > width)
		buf_str(out, "..");
	while (text.n > 0 && columns > width) {
		size_t n = character(text, 0, &w);

		columns -= w;
		text.p += n;
		text.n -= n;
	}
	buf_span(out, text);
}

void
sentence_reading(const struct marking *m, const struct sentence *s,
    const struct choice *c, size_t alternative, size_t width, struct buf *out)
{
	struct span text = m->draft.part[s->part].text;
	size_t end = c->offset + c->length;
	struct buf left, line;

	buf_init(&left, TT_PART_MAX);
	buf_init(&line, TT_PART_MAX);
	put_text(&left, (struct span){ text.p + s->from,
		c->offset - s->from });
	put_tail(buf_view(&left), width * 2 / 5, &line);
	buf_str(&line, "\033[1m");
	if (c->site != NULL)
		put_text(&line, span_str(c->site));
	else if (alternative < c->n)
		put_text(&line, c->alternatives[alternative]);
	buf_str(&line, "\033[0m");
	put_text(&line, (struct span){ text.p + end, s->to - end });
	sentence_cut(buf_view(&line), width, out);
	buf_done(&line);
	buf_done(&left);
}

size_t
sentence_wrap(struct span text, size_t width, size_t indent, struct buf *out)
{
	size_t column = 0, lines = 1, w, i = 0;

	while (i < text.n) {
		size_t end = i, columns = 0, n;
		bool space = text.p[i] == ' ';

		while (end < text.n && (text.p[end] == ' ') == space) {
			n = character(text, end, &w);
			if (columns + w > width - indent)
				break;	/* a word wider than the line */
			columns += w;
			end += n;
		}
		if (column + columns > width) {
			buf_char(out, '\n');
			for (column = 0; column < indent; column++)
				buf_char(out, ' ');
			lines++;
			if (space) {
				i = end;
				continue;
			}
		}
		buf_add(out, text.p + i, end - i);
		column += columns;
		i = end;
	}
	return lines;
}
