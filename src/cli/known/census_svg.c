/* SPDX-License-Identifier: ISC */
/*
 * census_svg - a census as a picture: time from left to right, a row for each
 * organisation, the instant that was asked about as a line.
 */
#include <string.h>

#include "base/html_out.h"
#include "base/instant.h"
#include "cli/known/census.h"
#include "cli/say.h"
#include "store/file.h"

#define SVG_MAX		((size_t)16 << 20)	/* bytes */
#define ROWS_MAX	200	/* organisations drawn; the rest is counted */
#define ROW		18
#define TOP		64
#define LEFT		200
#define WIDE		720	/* of the axis */
#define RIGHT		40

static const char style[] = "text{font:12px sans-serif;fill:#222}"
    ".small{font-size:10px}.told{fill:#dce3ea}.could{fill:#3f6f9f}"
    ".knew{fill:#b5762a}.perhaps{opacity:.4}"
    ".fetched{stroke:#111;stroke-width:2}.at{stroke:#b00020}"
    ".axis{stroke:#888}";

struct picture {
	struct html_out h;
	const struct census *c;
	int64_t from_s, until_s;	/* of the axis */
};

/* The axis goes from the first that anybody knew to what was asked about. */
static void
set_axis(struct picture *p)
{
	const struct census_lines *l = &p->c->lines;
	int64_t first = l->began_s;

	for (size_t i = 0; i < l->n; i++)
		if (l->line[i].since[CENSUS_KNEW].known &&
		    l->line[i].since[CENSUS_KNEW].from_s < first)
			first = l->line[i].since[CENSUS_KNEW].from_s;
	p->from_s = first;
	p->until_s = p->c->record.public_s > p->c->at_s ?
	    p->c->record.public_s : p->c->at_s;
	if (p->until_s <= p->from_s)
		p->until_s = p->from_s + 1;
}

static double
x_of(const struct picture *p, int64_t at_s)
{
	double share = (double)(at_s - p->from_s) /
	    (double)(p->until_s - p->from_s);

	return LEFT + WIDE * (share < 0 ? 0 : share > 1 ? 1 : share);
}

static void
put_text(struct picture *p, const char *class, double x, int y,
    const char *anchor, const char *s)
{
	html_out_open(&p->h, "text");
	html_out_attr(&p->h, "class", class);
	html_out_attr_fmt(&p->h, "x", "%.1f", x);
	html_out_attr_fmt(&p->h, "y", "%d", y);
	html_out_attr(&p->h, "text-anchor", anchor);
	html_out_str(&p->h, s);
	html_out_close(&p->h);
}

static void
put_bar(struct picture *p, const char *class, int64_t from_s,
    int64_t until_s, int y)
{
	double x = x_of(p, from_s), end = x_of(p, until_s);

	if (end - x < 1)
		end = x + 1;
	html_out_open(&p->h, "rect");
	html_out_attr(&p->h, "class", class);
	html_out_attr_fmt(&p->h, "x", "%.1f", x);
	html_out_attr_fmt(&p->h, "y", "%d", y);
	html_out_attr_fmt(&p->h, "width", "%.1f", end - x);
	html_out_attr_fmt(&p->h, "height", "%d", ROW - 6);
	html_out_close(&p->h);
}

static void
put_line(struct picture *p, const char *class, int64_t at_s, int y1, int y2)
{
	html_out_open(&p->h, "line");
	html_out_attr(&p->h, "class", class);
	html_out_attr_fmt(&p->h, "x1", "%.1f", x_of(p, at_s));
	html_out_attr_fmt(&p->h, "x2", "%.1f", x_of(p, at_s));
	html_out_attr_fmt(&p->h, "y1", "%d", y1);
	html_out_attr_fmt(&p->h, "y2", "%d", y2);
	html_out_close(&p->h);
}

/* The earliest of an organisation, by the ends of its intervals. */
static struct census_since
earliest(const struct census_line *line, size_t n, enum census_level level)
{
	struct census_since best = { .known = false };

	for (size_t i = 0; i < n; i++) {
		const struct census_since *s = &line[i].since[level];

		if (s->known && (!best.known || s->until_s < best.until_s))
			best = *s;
	}
	return best;
}

