/* SPDX-License-Identifier: ISC */
/*
 * line_draw - a time line as SVG: a label and a bar for each row, across in
 * percent, so that it fits a phone and a page of paper.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/draw.h"
#include "cli/line/line.h"

#define HEAD		26	/* pixels: days, above all rows */
#define ROW		48
#define TEXT		13	/* down to a label's foot */
#define WHEN		28	/* ... and to that of its instant */
#define BAR_AT		33
#define LABEL		44	/* bytes of a label that a phone has room for */
#define BAR		9
#define LEAST		.6	/* percent: the narrowest bar */
#define SVG_MAX		((size_t)4 << 20)	/* bytes */

/* Told apart by form and words, too: colours are the least of it. */
const char *const line_style[] = {
".line{display:block;width:100%;overflow:visible;"
"--l-opens:#0a58ca;--l-event:#57606a;--l-seen:#b3261e;--l-grid:#d0d7de;"
"--l-fg:#1b1f24;--l-bg:#fff}\n",
"@media(prefers-color-scheme:dark){.line{--l-opens:#8ab8ff;"
"--l-event:#a3acb8;--l-seen:#ff9d94;--l-grid:#3a424d;--l-fg:#e6e9ee;"
"--l-bg:#14171c}}\n",
".line text{font:12px system-ui,sans-serif;fill:var(--l-fg);"
"stroke:var(--l-bg);stroke-width:3;paint-order:stroke}\n",
".line .grid{stroke:var(--l-grid)}.line .opens{fill:var(--l-opens)}"
".line .fetched{fill:none;stroke:var(--l-opens);stroke-width:1.5}\n",
".line .event{fill:var(--l-event)}.line .seen{fill:var(--l-seen)}"
".line .said{fill:none;stroke:var(--l-seen);stroke-width:1.5;"
"stroke-dasharray:3 2}.line .act{fill:none;stroke:var(--l-fg);"
"stroke-width:1.5}\n",
"@media(max-width:40rem){.stack thead{display:none}.stack tr{"
"display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}"
".stack td{display:block;border:0;padding:.1rem 0}"
".stack td:nth-child(2){font-weight:600}}\n",
"@media print{.line{--l-opens:#000;--l-event:#666;--l-seen:#000;"
"--l-grid:#bbb;--l-fg:#000;--l-bg:#fff}}\n",
NULL };

/* Days, or hours where all is within two of them. */
static void
put_ticks(struct html_out *h, const struct line_scale *s)
{
	bool hours = s->to_s - s->from_s <= 2 * 86400;
	int64_t tick[LINE_TICKS_MAX];
	size_t n = line_scale_ticks(s, tick);
	char day[INSTANT_LEN + 1];
	double last = -100, x;

	for (size_t i = 0; i < n; i++) {
		x = 100 * line_scale_at(s, tick[i]);
		draw_line(h, "grid", x, 0);
		if (x - last < (hours ? 34 : 22) || x > 80)
			continue;	/* no room for a text */
		instant_format(tick[i], day);
		day[10] = hours ? ' ' : '\0';
		day[16] = '\0';
		draw_text(h, x, TEXT, day + 5);
		last = x;
	}
}

static void
put_row(struct html_out *h, const struct line_scale *s,
    const struct line_row *r, unsigned y)
{
	double x = 100 * line_scale_at(s, r->at.from_s);
	double w = 100 * line_scale_at(s, r->at.until_s) - x;
	char when[LINE_WHEN_LEN], label[LABEL + 4];

	line_when(when, &r->at);
	snprintf(label, sizeof(label), strlen(r->label) > LABEL ? "%.*s..." :
	    "%.*s", LABEL, r->label);
	draw_text(h, 0, y + TEXT, label);
	draw_text(h, 0, y + WHEN, when);
	draw_bar(h, line_mark_word(r->mark), w < LEAST ? x - LEAST / 2 : x,
	    w < LEAST ? LEAST : w, y + BAR_AT, BAR);
}

/* For whoever hears it: as much as the drawing shows. */
static void
put_desc(struct html_out *h, const struct line_row *rows, size_t n)
{
	char when[LINE_WHEN_LEN];

	html_out_open(h, "desc");
	html_out_str(h, "From the earliest to the latest:");
	for (size_t i = 0; i < n; i++) {
		line_when(when, &rows[i].at);
		html_out_fmt(h, "%s %s, %s", i == 0 ? "" : ";",
		    rows[i].label, when);
	}
	html_out_str(h, ".");
	html_out_close(h);
}

static void
put_style(struct html_out *h)
{
	html_out_open(h, "style");
	for (size_t i = 0; line_style[i] != NULL; i++)
		html_out_str(h, line_style[i]);
	html_out_close(h);
}

static enum tt_err
put_drawing(struct html_out *h, const struct line *l, const char *title,
    bool alone)
{
	size_t n;
	struct line_row *rows = line_rows(l, &n);
	struct line_scale s;

	if (rows == NULL)
		return TT_ENOMEM;
	s = line_scale_of(rows, n);
	html_out_open(h, "svg");
	if (alone)
		html_out_attr(h, "xmlns", "http://www.w3.org/2000/svg");
	html_out_attr(h, "class", "line");
	html_out_attr(h, "role", "img");
	if (alone)
		html_out_attr(h, "width", "720");
	html_out_attr_fmt(h, "height", "%zu", HEAD + n * ROW);
	html_out_element(h, "title", NULL, title);
	put_desc(h, rows, n);
	if (alone)
		put_style(h);
	put_ticks(h, &s);
	for (size_t i = 0; i < n; i++)
		put_row(h, &s, &rows[i], (unsigned)(HEAD + i * ROW));
	html_out_close(h);
	free(rows);
	return TT_OK;
}

enum tt_err
line_draw(struct html_out *h, const struct line *l, const char *title)
{
	return put_drawing(h, l, title, false);
}

enum tt_err
line_svg(struct buf *out, const struct line *l, const char *title)
{
	struct html_out h;
	enum tt_err e;

	buf_init(out, SVG_MAX);
	html_out_init(&h, out);
	if ((e = put_drawing(&h, l, title, true)) != TT_OK)
		return e;
	buf_char(out, '\n');
	return buf_err(out);
}
