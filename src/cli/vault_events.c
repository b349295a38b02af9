/* SPDX-License-Identifier: ISC */
/*
 * vault_events - what the hub tells of statements: kept, once they are signed
 * by whom they should be, and again when they are proven.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/hubproof.h"
#include "cli/mine/heard.h"
#include "cli/say.h"
#include "cli/team/exchange.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"
#include "store/vault_ledger.h"
#include "store/vault_outlook.h"
#include "store/vault_partner.h"
#include "telltale/authority.h"
#include "telltale/origin.h"

#define EVENTS_MAX	((size_t)64 << 20)	/* bytes of one answer */

/* A sighting names its reader by the signature alone. */
static bool
signing_reader(const struct tt_statement *s, struct span *hex)
{
	enum tt_owner owner;

	return s->kind == TT_SIGHTING && s->note.n > 0 &&
	    tt_key_name_parse(&owner, hex, s->origin, s->note.line[0].name) ==
	    TT_OK && owner == TT_OWNER_READER;
}

/* The key of the reader that signs s, by our own record. */
static enum tt_err
reader_key(struct vault *v, const struct tt_statement *s, struct tt_vkey *out)
{
	uint8_t id[TT_READER_ID_LEN];
	struct vault_reader r;
	struct span hex;
	enum tt_err e;

	if (signing_reader(s, &hex)) {
		if (!hex_decode(id, sizeof(id), hex.p, hex.n))
			return TT_ESYNTAX;
	} else if (!tt_statement_bytes(s, "reader", id, sizeof(id)))
		return TT_ESYNTAX;
	if ((e = vault_reader_of_key(v->db, id, &r)) != TT_OK)
		return e;
	return tt_vkey_parse(out, span_str(r.sign));
}

/* How many keepers must have signed a release: its wave's own words. */
static enum tt_err
threshold_of(struct vault *v, const struct tt_statement *release,
    unsigned *keepers)
{
	struct tt_statement *wave = malloc(sizeof(*wave));
	struct vault_statement row;
	struct hash leaf;
	enum tt_err e = TT_ENOMEM;

	if (wave != NULL && !tt_statement_hash(release, "wave", &leaf))
		e = TT_ESYNTAX;
	else if (wave != NULL &&
	    (e = vault_statement_of_leaf(v->db, &leaf, &row)) == TT_OK &&
	    (e = tt_statement_parse(wave, row.bytes, NULL)) == TT_OK)
		*keepers = (unsigned)tt_statement_number(wave, "threshold",
		    0);
	free(wave);
	return e;
}

/* Signed well by one list of keys, a file of the vault's; *number: which. */
static enum tt_err
signed_under(struct vault *v, const struct tt_statement *s, const char *file,
    struct tt_authority *a, uint64_t *number)
{
	struct tt_statement *keys = malloc(sizeof(*keys));
	char path[FILE_PATH_MAX];
	struct buf text;
	enum tt_err e = TT_ENOMEM;

	vault_path(v, file, path);
	a->keys = keys;
	if (keys != NULL &&
	    (e = file_read(path, TT_STATEMENT_MAX, &text)) == TT_OK) {
		if ((e = tt_statement_parse(keys, buf_view(&text), NULL)) ==
		    TT_OK) {
			*number = tt_statement_number(keys, "number", 0);
			e = tt_authority_check(s, a);
		}
		buf_done(&text);
	}
	free(keys);
	return e;
}

/*
 * A release by as many as its wave asks for, a `destroyed` by one.  A keeper
 * that was replaced since may have signed: then an earlier list has its key.
 */
static enum tt_err
keepers_signed(struct vault *v, const struct tt_statement *s)
{
	struct tt_authority a = { .keys = NULL };
	char file[64];
	uint64_t number = 0;
	enum tt_err e;

	if ((e = threshold_of(v, s, &a.keepers)) != TT_OK)
		return e;
	e = signed_under(v, s, "keys/keys", &a, &number);
	while ((e == TT_EREFUSED || e == TT_EUNSIGNED) && number > 1) {
		snprintf(file, sizeof(file), VAULT_KEYS_WAS,
		    (unsigned long long)--number);
		e = signed_under(v, s, file, &a, &number);
		if (e == TT_ENOENT)
			e = TT_EREFUSED;	/* one that this vault never
						 * had */
	}
	return e;
}

/* A sighting without a reader's signature is an officer's: see known(). */
static bool
of_readers(const struct tt_statement *s)
{
	struct span hex;

	return s->kind == TT_RECEIPT || s->kind == TT_CONSENT ||
	    signing_reader(s, &hex);
}

