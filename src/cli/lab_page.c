/* SPDX-License-Identifier: ISC */
/*
 * lab_page - a page of what was measured: charts, what each attack does, and
 * all numbers.  One file, without scripts, that loads nothing.
 */
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/hex.h"
#include "base/html_out.h"
#include "cli/lab_page.h"
#include "cli/say.h"
#include "cli/trace_page.h"
#include "store/file.h"
#include "telltale/verdict.h"

#define PAGE_MAX	((size_t)16 << 20)	/* bytes */
#define STYLES_MAX	128			/* pieces */

static void
put_pair(struct html_out *h, const char *term, const char *fmt, ...)
    PRINTF(3, 4);

static void
put_pair(struct html_out *h, const char *term, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	html_out_element(h, "dt", NULL, term);
	html_out_element(h, "dd", NULL, text);
}

static void
put_setting(struct html_out *h, const struct lab_measure *m)
{
	const struct lab *lab = m->plan.lab;
	const struct tt_bulletin *b = lab->draft.bulletin;
	const struct tt_wear *w = &m->plan.wear;
	struct buf one_in;

	buf_init(&one_in, 64);
	tt_verdict_one_in(log(lab->epsilon), &one_in);
	html_out_open(h, "dl");
	put_pair(h, "sites", "%zu: %zu that all copies of a partner share, %zu "
	    "of each copy its own; %zu constants among them", b->n_sites,
	    b->n_holder, b->n_copy, b->n_value);
	put_pair(h, "copies", "%zu, of %zu partners",
	    lab->lineup.roster.n_copies, lab->lineup.roster.n_holders);
	put_pair(h, "leakers", "%zu%s", m->plan.colluders,
	    m->plan.colluders == 1 ? "" : m->plan.within ?
	    " readers of one partner" : ", each of another partner");
	put_pair(h, "promise", "an innocent partner is named in one of %s "
	    "specimens at most", one_in.p != NULL ? one_in.p : "");
	put_pair(h, "reading", "%g %% of the leak found, %g %% of sites lost, "
	    "%g %% misread", 100 * w->keep, 100 * w->loss, 100 * w->misread);
	put_pair(h, "trials", "%u of each attack, each with a codebook of its "
	    "own", m->trials);
	html_out_close(h);
	buf_done(&one_in);
}

static void
put_head(struct html_out *h, const struct lab_measure *m)
{
	const struct lab_result *worst = lab_measure_worst(m);
	const char *slash = strrchr(m->source, '/');
	struct buf name;

	buf_init(&name, FILE_PATH_MAX * 4);
	say_escape(&name, span_str(slash != NULL && slash[1] != '\0' ?
	    slash + 1 : m->source));
	html_out_open(h, "header");
	html_out_open(h, "h1");
	html_out_str(h, "Tracing ");
	html_out_text(h, buf_view(&name));
	html_out_str(h, " after attacks on its marks");
	html_out_close(h);
	html_out_element(h, "p", NULL, "Copies for invented readers were "
	    "leaked as leakers might, and traced. This page counts what came "
	    "of it.");
	if (worst != NULL && m->n > 1 && worst->count.named < m->trials) {
		html_out_open(h, "p");
		html_out_fmt(h, "Worst for this text is %s: somebody guilty, "
		    "and nobody else, was named in %u of %u trials.",
		    worst->spec, worst->count.named, m->trials);
		html_out_close(h);
	}
	put_setting(h, m);
	html_out_close(h);
	buf_done(&name);
}

static void
put_meanings(struct html_out *h, const struct lab_measure *m)
{
	html_out_element(h, "h2", NULL, "What each attack does");
	html_out_open(h, "dl");
	for (size_t i = 0; i < m->n; i++) {
		const struct tt_attack *a = m->result[i].attack;

		html_out_element(h, "dt", NULL, m->result[i].spec);
		html_out_open(h, "dd");
		html_out_str(h, a->what);
		if (a->parameter != NULL)
			html_out_fmt(h, " The number: %s.", a->parameter);
		html_out_close(h);
	}
	html_out_close(h);
}

static void
put_cell(struct html_out *h, uint64_t v)
{
	html_out_open(h, "td");
	html_out_attr(h, "class", "num");
	html_out_fmt(h, "%" PRIu64, v);
	html_out_close(h);
}

