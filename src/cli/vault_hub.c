/* SPDX-License-Identifier: ISC */
/*
 * vault_hub - the vault's traffic with the hub: its own statements there,
 * other people's here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/clock.h"
#include "cli/hubproof.h"
#include "cli/say.h"
#include "cli/vault.h"
#include "store/vault_ledger.h"
#include "store/vault_partner.h"
#include "telltale/authority.h"

#define EVENTS_MAX	((size_t)64 << 20)	/* bytes of one answer */

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
settle(struct vault *v, struct hubclient *h, const struct vault_statement *s,
    const struct http_answer *a)
{
	char what[96];
	enum tt_err e;

	snprintf(what, sizeof(what), "enter a '%s' statement in the ledger",
	    tt_kind_name(s->kind));
	if (a->status / 100 != 2)
		return hubclient_say(h, TT_OK, a, what);
	if (!names_leaf(a, &s->leaf))
		return say_fail(CLI_ALARM, NULL,
		    "cannot %s: the hub took another one for it", what);
	if ((e = vault_statement_posted(v->db, s->n, clock_now())) != TT_OK)
		return say_err(e, NULL, "cannot note that the hub has it");
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

/* The key of the reader that signs s, by our own record. */
static enum tt_err
reader_key(struct vault *v, const struct tt_statement *s, struct tt_vkey *out)
{
	uint8_t id[TT_READER_ID_LEN];
	struct vault_reader r;
	enum tt_err e;

	if (!tt_statement_bytes(s, "reader", id, sizeof(id)))
		return TT_ESYNTAX;
	if ((e = vault_reader_of_key(v->db, id, &r)) != TT_OK)
		return e;
	return tt_vkey_parse(out, span_str(r.sign));
}

/* Signed by whom it should be, as far as the vault can tell by itself. */
static enum tt_err
signed_well(struct vault *v, const struct tt_statement *s)
{
	struct tt_authority a = { .keys = NULL };
	struct tt_vkey reader;
	enum tt_err e;

	if (s->kind != TT_RECEIPT && s->kind != TT_CONSENT)
		return TT_OK;
	if ((e = reader_key(v, s, &reader)) != TT_OK)
		return e;
	a.reader = &reader;
	return tt_authority_check(s, &a);
}

/* p names and opens this very statement. */
static enum tt_err
prove(struct hubclient *h, struct vault_event *ev, const json_t *batch)
{
	struct tt_opened *o = malloc(sizeof(*o));
	struct hubproof p;
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	if ((e = hubproof_parse(&p, batch, NULL)) == TT_OK &&
	    (e = hubproof_check(&p, ev->kind, &ev->leaf,
	    hubclient_policy(h), o)) == TT_OK &&
	    !span_eq(o->statement.bytes, ev->bytes))
		e = TT_EPROOF;
	free(o);
	if (e != TT_OK)
		return e;
	ev->set_proof = p.opening.set_proof;
	ev->tlog_proof = p.opening.tlog_proof;
	ev->batch = p.opening.batch;
	return TT_OK;
}

/* Signed by others than the vault's keys. */
static bool
of_others(enum tt_kind kind)
{
	return kind == TT_RECEIPT || kind == TT_CONSENT ||
	    kind == TT_RELEASE || kind == TT_SIGHTING || kind == TT_KEYS;
}

/* TT_EROLLBACK: ours, by its signature, and not in our records. */
static enum tt_err
known(struct vault *v, const struct vault_event *ev)
{
	struct vault_statement ours;
	enum tt_err e;

	if (of_others(ev->kind))
		return TT_OK;
	e = vault_statement_of_leaf(v->db, &ev->leaf, &ours);
	return e == TT_ENOENT ? TT_EROLLBACK : e;
}

static enum tt_err
take_event(struct vault *v, struct hubclient *h, const json_t *obj)
{
	struct vault_event ev = { .n = 0 };
	struct tt_statement *st;
	struct span leaf;
	json_t *batch;
	enum tt_err e;

	if ((e = json_in_int(obj, "n", 1, INT64_MAX, &ev.n, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "leaf", &leaf, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "statement", &ev.bytes, NULL)) != TT_OK)
		return e;
	if (!hex_decode(ev.leaf.b, sizeof(ev.leaf.b), leaf.p, leaf.n))
		return TT_ESYNTAX;
	if ((st = malloc(sizeof(*st))) == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(st, ev.bytes, NULL)) == TT_OK)
		e = signed_well(v, st);
	ev.kind = st->kind;
	free(st);
	if (e != TT_OK || (e = known(v, &ev)) != TT_OK ||
	    (e = vault_event_add(v->db, &ev, clock_now())) != TT_OK)
		return e;
	if (json_in_object(obj, "batch", &batch, NULL) != TT_OK)
		return TT_OK;
	if ((e = prove(h, &ev, batch)) == TT_OK)
		e = vault_event_prove(v->db, &ev);
	return e == TT_ENOENT ? TT_EINTEGRITY : e;
}

