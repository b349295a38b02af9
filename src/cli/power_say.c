/* SPDX-License-Identifier: ISC */
/* power_say - what power measured, for people. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "cli/goal.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/power_own.h"
#include "telltale/power.h"
#include "telltale/verdict.h"

#define BAR		40	/* columns of a bar */

/* What a class of site lives through; telltale/site.h. */
static const char *const survives[] = {
	[TT_CLASS_WORDING] = "retyping, screenshots",
	[TT_CLASS_ORDER] = "the same, as far as the order is kept",
	[TT_CLASS_LAYOUT] = "copying; lost by retyping",
	[TT_CLASS_DATA] = "other words, use as a weapon",
	[TT_CLASS_FACT] = "retelling, translation",
};

_Static_assert(N_ROWS(survives) == TT_SITE_CLASS_COUNT, "one for each class");

static const struct out_column class_columns[] = {
	{ "class", "  class", OUT_TEXT },
	{ "sites", "sites", OUT_NUMBER },
	{ "survives", "survives", OUT_TEXT },
};

static int
print_classes(const struct tt_bulletin *b)
{
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", class_columns,
	    N_ROWS(class_columns));
	size_t n[TT_SITE_CLASS_COUNT] = { 0 };
	char name[32];

	power_count_sites(b, n);
	for (enum tt_site_class c = 0; c < TT_SITE_CLASS_COUNT; c++) {
		if (n[c] == 0)
			continue;
		snprintf(name, sizeof(name), "  %s", tt_class_name(c));
		out_str(t, name);
		out_int(t, (int64_t)n[c]);
		out_str(t, survives[c]);
	}
	return out_table_end(t);
}

/* "94 %", and of those who mix the attack that leaves so little. */
static void
format_share(const struct tt_power_worst *w, char out[48])
{
	const char *how = w->attack != NULL && w->power.share < 1 ?
	    w->attack->name : "";

	if (w->power.trials == 0)
		snprintf(out, 48, "-");
	else
		snprintf(out, 48, "%.0f %%%s%s", floor(100 * w->power.share),
		    how[0] != '\0' ? " " : "", how);
}

static const struct out_column case_columns[] = {
	{ "what", "  what leaks", OUT_TEXT },
	{ "one", "one partner", OUT_TEXT },
	{ "two", "two mixing", OUT_TEXT },
	{ "three", "three", OUT_TEXT },
	{ "five", "five", OUT_TEXT },
	{ "copy", "the copy", OUT_TEXT },
	{ "copies", "two copies", OUT_TEXT },
};

static int
print_cases(const struct power_cases *p)
{
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", case_columns,
	    N_ROWS(case_columns));
	char s[64];

	for (size_t i = 0; i < p->n; i++) {
		snprintf(s, sizeof(s), "  %s", p->row[i].what);
		out_str(t, s);
		for (unsigned k = 0; k < POWER_COALITIONS; k++) {
			format_share(&p->row[i].holder[k], s);
			out_str(t, s);
		}
		for (unsigned k = 0; k < 2; k++) {
			format_share(&p->row[i].copy[k], s);
			out_str(t, s);
		}
	}
	return out_table_end(t);
}

/* A bar: certain up to the interval's low end, open up to its high one. */
static void
format_bar(const struct tt_power *p, char out[BAR + 1])
{
	int lo = (int)floor(BAR * p->lo + .5), hi = (int)ceil(BAR * p->hi);

	for (int i = 0; i < BAR; i++)
		out[i] = i < lo ? '#' : i < hi ? '-' : ' ';
	out[BAR] = '\0';
}

static void
print_chart(const struct power_cases *p)
{
	static const char *const who[POWER_COALITIONS] = { "one", "two",
		"three", "five" };
	char bar[BAR + 1];

	out_line("The whole text, one of those who leaked is named (95 %% "
	    "interval dashed):");
	for (unsigned k = 0; k < POWER_COALITIONS; k++) {
		const struct tt_power *w = &p->row[0].holder[k].power;

		format_bar(w, bar);
		out_line("  %-6s|%s| %.0f to %.0f %%", who[k], bar,
		    floor(100 * w->lo), ceil(100 * w->hi));
	}
}

static const struct out_column attack_columns[] = {
	{ "attack", "  attack", OUT_TEXT },
	{ "two", "two", OUT_NUMBER },
	{ "three", "three", OUT_NUMBER },
	{ "five", "five", OUT_NUMBER },
	{ "what", "what they do", OUT_TEXT },
};

static int
print_attacks(const struct power_cases *p)
{
	const struct cli text = { .tty_out = true };
	struct out_table *t;
	char s[64];

	if (p->n_attacks == 0)
		return CLI_DONE;
	t = out_table_new(&text, "", "", attack_columns,
	    N_ROWS(attack_columns));
	for (size_t i = 0; i < p->n_attacks; i++) {
		const struct power_attack *a = &p->attack[i];

		snprintf(s, sizeof(s), "  %s", a->attack->name);
		out_str(t, s);
		for (unsigned k = 1; k < POWER_COALITIONS; k++) {
			snprintf(s, sizeof(s), "%.0f %%",
			    floor(100 * a->holder[k].share));
			out_str(t, s);
		}
		out_str(t, a->attack->what);
	}
	return out_table_end(t);
}

