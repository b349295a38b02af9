/* SPDX-License-Identifier: ISC */
/* The hub: is it there, and is its ledger the one that was seen? */
#include <stdio.h>

#include "cli/people/remind.h"
#include "cli/post/alarm.h"
#include "cli/post/letter.h"
#include "cli/post/outlook.h"
#include "cli/say.h"

static void
unreached(struct looking *l, const char *why)
{
	outlook_add(l->out, OUTLOOK_FAILING, OUTLOOK_NO_TIME, NULL,
	    "the hub cannot be reached: %s", why);
	outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL,
	    "receipts, letters, releases, joins and keepers since the last "
	    "visit");
}

/*
 * To fetch is to write, and somebody may be at work here: then what the hub
 * has is theirs to fetch.
 */
static bool
may_write(struct looking *l)
{
	char path[FILE_PATH_MAX];

	vault_path(l->v, "lock", path);
	if (file_lock(path, &l->v->lock) == TT_OK) {
		l->v->use = VAULT_WRITE;
		return true;
	}
	outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL, "what the "
	    "hub has: another telltale is at work in this vault");
	return false;
}

/* Sightings, questions and mishaps of readers. */
static void
look_at_post(struct looking *l)
{
	struct letter_waits w;

	if (letter_visit(l->v, &w) != CLI_DONE) {
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME,
		    "letter list", "letters since the last visit");
		return;
	}
	if (w.sightings > 0)
		outlook_add(l->out, OUTLOOK_SUSPICIOUS, w.sighted_s,
		    "letter list", "a sighting is in a letter that nobody "
		    "has taken in: our own duties run since it came");
	if (w.n > 0)
		outlook_add(l->out, OUTLOOK_DUE, w.oldest_s != 0 ?
		    w.oldest_s : OUTLOOK_NO_TIME, "letter list",
		    "%zu letter%s at the hub that one of the officers takes "
		    "in, the oldest since", w.n, w.n == 1 ? "" : "s");
}

static int
ask(struct looking *l)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/health", .plain = true };
	struct http_answer a;
	struct hubclient *h;
	enum tt_err e;
	int code;

	if ((code = vault_hub(l->v, &h)) != CLI_DONE)
		return code;
	if ((e = hubclient_try(h, &call, &a)) != TT_OK) {
		unreached(l, tt_err_text(e));
		return CLI_DONE;
	}
	l->reached = a.status == 200;
	http_answer_done(&a);
	if (!l->reached) {
		unreached(l, "it does not answer as it should");
		return CLI_DONE;
	}
	if (!may_write(l))
		return hubclient_checkpoint(h, NULL);
	code = vault_greet(l->v);
	l->fetched = code == CLI_DONE && !l->v->away;
	if (l->fetched) {
		alarm_ledger(l->v, code);
		look_at_post(l);
		remind_partners(l->v, l->now_s);
	}
	return code;
}

void
look_at_hub(struct looking *l)
{
	int code;

	if (!vault_officer_at_hand(l->v)) {
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME,
		    "status --fetch", "the hub was not asked: the officer's "
		    "key is under a passphrase; a letter that starts a duty "
		    "of ours may wait there");
		return;
	}
	if ((code = ask(l)) == CLI_ALARM)
		outlook_add(l->out, OUTLOOK_ALARM, OUTLOOK_NO_TIME,
		    "vault check", "the hub's ledger is not what this vault "
		    "has seen");
	else if (code != CLI_DONE)
		outlook_add(l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME,
		    "vault check", "the hub was asked and its answer could "
		    "not be used");
}
