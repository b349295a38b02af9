/* SPDX-License-Identifier: ISC */
/*
 * report_sites - for each who is named or strong: what the specimen has at
 * each site, and what that copy has there.
 */
#include <math.h>

#include "cli/draw.h"
#include "cli/match.h"
#include "cli/passage.h"
#include "cli/report_own.h"
#include "cli/sheet.h"
#include "telltale/verdict.h"

#define OPEN	20	/* sites that are not folded away */
#define BAR	10	/* pixels */

/* One suspect, and what its bars are measured by. */
struct compared {
	struct report *r;
	const struct tt_suspect *s;
	const struct match *m;
	double most;		/* nats of the longest bar */
};

/* A cell, with its column's name for where rows are stacked. */
static void
open_cell(struct report *r, const char *label, const char *class)
{
	html_out_open(&r->h, "td");
	if (class != NULL)
		html_out_attr(&r->h, "class", class);
	html_out_attr(&r->h, "data-label", label);
}

static void
put_place(struct report *r, uint32_t slot)
{
	const struct showing_site *x = &r->t->showing.site[slot];

	html_out_open(&r->h, "th");
	html_out_attr(&r->h, "scope", "row");
	html_out_text(&r->h, x->bulletin->parts[x->site->part].name);
	html_out_fmt(&r->h, ":%u", x->site->line);
	html_out_void(&r->h, "br");
	html_out_element(&r->h, "span", "dim", tt_class_name(x->site->class));
	html_out_close(&r->h);
}

static void
put_found(struct report *r, const struct match_site *m)
{
	struct buf b;

	buf_init(&b, REPORT_SAID_MAX);
	if (m->is == MATCH_TWICE)
		buf_str(&b, match_words(m->is));
	else
		showing_found(&r->t->showing, m->slot, &b);
	open_cell(r, "in the specimen", NULL);
	html_out_text(&r->h, buf_view(&b));
	html_out_close(&r->h);
	buf_done(&b);
}

static void
put_copy(struct report *r, const struct match_site *m)
{
	struct buf b;

	buf_init(&b, REPORT_SAID_MAX);
	match_text(r->t, m, &b);
	open_cell(r, "in the copy", NULL);
	html_out_text(&r->h, b.n > 0 ? buf_view(&b) : SPAN("-"));
	html_out_close(&r->h);
	open_cell(r, "so it", NULL);
	html_out_open(&r->h, "span");
	html_out_attr_fmt(&r->h, "class", "is %s", match_name(m->is));
	html_out_str(&r->h, match_words(m->is));
	html_out_close(&r->h);
	html_out_close(&r->h);
	buf_done(&b);
}

/* To the right what speaks for the copy, to the left what against it. */
static void
put_nats(const struct compared *c, const struct match_site *m)
{
	struct html_out *h = &c->r->h;
	double w = c->most > 0 ? 50 * fabs(m->nats) / c->most : 0;

	open_cell(c->r, "nats", "num nats");
	report_real(c->r, m->nats, "%+.2f", m->nats);
	draw_begin(h, "bar", BAR);
	draw_bar(h, m->nats < 0 ? "hollow" : "ink", m->nats < 0 ? 50 - w : 50,
	    w, 1, BAR - 2);
	draw_line(h, "zero", 50, 0);
	draw_end(h);
	html_out_close(h);
}

static void
put_passage(struct report *r, const struct match_site *m)
{
	struct buf before, behind, at;

	buf_init(&before, REPORT_SAID_MAX);
	buf_init(&behind, REPORT_SAID_MAX);
	buf_init(&at, REPORT_SAID_MAX);
	passage_around(&r->t->showing, m->slot, &before, &behind);
	if (m->is != MATCH_TWICE)
		showing_found(&r->t->showing, m->slot, &at);
	open_cell(r, "on its line", "passage");
	html_out_text(&r->h, buf_view(&before));
	html_out_open(&r->h, "mark");
	html_out_text(&r->h, at.n > 0 ? buf_view(&at) : SPAN("..."));
	html_out_close(&r->h);
	html_out_text(&r->h, buf_view(&behind));
	html_out_close(&r->h);
	buf_done(&before);
	buf_done(&behind);
	buf_done(&at);
}

