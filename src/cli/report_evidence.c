/* SPDX-License-Identifier: ISC */
/*
 * report_evidence - everybody who was looked at, ranked: a chart of their
 * bounds, and the same numbers as a table.
 */
#include <math.h>

#include "cli/report_chart.h"
#include "cli/sheet.h"
#include "telltale/verdict.h"

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
put_table(const struct report_group *g, const char *caption)
{
	static const char *const heads[] = { "who", "verdict",
		"bound: one in", "by p (p)", "by e (log e)",
		"by e_comb (its log)", "counted" };

	part_table(&g->r->h, "ranked", caption, heads, N_ROWS(heads));
	for (size_t i = g->from; i < g->to; i++)
		put_row(g->r, &g->r->t->trace->suspects[i]);
	part_table_end(&g->r->h);
}

static void
put_group(const struct report_group *g)
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
	report_chart(g);
	put_table(g, report_text(&title));
	buf_done(&title);
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
	if (x->n_suspects == 0 || x->sites.read == 0) {
		html_out_element(&r->h, "p", NULL, "No site is left that "
		    "says anything of anybody, so there is nothing to rank "
		    "them by.");
		return;
	}
	put_words(r, &a);
	report_legend(r);
	for (size_t i = 0; i < x->n_suspects; i = to) {
		for (to = i + 1; to < x->n_suspects &&
		    x->suspects[to].level == x->suspects[i].level &&
		    (x->suspects[i].level == TT_SITE_HOLDER ||
		    x->suspects[to].holder == x->suspects[i].holder); to++)
			;
		put_group(&(struct report_group){ r, &a, i, to });
	}
}