static void
put_row(struct html_out *h, const struct lab_result *r)
{
	const struct lab_count *n = &r->count;

	html_out_open(h, "tr");
	html_out_open(h, "th");
	html_out_attr(h, "scope", "row");
	html_out_str(h, r->spec);
	html_out_close(h);
	put_cell(h, n->named);
	put_cell(h, n->strong);
	put_cell(h, n->neither);
	put_cell(h, n->misled);
	put_cell(h, n->wrong);
	put_cell(h, n->guilty_named);
	put_cell(h, n->innocents_named);
	put_cell(h, n->copies_asked);
	put_cell(h, n->copies_named);
	put_cell(h, n->innocent_copies);
	html_out_close(h);
}

static void
put_heads(struct html_out *h)
{
	static const char *const heads[] = { "attack", "named", "strong",
		"nothing", "misled", "wrong", "guilty named",
		"innocents named",
		"of several copies", "copy named", "innocent copies" };

	html_out_open(h, "thead");
	html_out_open(h, "tr");
	for (size_t i = 0; i < N_ROWS(heads); i++) {
		html_out_open(h, "th");
		html_out_attr(h, "scope", "col");
		if (i > 0)
			html_out_attr(h, "class", "num");
		html_out_str(h, heads[i]);
		html_out_close(h);
	}
	html_out_close(h);
	html_out_close(h);
}

static void
put_table(struct html_out *h, const struct lab_measure *m)
{
	html_out_element(h, "h2", NULL, "All numbers");
	html_out_element(h, "p", "dim", "The first five are trials: named, "
	    "strong (nobody is named, but somebody guilty is worth asking), "
	    "nothing, misled (as strong, but of an innocent), wrong (an "
	    "innocent is named). The others are partners and copies, all "
	    "trials together.");
	html_out_open(h, "div");
	html_out_attr(h, "class", "wide");
	html_out_attr(h, "tabindex", "0");
	html_out_attr(h, "role", "region");
	html_out_attr(h, "aria-label", "All numbers");
	html_out_open(h, "table");
	put_heads(h);
	html_out_open(h, "tbody");
	for (size_t i = 0; i < m->n; i++)
		put_row(h, &m->result[i]);
	html_out_close(h);
	html_out_close(h);
	html_out_close(h);
}

static void
put_foot(struct html_out *h, const struct lab_measure *m)
{
	char seed[HEX_LEN(TT_KEY_LEN) + 1];

	hex_encode(seed, m->plan.lab->key->b, TT_KEY_LEN);
	html_out_open(h, "footer");
	html_out_element(h, "p", NULL, "Leakers may do what is not in this "
	    "list. That an innocent is named so rarely holds whatever they "
	    "do; how often a leaker is named does not.");
	html_out_open(h, "p");
	html_out_str(h, "The same again: the same command with --seed ");
	html_out_element(h, "span", "hash", seed);
	html_out_close(h);
	html_out_close(h);
}

/* That of every page, then that of charts. */
static void
gather_style(const char *style[STYLES_MAX])
{
	size_t n = 0;

	for (size_t i = 0; page_style[i] != NULL; i++, n++) {
		assert(n + 1 < STYLES_MAX);
		style[n] = page_style[i];
	}
	for (size_t i = 0; lab_style[i] != NULL; i++, n++) {
		assert(n + 1 < STYLES_MAX);
		style[n] = lab_style[i];
	}
	style[n] = NULL;
}

static enum tt_err
write_page(const struct lab_measure *m, struct buf *out)
{
	const char *style[STYLES_MAX];
	struct html_out h;

	gather_style(style);
	html_out_page(&h, out, "en-GB", SPAN("Tracing after attacks"), style);
	put_head(&h, m);
	html_out_open(&h, "main");
	lab_charts(&h, m);
	put_meanings(&h, m);
	put_table(&h, m);
	html_out_close(&h);
	put_foot(&h, m);
	return html_out_page_end(&h);
}

int
lab_measure_page(const struct lab_measure *m)
{
	struct buf out;
	enum tt_err e;

	if (m->report == NULL)
		return CLI_DONE;
	buf_init(&out, PAGE_MAX);
	if ((e = write_page(m, &out)) == TT_OK)
		e = file_write(m->report, out.p, out.n, 0600);
	buf_done(&out);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot write the page %s", m->report);
	return CLI_DONE;
}
