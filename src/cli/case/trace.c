/* SPDX-License-Identifier: ISC */
/*
 * case trace - telltale trace within a case: what is read counts in it, and
 * what is weighed is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/case/case.h"
#include "cli/case/reading.h"
#include "cli/clock.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "store/vault_ledger.h"

#define SPECIMENS_MAX	64	/* traced together */
#define PREFIX_LEAST	4	/* digits of a hash */
#define WAIT_MS		10000	/* for the opening to stand in the ledger */
#define LOOK_MS		250

static const struct opt opts[] = {
	{ "bulletin", 'b', OPT_VALUE, "ID",
	    "the bulletin that leaked, instead of the one that fits best" },
	{ "report", 0, OPT_VALUE, "FILE.html",
	    "write there a page: the verdict, the evidence, how to check it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "case trace",
	.args = "CASE [SPECIMEN...]",
	.examples = {
		{ "case trace 3f9c 08ab", "the specimen whose hash begins so" },
		{ "case trace 3f9c --json",
		    "all specimens of the case, as parts of one leak" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = SPECIMENS_MAX,
	.notes = "SPECIMEN is the first digits of its SHA-256, as case add and "
	    "case show tell it.\nExit 0: somebody is named; 1: nobody is; 75: "
	    "the case does not stand in the\nledger yet. Whoever was named may "
	    "be innocent: the report says how often.",
};

struct run {
	struct vault *v;
	struct dossier d;
	struct traces all;
	struct specimen_given file[SPECIMENS_MAX];
	char sum[SPECIMENS_MAX][HEX_LEN(32) + 1];
	size_t n;
	char **among;	/* ids of the case's bulletins, then NULL */
	size_t n_among;
};

/* Is this statement one that the ledger proves? */
struct proving {
	const struct hash *leaf;
	bool proven;
};

static enum tt_err
look_at(void *ctx, const struct vault_event *e)
{
	struct proving *p = ctx;

	if (memcmp(e->leaf.b, p->leaf->b, sizeof(p->leaf->b)) == 0)
		p->proven = e->tlog_proof.p != NULL;
	return TT_OK;
}

static int
is_proven(struct run *r, bool *yes)
{
	struct proving p = { .leaf = &r->d.c.leaf };
	enum tt_err e = vault_event_each(r->v->db, TT_CASE, look_at, &p);

	*yes = p.proven;
	return e == TT_OK ? CLI_DONE : case_cannot(r->v, e,
	    "read the vault's events");
}

/* The opening stands in the ledger before anything is read in the case. */
static int
wait_for_opening(struct run *r)
{
	int64_t until = clock_ms() + WAIT_MS;
	bool yes;
	int code;

	for (;;) {
		if ((code = is_proven(r, &yes)) != CLI_DONE || yes)
			return code;
		if (r->v->away || clock_ms() > until)
			return say_fail(CLI_LATER, "the next batch has it, "
			    "once the hub can be reached; what is urgent can "
			    "be traced outside the case, and is then no "
			    "finding", "cannot trace in case %s: its opening "
			    "does not stand in the ledger yet", r->d.c.id);
		if ((code = vault_fetch(r->v)) == CLI_ALARM)
			return code;
		if ((code = is_proven(r, &yes)) != CLI_DONE || yes)
			return code;
		clock_sleep_ms(LOOK_MS);
	}
}

/* Of a specimen's entry, the first one with that hash. */
static const struct case_item *
specimen_like(const struct dossier *d, const char *digits)
{
	const struct case_item *found = NULL;

	for (size_t i = 0; i < d->n; i++) {
		const struct case_item *x = &d->item[i];

		if (x->e.act != CASE_ADD || strncmp(x->e.subject, digits,
		    strlen(digits)) != 0)
			continue;
		if (found != NULL && strcmp(found->e.subject,
		    x->e.subject) != 0)
			return NULL;	/* of which one? */
		if (found == NULL)
			found = x;
	}
	return found;
}

static int
load(struct run *r, const struct case_item *x)
{
	char name[HEX_LEN(32) + 5], rel[FILE_PATH_MAX];
	int code;

	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->sum[i], x->e.subject) == 0)
			return CLI_DONE;
	if (r->n == SPECIMENS_MAX)
		return say_fail(CLI_USAGE, "name those that belong together",
		    "cannot trace more than %d specimens as one",
		    SPECIMENS_MAX);
	snprintf(name, sizeof(name), "%s.age", x->e.subject);
	case_rel(&r->d.c, name, rel);
	if ((code = vault_secret_read(r->v, rel, &r->file[r->n].raw)) !=
	    CLI_DONE)
		return code;
	r->file[r->n].name = text_str(x->text, "name");
	snprintf(r->sum[r->n], sizeof(r->sum[0]), "%s", x->e.subject);
	r->n++;
	return CLI_DONE;
}

static int
load_all(struct run *r, const struct opt_values *o)
{
	const struct case_item *x;
	int code = CLI_DONE;

	for (size_t i = 1; i < o->n_args && code == CLI_DONE; i++) {
		if (strlen(o->args[i]) < PREFIX_LEAST ||
		    (x = specimen_like(&r->d, o->args[i])) == NULL)
			return say_fail(CLI_USAGE, "telltale case show names "
			    "them; telltale case add CASE FILE puts one in",
			    "no specimen of case %s, or more than one, begins "
			    "with '%s'", r->d.c.id, o->args[i]);
		code = load(r, x);
	}
	for (size_t i = 0; o->n_args == 1 && i < r->d.n && code == CLI_DONE;
	    i++)
		if (r->d.item[i].e.act == CASE_ADD)
			code = load(r, &r->d.item[i]);
	return code;
}

static enum tt_err
add_among(void *ctx, struct span bulletin)
{
	struct run *r = ctx;
	char **at, *copy;

	at = reallocarray(r->among, r->n_among + 2, sizeof(*at));
	if (at == NULL || (copy = strndup(bulletin.p, bulletin.n)) == NULL) {
		if (at != NULL)
			r->among = at;
		return TT_ENOMEM;
	}
	r->among = at;
	r->among[r->n_among++] = copy;
	r->among[r->n_among] = NULL;
	return TT_OK;
}

static int
describe(struct run *r, struct case_text *t, struct span *text)
{
	struct json_out *j = case_text_begin(t);

	json_out_key(j, "specimens");
	json_out_array(j);
	for (size_t i = 0; i < r->n; i++)
		json_out_str(j, r->sum[i]);
	json_out_array_end(j);
	put_str(j, "verdict", tt_verdict_name(trace_verdict(&r->all)));
	json_out_key(j, "readings");
	json_out_array(j);
	for (size_t i = 0; i < r->all.n; i++)
		reading_put(j, r->all.at[i]);
	json_out_array_end(j);
	return case_text_end(t, text);
}

/* The whole trace beside the entry, as `trace --json` has it. */
static int
keep_json(struct run *r, unsigned n)
{
	struct buf b;
	struct json_out *j;
	char rel[FILE_PATH_MAX];
	enum tt_err e = TT_ENOMEM;
	int code;

	buf_init_secret(&b, CASE_TRACE_MAX);
	if ((j = json_out_new(&b, JSON_PRETTY)) != NULL) {
		json_out_object(j);
		put_str(j, "format", "telltale-trace/1");
		trace_put_json(&r->all, j);
		json_out_object_end(j);
		e = json_out_end(j);
	}
	case_rel_entry(&r->d.c, n, ".trace", rel);
	code = e == TT_OK ? vault_secret_write(r->v, rel, buf_view(&b)) :
	    say_err(e, NULL, "cannot keep the trace");
	buf_done(&b);
	return code;
}

/*
 * What was read of each bulletin, as it was weighed, and what was set aside
 * because everybody had it: without it no bundle can be made of a finding.
 */
static int
keep_observations(struct run *r, unsigned n)
{
	char rel[FILE_PATH_MAX];
	struct buf b;
	enum tt_err e = TT_OK;
	int code;

	buf_init_secret(&b, TT_OBSERVATIONS_TEXT_MAX);
	buf_str(&b, "{\"bulletins\":[");
	for (size_t i = 0; i < r->all.n && e == TT_OK; i++) {
		const struct tracing *t = r->all.at[i];
		bool aside = t->trace->public_explains;

		for (size_t k = 0; k < t->trace->n_published; k++)
			aside = aside || t->trace->published_explain[k];
		buf_printf(&b, "%s{\"aside\":%s,\"bulletin\":\"%s\","
		    "\"observations\":", i > 0 ? "," : "", aside ? "true" :
		    "false", t->sealed->record.id);
		e = tt_observations_write(t->showing.observations, &b);
		buf_printf(&b, ",\"public\":%s}", t->is_public ? "true" :
		    "false");
	}
	buf_str(&b, "]}\n");
	if (e == TT_OK)
		e = buf_err(&b);
	case_rel_entry(&r->d.c, n, ".observations", rel);
	code = e == TT_OK ? vault_secret_write(r->v, rel, buf_view(&b)) :
	    say_err(e, NULL, "cannot keep what was read");
	buf_done(&b);
	return code;
}

/* The number first: the trace's files are durable before the entry is. */
static int
keep(struct run *r)
{
	struct case_new n = { .act = CASE_TRACE, .has = CASE_NEEDS_SPECIMEN,
		.subject = r->sum[0], .leaf = r->all.n > 0 ?
		&r->all.at[0]->leaf : NULL };
	struct case_text t;
	unsigned next;
	enum tt_err e;
	int code;

	if ((e = vault_case_entry_next(r->v->db, r->d.c.id, &next)) != TT_OK)
		return case_cannot(r->v, e, "read the case's log");
	if ((code = keep_json(r, next)) != CLI_DONE ||
	    (code = keep_observations(r, next)) != CLI_DONE)
		return code;
	if ((code = describe(r, &t, &n.text)) == CLI_DONE)
		code = case_log(r->v, &r->d.c, &n, NULL);
	case_text_done(&t);
	return code;
}

static int
run(struct run *r, const struct opt_values *o)
{
	struct trace_ask ask = { .bulletin = opt_value(opts, o, "bulletin") };
	enum tt_err e;
	int code;

	if ((code = dossier_open(&r->d, r->v, o->args[0])) != CLI_DONE ||
	    (code = case_may(&r->d.c, CASE_TRACE, dossier_has(&r->d))) !=
	    CLI_DONE || (code = load_all(r, o)) != CLI_DONE ||
	    (code = vault_greet(r->v)) != CLI_DONE ||
	    (code = vault_post(r->v)) != CLI_DONE ||
	    (code = wait_for_opening(r)) != CLI_DONE)
		return code;
	if ((e = vault_case_bulletins(r->v->db, r->d.c.id, add_among, r)) !=
	    TT_OK)
		return case_cannot(r->v, e, "read the case");
	ask.among = (const char *const *)r->among;
	r->all.in_case = r->d.c.id;
	if ((code = specimen_read_given(&r->all.specimen, r->file, r->n)) !=
	    CLI_DONE || (code = trace_weigh(&r->all, r->v, &ask)) !=
	    CLI_DONE || (code = keep(r)) != CLI_DONE)
		return code;
	return trace_answer(&r->all, opt_value(opts, o, "report"));
}

int
verb_case_trace(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct run *r = calloc(1, sizeof(*r));
	int code;

	if (r == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	r->v = &v;
	r->all.cli = c;
	if ((code = cli_parse(c, &usage, argc, argv, &o)) == CLI_GO) {
		if ((code = vault_open(&v, c, VAULT_WRITE,
		    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
			code = run(r, &o);
		trace_done(&r->all);
		for (size_t i = 0; i < r->n; i++)
			buf_done(&r->file[i].raw);
		for (size_t i = 0; i < r->n_among; i++)
			free(r->among[i]);
		free(r->among);
		dossier_done(&r->d);
		vault_close(&v);
	}
	free(r);
	return code;
}
