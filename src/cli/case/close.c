/* SPDX-License-Identifier: ISC */
/* case close and reopen - the end of an investigation, and going on. */
#include "cli/case/case.h"
#include "cli/case/given.h"
#include "cli/clock.h"
#include "cli/members.h"
#include "cli/say.h"

static const struct opt close_opts[] = {
	{ "outcome", 0, OPT_VALUE, "OUTCOME",
	    "named, strong, inconclusive, none or withdrawn" },
	{ "reason", 0, OPT_VALUE, "TEXT|-",
	    "why; needed where it says less than the evidence" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage close_usage = {
	.verb = "case close",
	.args = "CASE",
	.examples = {
		{ "case close 3f9c --outcome inconclusive",
		    "the marks did not decide it" },
		{ "case close 3f9c --outcome withdrawn --reason 'the paste was "
		    "the public text'", "and there was nothing to decide" },
	},
	.opts = close_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Named takes a finding that names somebody, and that whoever "
	    "it names was heard.\nAn outcome is of this case: nothing adds up "
	    "to a list.",
};

static const struct opt reopen_opts[] = {
	{ "reason", 0, OPT_VALUE, "TEXT|-", "why" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage reopen_usage = {
	.verb = "case reopen",
	.args = "CASE",
	.examples = {
		{ "case reopen 3f9c --reason 'a second paste'",
		    "go on with a closed case" },
		{ "case reopen 3f9c --reason - <why.txt",
		    "with a longer reason" },
	},
	.opts = reopen_opts,
	.args_min = 1,
	.args_max = 1,
};

struct ending {
	struct vault *v;
	struct dossier d;
	enum case_act act;		/* close or reopen */
	enum case_outcome outcome;	/* of closing */
	struct buf reason;		/* p NULL: none */
	int64_t now_s;
};

static int
describe(const struct ending *x, struct case_text *t, struct span *text)
{
	struct json_out *j = case_text_begin(t);

	if (x->act == CASE_CLOSE)
		put_str(j, "outcome", case_outcome_text(x->outcome));
	if (x->reason.n > 0)
		put_buf(j, "reason", &x->reason);
	return case_text_end(t, text);
}

static int
enter(struct ending *x, struct case_new *n)
{
	struct vault_case *c = &x->d.c;
	struct hash leaf;
	enum tt_err e;
	int code;

	if ((code = case_state_statement(x->v, c, x->act == CASE_CLOSE ?
	    "closed" : "opened", x->now_s, &leaf)) != CLI_DONE)
		return code;
	if (x->act == CASE_REOPEN && (e = vault_case_opened(x->v->db, c->id,
	    &leaf)) != TT_OK)
		return case_cannot(x->v, e, "reopen the case");
	if (x->act == CASE_CLOSE) {
		c->has_outcome = true;
		c->outcome = x->outcome;
	}
	n->leaf = &leaf;
	code = case_enter(x->v, c, n, NULL);
	n->leaf = NULL;
	return code;
}

static int
keep(struct ending *x)
{
	struct case_new n = { .act = x->act, .at_s = x->now_s,
		.has = x->reason.n > 0 ? CASE_NEEDS_REASON : 0,
		.subject = x->act == CASE_CLOSE ?
		case_outcome_text(x->outcome) : NULL };
	struct case_text t;
	enum tt_err e;
	int code;

	if ((code = describe(x, &t, &n.text)) == CLI_DONE &&
	    (e = db_begin(x->v->db)) != TT_OK)
		code = case_cannot(x->v, e, "change the vault");
	if (code == CLI_DONE && (code = enter(x, &n)) != CLI_DONE)
		db_rollback(x->v->db);
	else if (code == CLI_DONE && (e = db_commit(x->v->db)) != TT_OK)
		code = case_cannot(x->v, e, "keep what was done in the case");
	case_text_done(&t);
	return code;
}

static int
check(const struct ending *x)
{
	struct case_evidence e = dossier_evidence(&x->d, x->now_s);
	const char *why = "";
	int code;

	e.reason = x->reason.n > 0;
	if ((code = case_may(&x->d.c, x->act, e.reason ?
	    CASE_NEEDS_REASON : 0)) != CLI_DONE || x->act != CASE_CLOSE)
		return code;
	if (case_close_check(x->outcome, &e, &why) == TT_OK)
		return CLI_DONE;
	return say_fail(CLI_REFUSED, "telltale case show says what there is; "
	    "--reason says why it is to say less", "cannot close case %s as "
	    "%s: it takes %s", x->d.c.id, case_outcome_text(x->outcome), why);
}

static int
run(struct ending *x, const char *id)
{
	int code, posted;

	x->now_s = clock_now();
	if ((code = dossier_open(&x->d, x->v, id)) != CLI_DONE ||
	    (code = check(x)) != CLI_DONE ||
	    (code = vault_greet(x->v)) != CLI_DONE ||
	    (code = keep(x)) != CLI_DONE)
		return code;
	posted = vault_post(x->v);
	code = case_said(x->v, &x->d.c, x->d.item[x->d.n - 1].e.n + 1);
	return posted != CLI_DONE ? posted : code;
}

static int
end(struct ending *x, struct cli *c, const struct opt *opts,
    const struct opt_values *o)
{
	const char *reason = opt_value(opts, o, "reason");
	struct vault v = { .lock = -1 };
	int code = CLI_DONE;

	if (reason != NULL && (code = case_given_text(
	    case_act_text(x->act), reason, &x->reason)) != CLI_DONE)
		return code;
	x->v = &v;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, o, "passphrase-file"))) == CLI_DONE)
		code = run(x, o->args[0]);
	buf_done(&x->reason);
	dossier_done(&x->d);
	vault_close(&v);
	return code;
}

int
verb_case_close(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct ending x = { .act = CASE_CLOSE };
	const char *outcome;
	int code;

	if ((code = cli_parse(c, &close_usage, argc, argv, &o)) != CLI_GO)
		return code;
	outcome = opt_value(close_opts, &o, "outcome");
	if (outcome == NULL || !case_outcome_parse(span_str(outcome),
	    &x.outcome))
		return say_fail(CLI_USAGE, "named, strong, inconclusive, none "
		    "or withdrawn", "case close: --outcome is missing, or none "
		    "of them");
	return end(&x, c, close_opts, &o);
}

int
verb_case_reopen(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct ending x = { .act = CASE_REOPEN };
	int code;

	if ((code = cli_parse(c, &reopen_usage, argc, argv, &o)) != CLI_GO)
		return code;
	return end(&x, c, reopen_opts, &o);
}