/* What is sure is full; where it is not sure yet, pale. */
static void
put_level(struct picture *p, const struct census_line *line, size_t n,
    enum census_level level, int y)
{
	static const char *const sure[] = { [CENSUS_TOLD] = "told",
		[CENSUS_COULD] = "could", [CENSUS_KNEW] = "knew" };
	static const char *const pale[] = { [CENSUS_TOLD] = "told perhaps",
		[CENSUS_COULD] = "could perhaps",
		[CENSUS_KNEW] = "knew perhaps" };
	struct census_since s = earliest(line, n, level);

	if (!s.known || s.from_s > p->until_s)
		return;
	if (s.until_s > s.from_s)
		put_bar(p, pale[level], s.from_s, s.until_s, y);
	put_bar(p, sure[level], s.until_s, p->until_s, y);
}

static void
put_row(struct picture *p, const struct census_line *line, size_t n, int y)
{
	put_text(p, "small", LEFT - 8, y + ROW - 8, "end", line->partner);
	put_level(p, line, n, CENSUS_TOLD, y);
	put_level(p, line, n, CENSUS_COULD, y);
	put_level(p, line, n, CENSUS_KNEW, y);
	for (size_t i = 0; i < n; i++)
		if (line[i].since[CENSUS_FETCHED].known)
			put_line(p, "fetched",
			    line[i].since[CENSUS_FETCHED].until_s, y,
			    y + ROW - 6);
}

static size_t
count_organisations(const struct census_lines *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += i == 0 || strcmp(l->line[i].partner,
		    l->line[i - 1].partner) != 0;
	return n;
}

static void
put_rows(struct picture *p, size_t rows)
{
	const struct census_lines *l = &p->c->lines;
	size_t end, row = 0;

	for (size_t i = 0; i < l->n && row < rows; i = end, row++) {
		for (end = i + 1; end < l->n && strcmp(l->line[end].partner,
		    l->line[i].partner) == 0;)
			end++;
		put_row(p, l->line + i, end - i, TOP + (int)row * ROW);
	}
}

static void
put_head(struct picture *p)
{
	struct buf b;

	buf_init(&b, 4096);
	census_say(p->c, p->c->has_poc, &b);
	buf_str(&b, ". It accuses nobody.");
	put_text(p, "", 8, 18, "start", buf_err(&b) == TT_OK ? b.p : "");
	buf_done(&b);
	put_text(p, "small", 8, 34, "start", "pale: told; blue: could read; "
	    "brown: knew otherwise; black: fetched; red: the instant asked "
	    "about");
}

static void
put_axis(struct picture *p, int bottom)
{
	char at[INSTANT_LEN + 1];

	put_line(p, "at", p->c->at_s, TOP - 8, bottom);
	put_line(p, "axis", p->c->record.public_s, TOP - 8, bottom);
	instant_format(p->from_s, at);
	put_text(p, "small", LEFT, bottom + 14, "start", at);
	instant_format(p->until_s, at);
	put_text(p, "small", LEFT + WIDE, bottom + 14, "end", at);
	instant_format(p->c->at_s, at);
	put_text(p, "small", x_of(p, p->c->at_s), TOP - 12, "middle", at);
}

static void
draw(struct picture *p)
{
	size_t n = count_organisations(&p->c->lines);
	size_t rows = n < ROWS_MAX ? n : ROWS_MAX;
	int bottom = TOP + (int)rows * ROW;

	html_out_open(&p->h, "svg");
	html_out_attr(&p->h, "xmlns", "http://www.w3.org/2000/svg");
	html_out_attr_fmt(&p->h, "viewBox", "0 0 %d %d",
	    LEFT + WIDE + RIGHT, bottom + 40);
	html_out_element(&p->h, "style", NULL, style);
	put_head(p);
	put_rows(p, rows);
	put_axis(p, bottom);
	if (rows < n)
		put_text(p, "small", 8, bottom + 30, "start",
		    "more organisations than are drawn: see the table");
	html_out_close(&p->h);
}

int
census_write_svg(const struct census *c, const char *path)
{
	struct picture p = { .c = c };
	struct buf b;
	enum tt_err e;

	buf_init(&b, SVG_MAX);
	html_out_init(&p.h, &b);
	set_axis(&p);
	draw(&p);
	if ((e = buf_err(&b)) == TT_OK)
		e = file_write(path, b.p, b.n, 0600);
	buf_done(&b);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot write %s",
	    path);
}
