/* SPDX-License-Identifier: ISC */
/* trace - from something found to what the marks say about whose it was. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/cores.h"
#include "cli/match.h"
#include "cli/out.h"
#include "cli/permitted.h"
#include "cli/power_cases.h"
#include "cli/report.h"
#include "cli/say.h"
#include "cli/trace.h"
#include "cli/verbs.h"
#include "store/file.h"
#include "telltale/power.h"
#include "telltale/verdict.h"

#define SEARCH_TRIALS	100	/* at each step of a search */

static const struct opt opts[] = {
	{ "bulletin", 'b', OPT_VALUE, "ID",
	    "the bulletin that leaked, instead of the one that fits best" },
	{ "lab", 0, OPT_VALUE, "DIR",
	    "trace against what telltale lab made; no vault, nothing logged" },
	{ "observations", 0, OPT_VALUE, "FILE",
	    "write there what was read at which site" },
	{ "read", 0, OPT_VALUE, "OBSERVATIONS.json",
	    "weigh what was read before, as that file says; no SPECIMEN" },
	{ "page", 0, OPT_VALUE, "FILE.html",
	    "write there a page that shows what was read where" },
	{ "report", 0, OPT_VALUE, "FILE.html",
	    "write there a page: the verdict, the evidence, how to check it" },
	{ "tls-keys", 0, OPT_VALUE, "FILE",
	    "an NSS key log: what is encrypted in a capture is read, too" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "trace",
	.args = "SPECIMEN...",
	.examples = {
		{ "trace mail.eml shot.png",
		    "find the bulletin and whose copy it was" },
		{ "trace --lab /tmp/lab /tmp/lab/r2/advisory.md",
		    "the same, on a text of your own that you marked" },
	},
	.opts = opts,
	.args_max = OPT_ARGS_MAX,
	.notes = "Several files are parts of one leak; different leaks are "
	    "traced one by one.\nWhat was read is logged before any row is "
	    "looked at, and the t-th reading of a\nbulletin is judged at "
	    "epsilon/(t(t+1)). Exit 0: somebody is named; 1: nobody.\n"
	    "With --read, --bulletin or --lab says of what bulletin; in a "
	    "vault the file's t\nmust be the next one of it.",
};

const char *
trace_partner(const struct tracing *t, const struct tt_suspect *s)
{
	const char *id = t->lineup->partner[s->holder].id;

	return id[0] != '\0' ? id : NULL;
}

const char *
trace_reader(const struct tracing *t, const struct tt_suspect *s)
{
	const char *id;

	if (s->copy == TT_NO_COPY)
		return NULL;
	id = t->lineup->reader[s->copy].id;
	return id[0] != '\0' ? id : NULL;
}

uint64_t
trace_number(const struct tracing *t, const struct tt_suspect *s)
{
	const struct tt_roster *r = &t->lineup->roster;

	return s->level == TT_SITE_HOLDER ? r->holders[s->holder].number :
	    r->copies[s->copy].number;
}

double
trace_ln_out(const struct tt_suspect *s)
{
	return fmin(0, log((double)s->n) - s->log_e_out);
}

struct tracing *
trace_add(struct traces *all)
{
	struct tracing *t = calloc(1, sizeof(*t));

	if (t == NULL) {
		(void)say_err(TT_ENOMEM, NULL, "cannot trace");
		return NULL;
	}
	t->cli = all->cli;
	t->specimen = &all->specimen;
	t->given = all->given;
	t->in_case = all->in_case;
	t->epsilon = TT_EPSILON;
	all->at[all->n++] = t;
	return t;
}

static int
open_lab(struct traces *all, const char *dir)
{
	struct tracing *t = trace_add(all);
	struct showing_text text;
	int code;
	enum tt_err e;

	if (t == NULL)
		return CLI_TROUBLE;
	if ((t->lab = calloc(1, sizeof(*t->lab))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	if ((code = lab_read(t->lab, dir)) != CLI_DONE)
		return code;
	t->draft = &t->lab->draft;
	t->codebook = t->lab->codebook;
	t->lineup = &t->lab->lineup;
	t->bulletin = t->draft->manifest != NULL ? t->draft->manifest->id :
	    "lab";
	t->epsilon = t->lab->epsilon;
	t->t = 1;
	t->sure = true;
	text = (struct showing_text){ t->draft->bulletin, NULL };
	if ((e = showing_read(&t->showing, &text, 1, text.bulletin->n_sites,
	    t->specimen)) != TT_OK)
		return say_err(e, NULL, "cannot read the specimen");
	return CLI_DONE;
}

static int
mark_permitted(struct tracing *t)
{
	const struct draft *d = t->draft;
	const uint32_t *slot_of = NULL;

	if ((t->permitted = calloc(t->showing.n_slots + 1,
	    sizeof(*t->permitted))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	for (size_t k = 0; k < t->n_revisions || k == 0; k++) {
		if (t->n_revisions > 0) {
			d = &t->revision[k]->draft;
			slot_of = t->revision[k]->slot_of;
		}
		for (uint32_t i = 0; i < d->bulletin->n_sites; i++)
			if (permitted_site(d, i))
				t->permitted[slot_of != NULL ? slot_of[i] :
				    i] = true;
	}
	return CLI_DONE;
}

static enum tt_err
put_observations(const struct tracing *t, bool several, struct buf *b)
{
	char epsilon[NUMBER_LEN];
	enum tt_err e;

	number_format(t->epsilon, epsilon);
	buf_char(b, '{');
	if (several)
		buf_printf(b, "\"bulletin\":\"%s\",", t->sealed->record.id);
	buf_printf(b, "\"epsilon\":%s,\"observations\":", epsilon);
	e = tt_observations_write(t->showing.observations, b);
	buf_printf(b, ",\"t\":%llu}", (unsigned long long)t->t);
	return e;
}

/*
 * {"epsilon", "observations", "t"}: canonical, as the vector in it is.  Of
 * several bulletins, {"bulletins": [...]} of such, with "bulletin" each.
 */
static int
write_observations(const struct traces *all, const char *path)
{
	bool several = all->n > 1;
	enum tt_err e = TT_OK;
	struct buf b;

	buf_init(&b, TT_OBSERVATIONS_TEXT_MAX);
	if (several)
		buf_str(&b, "{\"bulletins\":[");
	for (size_t i = 0; i < all->n && e == TT_OK; i++) {
		if (i > 0)
			buf_char(&b, ',');
		e = put_observations(all->at[i], several, &b);
	}
	buf_str(&b, several ? "]}\n" : "\n");
	if (e == TT_OK && (e = buf_err(&b)) == TT_OK)
		e = file_write(path, b.p, b.n, 0600);
	buf_done(&b);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot write %s", path);
	return CLI_DONE;
}

/* From here on rows are looked at. */
static int
weigh(struct tracing *t)
{
	const struct tt_observations *published[TRACE_PUBLISHED_MAX];
	const struct tt_trace_request r = { .codebook = t->codebook,
		.roster = &t->lineup->roster,
		.observations = t->showing.observations,
		.permitted = t->permitted, .emits = t->emits,
		.emitted = t->emitted, .epsilon = t->epsilon, .t = t->t,
		.n_others = t->n_others, .published = published,
		.n_published = t->n_published, .threads = cores_here() };
	const struct tt_power_plan plan = { .codebook = t->codebook,
		.roster = &t->lineup->roster,
		.like = t->showing.observations, .epsilon = t->epsilon,
		.t = t->t, .trials = SEARCH_TRIALS,
		.n_others = t->n_others, .threads = cores_here() };
	enum tt_err e;

	for (size_t i = 0; i < t->n_published; i++)
		published[i] = t->published[i].reading->observations;
	if ((e = tt_trace_run(&t->trace, &r)) != TT_OK)
		return say_err(e, NULL, "cannot weigh what was read");
	if (t->trace->verdict != TT_VERDICT_INCONCLUSIVE ||
	    t->showing.n_read == 0)
		return CLI_DONE;
	if ((e = tt_power_sites_needed(&plan, POWER_SITES_MAX,
	    &t->sites_needed)) != TT_OK)
		return say_err(e, NULL, "cannot say how many sites would do");
	return CLI_DONE;
}

/* Rows are opened of whom the marks point at, and of nobody else. */
static int
compare(struct tracing *t)
{
	const struct tt_trace *r = t->trace;
	enum tt_err e = TT_OK;

	t->match = calloc(r->n_suspects + 1, sizeof(*t->match));
	if (t->match == NULL)
		e = TT_ENOMEM;
	for (size_t i = 0; i < r->n_suspects && e == TT_OK; i++)
		if (r->suspects[i].verdict <= TT_VERDICT_STRONG)
			e = match_make(&t->match[i], t, &r->suspects[i]);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL,
	    "cannot compare copies");
}

enum tt_verdict
trace_verdict(const struct traces *all)
{
	enum tt_verdict best = TT_VERDICT_NONE;

	for (size_t i = 0; i < all->n; i++)
		if (all->at[i]->trace->verdict < best)
			best = all->at[i]->trace->verdict;
	return best;
}

int
trace_answer(const struct traces *all, const char *report)
{
	int code = report != NULL ? report_write(all, report) : CLI_DONE;

	if (code != CLI_DONE)
		return code;
	code = all->cli->json ? trace_print_json(all) :
	    trace_print_words(all);
	if (code != CLI_DONE)
		return code;
	return trace_verdict(all) == TT_VERDICT_NAMED ? CLI_DONE : CLI_NO;
}

/* Before any row of any bulletin: what was read in all of them. */
static int
log_all(struct traces *all, struct vault *v)
{
	enum tt_err e;
	int code;

	for (size_t i = 0; i < all->n; i++) {
		struct tracing *t = all->at[i];

		if ((e = tt_observations_hash(t->showing.observations,
		    t->observations.b)) != TT_OK)
			return say_err(e, NULL, "cannot hash what was read");
		if (t->lab == NULL && (code = trace_log(t, v)) != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

static int
line_up(struct traces *all, struct vault *v)
{
	size_t holders = 0;
	int code;

	for (size_t i = 0; i < all->n; i++) {
		struct tracing *t = all->at[i];

		if (t->lab == NULL &&
		    ((code = trace_line_up(t, v)) != CLI_DONE ||
		    (code = trace_emissions(t, v)) != CLI_DONE))
			return code;
		holders += t->lineup->roster.n_holders;
	}
	for (size_t i = 0; i < all->n; i++)
		all->at[i]->n_others = holders -
		    all->at[i]->lineup->roster.n_holders;
	return CLI_DONE;
}

static int
find(struct traces *all, struct vault *v, const struct trace_ask *ask)
{
	if (ask->lab != NULL)
		return open_lab(all, ask->lab);
	return trace_find(all, v, ask->bulletin);
}

static bool
is_among(const struct tracing *t, const char *const *ids)
{
	for (; *ids != NULL; ids++)
		if (strcmp(t->sealed->record.id, *ids) == 0)
			return true;
	return false;
}

/* What a case is not about does not count in it: nothing is logged of it. */
static int
keep_among(struct traces *all, const char *const *ids)
{
	size_t n = 0, found = all->n;

	for (size_t i = 0; i < found; i++) {
		struct tracing *t = all->at[i];

		if (is_among(t, ids)) {
			all->at[n++] = t;
			continue;
		}
		say_warn("the specimen fits %s (%s), which case %s is not "
		    "about: that is left out", t->bulletin,
		    t->sealed->record.id, all->in_case);
		trace_drop(t);
	}
	all->n = n;
	if (found > 0 && n == 0)
		return say_fail(CLI_REFUSED, "telltale case open, about the "
		    "bulletin that it fits", "cannot trace it in case %s",
		    all->in_case);
	return CLI_DONE;
}

int
trace_weigh(struct traces *all, struct vault *v, const struct trace_ask *ask)
{
	int code;

	if ((code = find(all, v, ask)) != CLI_DONE ||
	    (ask->among != NULL && (code = keep_among(all, ask->among)) !=
	    CLI_DONE))
		return code;
	if (all->given != NULL && (code = trace_give(all, v)) != CLI_DONE)
		return code;
	if (ask->page != NULL &&
	    (code = trace_write_page(all, ask->page)) != CLI_DONE)
		return code;
	if (all->n == 0)
		return CLI_DONE;
	if ((code = log_all(all, v)) != CLI_DONE ||
	    (code = line_up(all, v)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < all->n; i++)
		if ((code = trace_search(all->at[i])) != CLI_DONE)
			return code;
	if (ask->observations != NULL && (code = write_observations(all,
	    ask->observations)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < all->n; i++)
		if ((code = mark_permitted(all->at[i])) != CLI_DONE ||
		    (code = weigh(all->at[i])) != CLI_DONE ||
		    (code = compare(all->at[i])) != CLI_DONE)
			return code;
	return CLI_DONE;
}

/* Read, log, weigh, tell. */
static int
run(struct traces *all, struct vault *v, const struct opt_values *o)
{
	const struct trace_ask ask = {
		.bulletin = opt_value(opts, o, "bulletin"),
		.lab = opt_value(opts, o, "lab"),
		.observations = opt_value(opts, o, "observations"),
		.page = opt_value(opts, o, "page") };
	const char *read = opt_value(opts, o, "read");
	int code;

	code = read != NULL ? trace_take(all, read) :
	    specimen_read(&all->specimen, o->args, o->n_args,
	    opt_value(opts, o, "tls-keys"));
	if (code == CLI_DONE && ask.lab == NULL)
		code = vault_open(v, all->cli, VAULT_WRITE,
		    opt_value(opts, o, "passphrase-file"));
	if (code != CLI_DONE || (code = trace_weigh(all, v, &ask)) != CLI_DONE)
		return code;
	return trace_answer(all, opt_value(opts, o, "report"));
}

/*
 * What a drill weighs is known beforehand, or was read and logged long ago:
 * rows answer nothing that was not answered before.
 */
static int
drill(struct traces *all, struct vault *v, bool known)
{
	enum tt_err e;
	int code;

	for (size_t i = 0; i < all->n; i++) {
		struct tracing *t = all->at[i];

		if ((e = tt_observations_hash(t->showing.observations,
		    t->observations.b)) != TT_OK)
			return say_err(e, NULL, "cannot hash what was read");
		t->t = 1;
		if (!known && (code = trace_recall(t, v)) != CLI_DONE)
			return code;
	}
	if ((code = line_up(all, v)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < all->n; i++)
		if ((code = trace_search(all->at[i])) != CLI_DONE ||
		    (code = mark_permitted(all->at[i])) != CLI_DONE ||
		    (code = weigh(all->at[i])) != CLI_DONE)
			return code;
	return CLI_DONE;
}

static void
drilled(const struct traces *all, struct trace_drilled *out)
{
	const struct tracing *t;
	const char *partner;

	out->verdict = trace_verdict(all);
	if (all->n == 0 || all->at[0]->trace->n_suspects == 0)
		return;
	t = all->at[0];
	partner = trace_partner(t, &t->trace->suspects[0]);
	snprintf(out->partner, sizeof(out->partner), "%s",
	    partner != NULL ? partner : "");
	snprintf(out->bulletin, sizeof(out->bulletin), "%s", t->bulletin);
}

int
trace_drill(struct vault *v, const char *const *paths, size_t n,
    const char *bulletin, bool known, struct trace_drilled *out)
{
	struct traces all = { .cli = v->cli };
	int code;

	*out = (struct trace_drilled){ .verdict = TT_VERDICT_NONE };
	if ((code = specimen_read(&all.specimen, paths, n, NULL)) ==
	    CLI_DONE &&
	    (code = trace_find(&all, v, bulletin)) == CLI_DONE &&
	    (code = drill(&all, v, known)) == CLI_DONE)
		drilled(&all, out);
	for (size_t i = 0; i < all.n; i++)
		trace_drop(all.at[i]);
	specimen_done(&all.specimen);
	return code;
}

void
trace_drop(struct tracing *t)
{
	for (size_t i = 0; t->match != NULL && i < t->trace->n_suspects; i++)
		match_done(&t->match[i]);
	free(t->match);
	tt_trace_free(t->trace);
	free(t->permitted);
	free(t->emitted);
	free(t->emits);
	for (size_t i = 0; i < t->n_published; i++) {
		free(t->published[i].name);
		tt_reading_free(t->published[i].reading);
	}
	lineup_done(&t->of_vault);
	showing_done(&t->showing);
	for (size_t i = 0; i < t->n_revisions; i++) {
		sealed_done(t->revision[i]);
		free(t->revision[i]);
	}
	free(t->revision);
	if (t->lab != NULL)
		lab_done(t->lab);
	free(t->lab);
	free(t);
}

void
trace_done(struct traces *all)
{
	for (size_t i = 0; i < all->n; i++)
		trace_drop(all->at[i]);
	if (all->given != NULL)
		given_done(all->given);
	free(all->given);
	specimen_done(&all->specimen);
}

/* Which of them go together. */
static const char *
misfit(const struct opt_values *o)
{
	bool lab = opt_set(opts, o, "lab"), read = opt_set(opts, o, "read");
	bool bulletin = opt_set(opts, o, "bulletin");

	if (lab && bulletin)
		return "a lab has one bulletin, so not --bulletin too";
	if (!read)
		return o->n_args == 0 ? "an argument is missing" : NULL;
	if (o->n_args > 0)
		return "--read takes the place of a SPECIMEN: one or the other";
	if (!lab && !bulletin)
		return "--read does not say of which bulletin: --bulletin ID, "
		    "or --lab DIR";
	if (opt_set(opts, o, "page") || opt_set(opts, o, "tls-keys"))
		return "with --read there is no text to look at, so neither "
		    "--page nor --tls-keys";
	return NULL;
}

int
verb_trace(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct traces all = { .cli = c };
	struct vault v = { .lock = -1 };
	const char *what;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((what = misfit(&o)) != NULL)
		return say_fail(CLI_USAGE, "telltale trace --help",
		    "trace: %s", what);
	code = run(&all, &v, &o);
	trace_done(&all);
	vault_close(&v);
	return code;
}
