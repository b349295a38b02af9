/* SPDX-License-Identifier: ISC */
/*
 * vault_hub - the vault's own statements, to the hub; other people's, from
 * there: vault_events.c.
 */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/embargo/due.h"
#include "cli/post/alarm.h"
#include "cli/say.h"
#include "cli/site/membership.h"
#include "cli/vault.h"
#include "store/vault_ledger.h"

/* Salt and statement, as POST /api/v1/statement wants them. */
static enum tt_err
post_one(struct hubclient *h, const struct vault_statement *s,
    struct http_answer *a)
{
	struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/statement",
		.content_type = "application/octet-stream" };
	struct buf body;
	enum tt_err e;

	buf_init(&body, TT_SALT_LEN + TT_STATEMENT_MAX);
	buf_add(&body, s->salt.b, sizeof(s->salt.b));
	buf_span(&body, s->bytes);
	if ((e = buf_err(&body)) == TT_OK) {
		call.body = buf_view(&body);
		e = hubclient_try(h, &call, a);
	}
	buf_done(&body);
	return e;
}

/* The hub must name the leaf that we computed. */
static bool
names_leaf(const struct http_answer *a, const struct hash *leaf)
{
	struct hash got;
	struct span hex;
	bool same = false;
	json_t *root;

	if (json_in_parse(buf_view(&a->body), a->body.n, &root, NULL) != TT_OK)
		return false;
	if (json_in_str(root, "leaf", &hex, NULL) == TT_OK &&
	    hex_decode(got.b, sizeof(got.b), hex.p, hex.n))
		same = memcmp(&got, leaf, sizeof(got)) == 0;
	json_decref(root);
	return same;
}

static int
settle(struct hubclient *h, const struct vault_statement *s,
    const struct http_answer *a)
{
	char what[96];

	snprintf(what, sizeof(what), "enter a '%s' statement in the ledger",
	    tt_kind_name(s->kind));
	if (a->status / 100 != 2)
		return hubclient_say(h, TT_OK, a, what);
	if (!names_leaf(a, &s->leaf))
		return say_fail(CLI_ALARM, NULL,
		    "cannot %s: the hub took another one for it", what);
	return CLI_DONE;
}

static int
note_posted(struct vault *v, const struct vault_statement *s)
{
	enum tt_err e = vault_statement_posted(v->db, s->n, clock_now());

	if (e != TT_OK)
		return say_err(e, NULL, "cannot note in the vault that the "
		    "hub has a '%s' statement", tt_kind_name(s->kind));
	return CLI_DONE;
}

static int
unreachable(struct vault *v, struct hubclient *h, enum tt_err e)
{
	int64_t n = 0;

	if (e != TT_ENET && e != TT_EAGAIN)
		return hubclient_say(h, e, NULL,
		    "enter statements in the ledger");
	if (vault_statement_waiting(v->db, &n) == TT_OK)
		say_note(v->cli, "the hub cannot be reached now; the vault "
		    "keeps %lld statement%s for the ledger until it can",
		    (long long)n, n == 1 ? "" : "s");
	return CLI_DONE;
}

int
vault_greet(struct vault *v)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/health", .plain = true };
	struct http_answer a;
	struct hubclient *h;
	enum tt_err e;
	int code;

	if (v->greeted)
		return CLI_DONE;
	if ((code = vault_hub(v, &h)) != CLI_DONE)
		return code;
	if ((e = hubclient_try(h, &call, &a)) == TT_OK)
		http_answer_done(&a);
	v->away = e == TT_ENET;
	if (e != TT_OK && !v->away)
		return hubclient_say(h, e, NULL, "reach the hub");
	if (!v->away && (code = v->use == VAULT_WRITE ? vault_fetch(v) :
	    hubclient_checkpoint(h, NULL)) != CLI_DONE) {
		v->alarmed = code == CLI_ALARM;
		alarm_ledger(v, code);
		return code;
	}
	v->greeted = true;
	due_by_the_way(v);
	return CLI_DONE;
}

int
vault_post(struct vault *v)
{
	struct vault_statement s = { .n = 0 };
	int code, worst = CLI_DONE;
	struct http_answer a;
	struct hubclient *h;
	enum tt_err e;

	if ((e = vault_statement_next(v->db, 0, &s)) == TT_ENOENT)
		return membership_tell(v, false);
	if ((code = vault_greet(v)) != CLI_DONE ||
	    (code = vault_hub(v, &h)) != CLI_DONE)
		return code;
	if (v->away)
		return unreachable(v, h, TT_ENET);
	for (; e == TT_OK; e = vault_statement_next(v->db, s.n, &s)) {
		if ((e = post_one(h, &s, &a)) != TT_OK)
			return unreachable(v, h, e);
		code = settle(h, &s, &a);
		http_answer_done(&a);
		/* what the vault cannot do once it cannot do for the next */
		if (code == CLI_DONE &&
		    (code = note_posted(v, &s)) != CLI_DONE)
			return code;
		if (code != CLI_DONE)
			worst = code;
		if (code == CLI_ALARM || code == CLI_LATER)
			return code;
	}
	if (e != TT_ENOENT)
		return say_err(e, NULL, "cannot read the vault's statements");
	return worst == CLI_DONE ? membership_tell(v, false) : worst;
}
