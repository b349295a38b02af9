/* SPDX-License-Identifier: ISC */
/*
 * trace_words - a trace for people.
 *
 * Whoever is named stands beside the bound, and what the bound is not, and
 * what it does not exclude: nowhere is there a name alone.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/say.h"
#include "cli/trace.h"
#include "telltale/power.h"
#include "telltale/verdict.h"

#define GROUNDS_SHOWN	12

static const char *
or_public(const char *id)
{
	return id != NULL ? id : "the public text";
}

/* A probability from its logarithm, however small: "2.1e-412". */
static void
format_small(double ln, char out[32])
{
	double exponent = floor(ln / M_LN10);
	double head = exp(ln - exponent * M_LN10);

	if (ln > -20)
		snprintf(out, 32, "%.2g", exp(ln));
	else
		snprintf(out, 32, "%.1fe%.0f", head, exponent);
}

/* What was read by somebody else. */
static void
print_given(const struct tracing *t)
{
	struct buf name;

	buf_init(&name, FILE_PATH_MAX * 4);
	say_escape(&name, span_str(t->specimen->file[0].path));
	if (buf_err(&name) == TT_OK)
		paragraph(0, "No specimen was looked at. What was read in it "
		    "is what %s says, and what follows is as true as that.",
		    name.p);
	buf_done(&name);
}

static void
print_head(const struct tracing *t)
{
	const struct tt_site_counts *c = &t->trace->sites;
	char classes[256] = "";
	size_t n = 0;

	for (enum tt_site_class k = 0; k < TT_SITE_CLASS_COUNT; k++)
		if (t->showing.total[k] > 0)
			n += (size_t)snprintf(classes + n,
			    sizeof(classes) - n, "%s%s %zu of %zu",
			    n > 0 ? ", " : "", tt_class_name(k),
			    t->showing.read[k], t->showing.total[k]);
	paragraph(0, "%s: %u of %u sites read (%s); %u say something else, "
	    "%u are cut out, %u are not in the specimen%s.",
	    t->bulletin, c->read, c->total, classes, c->novel, c->gone,
	    c->erased, t->specimen->n > 1 ? ", all its files together" : "");
	if (t->showing.observations->n_contradicted > 0)
		paragraph(0, "%zu of them say two different things: a mixture "
		    "of copies, or files of different leaks, which are "
		    "traced one by one.",
		    t->showing.observations->n_contradicted);
	if (!t->sure && t->sealed != NULL)
		paragraph(0, "What the specimen shares with this bulletin is "
		    "little enough to be said by others, too: that it is "
		    "from it is a guess. What follows holds in either case.");
}

static void
print_public(const struct tracing *t)
{
	char since[INSTANT_LEN + 1];

	if (!t->trace->public_explains || t->sealed == NULL)
		return;
	instant_format(t->sealed->record.public_s, since);
	paragraph(0, "This text has been public since %s, and the public "
	    "rendering explains the specimen. What equals it accuses nobody, "
	    "and was set aside before anybody else was judged.", since);
}

static void
print_published(const struct tracing *t)
{
	for (size_t i = 0; i < t->n_published; i++)
		if (t->trace->published_explain[i])
			paragraph(0, "The text in public/%s could be had by "
			    "everybody, and it explains the specimen. What "
			    "equals it accuses nobody, and was set aside "
			    "before anybody was judged.",
			    t->published[i].name);
}

static void
print_sentence(const struct tt_suspect *s)
{
	struct buf b;

	buf_init(&b, 4096);
	tt_verdict_sentence(s->ln_bound, s->level, &b);
	if (buf_err(&b) == TT_OK)
		paragraph(2, "%s", b.p);
	buf_done(&b);
}

