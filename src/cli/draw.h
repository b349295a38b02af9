/* SPDX-License-Identifier: ISC */
/*
 * draw - bars and marks on a page, as SVG within the text.
 *
 * Across in percent of what room there is, down in pixels, so that letters
 * keep their size on any screen and on paper.  Colours and patterns are the
 * page's style, by class.
 */
#ifndef CLI_DRAW_H
#define CLI_DRAW_H

#include "base/html_out.h"

enum draw_mark { DRAW_CIRCLE, DRAW_SQUARE, DRAW_TRIANGLE };

/* Once on a page, before all else: the pattern that .hatched is filled with. */
void draw_patterns(struct html_out *h);

/*
 * A drawing of that height, in pixels, and of its class's width.  What it
 * shows stands in words beside it: it is hidden from who hears the page.
 */
void draw_begin(struct html_out *h, const char *class, unsigned height);
void draw_end(struct html_out *h);

/* From x on, w wide; both in percent. */
void draw_bar(struct html_out *h, const char *class, double x, double w,
    unsigned y, unsigned height);

/* Upright, at x percent, from y down to the end. */
void draw_line(struct html_out *h, const char *class, double x, unsigned y);

/* Its middle at x percent and y. */
void draw_mark(struct html_out *h, enum draw_mark mark, double x, unsigned y);

/* Right of x, or left of it where there is no room to the right. */
void draw_text(struct html_out *h, double x, unsigned y, const char *text);

#endif
