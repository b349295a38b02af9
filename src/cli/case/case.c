/* SPDX-License-Identifier: ISC */
/* case - the verbs about investigations; here: list, and what all share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/case/case.h"
#include "cli/clock.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "telltale/statement.h"

int
case_cannot(const struct vault *v, enum tt_err e, const char *what)
{
	return say_err(e, NULL, "cannot %s: %s", what, db_text(v->db));
}

int
case_find(struct vault *v, const char *id, struct vault_case *out)
{
	enum tt_err e = vault_case_get(v->db, span_str(id), out);

	if (e == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale case list", "there is "
		    "no case '%s'", id);
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, "give more of its digits",
		    "several cases begin with '%s'", id);
	return e == TT_OK ? CLI_DONE : case_cannot(v, e, "read the case");
}

void
case_rel(const struct vault_case *c, const char *name, char out[FILE_PATH_MAX])
{
	snprintf(out, FILE_PATH_MAX, "cases/%s/%s", c->id, name);
}

void
case_rel_entry(const struct vault_case *c, unsigned n, const char *what,
    char out[FILE_PATH_MAX])
{
	snprintf(out, FILE_PATH_MAX, "cases/%s/%u%s.age", c->id, n, what);
}

static const char *const remedies[CASE_ACTS] = {
	[CASE_TRACE] = "telltale case add CASE FILE",
	[CASE_FINDING] = "telltale case trace CASE: what was traced outside "
	    "a case cannot become a finding",
	[CASE_LETTER] = "telltale case finding CASE",
	[CASE_REPLY] = "telltale case finding CASE",
	[CASE_REOPEN] = "--reason says why",
};

static int
refuse(const struct vault_case *c, enum case_act act, enum tt_err e,
    const char *why)
{
	if (e == TT_ESTATE)
		return say_fail(CLI_REFUSED, c->state == CASE_CLOSED ?
		    "telltale case reopen CASE --reason R" : remedies[act],
		    "cannot do '%s' in case %s: it is %s", case_act_text(act),
		    c->id, case_state_text(c->state));
	return say_fail(CLI_REFUSED, remedies[act], "cannot do '%s' in case "
	    "%s: it takes %s", case_act_text(act), c->id, why);
}

int
case_may(const struct vault_case *c, enum case_act act, unsigned has)
{
	enum case_state to;
	const char *why = "";
	enum tt_err e = case_move(c->state, act, has, &to, &why);

	return e == TT_OK ? CLI_DONE : refuse(c, act, e, why);
}

int
case_enter(struct vault *v, struct vault_case *c, const struct case_new *n,
    unsigned *number)
{
	struct vault_case_entry e = { .act = n->act, .at_s = n->at_s != 0 ?
		n->at_s : clock_now(), .sealed = n->text.p != NULL,
		.stated = n->leaf != NULL };
	struct vault_case moved = *c;
	const char *officer = n->officer != NULL ? n->officer :
	    conf_get(&v->conf, "officer");
	char rel[FILE_PATH_MAX];
	enum tt_err err;
	int code;

	if (n->act != CASE_OPEN) {
		if ((code = case_may(c, n->act, n->has)) != CLI_DONE)
			return code;
		moved.state = case_rule(c->state, n->act)->to;
	}
	if ((err = vault_case_entry_next(v->db, c->id, &e.n)) != TT_OK)
		return case_cannot(v, err, "read the case's log");
	snprintf(e.officer, sizeof(e.officer), "%.*s", VAULT_ID_MAX, officer);
	if (n->subject != NULL)
		snprintf(e.subject, sizeof(e.subject), "%s", n->subject);
	if (n->leaf != NULL)
		e.leaf = *n->leaf;
	if (e.sealed) {
		sha256(e.text.b, n->text.p, n->text.n);
		case_rel_entry(c, e.n, "", rel);
		if ((code = vault_secret_write(v, rel, n->text)) != CLI_DONE)
			return code;
	}
	if ((err = vault_case_entry_add(v->db, c->id, &e)) != TT_OK ||
	    (err = vault_case_set(v->db, &moved)) != TT_OK)
		return case_cannot(v, err, "keep what was done in the case");
	*c = moved;
	if (number != NULL)
		*number = e.n;
	return CLI_DONE;
}

int
case_log(struct vault *v, struct vault_case *c, const struct case_new *e,
    unsigned *n)
{
	struct vault_case moved = *c;
	enum tt_err err;
	int code;

	if ((err = db_begin(v->db)) != TT_OK)
		return case_cannot(v, err, "change the vault");
	if ((code = case_enter(v, &moved, e, n)) != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((err = db_commit(v->db)) != TT_OK)
		return case_cannot(v, err, "keep what was done in the case");
	*c = moved;
	return CLI_DONE;
}

static enum tt_err
put_bulletin(void *ctx, struct span bulletin)
{
	tt_statement_put(ctx, "bulletin", bulletin);
	return TT_OK;
}

int
case_state_statement(struct vault *v, const struct vault_case *c,
    const char *state, int64_t now_s, struct hash *leaf)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	const struct tt_signer *officer;
	struct tt_salt salt;
	struct buf note;
	enum tt_err e;
	int code;

	if (o == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot state the case");
	buf_init(&note, TT_STATEMENT_MAX);
	if ((code = vault_officer(v, &officer)) == CLI_DONE) {
		tt_statement_begin(o, TT_CASE, span_str(vault_origin(v)),
		    now_s);
		tt_statement_put_str(o, "case", c->id);
		tt_statement_put_str(o, "state", state);
		e = vault_case_bulletins(v->db, c->id, put_bulletin, o);
		if (e == TT_OK)
			e = tt_statement_sign(o, &officer, 1, &note);
		code = e != TT_OK ? say_err(e, NULL, "cannot state the case") :
		    vault_queue(v, buf_view(&note), &salt, leaf);
	}
	buf_done(&note);
	free(o);
	return code;
}

struct json_out *
case_text_begin(struct case_text *t)
{
	buf_init_secret(&t->buf, CASE_TEXT_MAX);
	t->j = json_out_new(&t->buf, JSON_CANONICAL);
	if (t->j == NULL)
		abort();
	json_out_object(t->j);
	return t->j;
}

int
case_text_end(struct case_text *t, struct span *out)
{
	enum tt_err e;

	json_out_object_end(t->j);
	e = json_out_end(t->j);
	t->j = NULL;
	if (e != TT_OK)
		return say_err(e, e == TT_ESYNTAX ? "write it in UTF-8" : NULL,
		    "cannot write the entry");
	*out = buf_view(&t->buf);
	return CLI_DONE;
}

void
case_text_done(struct case_text *t)
{
	buf_done(&t->buf);
}

int
case_said(const struct vault *v, const struct vault_case *c, unsigned n)
{
	struct out_json o;

	if (!v->cli->json) {
		out_line("case %s is %s; entry %u", c->id,
		    case_state_text(c->state), n);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-case-state/1");
	put_str(o.j, "case", c->id);
	put_str(o.j, "state", case_state_text(c->state));
	put_u64(o.j, "entry", n);
	return out_json_end(&o);
}

static const struct opt opts[] = { CLI_OPTS };

static const struct usage usage = {
	.verb = "case list",
	.args = "",
	.examples = {
		{ "case list", "all cases, the newest first" },
		{ "case list --json", "the same for a script" },
	},
	.opts = opts,
	.notes = "It names no partner, and no verb lists partners over cases.",
};

static const struct out_column cols[] = {
	{ "case", "case", OUT_TEXT },
	{ "title", "title", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "outcome", "outcome", OUT_TEXT },
	{ "opened_at", "opened", OUT_TEXT },
};

static enum tt_err
list_one(void *ctx, const struct vault_case *c)
{
	struct out_table *t = ctx;

	out_str(t, c->id);
	out_str(t, c->title);
	out_str(t, case_state_text(c->state));
	out_str(t, c->has_outcome ? case_outcome_text(c->outcome) : NULL);
	out_instant(t, c->opened_s);
	return TT_OK;
}

static int
case_list(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v;
	struct out_table *t;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE) {
		t = out_table_new(c, "telltale-case-list/1", "cases", cols,
		    N_ROWS(cols));
		if ((e = vault_case_each(v.db, list_one, t)) == TT_OK)
			code = out_table_end(t);
		else {
			out_table_drop(t);
			code = case_cannot(&v, e, "list the cases");
		}
	}
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "open", "begin an investigation, before any trace in it",
	    verb_case_open },
	{ "add", "put specimens into it, as they were found", verb_case_add },
	{ "trace", "trace specimens within it", verb_case_trace },
	{ "note", "write something down", verb_case_note },
	{ "hypothesis", "what speaks for, or against, an explanation",
	    verb_case_hypothesis },
	{ "show", "all of it, as a text or a page", verb_case_show },
	{ "list", "all cases", case_list },
	{ "finding", "make what a trace says a finding", verb_case_finding },
	{ "letter", "the letter to the partner concerned", verb_case_letter },
	{ "reply", "keep what that partner answers", verb_case_reply },
	{ "tell", "set what may be told outside", verb_case_tell },
	{ "statement", "the text for outside, by that setting",
	    verb_case_statement },
	{ "close", "end it with an outcome", verb_case_close },
	{ "reopen", "go on with a closed case", verb_case_reopen },
	{ "export", "all of it in one file, to hand over", verb_case_export },
	{ NULL, NULL, NULL },
};

int
verb_case(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "case", verbs, argc, argv);
}
