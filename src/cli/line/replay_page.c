/* SPDX-License-Identifier: ISC */
/* replay_page - the runs of a story side by side, on one page. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/line/replay.h"
#include "cli/say.h"
#include "cli/sheet.h"

#define SAID_MAX	((size_t)1 << 16)	/* bytes */
#define STYLES_MAX	16			/* pieces, with line_style */

static const char *const style[] = {
".side{display:grid;grid-template-columns:repeat(auto-fit,minmax(15.5rem,1fr));"
"gap:1rem;margin:1rem 0}\n",
".run{background:var(--panel);border:1px solid var(--line);"
"border-radius:.5rem;padding:.2rem 1rem .8rem;min-width:0}"
".run h3{margin:.8rem 0 .3rem}.run h4{font-size:.95rem;margin:.9rem 0 .2rem}"
".run ul{margin:.2rem 0;padding-left:1.1rem}.run li{margin:.35rem 0}\n",
".run .line{--l-bg:#f6f8fa}\n",
"@media(prefers-color-scheme:dark){.run .line{--l-bg:#1d2229}}\n",
"li,p,td{overflow-wrap:anywhere}"
"thead th{white-space:normal;vertical-align:bottom}"
"tbody th{min-width:8rem}.answers td{min-width:6.5rem}\n",
"@media print{.side{display:block}.run{break-inside:avoid;margin:4mm 0}"
".run .line{--l-bg:#fff}}\n",
NULL };

typedef void words_fn(const struct replay *r, size_t run, struct buf *out);

/* A list with an item for each line. */
static void
put_list(struct html_out *h, const struct replay *r, size_t run,
    words_fn *words)
{
	struct span rest, line;
	struct buf b;

	buf_init(&b, SAID_MAX);
	words(r, run, &b);
	rest = buf_view(&b);
	html_out_open(h, "ul");
	while (span_line(&rest, &line)) {
		html_out_open(h, "li");
		html_out_text(h, line);
		html_out_close(h);
	}
	html_out_close(h);
	buf_done(&b);
}

static enum tt_err
put_run(struct html_out *h, const struct replay *r, size_t i)
{
	const struct story_run *s = r->run[i].story;
	char title[TT_TITLE_MAX];
	enum tt_err e;

	html_out_open(h, "section");
	html_out_attr(h, "class", "run");
	html_out_element(h, "h3", NULL, s->title);
	html_out_element(h, "p", NULL, s->told);
	snprintf(title, sizeof(title), "Time line: %.300s", s->title);
	if ((e = line_draw(h, r->run[i].line, title)) != TT_OK)
		return e;
	html_out_element(h, "h4", NULL, "What is known when it is asked");
	put_list(h, r, i, replay_known);
	html_out_element(h, "h4", NULL, "What comes later");
	put_list(h, r, i, replay_later);
	html_out_element(h, "h4", NULL, "What cannot be known");
	put_list(h, r, i, replay_unknown);
	html_out_close(h);
	return TT_OK;
}

static enum tt_err
put_runs(struct html_out *h, const struct replay *r, bool marked)
{
	enum tt_err e = TT_OK;

	html_out_open(h, "div");
	html_out_attr(h, "class", "side");
	for (size_t i = 0; i < r->story.n_runs && e == TT_OK; i++)
		if (r->run[i].story->marked == marked)
			e = put_run(h, r, i);
	html_out_close(h);
	return e;
}

/* "12 to 40", "20". */
static void
put_range(struct html_out *h, size_t least, size_t most)
{
	if (least == most)
		html_out_fmt(h, "%zu", most);
	else
		html_out_fmt(h, "%zu to %zu", least, most);
}

static void
put_named(struct html_out *h, const struct replay *r, size_t run,
    bool by_then)
{
	const struct replay_run *x = &r->run[run];
	size_t n = 0;

	for (size_t i = 0; i < x->story->n_found; i++) {
		bool then = x->story->found[i].at.until_s <= r->story.asked_s;

		for (size_t k = 0; k < x->trace[i].n_named && then == by_then;
		    k++)
			html_out_fmt(h, "%s%s", n++ > 0 ? ", " : "",
			    x->trace[i].named[k]);
	}
	if (n == 0)
		html_out_str(h, "nobody");
}

