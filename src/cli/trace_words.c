/* SPDX-License-Identifier: ISC */
/*
 * trace_words - a trace for people.
 *
 * Whoever is named stands beside the bound, and what the bound is not, and
 * what it does not exclude: nowhere is there a name alone.
 */
#include <stdio.h>

#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/stretch.h"
#include "cli/trace_say.h"
#include "telltale/verdict.h"

#define GROUNDS_SHOWN	12
#define SAID_MAX	65536	/* bytes of a paragraph */
#define STRETCHES	12	/* that are shown; the report has all */

static void
print_said(size_t indent, struct buf *b)
{
	if (buf_err(b) == TT_OK && b->n > 0)
		paragraph(indent, "%s", b->p);
	buf_done(b);
}

/* Each paragraph that applies. */
static void
print_all(size_t indent, trace_say *const *say, const struct tracing *t)
{
	struct buf b;

	for (; *say != NULL; say++) {
		buf_init(&b, SAID_MAX);
		(*say)(t, &b);
		print_said(indent, &b);
	}
}

/* What the verdict on one says, its bound, what is behind it. */
static void
print_suspect(const struct tracing *t, const struct tt_suspect *s)
{
	struct buf b;

	paragraph(2, "%s", tt_verdict_text(s->verdict, s->level));
	buf_init(&b, SAID_MAX);
	trace_say_bound(s, &b);
	print_said(2, &b);
	buf_init(&b, SAID_MAX);
	trace_say_permitted(t, s, &b);
	print_said(2, &b);
}

static void
print_copies(const struct tracing *t, const struct tt_suspect *holder)
{
	const struct tt_trace *r = t->trace;
	struct buf b;

	for (size_t i = 0; i < r->n_suspects; i++) {
		const struct tt_suspect *s = &r->suspects[i];

		if (s->level != TT_SITE_COPY || s->holder != holder->holder ||
		    s->verdict > TT_VERDICT_STRONG)
			continue;
		out_line("  within it, %s", trace_say_who(trace_reader(t, s)));
		print_suspect(t, s);
	}
	buf_init(&b, SAID_MAX);
	trace_say_no_copy(t, holder, &b);
	print_said(2, &b);
}

/* How the specimen looks to have been made, where several are named. */
static void
print_team(const struct tracing *t)
{
	struct buf b;

	if (t->trace->verdict != TT_VERDICT_NAMED ||
	    tt_model_tell(t->trace->team.model).colluders < 2)
		return;
	buf_init(&b, SAID_MAX);
	trace_say_made(t, &b);
	print_said(2, &b);
}

/* Where they are several: what reads as whose copy. */
static void
print_stretches(const struct tracing *t)
{
	struct stretches x;
	struct buf b;

	if (stretches_of(&x, t) == TT_OK && x.n > 0) {
		out_line("  which stretch reads as whose:");
		for (size_t i = 0; i < x.n && i < STRETCHES; i++) {
			buf_init(&b, SAID_MAX);
			stretch_say(&x, i, t, &b);
			print_said(4, &b);
		}
		if (x.n > STRETCHES)
			out_line("    and %zu more: --report, --json",
			    x.n - STRETCHES);
		buf_init(&b, SAID_MAX);
		buf_str(&b, stretch_words);
		print_said(4, &b);
	}
	stretches_done(&x);
}

/* Who is named, and who is worth asking. */
static void
print_verdict(const struct tracing *t)
{
	const struct tt_trace *r = t->trace;
	struct buf b;

	out_line("verdict: %s", tt_verdict_name(r->verdict));
	for (size_t i = 0; i < r->n_suspects; i++) {
		const struct tt_suspect *s = &r->suspects[i];

		if (s->level != TT_SITE_HOLDER ||
		    s->verdict > TT_VERDICT_STRONG)
			continue;
		out_line("  %s", trace_say_who(trace_partner(t, s)));
		print_suspect(t, s);
		if (s->verdict == TT_VERDICT_NAMED)
			print_copies(t, s);
	}
	print_team(t);
	print_stretches(t);
	buf_init(&b, SAID_MAX);
	trace_say_nobody(t, &b);
	print_said(2, &b);
}

static const struct out_column columns[] = {
	{ "level", "level", OUT_TEXT },
	{ "partner", "partner", OUT_TEXT },
	{ "reader", "reader", OUT_TEXT },
	{ "log_e", "log e", OUT_NUMBER },
	{ "p_value", "p", OUT_NUMBER },
	{ "bound", "an innocent, one in", OUT_NUMBER },
	{ "verdict", "verdict", OUT_TEXT },
};