/* Signed by whom it should be; our own are compared with our records. */
static enum tt_err
signed_well(struct vault *v, const struct tt_statement *s)
{
	struct tt_authority a = { .keys = NULL };
	struct tt_vkey reader;
	enum tt_err e;

	if (s->kind == TT_RELEASE || s->kind == TT_DESTROYED)
		return keepers_signed(v, s);
	if (!of_readers(s))
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
of_others(const struct tt_statement *s)
{
	return of_readers(s) || s->kind == TT_RELEASE ||
	    s->kind == TT_DESTROYED || s->kind == TT_KEYS;
}

/* TT_EROLLBACK: ours, by its signature, and not in our records. */
static enum tt_err
known(struct vault *v, const struct tt_statement *s,
    const struct vault_event *ev)
{
	struct vault_statement ours;
	enum tt_err e;

	if (of_others(s))
		return TT_OK;
	e = vault_statement_of_leaf(v->db, &ev->leaf, &ours);
	return e == TT_ENOENT ? TT_EROLLBACK : e;
}

/* Who answered and who has received is counted as it comes. */
static enum tt_err
count_said(struct vault *v, const struct tt_statement *st)
{
	unsigned char key[TT_READER_ID_LEN];
	char bulletin[VAULT_BULLETIN_LEN + 1];

	if (st->kind != TT_RECEIPT && st->kind != TT_CONSENT)
		return TT_OK;
	if (!tt_statement_bytes(st, "reader", key, sizeof(key)) ||
	    span_copy(tt_statement_get(st, "bulletin"), bulletin,
	    sizeof(bulletin)) != TT_OK)
		return TT_ESYNTAX;
	return vault_reach_said(v->db, bulletin, key, st->kind == TT_RECEIPT,
	    st->time);
}

static enum tt_err
take_event(struct vault *v, struct hubclient *h, const json_t *obj)
{
	struct vault_event ev = { .n = 0 };
	struct tt_statement *st;
	struct span leaf, received;
	json_t *batch;
	enum tt_err e;

	if ((e = json_in_int(obj, "n", 1, INT64_MAX, &ev.n, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "leaf", &leaf, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "statement", &ev.bytes, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "received", &received, NULL)) != TT_OK ||
	    (e = instant_parse(received, &ev.received_s)) != TT_OK)
		return e;
	if (!hex_decode(ev.leaf.b, sizeof(ev.leaf.b), leaf.p, leaf.n))
		return TT_ESYNTAX;
	if ((st = malloc(sizeof(*st))) == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(st, ev.bytes, NULL)) == TT_OK) {
		ev.kind = st->kind;
		if ((e = signed_well(v, st)) == TT_OK &&
		    (e = known(v, st, &ev)) == TT_OK)
			e = count_said(v, st);
	}
	free(st);
	if (e != TT_OK ||
	    (e = vault_event_add(v->db, &ev, clock_now())) != TT_OK)
		return e;
	/* what stands in the log in the clear is in no batch */
	if (tt_kind_place(ev.kind) == TT_PLACE_LOG ||
	    json_in_object(obj, "batch", &batch, NULL) != TT_OK)
		return TT_OK;
	if ((e = prove(h, &ev, batch)) == TT_EUNSIGNED)
		return TT_OK;	/* by too few yet: asked for again */
	if (e == TT_OK)
		e = vault_event_prove(v->db, &ev);
	return e == TT_ENOENT ? TT_EINTEGRITY : e;
}

/* One answer's events.  *next: after which to ask on; 0: no more. */
static enum tt_err
take_events(struct vault *v, struct hubclient *h, const json_t *root,
    int64_t after, int64_t *next, struct heard_of *of)
{
	json_t *events, *obj;
	enum tt_err e;
	size_t i;

	if ((e = json_in_array(root, "events", &events, NULL)) != TT_OK ||
	    (e = json_in_int(root, "next", after, INT64_MAX, next, NULL)) !=
	    TT_OK || (e = heard_read(root, of)) != TT_OK)
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

/*
 * From one answer to the next.  TT_EROLLBACK in *e: a statement of ours that
 * the vault does not know.
 */
static int
fetch_events(struct vault *v, struct hubclient *h, enum tt_err *e,
    struct heard_of *of)
{
	struct hubclient_call call = { .verb = HTTP_GET,
		.max_answer = EVENTS_MAX };
	char path[64];
	int64_t after = 0;
	json_t *root;
	int code;

	if ((*e = vault_event_after(v->db, &after)) != TT_OK)
		return say_err(*e, NULL, "cannot read the vault's events");
	for (int64_t next = after + 1; next != 0; after = next) {
		snprintf(path, sizeof(path), "/api/v1/events?after=%lld",
		    (long long)after);
		call.path = path;
		code = hubclient_json(h, &call, "fetch events", &root);
		if (code != CLI_DONE)
			return code;
		*e = take_events(v, h, root, after, &next, of);
		json_decref(root);
		if (*e == TT_EROLLBACK)
			return CLI_DONE;
		if (*e != TT_OK)
			return cannot_take(v, *e, after);
	}
	return CLI_DONE;
}

int
vault_fetch(struct vault *v)
{
	struct hubclient *h;
	enum tt_err e = TT_EROLLBACK;
	struct heard_of of = { .words = -1 };
	int code;

	if ((code = vault_hub(v, &h)) != CLI_DONE ||
	    (code = hubclient_checkpoint(h, NULL)) != CLI_DONE)
		return code;
	/* what others completed meanwhile is known by the second time */
	for (int i = 0; i < 2 && e == TT_EROLLBACK; i++)
		if ((code = exchange(v)) != CLI_DONE ||
		    (code = fetch_events(v, h, &e, &of)) != CLI_DONE)
			return code;
	v->is_old = e == TT_EROLLBACK;
	if (e == TT_OK && ((code = heard_fetch(v, &of)) != CLI_DONE ||
	    (code = vault_fetch_opened(v, h)) != CLI_DONE))
		return code;
	return e == TT_OK || v->may_be_old ? CLI_DONE : cannot_take(v, e, 0);
}
