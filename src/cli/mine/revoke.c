/* SPDX-License-Identifier: ISC */
/*
 * people revoke - one who left the company is no reader from now on.  The hub
 * acts on the admin's signed letter and keeps it for the vendor; an officer
 * puts it in the ledger later.
 */
#include <stdio.h>
#include <string.h>

#include "cli/confirm.h"
#include "cli/mine/circle.h"
#include "cli/mine/verbs.h"
#include "cli/out.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "reason", 0, OPT_VALUE, "WORD",
	    "left (the organisation), role (another task), keys (lost, or in "
	    "wrong hands), other" },
	{ "yes", 0, OPT_VALUE, "ID", "the reader's id, instead of typing it" },
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say what would happen, and do nothing" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "people revoke",
	.args = "READER",
	.examples = {
		{ "people revoke kiyokawa-2 --reason left",
		    "who left the company" },
		{ "people revoke 'Mei Ito' --reason keys --dry-run",
		    "what they have signed for" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "READER is an id, a fingerprint or a name of people list. At "
	    "once, and for good:\nthe same person joins anew with other keys. "
	    "The hub sees the reason's word.",
};

static const char *const reasons[] = { "left", "role", "keys", "other", NULL };

static const struct out_column cols[] = {
	{ "bulletin", "bulletin", OUT_TEXT },
	{ "fetched", "signed for", OUT_TEXT },
	{ "public", "public", OUT_TEXT },
};

struct revoking {
	struct reader_home *home;
	const char *who, *reason, *yes;
	bool dry;
	struct circle circle;
	const struct circle_person *p;
	char called[CIRCLE_CALLED_MAX];
};

static int
check_reason(const char *reason)
{
	for (size_t i = 0; reasons[i] != NULL; i++)
		if (reason != NULL && strcmp(reasons[i], reason) == 0)
			return CLI_DONE;
	return say_fail(CLI_USAGE, "telltale people revoke --help",
	    "people revoke: --reason is one of left, role, keys, other");
}

static int
check_state(const struct revoking *k)
{
	size_t others = 0;

	if (!circle_is_active(k->p) && strcmp(k->p->state, "pending") != 0)
		return say_fail(CLI_REFUSED, "telltale people list", "cannot "
		    "revoke '%s': this reader is %s already", k->called,
		    k->p->state);
	for (size_t i = 0; i < k->circle.n; i++)
		others += &k->circle.person[i] != k->p &&
		    k->circle.person[i].admin &&
		    circle_is_active(&k->circle.person[i]);
	if (k->p->admin && others == 0)
		return say_fail(CLI_REFUSED, "ask the officer who invited "
		    "you, or telltale people leave", "cannot revoke '%s': "
		    "this is the last admin", k->called);
	return CLI_DONE;
}

static void
warn(const struct revoking *k)
{
	for (size_t i = 0; i < k->circle.n; i++) {
		const struct circle_person *m = &k->circle.person[i];

		if (circle_is_active(m) && m->answers[0] != '\0' &&
		    strcmp(m->answers, k->p->id) == 0)
			say_warn("'%s' answers for the machine '%s': ask the "
			    "officer who invited you to name another person",
			    k->called, m->id);
	}
}

static int
print(const struct revoking *k)
{
	const struct circle_person *p = k->p;
	struct out_table *t;
	struct json_out *j;

	if (!k->home->cli->json)
		out_line("reader %s%s%s %s; %zu cop%s signed for cannot be "
		    "recalled", k->called, p->name[0] != '\0' ? ", " : "",
		    p->name, k->dry ? "would be stopped at once" :
		    "is stopped, from the next request on", p->n,
		    p->n == 1 ? "y" : "ies");
	t = out_table_new(k->home->cli, "telltale-people-revoke/1", "copies",
	    cols, N_ROWS(cols));
	if ((j = out_table_head(t)) != NULL) {
		json_out_key(j, "id");
		json_out_str(j, k->called);
		json_out_key(j, "state");
		json_out_str(j, k->dry ? p->state : "stopped");
	}
	for (size_t i = 0; i < p->n; i++) {
		out_str(t, p->receipt[i].bulletin);
		out_instant(t, p->receipt[i].at_s);
		out_instant(t, p->receipt[i].public_s);
	}
	if (p->n == 0 && j == NULL) {
		out_table_drop(t);
		return CLI_DONE;
	}
	return out_table_end(t);
}

static int
stop(struct revoking *k)
{
	char path[96];
	struct hubclient_call call = { .verb = HTTP_POST, .path = path,
		.content_type = "text/plain; charset=utf-8" };
	struct http_answer a;
	struct hubclient *hub;
	struct buf letter;
	enum tt_err e;
	int code;

	snprintf(path, sizeof(path), "/api/v1/people/%s/revoke", k->p->hex);
	if ((code = reader_home_hub(k->home, &hub)) != CLI_DONE)
		return code;
	if ((e = circle_letter(k->home, "revoke", k->p, k->reason, &letter)) !=
	    TT_OK)
		code = say_err(e, NULL, "cannot say that '%s' is stopped",
		    k->called);
	else {
		call.body = buf_view(&letter);
		if ((code = hubclient_do(hub, &call, "stop a reader", &a)) ==
		    CLI_DONE)
			http_answer_done(&a);
	}
	buf_done(&letter);
	return code;
}

static int
revoke(struct revoking *k)
{
	const struct tt_signer *me;
	int code;

	if ((code = reader_home_signer(k->home, &me)) != CLI_DONE ||
	    (code = circle_read(&k->circle, k->home)) != CLI_DONE ||
	    (code = circle_find(&k->circle, k->who, &k->p)) != CLI_DONE)
		return code;
	circle_called(k->p, k->called);
	if ((code = check_state(k)) != CLI_DONE)
		return code;
	warn(k);
	if (k->dry)
		return print(k);
	if ((code = confirm_id(k->home->cli, "stop", k->called, k->yes)) !=
	    CLI_DONE || (code = stop(k)) != CLI_DONE)
		return code;
	if ((code = print(k)) == CLI_DONE)
		say_note(k->home->cli, "the vendor hears of it, and puts it "
		    "in the ledger");
	return code;
}

int
verb_people_revoke(struct cli *c, int argc, char **argv)
{
	struct reader_home home;
	struct revoking k = { .home = &home };
	struct opt_values o;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	k.who = o.args[0];
	k.reason = opt_value(opts, &o, "reason");
	k.yes = opt_value(opts, &o, "yes");
	k.dry = opt_set(opts, &o, "dry-run");
	if ((code = check_reason(k.reason)) != CLI_DONE)
		return code;
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = revoke(&k);
	circle_done(&k.circle);
	reader_home_close(&home);
	return code;
}