static int
print_suspects(const struct tracing *t)
{
	const struct cli text = { .tty_out = true };
	struct out_table *table;
	struct buf one_in;
	char s[TRACE_SMALL_LEN];

	if (t->trace->n_suspects == 0 || t->showing.n_read == 0)
		return CLI_DONE;
	out_line(" ");
	table = out_table_new(&text, "", "", columns, N_ROWS(columns));
	for (size_t i = 0; i < t->trace->n_suspects; i++) {
		const struct tt_suspect *x = &t->trace->suspects[i];

		buf_init(&one_in, 64);
		tt_verdict_one_in(x->ln_bound, &one_in);
		out_str(table, tt_level_name(x->level));
		out_str(table, trace_say_who(trace_partner(t, x)));
		out_str(table, trace_reader(t, x));
		snprintf(s, sizeof(s), "%.2f", x->log_e);
		out_str(table, s);
		trace_say_small(x->ln_p, s);
		out_str(table, x->certified ? s : "-");
		out_span(table, buf_view(&one_in));
		out_str(table, tt_verdict_name(x->verdict));
		buf_done(&one_in);
	}
	return out_table_end(table);
}

static const struct out_column ground_columns[] = {
	{ "nats", "  nats", OUT_NUMBER },
	{ "place", "where", OUT_TEXT },
	{ "class", "class", OUT_TEXT },
	{ "found", "what stands there", OUT_TEXT },
};

static void
ground_row(struct out_table *table, const struct tracing *t,
    const struct tt_ground *g)
{
	const struct tt_bulletin *b = t->showing.site[g->slot].bulletin;
	const struct tt_site *s = t->showing.site[g->slot].site;
	struct span part = b->parts[s->part].name;
	char place[NAME_MAX_LEN + 24], nats[32];
	struct buf found;

	snprintf(nats, sizeof(nats), "  %+.2f", g->nats);
	snprintf(place, sizeof(place), "%.*s:%u", (int)part.n, part.p,
	    s->line);
	buf_init(&found, 4096);
	showing_found(&t->showing, g->slot, &found);
	out_str(table, nats);
	out_str(table, place);
	out_str(table, tt_class_name(s->class));
	out_span(table, buf_view(&found));
	buf_done(&found);
}

static int
print_grounds(const struct tracing *t, const struct tt_suspect *s)
{
	const struct cli text = { .tty_out = true };
	struct out_table *table;
	size_t n = s->n_grounds < GROUNDS_SHOWN ? s->n_grounds :
	    GROUNDS_SHOWN;
	int code;

	if (n == 0)
		return CLI_DONE;
	out_line(" ");
	if (s->level == TT_SITE_HOLDER)
		out_line("partner %s: it rests on",
		    trace_say_who(trace_partner(t, s)));
	else
		out_line("copy of %s: it rests on",
		    trace_say_who(trace_reader(t, s)));
	table = out_table_new(&text, "", "", ground_columns,
	    N_ROWS(ground_columns));
	for (size_t i = 0; i < n; i++)
		ground_row(table, t, &s->grounds[i]);
	if ((code = out_table_end(table)) == CLI_DONE && s->n_grounds > n)
		out_line("  and %zu more sites; --json lists them",
		    s->n_grounds - n);
	return code;
}

static void
print_limits(const struct tracing *t)
{
	out_line(" ");
	if (t->trace->verdict <= TT_VERDICT_STRONG) {
		out_line("not excluded:");
		for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
			paragraph(2, "- %s", tt_verdict_not_excluded[i]);
	}
	print_all(0, trace_say_limits, t);
}

static int
print_nothing(const struct traces *all)
{
	struct buf b;

	out_line("verdict: %s", tt_verdict_name(TT_VERDICT_NONE));
	buf_init(&b, SAID_MAX);
	trace_say_no_bulletin(all, &b);
	print_said(2, &b);
	buf_init(&b, SAID_MAX);
	trace_say_unread(all, &b);
	print_said(2, &b);
	return CLI_DONE;
}

static int
print_one(const struct tracing *t)
{
	int code = CLI_DONE;

	print_all(0, trace_say_read, t);
	print_verdict(t);
	print_all(2, trace_say_help, t);
	code = print_suspects(t);
	for (size_t i = 0; code == CLI_DONE && i < t->trace->n_suspects; i++)
		if (t->trace->suspects[i].verdict <= TT_VERDICT_STRONG)
			code = print_grounds(t, &t->trace->suspects[i]);
	if (code == CLI_DONE)
		print_limits(t);
	return code;
}

int
trace_print_words(const struct traces *all)
{
	int code = CLI_DONE;
	struct buf b;

	if (all->n == 0)
		return print_nothing(all);
	if (all->n > 1) {
		buf_init(&b, SAID_MAX);
		trace_say_several(all, &b);
		print_said(0, &b);
		out_line(" ");
	}
	for (size_t i = 0; i < all->n && code == CLI_DONE; i++) {
		if (i > 0)
			out_line(" ");
		code = print_one(all->at[i]);
	}
	return code;
}