static void
print_copies(const struct tracing *t, const struct tt_suspect *holder)
{
	const struct tt_trace *r = t->trace;
	const struct tt_suspect *best = NULL;

	for (size_t i = 0; i < r->n_suspects; i++) {
		const struct tt_suspect *s = &r->suspects[i];

		if (s->level != TT_SITE_COPY || s->holder != holder->holder ||
		    s->verdict > TT_VERDICT_STRONG)
			continue;
		out_line("  within it, %s", or_public(trace_reader(t, s)));
		paragraph(2, "%s", tt_verdict_text(s->verdict, s->level));
		print_sentence(s);
		best = s;
	}
	if (best == NULL && holder->copy == TT_NO_COPY)
		paragraph(2, "Which of its copies, the marks do not say.");
	else if (best == NULL && trace_reader(t, holder) != NULL)
		paragraph(2, "It has one copy, that of %s.",
		    trace_reader(t, holder));
}

/* How the specimen looks to have been made, where several are named. */
static void
print_team(const struct tracing *t)
{
	const struct tt_trace *r = t->trace;
	struct tt_model_told m = tt_model_tell(r->team.model);
	unsigned named = 0;

	for (size_t i = 0; i < r->n_suspects; i++)
		named += r->suspects[i].level == TT_SITE_HOLDER &&
		    r->suspects[i].verdict == TT_VERDICT_NAMED;
	if (named == 0 || m.colluders < 2)
		return;
	paragraph(2, "The specimen fits best as if %u holders had mixed their "
	    "copies, and %s. Nobody is accused by that: each name above "
	    "stands for itself, and whoever is not named may be innocent or "
	    "not.", m.colluders, m.words);
}

/* Who is named, and who is worth asking. */
static void
print_verdict(const struct tracing *t)
{
	const struct tt_trace *r = t->trace;
	bool any = false;

	out_line("verdict: %s", tt_verdict_name(r->verdict));
	for (size_t i = 0; i < r->n_suspects; i++) {
		const struct tt_suspect *s = &r->suspects[i];

		if (s->level != TT_SITE_HOLDER ||
		    s->verdict > TT_VERDICT_STRONG)
			continue;
		any = true;
		out_line("  %s", or_public(trace_partner(t, s)));
		paragraph(2, "%s", tt_verdict_text(s->verdict, s->level));
		print_sentence(s);
		if (s->needs_permitted)
			paragraph(2, "It would be named, but only by "
			    "constants that a permitted use of the bulletin "
			    "gives away.");
		if (s->verdict == TT_VERDICT_NAMED)
			print_copies(t, s);
	}
	print_team(t);
	if (!any && r->verdict == TT_VERDICT_NONE)
		paragraph(2, "%s", tt_verdict_text(r->verdict, TT_SITE_HOLDER));
	else if (!any)
		paragraph(2, "Nobody is named: the sites that could be read "
		    "do not decide it.");
}

static void
print_power(const struct tt_trace *r)
{
	if (isnan(r->power[0]))
		return;
	if (isnan(r->power[1]))
		paragraph(2, "Had one holder's copy leaked, this much of it "
		    "would have named it in %.0f of 100 cases.",
		    floor(100 * r->power[0]));
	else
		paragraph(2, "Had one holder's copy leaked, it would have "
		    "been named in %.0f of 100 cases; of two who mix in the "
		    "way that hides most, one of them in %.0f of 100.",
		    floor(100 * r->power[0]), floor(100 * r->power[1]));
}

