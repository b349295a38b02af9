/* SPDX-License-Identifier: ISC */
/* lab_chart - the page's bars: a drawing for each attack, and its words. */
#include <math.h>

#include "cli/lab_page.h"

#define WIDE	1000	/* of a drawing: all of it */
#define HIGH	100

struct chart {
	struct html_out *h;
	const struct lab_measure *m;
};

static double
at(double share)
{
	return share * WIDE;
}

static void
put_rect(struct html_out *h, const char *class, double from, double to,
    int top)
{
	if (to <= from)
		return;
	html_out_open(h, "rect");
	html_out_attr(h, "class", class);
	html_out_attr_fmt(h, "x", "%.4g", at(from));
	html_out_attr_fmt(h, "y", "%d", top);
	html_out_attr_fmt(h, "width", "%.4g", at(to - from));
	html_out_attr_fmt(h, "height", "%d", HIGH - top);
	html_out_close(h);
}

static void
put_line(struct html_out *h, const char *class, double x1, double x2, int y1,
    int y2)
{
	html_out_open(h, "line");
	html_out_attr(h, "class", class);
	html_out_attr_fmt(h, "x1", "%.4g", at(x1));
	html_out_attr_fmt(h, "x2", "%.4g", at(x2));
	html_out_attr_fmt(h, "y1", "%d", y1);
	html_out_attr_fmt(h, "y2", "%d", y2);
	html_out_close(h);
}

static void
open_drawing(struct html_out *h)
{
	html_out_open(h, "svg");
	html_out_attr_fmt(h, "viewBox", "0 0 %d %d", WIDE, HIGH);
	html_out_attr(h, "preserveAspectRatio", "none");
}

/* From low to high, with an end at each. */
static void
put_interval(struct html_out *h, double lo, double hi)
{
	put_line(h, "halo", lo, hi, HIGH / 2, HIGH / 2);
	put_line(h, "span", lo, hi, HIGH / 2, HIGH / 2);
	put_line(h, "span", lo, lo, HIGH / 4, HIGH - HIGH / 4);
	put_line(h, "span", hi, hi, HIGH / 4, HIGH - HIGH / 4);
}

static void
put_back(struct html_out *h)
{
	put_rect(h, "track", 0, 1, 0);
	put_line(h, "tick", .25, .25, 0, HIGH);
	put_line(h, "tick", .5, .5, 0, HIGH);
	put_line(h, "tick", .75, .75, 0, HIGH);
}

static void
open_row(struct html_out *h, const char *name)
{
	html_out_open(h, "li");
	html_out_element(h, "span", "name", name);
	html_out_open(h, "span");
	html_out_attr(h, "class", "bar");
	open_drawing(h);
	html_out_attr(h, "aria-hidden", "true");	/* text says it all */
	put_back(h);
}

static void
open_number(struct html_out *h)
{
	html_out_close(h);	/* svg */
	html_out_close(h);	/* bar */
	html_out_open(h, "span");
	html_out_attr(h, "class", "n");
}

static void
close_row(struct html_out *h)
{
	html_out_close(h);
	html_out_close(h);
}

static void
put_axis(struct html_out *h)
{
	html_out_open(h, "li");
	html_out_attr(h, "aria-hidden", "true");
	html_out_element(h, "span", NULL, "");
	html_out_open(h, "span");
	html_out_attr(h, "class", "axis");
	html_out_element(h, "span", NULL, "0");
	html_out_element(h, "span", NULL, "50 %");
	html_out_element(h, "span", NULL, "100 %");
	html_out_close(h);
	html_out_element(h, "span", NULL, "");
	html_out_close(h);
}

static void
put_named(const struct chart *c, const struct lab_result *r)
{
	const struct tt_power *p = &r->named;
	double strong = p->share + (double)r->count.strong / p->trials;
	double misled = strong + (double)r->count.misled / p->trials;
	double wrong = misled + (double)r->count.wrong / p->trials;

	open_row(c->h, r->spec);
	put_rect(c->h, "named", 0, p->share, 0);
	put_rect(c->h, "strong", p->share, strong, HIGH / 2);
	put_rect(c->h, "wrong", strong, misled, HIGH / 2);
	put_rect(c->h, "wrong", misled, wrong, 0);
	put_line(c->h, "asked", TT_POWER_ASKED, TT_POWER_ASKED, 0, HIGH);
	put_interval(c->h, p->lo, p->hi);
	open_number(c->h);
	html_out_fmt(c->h, "%.0f %% (%.0f to %.0f)", 100 * p->share,
	    floor(100 * p->lo), ceil(100 * p->hi));
	close_row(c->h);
}

