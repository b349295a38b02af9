/* SPDX-License-Identifier: ISC */
/*
 * lab - make copies for invented readers, to see how tracing does; with
 * --attack, play attacks on such copies and count.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/rng.h"
#include "base/secret.h"
#include "cli/lab.h"
#include "cli/lab_measure.h"
#include "cli/roster_file.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "store/file.h"
#include "telltale/trace.h"

static const struct opt opts[] = {
	{ "readers", 'n', OPT_VALUE, "N", "how many readers there are" },
	{ "per-holder", 0, OPT_VALUE, "R",
	    "how many of them one partner has; 1 unless given" },
	{ "partners", 0, OPT_VALUE, "FILE",
	    "partners and readers of this list instead of invented ones" },
	{ "render", 0, OPT_VALUE, "K", "write the copies of the first K" },
	{ "output", 'o', OPT_VALUE, "OUT", "the folder to make" },
	{ "seed", 0, OPT_VALUE, "HEX",
	    "the codebook's key, 64 digits; else drawn at random, or with "
	    "--attack from the text" },
	{ "attack", 0, OPT_VALUE, "A,...",
	    "measure these attacks, or all: telltale help attacks" },
	{ "colluders", 0, OPT_VALUE, "C",
	    "how many readers mix their copies; 2 unless given" },
	{ "within", 0, OPT_FLAG, NULL,
	    "all of one partner; else each of another" },
	{ "trials", 0, OPT_VALUE, "T", "of each attack; 200 unless given" },
	{ "keep", 0, OPT_VALUE, "F",
	    "how much of a leak is found, from its beginning; 1" },
	{ "loss", 0, OPT_VALUE, "R", "how many sites cannot be read; 0" },
	{ "misread", 0, OPT_VALUE, "NU",
	    "how many of those read are misread; 0" },
	{ "epsilon", 0, OPT_VALUE, "E",
	    "the promise: an innocent one is named at most this often; 1e-6" },
	{ "report", 0, OPT_VALUE, "FILE.html",
	    "write a page of what was measured" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "lab",
	.args = "MARKED|DIR",
	.examples = {
		{ "lab advisory.md --readers 40 --render 4 -o /tmp/lab",
		    "40 readers, the copies of r0 to r3 as plain files" },
		{ "lab draft --readers 40 --colluders 2 --attack all",
		    "how often two who mix their copies are named" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "With --render and -o: change a copy as a leaker would, and "
	    "ask: telltale trace\n--lab OUT FILE. Nothing in OUT is secret: "
	    "never for a draft that was sealed.\nWith --attack nothing is "
	    "made: leaks are played and traced, and what comes of\nthem is "
	    "counted.",
};

struct asked {
	uint64_t readers, per_holder, render;
	const char *partners, *out, *seed;
	char folder[FILE_PATH_MAX];	/* out without / at its end */
	bool measures;			/* the form with --attack */
	struct lab_measure_asked measure;
};

static int
get_count(const struct opt_values *o, const char *name, uint64_t absent,
    uint64_t *out)
{
	const char *s = opt_value(opts, o, name);

	*out = absent;
	if (s == NULL)
		return CLI_DONE;
	if (span_u64(span_str(s), LAB_READERS_MAX, out) == TT_OK && *out > 0)
		return CLI_DONE;
	return say_fail(CLI_USAGE, NULL, "lab: --%s is a number from 1 to %d, "
	    "not '%s'", name, LAB_READERS_MAX, s);
}

/* Options of one form do not go with the other. */
static int
check_form(const struct opt_values *o, bool measures)
{
	static const char *const making[] = { "render", "output" };
	static const char *const measuring[] = { "colluders", "within",
		"trials", "keep", "loss", "misread", "epsilon", "report" };

	for (size_t i = 0; measures && i < N_ROWS(making); i++)
		if (opt_set(opts, o, making[i]))
			return say_fail(CLI_USAGE, "telltale lab --help",
			    "lab: --attack makes no folder, so not --%s too",
			    making[i]);
	for (size_t i = 0; !measures && i < N_ROWS(measuring); i++)
		if (opt_set(opts, o, measuring[i]))
			return say_fail(CLI_USAGE, "telltale lab --help",
			    "lab: --%s goes with --attack only", measuring[i]);
	return CLI_DONE;
}

static void
read_measure(const struct opt_values *o, struct lab_measure_asked *m)
{
	*m = (struct lab_measure_asked){
		.attacks = opt_value(opts, o, "attack"),
		.colluders = opt_value(opts, o, "colluders"),
		.trials = opt_value(opts, o, "trials"),
		.keep = opt_value(opts, o, "keep"),
		.loss = opt_value(opts, o, "loss"),
		.misread = opt_value(opts, o, "misread"),
		.epsilon = opt_value(opts, o, "epsilon"),
		.report = opt_value(opts, o, "report"),
		.within = opt_set(opts, o, "within") };
}

static int
read_out(const struct opt_values *o, struct asked *a)
{
	size_t n;

	a->out = opt_value(opts, o, "output");
	if (a->out == NULL || a->out[0] == '\0')
		return say_fail(CLI_USAGE, "telltale lab --help",
		    "lab: -o OUT is missing, or --attack");
	if (span_copy(span_str(a->out), a->folder, sizeof(a->folder)) != TT_OK)
		return say_err(TT_ELIMIT, NULL, "cannot make %s", a->out);
	for (n = strlen(a->folder); n > 1 && a->folder[n - 1] == '/'; n--)
		a->folder[n - 1] = '\0';
	if (file_exists(a->folder))
		return say_fail(CLI_USAGE, "name a folder that is not there "
		    "yet", "cannot make %s: it is there already", a->folder);
	return CLI_DONE;
}