static void
put_rows(const struct compared *c, const char *caption, size_t from,
    size_t to)
{
	static const char *const heads[] = { "where", "in the specimen",
		"in the copy", "so it", "nats", "on its line" };

	part_table(&c->r->h, "sites", caption, heads, N_ROWS(heads));
	for (size_t i = from; i < to; i++) {
		const struct match_site *m = &c->m->at[i];

		html_out_open(&c->r->h, "tr");
		put_place(c->r, m->slot);
		put_found(c->r, m);
		put_copy(c->r, m);
		put_nats(c, m);
		put_passage(c->r, m);
		html_out_close(&c->r->h);
	}
	part_table_end(&c->r->h);
}

static void
put_folded(const struct compared *c, const char *summary,
    const char *caption, size_t from, size_t to)
{
	if (from >= to)
		return;
	html_out_open(&c->r->h, "details");
	html_out_element(&c->r->h, "summary", NULL, summary);
	put_rows(c, caption, from, to);
	html_out_close(&c->r->h);
}

static void
put_counts(const struct compared *c)
{
	struct report *r = c->r;

	html_out_open(&r->h, "p");
	html_out_fmt(&r->h, "It agrees at %zu of the sites that were read, and "
	    "differs at %zu; an innocent one would agree at about ",
	    c->m->count[MATCH_AGREES], c->m->count[MATCH_DIFFERS]);
	report_real(r, c->m->by_chance, "%.0f", c->m->by_chance);
	html_out_str(&r->h, " of them, by the throw of the dice alone. Where "
	    "it differs, the specimen may have what stands there from another "
	    "copy, from whoever edited it, or from a misreading.");
	if (c->m->count[MATCH_LACKS] > 0)
		html_out_fmt(&r->h, " At %zu it lacks the site, which says "
		    "nothing of it.", c->m->count[MATCH_LACKS]);
	html_out_close(&r->h);
}

static void
put_suspect(struct report *r, const struct tt_suspect *s,
    const struct match *m)
{
	struct compared c = { r, s, m, 0 };
	size_t open = m->n_weighed < OPEN ? m->n_weighed : OPEN;
	struct buf b;

	for (size_t i = 0; i < m->n_weighed; i++)
		c.most = fmax(c.most, fabs(m->at[i].nats));
	buf_init(&b, REPORT_SAID_MAX);
	report_name(r, s, &b);
	html_out_open(&r->h, "h4");
	html_out_text(&r->h, buf_view(&b));
	html_out_str(&r->h, " ");
	report_tag(r, s->verdict);
	html_out_close(&r->h);
	buf_done(&b);
	buf_init(&b, REPORT_SAID_MAX);
	trace_say_bound(s, &b);
	report_said(r, NULL, &b);
	put_counts(&c);
	put_rows(&c, "The most telling sites", 0, open);
	put_folded(&c, "The other sites that were weighed, down to what "
	    "speaks against it", "The other sites", open, m->n_weighed);
	put_folded(&c, "Sites that weigh nothing: cut out, rewritten, in "
	    "doubt, or not in this copy", "Sites that weigh nothing",
	    m->n_weighed, m->n);
}

void
report_sites(struct report *r)
{
	const struct tt_trace *x = r->t->trace;

	report_heading(r, "sites", "Site by site");
	if (!trace_accuses(r->t)) {
		html_out_element(&r->h, "p", NULL, "Nobody is named or "
		    "strong, so nobody's copy was opened. What was read is "
		    "on the page that --page makes, and in --observations.");
		return;
	}
	html_out_element(&r->h, "p", NULL, "What stands in the specimen beside "
	    "what the copy has there, the most telling first. A nat is a "
	    "natural logarithm: by so much the site speaks for this copy, "
	    "to the right, or against it, to the left. Of a holder with "
	    "several copies these are the sites that are the same in all of "
	    "them. Nobody else's copy was opened. Folded sites are printed "
	    "when they are open.");
	for (size_t i = 0; i < x->n_suspects; i++)
		if (report_points(&x->suspects[i]))
			put_suspect(r, &x->suspects[i], &r->t->match[i]);
}
