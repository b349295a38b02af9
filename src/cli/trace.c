/* SPDX-License-Identifier: ISC */
/* trace - from something found to what the marks say about whose it was. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/out.h"
#include "cli/permitted.h"
#include "cli/power_cases.h"
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
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "trace",
	.args = "SPECIMEN...",
	.examples = {
		{ "trace paste.txt",
		    "find the bulletin and whose copy it was" },
		{ "trace --lab /tmp/lab /tmp/lab/r2/advisory.md",
		    "the same, on a text of your own that you marked" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = OPT_ARGS_MAX,
	.notes = "Several files are parts of one leak; different leaks are "
	    "traced one by one.\nWhat was read is logged before any row is "
	    "looked at, and the t-th reading of a\nbulletin is judged at "
	    "epsilon/(t(t+1)). Exit 0: somebody is named; 1: nobody.",
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

static int
open_lab(struct tracing *t, const char *dir)
{
	int code;
	enum tt_err e;

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
	if ((e = exhibit_read(&t->exhibit, t->draft->bulletin,
	    &t->specimen)) != TT_OK)
		return say_err(e, NULL, "cannot read the specimen");
	return CLI_DONE;
}

static int
mark_permitted(struct tracing *t)
{
	size_t n = t->draft->bulletin->n_sites;

	if ((t->permitted = calloc(n + 1, sizeof(*t->permitted))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	for (uint32_t i = 0; i < n; i++)
		t->permitted[i] = permitted_site(t->draft, i);
	return CLI_DONE;
}

/* {"epsilon", "observations", "t"}: canonical, as the vector in it is. */
static int
write_observations(const struct tracing *t, const char *path)
{
	char epsilon[NUMBER_LEN];
	struct buf b;
	enum tt_err e;

	number_format(t->epsilon, epsilon);
	buf_init(&b, TT_OBSERVATIONS_TEXT_MAX);
	buf_printf(&b, "{\"epsilon\":%s,\"observations\":", epsilon);
	e = tt_observations_write(t->exhibit.observations, &b);
	buf_printf(&b, ",\"t\":%llu}\n", (unsigned long long)t->t);
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
	const struct tt_trace_request r = { .codebook = t->codebook,
		.roster = &t->lineup->roster,
		.observations = t->exhibit.observations,
		.permitted = t->permitted, .epsilon = t->epsilon, .t = t->t };
	const struct tt_power_plan plan = { .codebook = t->codebook,
		.roster = &t->lineup->roster,
		.like = t->exhibit.observations, .epsilon = t->epsilon,
		.t = t->t, .trials = SEARCH_TRIALS };
	enum tt_err e;

	if ((e = tt_trace_run(&t->trace, &r)) != TT_OK)
		return say_err(e, NULL, "cannot weigh what was read");
	if (t->trace->verdict != TT_VERDICT_INCONCLUSIVE ||
	    t->exhibit.n_read == 0)
		return CLI_DONE;
	if ((e = tt_power_sites_needed(&plan, POWER_SITES_MAX,
	    &t->sites_needed)) != TT_OK)
		return say_err(e, NULL, "cannot say how many sites would do");
	return CLI_DONE;
}

static bool
names_anybody(const struct tt_trace *trace)
{
	for (size_t i = 0; trace != NULL && i < trace->n_suspects; i++)
		if (trace->suspects[i].verdict == TT_VERDICT_NAMED)
			return true;
	return false;
}

static int
answer(const struct tracing *t)
{
	int code = t->cli->json ? trace_print_json(t) : trace_print_words(t);

	if (code != CLI_DONE)
		return code;
	return names_anybody(t->trace) ? CLI_DONE : CLI_NO;
}

/* Read, log, weigh, tell. */
static int
run(struct tracing *t, struct vault *v, const struct opt_values *o)
{
	const char *lab = opt_value(opts, o, "lab");
	const char *to = opt_value(opts, o, "observations");
	int code;
	enum tt_err e;

	if ((code = specimen_read(&t->specimen, o->args, o->n_args)) !=
	    CLI_DONE)
		return code;
	if (lab != NULL)
		code = open_lab(t, lab);
	else if ((code = vault_open(v, t->cli, VAULT_WRITE,
	    opt_value(opts, o, "passphrase-file"))) == CLI_DONE)
		code = trace_find(t, v, opt_value(opts, o, "bulletin"));
	if (code != CLI_DONE)
		return code;
	if (t->draft == NULL)
		return answer(t);
	if ((e = tt_observations_hash(t->exhibit.observations,
	    t->observations.b)) != TT_OK)
		return say_err(e, NULL, "cannot hash what was read");
	if ((lab == NULL && (code = trace_log(t, v)) != CLI_DONE) ||
	    (to != NULL && (code = write_observations(t, to)) != CLI_DONE) ||
	    (lab == NULL && (code = trace_line_up(t, v)) != CLI_DONE) ||
	    (code = mark_permitted(t)) != CLI_DONE ||
	    (code = weigh(t)) != CLI_DONE)
		return code;
	return answer(t);
}

static void
done(struct tracing *t)
{
	tt_trace_free(t->trace);
	free(t->permitted);
	lineup_done(&t->of_vault);
	exhibit_done(&t->exhibit);
	specimen_done(&t->specimen);
	if (t->sealed != NULL)
		sealed_done(t->sealed);
	free(t->sealed);
	if (t->lab != NULL)
		lab_done(t->lab);
	free(t->lab);
}

int
verb_trace(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct tracing *t;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if (opt_set(opts, &o, "lab") && opt_set(opts, &o, "bulletin"))
		return say_fail(CLI_USAGE, NULL,
		    "trace: a lab has one bulletin, so not --bulletin too");
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	t->cli = c;
	t->epsilon = TT_EPSILON;
	code = run(t, &v, &o);
	done(t);
	free(t);
	vault_close(&v);
	return code;
}
