/* SPDX-License-Identifier: ISC */
#include "cli/draw.h"

#define RIGHTMOST	66.	/* percent: where a text may still begin */
#define GAP		4	/* pixels from a line to its text */

static void
attr_percent(struct html_out *h, const char *name, double v)
{
	html_out_attr_fmt(h, name, "%.2f%%", v);
}

static void
attr_pixels(struct html_out *h, const char *name, unsigned v)
{
	html_out_attr_fmt(h, name, "%u", v);
}

void
draw_patterns(struct html_out *h)
{
	draw_begin(h, "patterns", 0);
	html_out_open(h, "pattern");
	html_out_attr(h, "id", "hatch");
	html_out_attr(h, "width", "6");
	html_out_attr(h, "height", "6");
	html_out_attr(h, "patternUnits", "userSpaceOnUse");
	html_out_attr(h, "patternTransform", "rotate(45)");
	html_out_open(h, "rect");
	html_out_attr(h, "class", "ink");
	html_out_attr(h, "width", "3");
	html_out_attr(h, "height", "6");
	html_out_close(h);
	html_out_close(h);
	draw_end(h);
}

void
draw_begin(struct html_out *h, const char *class, unsigned height)
{
	html_out_open(h, "svg");
	html_out_attr(h, "class", class);
	attr_pixels(h, "height", height);
	html_out_attr(h, "aria-hidden", "true");
}

void
draw_end(struct html_out *h)
{
	html_out_close(h);
}

void
draw_bar(struct html_out *h, const char *class, double x, double w,
    unsigned y, unsigned height)
{
	html_out_open(h, "rect");
	html_out_attr(h, "class", class);
	attr_percent(h, "x", x);
	attr_percent(h, "width", w);
	attr_pixels(h, "y", y);
	attr_pixels(h, "height", height);
	html_out_close(h);
}

void
draw_line(struct html_out *h, const char *class, double x, unsigned y)
{
	html_out_open(h, "line");
	html_out_attr(h, "class", class);
	attr_percent(h, "x1", x);
	attr_percent(h, "x2", x);
	attr_pixels(h, "y1", y);
	html_out_attr(h, "y2", "100%");
	html_out_close(h);
}

void
draw_mark(struct html_out *h, enum draw_mark mark, double x, unsigned y)
{
	static const char *const paths[] = {
		[DRAW_CIRCLE] = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
		[DRAW_SQUARE] = "M-4.5 -4.5h9v9h-9z",
		[DRAW_TRIANGLE] = "M0 -5.5l5.5 10h-11z",
	};

	/* a drawing within, since a path has no percent */
	html_out_open(h, "svg");
	html_out_attr(h, "class", "mark");
	attr_percent(h, "x", x);
	attr_pixels(h, "y", y);
	html_out_open(h, "path");
	html_out_attr(h, "d", paths[mark]);
	html_out_close(h);
	html_out_close(h);
}

void
draw_text(struct html_out *h, double x, unsigned y, const char *text)
{
	html_out_open(h, "text");
	attr_percent(h, "x", x);
	attr_pixels(h, "y", y);
	html_out_attr_fmt(h, "dx", "%d", x > RIGHTMOST ? -GAP : GAP);
	if (x > RIGHTMOST)
		html_out_attr(h, "text-anchor", "end");
	html_out_str(h, text);
	html_out_close(h);
}
