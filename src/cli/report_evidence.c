/* SPDX-License-Identifier: ISC */
/*
 * report_evidence - everybody who was looked at, ranked: a chart of their
 * bounds, and the same numbers as a table.
 *
 * Verdicts differ in pattern and word, what p, e and e_comb say in shape, so
 * that nothing is told by colour alone.
 */
#include <math.h>

#include "cli/axis.h"
#include "cli/draw.h"
#include "cli/report_own.h"
#include "cli/sheet.h"
#include "telltale/verdict.h"

#define HEAD	60	/* pixels: above the first bar, for two labels */
#define ROW	32
#define BAR	14
#define LANE	24	/* where marks stand in a row */

/* The suspects from..to are of one level, and of one holder. */
struct group {
	struct report *r;
	const struct axis *axis;
	size_t from, to;
};

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
put_lines(const struct group *g)
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
put_label(const struct group *g, double bound, const char *class,
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
put_marks(const struct group *g, const struct tt_suspect *s)
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
put_bar(const struct group *g, const struct tt_suspect *s)
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

static void
put_chart(const struct group *g)
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
cell_one_in(struct report *r, double ln_bound, double of)
{
	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	if (isfinite(ln_bound) && isfinite(of)) {
		report_one_in(r, ln_bound);
		html_out_void(&r->h, "br");
		html_out_open(&r->h, "span");
		html_out_attr(&r->h, "class", "dim");
		report_real(r, of, "%.2f", of);
		html_out_close(&r->h);
	} else
		html_out_str(&r->h, "-");
	html_out_close(&r->h);
}

/* Very small ones have no double of their own, but a logarithm. */
static void
cell_p(struct report *r, const struct tt_suspect *s, double ln_bound)
{
	char small[TRACE_SMALL_LEN];

	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	if (s->certified) {
		report_one_in(r, ln_bound);
		html_out_void(&r->h, "br");
		html_out_open(&r->h, "span");
		html_out_attr(&r->h, "class", "dim");
		trace_say_small(s->ln_p, small);
		report_real(r, s->ln_p, "%s", small);
		html_out_close(&r->h);
	} else
		html_out_str(&r->h, "-");
	html_out_close(&r->h);
}

static void
put_row(struct report *r, const struct tt_suspect *s)
{
	struct tt_parts x = tt_suspect_parts(s);
	struct buf name;

	buf_init(&name, REPORT_SAID_MAX);
	report_name(r, s, &name);
	html_out_open(&r->h, "tr");
	html_out_open(&r->h, "th");
	html_out_attr(&r->h, "scope", "row");
	html_out_text(&r->h, buf_view(&name));
	html_out_close(&r->h);
	html_out_element(&r->h, "td", NULL, tt_verdict_name(s->verdict));
	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	report_one_in(r, s->ln_bound);
	html_out_close(&r->h);
	cell_p(r, s, x.p);
	cell_one_in(r, x.e, s->log_e);
	cell_one_in(r, x.e_comb, s->log_e_comb);
	html_out_open(&r->h, "td");
	html_out_attr(&r->h, "class", "num");
	html_out_fmt(&r->h, "%llu", (unsigned long long)s->n);
	html_out_close(&r->h);
	html_out_close(&r->h);
	buf_done(&name);
}

static void
put_table(const struct group *g, const char *caption)
{
	static const char *const heads[] = { "who", "verdict",
		"bound: one in", "by p (p)", "by e (log e)",
		"by e_comb (its log)", "counted" };

	sheet_table(&g->r->h, "ranked", caption, heads, N_ROWS(heads));
	for (size_t i = g->from; i < g->to; i++)
		put_row(g->r, &g->r->t->trace->suspects[i]);
	sheet_table_end(&g->r->h);
}

static void
put_group(const struct group *g)
{
	const struct tt_suspect *s = &g->r->t->trace->suspects[g->from];
	struct buf title;

	buf_init(&title, REPORT_SAID_MAX);
	if (s->level == TT_SITE_HOLDER)
		buf_str(&title, "Holders: partners, and persons outside "
		    "partners");
	else
		buf_printf(&title, "Copies within %s",
		    trace_say_who(trace_partner(g->r->t, s)));
	html_out_element(&g->r->h, "h4", NULL, report_text(&title));
	put_chart(g);
	put_table(g, report_text(&title));
	buf_done(&title);
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

static void
put_legend(struct report *r)
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

static void
put_words(struct report *r, const struct axis *a)
{
	html_out_element(&r->h, "p", NULL, "Each bar is a bound: a procedure "
	    "that names an innocent one in at most one of so many specimens "
	    "would have named this one. Longer is stronger. It is the best of "
	    "what three numbers say, each of which has a share of the error, "
	    "times those among whom was searched.");
	if (axis_step(a) != NULL) {
		html_out_open(&r->h, "p");
		html_out_fmt(&r->h, "From one thin line to the next it is %s "
		    "rarer.", axis_step(a));
		html_out_close(&r->h);
	}
	html_out_element(&r->h, "p", NULL, "Shown are all who were weighed "
	    "closely, and the ten best of the others. Of whoever is neither "
	    "named nor strong the evidence says nothing. A bar that passes "
	    "the line without being named rests on too few sites, or on "
	    "constants that a permitted use gives away.");
}

void
report_evidence(struct report *r)
{
	const struct tt_trace *x = r->t->trace;
	struct axis a = axis_of(x);
	size_t to;

	report_heading(r, "evidence", "The evidence, ranked");
	if (x->n_suspects == 0 || r->t->showing.n_read == 0) {
		html_out_element(&r->h, "p", NULL, "No site was read, so "
		    "there is nothing to rank anybody by.");
		return;
	}
	put_words(r, &a);
	put_legend(r);
	for (size_t i = 0; i < x->n_suspects; i = to) {
		for (to = i + 1; to < x->n_suspects &&
		    x->suspects[to].level == x->suspects[i].level &&
		    (x->suspects[i].level == TT_SITE_HOLDER ||
		    x->suspects[to].holder == x->suspects[i].holder); to++)
			;
		put_group(&(struct group){ r, &a, i, to });
	}
}