static void
print_help(const struct tracing *t)
{
	struct buf b;

	if (t->trace->verdict != TT_VERDICT_INCONCLUSIVE)
		return;
	if (t->trace->too_short)
		paragraph(2, "Not even a copy that agrees at every site could "
		    "be named by so little. More of the text would help.");
	else
		print_power(t->trace);
	buf_init(&b, 4096);
	tt_power_sentence(t->sites_needed, t->trace->sites.read, 0, &b);
	if (t->showing.n_read > 0 && buf_err(&b) == TT_OK)
		paragraph(2, "%s", b.p);
	buf_done(&b);
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
	char s[32];

	if (t->trace->n_suspects == 0 || t->showing.n_read == 0)
		return CLI_DONE;
	out_line(" ");
	table = out_table_new(&text, "", "", columns, N_ROWS(columns));
	for (size_t i = 0; i < t->trace->n_suspects; i++) {
		const struct tt_suspect *x = &t->trace->suspects[i];

		buf_init(&one_in, 64);
		tt_verdict_one_in(x->ln_bound, &one_in);
		out_str(table, tt_level_name(x->level));
		out_str(table, or_public(trace_partner(t, x)));
		out_str(table, trace_reader(t, x));
		snprintf(s, sizeof(s), "%.2f", x->log_e);
		out_str(table, s);
		format_small(x->ln_p, s);
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
		    or_public(trace_partner(t, s)));
	else
		out_line("copy of %s: it rests on",
		    or_public(trace_reader(t, s)));
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
	const struct tt_trace *r = t->trace;
	char leaf[HEX_LEN(32) + 1];

	out_line(" ");
	if (r->verdict <= TT_VERDICT_STRONG) {
		out_line("not excluded:");
		for (size_t i = 0; tt_verdict_not_excluded[i] != NULL; i++)
			paragraph(2, "- %s", tt_verdict_not_excluded[i]);
	}
	if (r->n_others > 0)
		paragraph(0, "The holders of the other bulletins in it count "
		    "too: %zu more.", r->n_others);
	paragraph(0, "Judged among %zu holders with %zu copies, as reading "
	    "%llu of this bulletin: an innocent holder is named with "
	    "probability at most %.2g, and within one that is named an "
	    "innocent copy of it likewise. Partners who mix their copies are "
	    "not weighed in this version.", r->n_holders, r->n_copies,
	    (unsigned long long)r->t, r->epsilon_t / 2);
	if (t->lab != NULL) {
		paragraph(0, "A lab: invented copies, nothing was logged.");
		return;
	}
	hex_encode(leaf, t->leaf.b, sizeof(t->leaf.b));
	paragraph(0, "What was read was logged before any row was looked at: "
	    "%s, %s.", leaf, t->posted ? "handed to the hub" :
	    "waiting in the vault for the hub");
	if (t->found_again) {
		hex_encode(leaf, t->first_specimen.b,
		    sizeof(t->first_specimen.b));
		paragraph(0, "The very same was read before, in the specimen "
		    "with SHA-256 %s: one leak found twice is one reading.",
		    leaf);
	}
	paragraph(0, "This trace is outside a case: it cannot become a "
	    "finding.");
}

static int
print_nothing(const struct traces *all)
{
	out_line("verdict: %s", tt_verdict_name(TT_VERDICT_NONE));
	if (all->n_compared + all->n_unread == 0)
		paragraph(2, "This vault has sealed nothing yet, so there is "
		    "nothing that the specimen could be from.");
	else
		paragraph(2, "No bulletin of this vault is in it: it was "
		    "compared with %zu, and no passage of any stands there "
		    "that would be enough to weigh.", all->n_compared);
	if (all->n_unread > 0)
		paragraph(2, "%zu more could not be read, and it may be from "
		    "one of those.", all->n_unread);
	return CLI_DONE;
}

static int
print_one(const struct tracing *t)
{
	int code = CLI_DONE;

	if (t->given != NULL)
		print_given(t);
	print_head(t);
	print_public(t);
	print_published(t);
	print_verdict(t);
	print_help(t);
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

	if (all->n == 0)
		return print_nothing(all);
	if (all->n > 1) {
		paragraph(0, "%zu bulletins are in this specimen. Each is "
		    "traced by itself; the bounds count the holders of all "
		    "of them.", all->n);
		out_line(" ");
	}
	for (size_t i = 0; i < all->n && code == CLI_DONE; i++) {
		if (i > 0)
			out_line(" ");
		code = print_one(all->at[i]);
	}
	return code;
}
