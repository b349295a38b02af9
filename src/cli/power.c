/* SPDX-License-Identifier: ISC */
/* power - before sending: how likely a leaker would be named. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "cli/epsilon.h"
#include "cli/power_own.h"
#include "cli/roster_file.h"
#include "cli/say.h"
#include "cli/verbs.h"

#define HOLDERS		100	/* unless given */
#define COPIES		20	/* of each, likewise */
#define HOLDERS_MAX	1000000
#define COPIES_MAX	10000
#define PRECISE		400	/* trials */

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
	code = c->json ? power_print_json(lab, &p) : power_print(lab, &p);
	return code == CLI_DONE && !power_cases_enough(&p) ? CLI_NO : code;
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