static int
read_asked(const struct opt_values *o, struct asked *a)
{
	int code;

	a->measures = opt_set(opts, o, "attack");
	if ((code = get_count(o, "readers", 0, &a->readers)) != CLI_DONE ||
	    (code = get_count(o, "per-holder", 1, &a->per_holder)) !=
	    CLI_DONE ||
	    (code = get_count(o, "render", 0, &a->render)) != CLI_DONE ||
	    (code = check_form(o, a->measures)) != CLI_DONE)
		return code;
	a->partners = opt_value(opts, o, "partners");
	a->seed = opt_value(opts, o, "seed");
	read_measure(o, &a->measure);
	if (!a->measures && (code = read_out(o, a)) != CLI_DONE)
		return code;
	if (a->readers == 0 && a->partners == NULL)
		return say_fail(CLI_USAGE, "telltale lab --help",
		    "lab: --readers N is missing");
	if (a->partners != NULL && opt_set(opts, o, "per-holder"))
		return say_fail(CLI_USAGE, NULL, "lab: --partners says who "
		    "has how many readers, so not --per-holder too");
	return CLI_DONE;
}

/* What is measured of the same text is the same: its hash is the key. */
static int
set_key(struct lab *lab, const struct asked *a)
{
	const char *seed = a->seed;

	if ((lab->key = SECRET_NEW(struct tt_codebook_key)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a codebook");
	if (seed == NULL && a->measures)
		draft_text_hash(&lab->draft, lab->key->b);
	else if (seed == NULL)
		rng_fill(rng_system(), lab->key->b, sizeof(lab->key->b));
	else if (!hex_decode(lab->key->b, sizeof(lab->key->b), seed,
	    strlen(seed)))
		return say_fail(CLI_USAGE, NULL,
		    "lab: --seed is 64 hexadecimal digits, in lower case");
	return CLI_DONE;
}

/* r0 to r(N-1), R of them in each of h0, h1 and so on. */
static void
invent(struct lineup *l, const struct asked *a)
{
	char name[24];

	for (uint64_t i = 0; i < a->readers; i++) {
		if (i % a->per_holder == 0) {
			snprintf(name, sizeof(name), "h%llu",
			    (unsigned long long)(i / a->per_holder));
			lineup_add_holder(l, i / a->per_holder, name);
		}
		snprintf(name, sizeof(name), "r%llu", (unsigned long long)i);
		lineup_add_copy(l, i, name, TT_PROFILE_FULL);
	}
}

static int
line_up(struct cli *c, struct lab *lab, struct asked *a)
{
	struct lineup *l = &lab->lineup;
	int code = CLI_DONE;
	enum tt_err e;

	lineup_profiles_of(l, &lab->draft);
	if (a->partners == NULL)
		invent(l, a);
	else
		code = roster_file_all(c, l, &lab->draft, a->partners,
		    a->readers > 0 ? a->readers : LAB_READERS_MAX);
	if (code != CLI_DONE)
		return code;
	if ((e = lineup_err(l)) != TT_OK)
		return say_err(e, NULL, "cannot make a lab");
	if (l->roster.n_copies == 0 || l->roster.n_copies < a->readers)
		return say_fail(CLI_USAGE, "a smaller --readers",
		    "cannot make a lab: %s has %zu readers", a->partners,
		    l->roster.n_copies);
	if (a->render > l->roster.n_copies)
		return say_fail(CLI_USAGE, "a smaller --render", "cannot "
		    "write %llu copies: there are %zu readers",
		    (unsigned long long)a->render, l->roster.n_copies);
	return CLI_DONE;
}

static int
measure(struct cli *c, struct lab *lab, const struct asked *a,
    const char *source)
{
	struct lab_measure *m = calloc(1, sizeof(*m));
	int code;

	if (m == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot measure %s", source);
	m->source = source;
	if ((code = lab_measure_read(m, lab, &a->measure)) == CLI_DONE &&
	    (code = lab_measure_run(m, c)) == CLI_DONE &&
	    (code = lab_measure_page(m)) == CLI_DONE)
		code = lab_measure_tell(m, c);
	free(m);
	return code;
}

static int
run(struct cli *c, struct lab *lab, const struct opt_values *o,
    struct asked *a)
{
	const char *path = o->args[0];
	int code;
	enum tt_err e;

	if ((code = read_asked(o, a)) != CLI_DONE ||
	    (code = draft_read_loose(&lab->draft, path,
	    TT_MANIFEST_ANY_TIME)) != CLI_DONE)
		return code;
	if (lab->draft.bulletin->n_sites == 0)
		return say_fail(CLI_USAGE, "write {{one|another}} where two "
		    "wordings do as well, or {{hex 8}} for a constant",
		    "cannot make a lab of %s: there is no site in it", path);
	if ((code = set_key(lab, a)) != CLI_DONE ||
	    (code = line_up(c, lab, a)) != CLI_DONE)
		return code;
	lab->epsilon = TT_EPSILON;
	if ((e = lab_codebook(lab)) != TT_OK)
		return say_err(e, NULL, "cannot make a codebook");
	return a->measures ? measure(c, lab, a, path) :
	    lab_make(c, lab, a->render, a->folder);
}

int
verb_lab(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct lab *lab;
	struct asked a = { .out = NULL };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((lab = calloc(1, sizeof(*lab))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a lab");
	code = run(c, lab, &o, &a);
	lab_done(lab);
	free(lab);
	return code;
}