static void
put_guilty(const struct chart *c, const struct lab_result *r)
{
	double mean = lab_measure_mean(c->m, r);
	size_t of = lab_measure_guilty(c->m);

	open_row(c->h, r->spec);
	put_rect(c->h, "named", 0, mean / (double)of, 0);
	open_number(c->h);
	html_out_fmt(c->h, "%.2g of %zu", mean, of);
	close_row(c->h);
}

static void
put_copy(const struct chart *c, const struct lab_result *r)
{
	struct tt_power p = { .named = (unsigned)r->count.copies_named,
		.trials = (unsigned)r->count.copies_asked };

	open_row(c->h, r->spec);
	if (p.trials > 0) {
		tt_power_interval(&p);
		put_rect(c->h, "named", 0, p.share, 0);
		put_interval(c->h, p.lo, p.hi);
	}
	open_number(c->h);
	if (p.trials > 0)
		html_out_fmt(c->h, "%.0f %% (%.0f to %.0f)", 100 * p.share,
		    floor(100 * p.lo), ceil(100 * p.hi));
	else
		html_out_str(c->h, "no case");
	close_row(c->h);
}

static void
put_chart(const struct chart *c, const char *title,
    void (*row)(const struct chart *, const struct lab_result *))
{
	html_out_open(c->h, "ul");
	html_out_attr(c->h, "class", "chart");
	html_out_attr(c->h, "aria-label", title);
	put_axis(c->h);
	for (size_t i = 0; i < c->m->n; i++)
		row(c, &c->m->result[i]);
	html_out_close(c->h);
}

/* A small drawing, and what it stands for. */
static void
put_key(struct html_out *h, const char *class, int top, const char *means)
{
	html_out_open(h, "li");
	open_drawing(h);
	html_out_attr(h, "aria-hidden", "true");
	put_rect(h, "track", 0, 1, 0);
	if (class != NULL)
		put_rect(h, class, 0, 1, top);
	else
		put_interval(h, .15, .85);
	html_out_close(h);
	html_out_element(h, "span", NULL, means);
	html_out_close(h);
}

static void
put_keys(struct html_out *h)
{
	html_out_open(h, "ul");
	html_out_attr(h, "class", "key");
	put_key(h, "named", 0, "somebody guilty is named, nobody innocent");
	put_key(h, "strong", HIGH / 2, "nobody is named, somebody guilty is "
	    "worth asking");
	put_key(h, "wrong", HIGH / 2, "nobody is named, somebody innocent "
	    "is worth asking");
	put_key(h, "wrong", 0, "an innocent is named");
	put_key(h, "track", 0, "nothing comes of it");
	put_key(h, NULL, 0, "95 % interval of the first");
	html_out_close(h);
	html_out_element(h, "p", "dim", "The dashed line is at 95 of 100 "
	    "cases. Numbers are of the first kind.");
}

void
lab_charts(struct html_out *h, const struct lab_measure *m)
{
	const struct chart c = { h, m };
	bool asked = false;

	for (size_t i = 0; i < m->n; i++)
		asked = asked || m->result[i].count.copies_asked > 0;
	html_out_element(h, "h2", NULL, "How often tracing names a leaker");
	put_keys(h);
	put_chart(&c, "How often tracing names a leaker", put_named);
	if (lab_measure_guilty(m) > 1) {
		html_out_element(h, "h2", NULL, "How many of them it names, on "
		    "average");
		put_chart(&c, "How many leakers are named on average",
		    put_guilty);
	}
	if (asked) {
		html_out_element(h, "h2", NULL, "Of a partner that is named, "
		    "is a copy named that leaked?");
		put_chart(&c, "How often the copy is named", put_copy);
	}
}