static void
put_people(struct html_out *h, const struct replay *r, size_t run)
{
	const struct replay_run *x = &r->run[run];

	put_range(h, x->poc[0].reader_organisations,
	    x->poc[1].reader_organisations);
	html_out_str(h, " partners, ");
	put_range(h, x->poc[0].readers, x->poc[1].readers);
	html_out_str(h, " people");
}

static void
put_named_then(struct html_out *h, const struct replay *r, size_t run)
{
	put_named(h, r, run, true);
}

static void
put_named_later(struct html_out *h, const struct replay *r, size_t run)
{
	put_named(h, r, run, false);
}

static void
put_leaker(struct html_out *h, const struct replay *r, size_t run)
{
	size_t who = r->run[run].story->leaker;

	html_out_str(h, !r->run[run].story->marked ? "not known" :
	    who == STORY_NOBODY ? "nobody" : r->story.partner[who].id);
}

static void
put_left(struct html_out *h, const struct replay *r, size_t run)
{
	const struct explain *e = &r->run[run].asked;
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->row[i].answer != EXPLAIN_EXCLUDED;
	html_out_fmt(h, "%zu of %zu", n, e->n);
}

/* A question and a cell for each run. */
static void
put_heads(struct html_out *h, const struct replay *r, const char *caption)
{
	const char *heads[STORY_RUNS_MAX + 1] = { "" };

	for (size_t i = 0; i < r->story.n_runs; i++)
		heads[i + 1] = r->run[i].story->title;
	part_table(h, "answers", caption, heads, r->story.n_runs + 1);
}

static void
put_overview(struct html_out *h, const struct replay *r)
{
	static const struct {
		const char *what;
		void (*put)(struct html_out *, const struct replay *, size_t);
	} rows[] = {
		{ "could have read the proof of concept before the attack",
		    put_people },
		{ "explanations that the instants leave", put_left },
		{ "named when it is asked", put_named_then },
		{ "named later", put_named_later },
		{ "who leaked, in this run", put_leaker },
	};

	put_heads(h, r, "The runs side by side");
	for (size_t k = 0; k < N_ROWS(rows); k++) {
		html_out_open(h, "tr");
		html_out_open(h, "th");
		html_out_attr(h, "scope", "row");
		html_out_str(h, rows[k].what);
		html_out_close(h);
		for (size_t i = 0; i < r->story.n_runs; i++) {
			html_out_open(h, "td");
			rows[k].put(h, r, i);
			html_out_close(h);
		}
		html_out_close(h);
	}
	part_table_end(h);
}

static const struct explain_row *
row_like(const struct explain *e, const struct explain_row *like)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct explain_row *x = &e->row[i];

		if (x->kind == like->kind && (x->name == NULL ||
		    (like->name != NULL && strcmp(x->name, like->name) == 0)))
			return x;
	}
	return NULL;
}

/* A wave or tier that opened only after it was asked is out, too. */
static const char *
answer_of(const struct replay_run *run, const struct explain_row *like)
{
	const struct explain_row *x = row_like(&run->asked, like);

	if (x == NULL && row_like(&run->line->independent, like) == NULL)
		return "there is none";
	return explain_answer_word(x != NULL ? x->answer : EXPLAIN_EXCLUDED);
}

/* The run that has most of them. */
static const struct explain *
widest(const struct replay *r)
{
	const struct explain *e = &r->run[0].asked;

	for (size_t i = 1; i < r->story.n_runs; i++)
		if (r->run[i].asked.n > e->n)
			e = &r->run[i].asked;
	return e;
}

static void
put_explanations(struct html_out *h, const struct replay *r)
{
	const struct explain *all = widest(r);

	put_heads(h, r, "Explanations side by side");
	for (size_t k = 0; k < all->n; k++) {
		html_out_open(h, "tr");
		html_out_open(h, "th");
		html_out_attr(h, "scope", "row");
		html_out_str(h, explain_kind_text(all->row[k].kind));
		if (all->row[k].name != NULL)
			html_out_fmt(h, " %s", all->row[k].name);
		html_out_close(h);
		for (size_t i = 0; i < r->story.n_runs; i++)
			html_out_element(h, "td", NULL, answer_of(&r->run[i],
			    &all->row[k]));
		html_out_close(h);
	}
	part_table_end(h);
}

