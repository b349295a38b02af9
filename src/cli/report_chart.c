/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "cli/draw.h"
#include "cli/report_chart.h"
#include "telltale/verdict.h"

#define HEAD	60	/* pixels: above the first bar, for two labels */
#define ROW	32
#define BAR	14
#define LANE	24	/* where marks stand in a row */

static const char *
fill_of(enum tt_verdict v)
{
	switch (v) {
	case TT_VERDICT_NAMED:
		return "ink";
	case TT_VERDICT_STRONG:
		return "hatched";
	case TT_VERDICT_INCONCLUSIVE:
	case TT_VERDICT_NONE:
	case TT_VERDICT_COUNT:
		break;
	}
	return "hollow";
}

/* Behind a row, of its height: steps of rarity, and both thresholds. */
static void
put_lines(const struct report_group *g)
{
	struct html_out *h = &g->r->h;

	draw_begin(h, "lines", ROW);
	for (size_t i = 0; i < g->axis->lines; i++)
		draw_line(h, "grid", axis_line(g->axis, i), 0);
	draw_line(h, "from-strong", axis_at(g->axis, log(TT_STRONG)), 0);
	draw_line(h, "from-named", axis_at(g->axis,
	    log(g->r->t->trace->epsilon_t / 2)), 0);
	draw_end(h);
}

static void
put_label(const struct report_group *g, double bound, const char *class,
    unsigned y, const char *means)
{
	double x = axis_at(g->axis, log(bound));
	struct buf b;

	buf_init(&b, 256);
	buf_str(&b, "one in ");
	tt_verdict_one_in(log(bound), &b);
	buf_char(&b, ':');
	draw_line(&g->r->h, class, x, y);
	draw_text(&g->r->h, x, y + 11, report_text(&b));
	draw_text(&g->r->h, x, y + 24, means);
	buf_done(&b);
}

static void
put_marks(const struct report_group *g, const struct tt_suspect *s)
{
	struct tt_parts x = tt_suspect_parts(s);
	const double ln[] = { [DRAW_CIRCLE] = x.p, [DRAW_SQUARE] = x.e,
		[DRAW_TRIANGLE] = x.e_comb };

	for (unsigned i = 0; i < N_ROWS(ln); i++)
		if (ln[i] < 0)
			draw_mark(&g->r->h, (enum draw_mark)i,
			    axis_at(g->axis, ln[i]), LANE);
}

static void
put_bar(const struct report_group *g, const struct tt_suspect *s)
{
	struct html_out *h = &g->r->h;
	struct buf name;

	buf_init(&name, REPORT_SAID_MAX);
	report_name(g->r, s, &name);
	html_out_open(h, "li");
	put_lines(g);
	html_out_open(h, "p");
	html_out_open(h, "span");
	html_out_element(h, "b", NULL, report_text(&name));
	html_out_str(h, " ");
	report_tag(g->r, s->verdict);
	html_out_str(h, " ");
	html_out_open(h, "span");
	html_out_attr(h, "class", "value");
	html_out_str(h, "one in ");
	report_one_in(g->r, s->ln_bound);
	html_out_close(h);
	html_out_close(h);
	html_out_close(h);
	draw_begin(h, "bar", ROW);
	draw_bar(h, fill_of(s->verdict), 0, axis_at(g->axis, s->ln_bound), 2,
	    BAR);
	put_marks(g, s);
	draw_end(h);
	html_out_close(h);
	buf_done(&name);
}

void
report_chart(const struct report_group *g)
{
	struct html_out *h = &g->r->h;

	html_out_open(h, "div");
	html_out_attr(h, "class", "chart");
	draw_begin(h, "bar", HEAD);
	put_label(g, TT_STRONG, "from-strong", 2, "strong from here");
	put_label(g, g->r->t->trace->epsilon_t / 2, "from-named", 31,
	    "named from here");
	draw_end(h);
	html_out_open(h, "ol");
	for (size_t i = g->from; i < g->to; i++)
		put_bar(g, &g->r->t->trace->suspects[i]);
	html_out_close(h);
	html_out_close(h);
}

static void
put_key(struct report *r, const char *class, enum tt_verdict v,
    const char *text)
{
	html_out_open(&r->h, "li");
	draw_begin(&r->h, class, BAR);
	if (v < TT_VERDICT_COUNT)
		draw_bar(&r->h, fill_of(v), 0, 100, 1, BAR - 2);
	else
		draw_line(&r->h, class, 50, 0);
	draw_end(&r->h);
	html_out_fmt(&r->h, " %s", text);
	html_out_close(&r->h);
}

static void
put_mark_key(struct report *r, enum draw_mark mark, const char *text)
{
	html_out_open(&r->h, "li");
	draw_begin(&r->h, "key-mark", BAR);
	draw_mark(&r->h, mark, 50, BAR / 2);
	draw_end(&r->h);
	html_out_fmt(&r->h, " %s", text);
	html_out_close(&r->h);
}

void
report_legend(struct report *r)
{
	html_out_open(&r->h, "ul");
	html_out_attr(&r->h, "class", "legend");
	put_key(r, "key", TT_VERDICT_NAMED, "named");
	put_key(r, "key", TT_VERDICT_STRONG, "strong: worth asking");
	put_key(r, "key", TT_VERDICT_INCONCLUSIVE, "neither");
	put_mark_key(r, DRAW_CIRCLE, "what p says by itself");
	put_mark_key(r, DRAW_SQUARE, "e");
	put_mark_key(r, DRAW_TRIANGLE, "e_comb, which has the copies in it");
	put_key(r, "from-named", TT_VERDICT_COUNT, "named from here");
	put_key(r, "from-strong", TT_VERDICT_COUNT, "strong from here");
	html_out_close(&r->h);
}
