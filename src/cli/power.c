/* SPDX-License-Identifier: ISC */
/* power - before sending: how likely a leaker would be named. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "base/secret.h"
#include "cli/epsilon.h"
#include "cli/goal.h"
#include "cli/lab.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/power_cases.h"
#include "cli/roster_file.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "telltale/power.h"
#include "telltale/trace.h"
#include "telltale/verdict.h"

#define HOLDERS		100	/* unless given */
#define COPIES		20	/* of each, likewise */
#define HOLDERS_MAX	1000000
#define COPIES_MAX	10000
#define PRECISE		400	/* trials */
#define BAR		40	/* columns of a bar */

static const struct opt opts[] = {
	{ "partners", 0, OPT_VALUE, "FILE",
	    "approved partners of this list, each with its readers" },
	{ "holders", 0, OPT_VALUE, "N",
	    "how many partners there are; 100 unless given" },
	{ "copies", 0, OPT_VALUE, "N",
	    "how many copies each has; 20 unless given" },
	{ "epsilon", 0, OPT_VALUE, "E",
	    "the promise: an innocent one is named at most this often; 1e-6" },
	{ "precise", 0, OPT_FLAG, NULL, "400 trials instead of 200" },
	{ "each", 0, OPT_FLAG, NULL,
	    "every attack by itself, too; that takes minutes" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "power",
	.args = "MARKED|DIR",
	.examples = {
		{ "power drafts/EX-2026-014",
		    "what the marks of a bulletin can prove" },
		{ "power advisory.md --partners partners.json",
		    "the same for the partners that there are" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Exit 1: too little to name a lone leaker of the whole text "
	    "in 95 of 100 cases.\nOf those who mix, the share is that under "
	    "the attack that leaves least: telltale lab\nshows each.",
};

struct asked {
	uint64_t holders, copies;
	const char *partners;
	unsigned trials;
	bool each;
};

static int
get_count(const struct opt_values *o, const char *name, uint64_t max,
    uint64_t *out)
{
	const char *s = opt_value(opts, o, name);

	if (s == NULL || (span_u64(span_str(s), max, out) == TT_OK &&
	    *out > 0))
		return CLI_DONE;
	return say_fail(CLI_USAGE, NULL, "power: --%s is a number from 1 to "
	    "%llu, not '%s'", name, (unsigned long long)max, s);
}

static int
read_asked(const struct opt_values *o, struct asked *a, double *epsilon)
{
	int code;

	*a = (struct asked){ .holders = HOLDERS, .copies = COPIES };
	if ((code = get_count(o, "holders", HOLDERS_MAX, &a->holders)) !=
	    CLI_DONE ||
	    (code = get_count(o, "copies", COPIES_MAX, &a->copies)) !=
	    CLI_DONE ||
	    (code = epsilon_read("power", opt_value(opts, o, "epsilon"),
	    epsilon)) != CLI_DONE)
		return code;
	a->partners = opt_value(opts, o, "partners");
	a->each = opt_set(opts, o, "each");
	if (opt_set(opts, o, "precise"))
		a->trials = PRECISE;
	if (a->partners != NULL && (opt_set(opts, o, "holders") ||
	    opt_set(opts, o, "copies")))
		return say_fail(CLI_USAGE, NULL, "power: --partners says how "
		    "many there are, so not --holders or --copies too");
	return CLI_DONE;
}

static int
line_up(const struct cli *c, struct lab *lab, const struct asked *a)
{
	struct lineup *l = &lab->lineup;
	int code = CLI_DONE;
	enum tt_err e;

	lineup_profiles_of(l, &lab->draft);
	if (a->partners != NULL)
		code = roster_file_approved(c, l, &lab->draft, a->partners);
	for (uint64_t h = 0; a->partners == NULL && h < a->holders; h++) {
		lineup_add_holder(l, h, "");
		for (uint64_t k = 0; k < a->copies; k++)
			lineup_add_copy(l, h * a->copies + k, "",
			    TT_PROFILE_FULL);
	}
	if (code == CLI_DONE && (e = lineup_err(l)) != TT_OK)
		code = say_err(e, NULL, "cannot make so many copies");
	return code;
}

static void
count_sites(const struct tt_bulletin *b, size_t *classes)
{
	for (size_t i = 0; i < b->n_sites; i++)
		classes[b->sites[i].class]++;
}

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

	count_sites(b, n);
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

static void
put_power(struct json_out *j, const char *key, const struct tt_power *p,
    const struct tt_attack *attack)
{
	json_out_key(j, key);
	if (p->trials == 0) {
		json_out_null(j);
		return;
	}
	json_out_object(j);
	json_out_key(j, "share");
	json_out_real(j, p->share);
	json_out_key(j, "low");
	json_out_real(j, p->lo);
	json_out_key(j, "high");
	json_out_real(j, p->hi);
	json_out_key(j, "trials");
	json_out_u64(j, p->trials);
	json_out_key(j, "attack");
	json_out_str(j, attack != NULL ? attack->name : NULL);
	json_out_object_end(j);
}

/* Of two and more: what the worst attack leaves. */
static void
put_mixing(struct json_out *j, const struct power_case *row)
{
	json_out_key(j, "mixing");
	json_out_array(j);
	for (unsigned k = 1; k < POWER_COALITIONS; k++) {
		if (row->holder[k].power.trials == 0)
			continue;
		json_out_object(j);
		json_out_key(j, "colluders");
		json_out_u64(j, power_colluders[k]);
		put_power(j, "holder", &row->holder[k].power,
		    row->holder[k].attack);
		put_power(j, "copy", &row->copy[k].power,
		    row->copy[k].attack);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_attacks(struct json_out *j, const struct power_cases *p)
{
	json_out_key(j, "attacks");
	json_out_array(j);
	for (size_t i = 0; i < p->n_attacks; i++)
		for (unsigned k = 1; k < POWER_COALITIONS; k++) {
			json_out_object(j);
			json_out_key(j, "colluders");
			json_out_u64(j, power_colluders[k]);
			put_power(j, "holder", &p->attack[i].holder[k],
			    p->attack[i].attack);
			json_out_object_end(j);
		}
	json_out_array_end(j);
}

static void
put_sites(struct json_out *j, const struct tt_bulletin *b)
{
	size_t n[TT_SITE_CLASS_COUNT] = { 0 };

	count_sites(b, n);
	json_out_key(j, "sites");
	json_out_object(j);
	json_out_key(j, "total");
	json_out_u64(j, b->n_sites);
	json_out_key(j, "holder");
	json_out_u64(j, b->n_holder);
	json_out_key(j, "copy");
	json_out_u64(j, b->n_copy);
	json_out_key(j, "value");
	json_out_u64(j, b->n_value);
	for (enum tt_site_class c = 0; c < TT_SITE_CLASS_COUNT; c++) {
		json_out_key(j, tt_class_name(c));
		json_out_u64(j, n[c]);
	}
	json_out_object_end(j);
}

/* Of a partner with one copy for all its people: holder, and no person. */
static void
put_organisation(struct json_out *j, const struct power_cases *p)
{
	const struct tt_power none = { .trials = 0 };

	json_out_key(j, "organisation_marks");
	json_out_object(j);
	put_power(j, "holder", &p->row[0].holder[0].power, NULL);
	put_power(j, "copy", &none, NULL);
	put_power(j, "copy_lost", &p->row[0].copy[0].power, NULL);
	json_out_object_end(j);
}

static int
print_json(const struct lab *lab, const struct power_cases *p)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-power/1");

	put_sites(j, lab->draft.bulletin);
	json_out_key(j, "words");
	json_out_u64(j, p->words);
	json_out_key(j, "holders");
	json_out_u64(j, lab->lineup.roster.n_holders);
	json_out_key(j, "copies");
	json_out_u64(j, lab->lineup.roster.n_copies);
	json_out_key(j, "epsilon");
	json_out_real(j, lab->epsilon);
	json_out_key(j, "enough");
	json_out_bool(j, power_cases_enough(p));
	json_out_key(j, "sites_needed");
	if (p->sites_needed > 0)
		json_out_u64(j, p->sites_needed);
	else
		json_out_null(j);
	json_out_key(j, "cases");
	json_out_array(j);
	for (size_t i = 0; i < p->n; i++) {
		json_out_object(j);
		json_out_key(j, "what");
		json_out_str(j, p->row[i].what);
		put_power(j, "holder", &p->row[i].holder[0].power, NULL);
		put_power(j, "copy", &p->row[i].copy[0].power, NULL);
		put_mixing(j, &p->row[i]);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	put_attacks(j, p);
	put_organisation(j, p);
	return out_json_end(&o);
}

static int
print(const struct cli *c, const struct lab *lab, const struct power_cases *p)
{
	int code;

	if (c->json)
		code = print_json(lab, p);
	else {
		print_head(lab);
		if ((code = print_cases(p)) == CLI_DONE) {
			print_chart(p);
			code = print_attacks(p);
		}
		if (code == CLI_DONE)
			code = print_advice(lab, p);
	}
	if (code == CLI_DONE && !power_cases_enough(p))
		code = CLI_NO;
	return code;
}

/* The same text has the same answer: its hash is the rehearsal's key. */
static enum tt_err
set_key(struct lab *lab)
{
	if ((lab->key = SECRET_NEW(struct tt_codebook_key)) == NULL)
		return TT_ENOMEM;
	draft_text_hash(&lab->draft, lab->key->b);
	return lab_codebook(lab);
}

static int
measure(const struct cli *c, struct lab *lab, const struct opt_values *o)
{
	struct power_cases p = { .n = 0 };
	struct asked a;
	int code;
	enum tt_err e;

	if ((code = read_asked(o, &a, &lab->epsilon)) != CLI_DONE ||
	    (code = draft_read_loose(&lab->draft, o->args[0],
	    TT_MANIFEST_ANY_TIME)) != CLI_DONE)
		return code;
	if (lab->draft.bulletin->n_sites == 0)
		return say_fail(CLI_NO, "write {{one|another}} where two "
		    "wordings do as well, or {{hex 8}} for a constant; prose "
		    "and code of your own work best", "%s can prove nothing: "
		    "there is no site in it", o->args[0]);
	if ((code = line_up(c, lab, &a)) != CLI_DONE)
		return code;
	if ((e = set_key(lab)) != TT_OK ||
	    (e = power_cases_run(&p, c, lab, a.trials, a.each)) != TT_OK)
		return say_err(e, NULL, "cannot measure %s", o->args[0]);
	return print(c, lab, &p);
}

int
verb_power(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct lab *lab;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((lab = calloc(1, sizeof(*lab))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot measure");
	code = measure(c, lab, &o);
	lab_done(lab);
	free(lab);
	return code;
}