static void
put_facts(struct html_out *h, const struct replay *r)
{
	static const char *const heads[] = { "what", "from where" };

	part_table(h, "stack", "Facts, and what was assumed", heads,
	    N_ROWS(heads));
	for (size_t i = 0; i < r->story.n_facts; i++) {
		const struct story_fact *f = &r->story.fact[i];

		html_out_open(h, "tr");
		html_out_element(h, "td", NULL, f->what);
		html_out_open(h, "td");
		if (f->assumed)
			html_out_element(h, "b", NULL, "assumed: ");
		html_out_str(h, f->source);
		html_out_close(h);
		html_out_close(h);
	}
	part_table_end(h);
}

/* The first command that a reader of the page can give. */
static void
put_check(struct html_out *h, const struct replay *r)
{
	char seed[HEX_LEN(32) + 1];

	hex_encode(seed, r->story.seed, sizeof(r->story.seed));
	html_out_element(h, "p", NULL, "Every figure on this page was worked "
	    "out by the run; the same story and seed give the same page. "
	    "What is found in a run lies beside it, and can be traced again:");
	for (size_t i = 0; i < r->story.n_runs; i++)
		for (size_t k = 0; k < r->run[i].story->n_found; k++) {
			html_out_open(h, "p");
			html_out_open(h, "code");
			html_out_fmt(h, "telltale trace --lab lab "
			    "found/%s-%zu.txt", r->run[i].story->id, k + 1);
			html_out_close(h);
			html_out_close(h);
		}
	html_out_open(h, "p");
	html_out_str(h, "Seed: ");
	html_out_element(h, "span", "hash", seed);
	html_out_close(h);
}

/* "3 validate, 17 elite, 80 member": in the order in which they come. */
static void
put_tiers(struct html_out *h, const struct story *s)
{
	bool told = false;

	for (size_t i = 0; i < s->n_partners; i++) {
		const char *tier = s->partner[i].tier;
		size_t n = 0, first = i;

		for (size_t k = 0; k < s->n_partners; k++) {
			if (strcmp(s->partner[k].tier, tier) != 0)
				continue;
			n++;
			first = k < first ? k : first;
		}
		if (first < i)
			continue;
		html_out_fmt(h, "%s%zu %s", told ? ", " : "", n, tier);
		told = true;
	}
}

static enum tt_err
put_body(struct html_out *h, const struct replay *r)
{
	char asked[INSTANT_LEN + 1];
	enum tt_err e;

	instant_format(r->story.asked_s, asked);
	html_out_open(h, "header");
	html_out_element(h, "h1", NULL, r->story.title);
	html_out_open(h, "p");
	html_out_fmt(h, "A recorded story, run again on a simulated clock. "
	    "The question is put at %s: what does the vendor know? Its "
	    "%zu partners, %zu people, are invented: ", asked,
	    r->story.n_partners, r->n_readers);
	put_tiers(h, &r->story);
	html_out_str(h, ".");
	html_out_close(h);
	html_out_close(h);
	html_out_open(h, "main");
	put_overview(h, r);
	part_heading(h, "h2", "then", "Without telltale");
	if ((e = put_runs(h, r, false)) != TT_OK)
		return e;
	part_heading(h, "h2", "with", "With telltale");
	if ((e = put_runs(h, r, true)) != TT_OK)
		return e;
	part_heading(h, "h2", "explanations", "What the instants leave");
	put_explanations(h, r);
	html_out_element(h, "p", NULL, "By the first attack that is known, "
	    "seen by a source that no partner could influence. What is "
	    "compatible is possible, and no more likely for it.");
	part_heading(h, "h2", "facts", "Facts, and what was assumed");
	put_facts(h, r);
	part_heading(h, "h2", "check", "Check it");
	put_check(h, r);
	html_out_close(h);
	return TT_OK;
}

int
replay_page(struct replay *r)
{
	const char *all[STYLES_MAX + 1];
	char path[FILE_PATH_MAX];
	struct html_out h;
	struct buf b;
	size_t n = 0;
	enum tt_err e;
	int code;

	for (size_t i = 0; line_style[i] != NULL && n < STYLES_MAX; i++)
		all[n++] = line_style[i];
	for (size_t i = 0; style[i] != NULL && n < STYLES_MAX; i++)
		all[n++] = style[i];
	all[n] = NULL;
	buf_init(&b, SHEET_MAX);
	sheet_begin(&h, &b, span_str(r->story.title), all);
	if ((e = put_body(&h, r)) != TT_OK ||
	    (e = file_path(path, r->work, "index.html")) != TT_OK)
		code = say_err(e, NULL, "cannot write the page");
	else
		code = sheet_end(&h, path);
	buf_done(&b);
	return code;
}
