/* SPDX-License-Identifier: ISC */
/*
 * approve - what waits for a second person, and their yes or no.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/team/approve.h"
#include "cli/team/exchange.h"
#include "cli/verbs.h"
#include "store/crash.h"

static const struct opt opts[] = {
	{ "all", 0, OPT_FLAG, NULL, "those that have ended, too" },
	{ "dry-run", 0, OPT_FLAG, NULL, "only show what would be signed" },
	{ "refuse", 0, OPT_FLAG, NULL, "say no; the request ends" },
	{ "reason", 0, OPT_VALUE, "TEXT", "why not" },
	{ "shown", 0, OPT_VALUE, "HASH",
	    "what was read: only that is signed; --json shows it" },
	{ "yes", 0, OPT_VALUE, "ID",
	    "the request's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "approve",
	.args = "[REQUEST]",
	.examples = {
		{ "approve", "list what waits for a second person" },
		{ "approve 9c1f04be77a25d30",
		    "read all of one, and sign it after its id was typed" },
	},
	.opts = opts,
	.args_max = 1,
	.notes = "Nobody signs their own request, nor one of somebody who "
	    "enrolled their key less\nthan seven days ago. What is signed is "
	    "exactly what was shown. In a small team\nnothing waits.",
};

/* What one answer is about. */
struct answering {
	struct vault *v;
	const char *id;
	bool yes;
	const char *reason, *typed;
	struct hash shown;	/* what was read, if bound is set */
	bool bound;
	struct settle_case c;
	struct settle_count n;
	bool done;		/* by this very answer */
};

static int
load(struct answering *a)
{
	enum tt_err e;
	int code;

	if ((code = settle_open(a->v, a->id, &a->c, &e)) != CLI_DONE)
		return code;
	if (e == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale approve lists them",
		    "there is no request '%s'", a->id);
	if (e != TT_OK)
		return say_err(e, "another officer can read it",
		    "cannot open request %s", a->id);
	if ((code = settle_count(a->v, &a->c, &a->n)) != CLI_DONE)
		settle_case_done(&a->c);
	return code;
}

static void
unload(struct answering *a)
{
	settle_count_done(&a->n);
	settle_case_done(&a->c);
}

static const char *const remedies[APPROVAL_WORDS] = {
	[APPROVAL_NO_ROLE] = "--as NAME, or telltale vault sync, if you are "
	    "one by now",
	[APPROVAL_OWN] = "another officer says telltale approve, on their "
	    "machine",
	[APPROVAL_TWICE] = "telltale approve says who is missing",
	[APPROVAL_TOO_NEW] = "another officer can",
	[APPROVAL_CHANGED] = "ask for it again",
	[APPROVAL_OVER] = "ask for it again",
	[APPROVAL_NO_NEED] = "telltale approve says who is missing",
};

static int
may_not(const struct answering *a, enum approval_word w)
{
	return say_fail(CLI_REFUSED, remedies[w], "cannot sign request %s: "
	    "%s", a->id, approval_word_text(w));
}

static int
check(struct answering *a)
{
	struct approval_question q = {
		.rule = approval_rule(a->c.asked.act),
		.state = a->c.row.state, .by = &a->n.by,
		.shown = a->bound ? a->shown.b : a->c.row.hash.b,
		.is = a->c.asked.hash.b,
		.expires_s = a->c.row.expires_s, .now_s = clock_now() };
	const struct tt_signer *officer;
	struct approval_person who = { .officer = false };
	struct tt_vkey key;
	struct roll p;
	enum approval_word w;
	enum tt_err e;
	int code;

	if ((code = vault_officer(a->v, &officer)) != CLI_DONE ||
	    (code = roll_load(a->v, &p)) != CLI_DONE)
		return code;
	e = roll_find(&p, a->v->db, span_str(officer->vkey.name),
	    &a->c.asked.asker, &who, &key);
	roll_done(&p);
	if (e != TT_OK && e != TT_ENOENT)
		return partner_cannot(a->v, e, "read who enrolled whom");
	q.who = &who;
	if ((w = approval_may(&q)) != APPROVAL_MAY)
		return may_not(a, w);
	if (a->n.by.n == 0)
		return say_fail(CLI_REFUSED, NULL, "cannot sign request %s: "
		    "who asks has not signed it", a->id);
	return CLI_DONE;
}

static enum tt_err
keep_answer(struct answering *a, const struct tt_signer *by,
    const struct tt_age_recipient *to, size_t n_to)
{
	const struct word_new w = { .by = by,
		.origin = span_str(vault_origin(a->v)), .id = a->id,
		.shown = a->c.asked.hash, .yes = a->yes,
		.reason = a->reason, .now_s = clock_now(),
		.text = a->c.asked.text, .n = a->c.asked.n };
	struct vault_answer row = { .n = 0 };
	struct buf text;
	enum tt_err e;

	memcpy(row.request, a->c.asked.id, sizeof(row.request));
	memcpy(row.key, by->vkey.name, sizeof(row.key));
	buf_init_secret(&text, WORD_MAX);
	buf_init(&row.sealed, HUB_REQUEST_MAX);
	if ((e = word_make(&w, &text)) == TT_OK &&
	    (e = vault_seal(to, n_to, buf_view(&text), &row.sealed)) == TT_OK)
		e = vault_answer_add(a->v->db, &row);
	vault_answer_done(&row);
	buf_done(&text);
	return e;
}