static void
print_head(const struct lab *lab)
{
	const struct tt_bulletin *b = lab->draft.bulletin;
	const struct tt_roster *r = &lab->lineup.roster;
	struct buf one_in;
	bool flat = true;

	for (size_t i = 0; i < b->n_sites; i++)
		flat = flat && (b->sites[i].flat || tt_site_is_value(
		    &b->sites[i]));
	out_line("%zu sites: %zu that all copies of a partner share, %zu of "
	    "each copy its own%s", b->n_sites, b->n_holder, b->n_copy,
	    flat ? "; all flat" : "");
	if (print_classes(b) != CLI_DONE)
		return;
	buf_init(&one_in, 64);
	tt_verdict_one_in(log(lab->epsilon), &one_in);
	paragraph(0, "How often one of those who leaked is named, among %zu "
	    "holders with %zu copies, where an innocent holder may be named "
	    "once in %s specimens at most; of those who mix their copies, "
	    "under the attack that leaves least:",
	    r->n_holders, r->n_copies, one_in.p != NULL ? one_in.p : "");
	buf_done(&one_in);
}

static const struct out_column part_columns[] = {
	{ "part", "  part", OUT_TEXT },
	{ "words", "words", OUT_NUMBER },
	{ "sites", "sites", OUT_NUMBER },
	{ "dense", "in 100 words", OUT_NUMBER },
};

/* Where there is room for more sites: mark finds 11 to 15 in 100 words. */
static int
print_parts(const struct lab *lab, const struct power_cases *p)
{
	const struct tt_bulletin *b = lab->draft.bulletin;
	const struct cli text = { .tty_out = true };
	struct out_table *t;
	char s[NAME_MAX_LEN + 8];

	if (power_cases_enough(p))
		return CLI_DONE;
	out_line("Where the sites stand; mark proposes 11 to 15 in 100 words "
	    "of prose:");
	t = out_table_new(&text, "", "", part_columns, N_ROWS(part_columns));
	for (size_t i = 0; i < b->n_parts; i++) {
		size_t n = 0;

		for (size_t k = 0; k < b->n_sites; k++)
			n += b->sites[k].part == i;
		snprintf(s, sizeof(s), "  %.*s", (int)b->parts[i].name.n,
		    b->parts[i].name.p);
		out_str(t, s);
		out_int(t, p->part_words[i]);
		out_int(t, (int64_t)n);
		snprintf(s, sizeof(s), "%.1f", p->part_words[i] == 0 ? 0 :
		    100. * (double)n / p->part_words[i]);
		out_str(t, s);
	}
	return out_table_end(t);
}

/* What would have to be there for two, three who mix. */
static void
print_mixing(const struct lab *lab, const struct power_cases *p)
{
	size_t n = lab->draft.bulletin->n_sites;
	uint64_t holders = lab->lineup.roster.n_holders;

	for (unsigned k = 1; k <= 2; k++) {
		const struct goal g = { .colluders = power_colluders[k],
			.holders = holders };
		uint32_t need = goal_sites(&g, n);

		if (p->row[0].holder[k].power.share >= TT_POWER_ASKED)
			continue;
		paragraph(0, "For %s who mix, %" PRIu32 " sites in words "
		    "would do, %s; constants they will find and replace.",
		    k == 1 ? "two" : "three", need, k == 1 ? "about 1,200 "
		    "words marked as mark does" : "over 2,000 words");
	}
}

/*
 * Where one copy is for all of an organisation the marks that tell persons
 * are lost, and those that tell holders are not.
 */
static void
print_organisation(const struct power_cases *p)
{
	const struct tt_power *holder = &p->row[0].holder[0].power;
	const struct tt_power *copy = &p->row[0].copy[0].power;

	if (holder->trials == 0 || copy->trials == 0)
		return;
	paragraph(0, "A partner that asked for marks of the organisation only "
	    "(telltale partner marks) has one copy for all: from the whole "
	    "text it is named as often as above, in %.0f of 100 cases, and "
	    "the person, in %.0f of 100 elsewhere, in none.",
	    100 * holder->share, 100 * copy->share);
}

static int
print_advice(const struct lab *lab, const struct power_cases *p)
{
	size_t n = lab->draft.bulletin->n_sites;
	struct buf b;
	int code;

	buf_init(&b, 4096);
	tt_power_sentence(p->sites_needed, (uint32_t)n, p->words, &b);
	if (buf_err(&b) == TT_OK)
		paragraph(0, "%s", b.p);
	buf_done(&b);
	if (p->sites_needed > n)
		paragraph(0, "Too little: %zu more sites like these are "
		    "missing. A constant, {{hex 8}}, that is left in its "
		    "place counts for about thirty in words.",
		    p->sites_needed - n);
	code = print_parts(lab, p);
	print_mixing(lab, p);
	print_organisation(p);
	paragraph(0, "Whoever retells the text in other words, or has a "
	    "machine do it, leaves facts and constants only: the last line "
	    "of the table, or nothing where it is missing.");
	return code;
}

int
power_print(const struct lab *lab, const struct power_cases *p)
{
	int code;

	print_head(lab);
	if ((code = print_cases(p)) != CLI_DONE)
		return code;
	print_chart(p);
	code = print_attacks(p);
	return code == CLI_DONE ? print_advice(lab, p) : code;
}