/* One answer's events.  *next: after which to ask on; 0: no more. */
static enum tt_err
take_events(struct vault *v, struct hubclient *h, const json_t *root,
    int64_t after, int64_t *next)
{
	json_t *events, *obj;
	enum tt_err e;
	size_t i;

	if ((e = json_in_array(root, "events", &events, NULL)) != TT_OK ||
	    (e = json_in_int(root, "next", after, INT64_MAX, next, NULL)) !=
	    TT_OK)
		return e;
	if (json_array_size(events) == 0 || *next == after)
		*next = 0;
	if ((e = db_begin(v->db)) != TT_OK)
		return e;
	json_array_foreach(events, i, obj)
		if ((e = take_event(v, h, obj)) != TT_OK) {
			db_rollback(v->db);
			return e;
		}
	return db_commit(v->db);
}

static int
cannot_take(const struct vault *v, enum tt_err e, int64_t after)
{
	if (e == TT_EROLLBACK)
		return say_fail(CLI_ALARM, "telltale vault restore, from a "
		    "newer backup", "alarm: the ledger has a statement by a "
		    "key of the vault %s that the vault does not know: this "
		    "is an old copy of it", v->dir);
	return say_err(e, NULL, "cannot believe an event that the hub tells "
	    "of, after number %lld", (long long)after);
}

int
vault_fetch(struct vault *v)
{
	struct hubclient_call call = { .verb = HTTP_GET,
		.max_answer = EVENTS_MAX };
	struct hubclient *h;
	char path[64];
	int64_t after = 0;
	json_t *root;
	enum tt_err e;
	int code;

	if ((code = vault_hub(v, &h)) != CLI_DONE ||
	    (code = hubclient_checkpoint(h, NULL)) != CLI_DONE)
		return code;
	if ((e = vault_event_after(v->db, &after)) != TT_OK)
		return say_err(e, NULL, "cannot read the vault's events");
	for (int64_t next = after + 1; next != 0; after = next) {
		snprintf(path, sizeof(path), "/api/v1/events?after=%lld",
		    (long long)after);
		call.path = path;
		code = hubclient_json(h, &call, "fetch events", &root);
		if (code != CLI_DONE)
			return code;
		e = take_events(v, h, root, after, &next);
		json_decref(root);
		if (e != TT_OK)
			return cannot_take(v, e, after);
	}
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
	    hubclient_checkpoint(h, NULL)) != CLI_DONE)
		return code;
	v->greeted = true;
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
		return CLI_DONE;
	if ((code = vault_greet(v)) != CLI_DONE ||
	    (code = vault_hub(v, &h)) != CLI_DONE)
		return code;
	if (v->away)
		return unreachable(v, h, TT_ENET);
	for (; e == TT_OK; e = vault_statement_next(v->db, s.n, &s)) {
		if ((e = post_one(h, &s, &a)) != TT_OK)
			return unreachable(v, h, e);
		code = settle(v, h, &s, &a);
		http_answer_done(&a);
		if (code != CLI_DONE)
			worst = code;
		if (code == CLI_ALARM || code == CLI_LATER)
			return code;
	}
	if (e != TT_ENOENT)
		return say_err(e, NULL, "cannot read the vault's statements");
	return worst;
}