/* Kept, then handed to the hub with whatever follows from it. */
static int
sign(struct answering *a)
{
	struct tt_age_recipient to[VAULT_OFFICERS_MAX];
	const struct tt_signer *by;
	enum tt_err e;
	size_t n;
	int code;

	if ((code = vault_officer(a->v, &by)) != CLI_DONE ||
	    (code = vault_recipients(a->v, to, &n)) != CLI_DONE)
		return code;
	if ((e = keep_answer(a, by, to, n)) != TT_OK)
		return say_err(e, e == TT_EEXIST ? "it has been given" : NULL,
		    "cannot keep the answer to request %s", a->id);
	crash_point("team-answer");
	return exchange(a->v);
}

/* What has come of it. */
static int
tell(struct answering *a)
{
	struct vault_request r;
	enum tt_err e;

	if ((e = vault_request_get(a->v->db, a->id, &r)) != TT_OK)
		return partner_cannot(a->v, e, "read the vault's requests");
	vault_request_done(&r);
	switch (r.state) {
	case APPROVAL_WAITS:
	case APPROVAL_UNCONFIRMED:
		say_note(a->v->cli, "signed; others are still missing: "
		    "telltale approve %s --dry-run", a->id);
		return CLI_DONE;
	case APPROVAL_DONE:
		say_note(a->v->cli, "signed by all, and done");
		a->done = true;
		return CLI_DONE;
	case APPROVAL_COMPLETE:
		return CLI_TROUBLE;	/* was said */
	case APPROVAL_REFUSED:
	case APPROVAL_LAPSED:
		say_note(a->v->cli, "refused; the request has ended");
		return a->yes ? CLI_REFUSED : CLI_DONE;
	case APPROVAL_EXPIRED:
	case APPROVAL_STATES:
		break;
	}
	return may_not(a, APPROVAL_OVER);
}

/* Of what was read, its subject is as good as its id. */
static int
confirm(const struct answering *a)
{
	const char *typed = a->typed;

	if (a->bound && typed != NULL && span_is(a->c.asked.subject, typed))
		typed = a->id;
	return confirm_id(a->v->cli, a->yes ? "sign request" :
	    "refuse request", a->c.asked.id, typed);
}

static int
answer(struct answering *a, const struct opt_values *o)
{
	int code;

	if ((code = approve_show(a->v, &a->c, &a->n)) != CLI_DONE ||
	    opt_set(opts, o, "dry-run") || (code = check(a)) != CLI_DONE)
		return code;
	if (a->v->away)
		return say_fail(CLI_TROUBLE, "try again when it can be",
		    "cannot sign request %s: the hub cannot be reached",
		    a->id);
	if ((code = confirm(a)) != CLI_DONE)
		return code;
	fflush(stdout);
	if ((code = sign(a)) != CLI_DONE)
		return code;
	return CLI_DONE;
}

/* What follows by itself, after the ledger has been told. */
static int
go_on(struct answering *a)
{
	request_go_on_fn *fn = request_go_on[a->c.asked.act];
	char subject[TT_VALUE_MAX + 1];
	int code;

	if (!a->done || fn == NULL || a->c.asked.subject.n >= sizeof(subject))
		return CLI_DONE;
	memcpy(subject, a->c.asked.subject.p, a->c.asked.subject.n);
	subject[a->c.asked.subject.n] = '\0';
	if ((code = vault_post(a->v)) != CLI_DONE)
		return code;
	return fn(a->v, subject);
}

static int
read_shown(struct answering *a, const char *hex)
{
	a->bound = hex != NULL;
	if (hex == NULL ||
	    hex_decode(a->shown.b, sizeof(a->shown.b), hex, strlen(hex)))
		return CLI_DONE;
	return say_fail(CLI_USAGE, "it is the \"hash\" of telltale approve "
	    "REQUEST --dry-run --json", "--shown is no hash");
}

static int
one(struct vault *v, const struct opt_values *o)
{
	struct answering *a = calloc(1, sizeof(*a));
	bool signs = !opt_set(opts, o, "dry-run");
	int code;

	if (a == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read a request");
	a->v = v;
	a->id = o->args[0];
	a->yes = !opt_set(opts, o, "refuse");
	a->reason = opt_value(opts, o, "reason");
	a->typed = opt_value(opts, o, "yes");
	if ((code = read_shown(a, opt_value(opts, o, "shown"))) == CLI_DONE &&
	    (code = load(a)) == CLI_DONE) {
		code = answer(a, o);
		if (code == CLI_DONE && signs &&
		    (code = tell(a)) == CLI_DONE)
			code = go_on(a);
		unload(a);
	}
	free(a);
	return code;
}

int
verb_approve(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code, posted;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if (o.n_args == 0 && (opt_set(opts, &o, "refuse") ||
	    opt_set(opts, &o, "yes")))
		return say_fail(CLI_USAGE, "telltale approve lists them",
		    "approve: which request?");
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"));
	v.may_be_old = true;	/* what is signed is in the request */
	if (code == CLI_DONE && (code = vault_greet(&v)) == CLI_DONE) {
		if (v.is_old)
			say_warn("the ledger has more than this vault: "
			    "telltale vault sync, or restore a newer backup");
		if (v.away)
			say_note(c, "the hub cannot be reached now; this is "
			    "what the vault had from it last");
		code = o.n_args == 1 ? one(&v, &o) :
		    approve_list(&v, opt_set(opts, &o, "all"));
		/* what was completed now, or before a run was cut off */
		posted = vault_post(&v);
		code = code != CLI_DONE ? code : posted;
	}
	vault_close(&v);
	return code;
}
