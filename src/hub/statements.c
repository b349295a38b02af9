/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/embargo.h"
#include "hub/proof.h"
#include "hub/routes.h"
#include "hub/statements.h"
#include "programme/policy.h"
#include "store/crash.h"
#include "store/hub_people.h"
#include "store/hub_portal.h"
#include "telltale/authority.h"

#define RANK_VENDOR	0
#define RANK_READER	1

/* The field that says what a statement is about, for those that are asked. */
static const char *const subjects[TT_KIND_COUNT] = {
	[TT_PARTNER] = "partner",
	[TT_READER] = "reader",
	[TT_CODEBOOK] = "bulletin",
	[TT_WAVE] = "bulletin",
	[TT_COPIES] = "bulletin",
	[TT_CONSENT] = "bulletin",
	[TT_RECEIPT] = "bulletin",
	[TT_EMBARGO] = "bulletin",
	[TT_RELEASE] = "wave",
	[TT_EARLY] = "wave",
	[TT_MOVE] = "wave",
	[TT_DESTROYED] = "wave",
};

static enum tt_err
subject_of(const struct tt_statement *s, char out[HUB_ID_MAX])
{
	out[0] = '\0';
	if (subjects[s->kind] == NULL)
		return TT_OK;
	return span_copy(tt_statement_get(s, subjects[s->kind]), out,
	    HUB_ID_MAX);
}

static bool
is_approved(const struct tt_statement *s)
{
	return tt_statement_is(s, "state", "approved");
}

/*
 * Whoever kept an old statement may send it again, under another salt: an
 * approval from before what holds now is refused.  A word that takes away is
 * heard whatever the clock says, but not in place of a later such word.
 */
static enum tt_err
check_partner(struct hub *h, const struct tt_statement *s, const char *id)
{
	struct hub_partner p = { .state = "" };
	struct tt_statement had;
	enum tt_err e;

	if ((e = hub_partner_get(h->db, id, &p)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if (tt_statement_parse(&had, buf_view(&p.statement), NULL) != TT_OK)
		e = TT_EINTEGRITY;
	else if (s->time < had.time && (is_approved(s) || !is_approved(&had)))
		e = TT_ESTATE;
	hub_partner_done(&p);
	return e;
}

static enum tt_err
take_partner(struct hub *h, const struct tt_statement *s, int64_t n)
{
	char id[HUB_ID_MAX], state[HUB_STATE_MAX];
	enum tt_err e;

	if ((e = span_copy(tt_statement_get(s, "partner"), id,
	    sizeof(id))) != TT_OK ||
	    (e = span_copy(tt_statement_get(s, "state"), state,
	    sizeof(state))) != TT_OK ||
	    (e = check_partner(h, s, id)) != TT_OK ||
	    (!is_approved(s) &&
	    (e = hub_session_end_partner(h->db, id)) != TT_OK))
		return e;
	return hub_partner_set(h->db, id, state, n);
}

/* New keys are a new reader; those that were revoked stay so. */
static enum tt_err
check_revoked(struct hub *h, const struct hub_reader *r)
{
	struct hub_reader had = { .state = "" };
	enum tt_err e;

	if ((e = hub_reader_get(h->db, r->id, &had)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if (strcmp(had.state, "revoked") == 0 &&
	    strcmp(r->state, "revoked") != 0)
		e = TT_ESTATE;
	hub_reader_done(&had);
	return e;
}

static enum tt_err
take_reader(struct hub *h, const struct tt_statement *s, int64_t n)
{
	struct hub_reader r = { .state = "" };
	enum tt_err e;

	if ((e = span_copy(tt_statement_get(s, "reader"), r.id,
	    sizeof(r.id))) != TT_OK ||
	    (e = span_copy(tt_statement_get(s, "partner"), r.partner,
	    sizeof(r.partner))) != TT_OK ||
	    (e = span_copy(tt_statement_get(s, "state"), r.state,
	    sizeof(r.state))) != TT_OK ||
	    (e = span_copy(tt_statement_get(s, "sign"), r.sign,
	    sizeof(r.sign))) != TT_OK ||
	    (e = check_revoked(h, &r)) != TT_OK ||
	    (strcmp(r.state, "active") != 0 &&
	    (e = hub_session_end_reader(h->db, r.id)) != TT_OK) ||
	    (e = hub_reader_set(h->db, &r, n)) != TT_OK)
		return e;
	return hub_pending_drop(h->db, r.id);
}

static enum tt_err
add_event(struct hub *h, const struct tt_statement *s,
    const struct hub_event_new *ev)
{
	int64_t n;
	enum tt_err e;

	if ((e = hub_event_add(h->db, ev, &n)) != TT_OK)
		return e;
	if (s->kind == TT_PARTNER)
		return take_partner(h, s, n);
	if (s->kind == TT_READER)
		return take_reader(h, s, n);
	if (s->kind == TT_EMBARGO || s->kind == TT_EARLY || s->kind == TT_MOVE)
		return embargo_take(h, s, n);
	return TT_OK;
}

/* What is there under that own already, or TT_ENOENT. */
static enum tt_err
had(struct hub *h, const char *own, struct hash *leaf)
{
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	if ((e = hub_event_by_own(h->db, own, &ev)) != TT_OK)
		return e;
	*leaf = ev.leaf;
	hub_event_done(&ev);
	return TT_OK;
}

static enum tt_err
check_quota(struct hub *h, const char *reader)
{
	int64_t waiting;
	enum tt_err e;

	if (reader == NULL)
		return TT_OK;
	if ((e = hub_event_waiting_of(h->db, reader, &waiting)) != TT_OK)
		return e;
	return waiting < STATEMENT_QUOTA ? TT_OK : TT_EAGAIN;
}

enum tt_err
statement_keep(struct hub *h, const struct tt_statement *s,
    const struct tt_salt *salt, const char *own, const char *reader,
    struct hash *leaf)
{
	char subject[HUB_ID_MAX], by_leaf[HUB_OWN_MAX];
	char hex[HEX_LEN(sizeof(leaf->b)) + 1];
	struct hub_event_new ev = { .kind = s->kind, .salt = *salt,
		.statement = s->bytes, .own = own, .reader = reader,
		.received_s = hub_now(h) };
	enum tt_err e;

	tt_leaf_hash(&ev.leaf, salt, s->bytes);
	if (own == NULL) {
		hex_encode(hex, ev.leaf.b, sizeof(ev.leaf.b));
		snprintf(by_leaf, sizeof(by_leaf), "leaf %s", hex);
		ev.own = by_leaf;
	}
	if ((e = had(h, ev.own, leaf)) != TT_ENOENT)
		return e;
	if ((e = subject_of(s, subject)) != TT_OK ||
	    (e = check_quota(h, reader)) != TT_OK)
		return e;
	ev.subject = subject[0] != '\0' ? subject : NULL;
	ev.rank = reader != NULL ? RANK_READER : RANK_VENDOR;
	if ((e = db_begin(h->db)) != TT_OK)
		return e;
	if ((e = add_event(h, s, &ev)) != TT_OK) {
		db_rollback(h->db);
		return e;
	}
	if ((e = db_commit(h->db)) != TT_OK)
		return e;
	*leaf = ev.leaf;
	return TT_OK;
}

/* Kinds that officers and publishers hand in; others have their own way. */
static bool
handed_in(enum tt_kind kind)
{
	switch (tt_kind_place(kind)) {
	case TT_PLACE_LOG:
		return kind != TT_PROGRAMME && kind != TT_BATCH;
	case TT_PLACE_BATCH:
		return kind != TT_CONSENT && kind != TT_RECEIPT &&
		    kind != TT_RELEASE && kind != TT_DESTROYED;
	case TT_PLACE_COPIES:
	case TT_PLACE_NONE:
		return false;
	}
	return false;
}

/*
 * More than one vault hands in what several have signed: a list of keys that
 * is in force already is the same one, or too late.
 */
static enum tt_err
had_keys(struct hub *h, const struct tt_statement *s)
{
	struct hub_event ev = { .n = 0 };
	char own[HUB_OWN_MAX];
	enum tt_err e;

	snprintf(own, sizeof(own), "keys %" PRIu64,
	    tt_statement_number(s, "number", 0));
	if ((e = hub_event_by_own(h->db, own, &ev)) != TT_OK)
		return e == TT_ENOENT ? TT_ESTATE : e;
	e = span_eq(buf_view(&ev.statement), s->bytes) ? TT_OK : TT_ESTATE;
	hub_event_done(&ev);
	return e;
}

static enum tt_err
check(struct hub *h, const struct tt_statement *s)
{
	struct tt_authority a = { .keys = &h->keys.statement };
	struct tt_vkey reader;
	enum tt_err e;

	if (!handed_in(s->kind) || !span_is(s->origin, h->origin))
		return TT_EREFUSED;
	if (s->kind == TT_KEYS && tt_statement_number(s, "number", 0) !=
	    tt_statement_number(&h->keys.statement, "number", 0) + 1)
		return had_keys(h, s);
	/* a policy's rules about duties are called so: programme/policy.h */
	a.counsel = s->kind == TT_EXCEPTION &&
	    span_starts(tt_statement_get(s, "rule"), POLICY_DUTY_PREFIX);
	if (s->kind == TT_READER) {
		if (!tt_statement_vkey(s, "sign", &reader))
			return TT_ESYNTAX;
		a.reader = &reader;
	}
	if (s->kind == TT_EMBARGO &&
	    (e = embargo_check(h, s, &a.two_officers)) != TT_OK)
		return e;
	return tt_authority_check(s, &a);
}

enum tt_err
statement_of_two(struct hub *h, const struct tt_statement *s)
{
	const struct tt_authority a = { .keys = &h->keys.statement,
		.two_officers = true };
	enum tt_err e;
	bool two;

	if (!span_is(s->origin, h->origin))
		return TT_EREFUSED;
	if (s->kind == TT_EMBARGO && (e = embargo_check(h, s, &two)) != TT_OK)
		return e;
	return tt_authority_check(s, &a);
}

enum tt_err
statement_order(struct hub *h, enum tt_kind kind, struct span text)
{
	struct tt_statement *s = malloc(sizeof(*s));
	char bulletin[HUB_ID_MAX];
	struct hash wave;
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(s, text, NULL)) != TT_OK)
		goto out;
	e = TT_EREFUSED;
	if (s->kind != kind || !span_is(s->origin, h->origin) ||
	    (kind == TT_EMBARGO && !tt_statement_is(s, "state", "retracted")))
		goto out;
	if ((e = tt_authority_check(s, &(struct tt_authority){
	    .keys = &h->keys.statement })) != TT_OK)
		goto out;
	if (kind != TT_EMBARGO && tt_statement_hash(s, "wave", &wave))
		e = hub_order_add(h->db, tt_kind_name(kind), &wave, NULL,
		    text);
	else if ((e = span_copy(tt_statement_get(s, "bulletin"), bulletin,
	    sizeof(bulletin))) == TT_OK)
		e = hub_order_add(h->db, "retract", NULL, bulletin, text);
out:
	free(s);
	return e;
}

/* Of `keys` there is one of each number; others may be said twice. */
static enum tt_err
keep(struct hub *h, const struct tt_statement *s, const struct tt_salt *salt,
    struct hash *leaf)
{
	char own[HUB_OWN_MAX];
	struct hash want;
	enum tt_err e;

	if (s->kind != TT_KEYS)
		return statement_keep(h, s, salt, NULL, NULL, leaf);
	snprintf(own, sizeof(own), "keys %" PRIu64,
	    tt_statement_number(s, "number", 0));
	if ((e = statement_keep(h, s, salt, own, NULL, leaf)) != TT_OK)
		return e;
	tt_leaf_hash(&want, salt, s->bytes);
	return memcmp(want.b, leaf->b, sizeof(want.b)) == 0 ? TT_OK :
	    TT_EEXIST;
}

void
route_statement(struct call *c)
{
	struct body_statement b;
	struct tt_statement s;
	struct hash leaf;
	enum tt_err e;

	if ((e = body_statement(c->q->body, &b)) == TT_OK)
		e = tt_statement_parse(&s, b.statement, NULL);
	if (e == TT_OK) {
		hub_lock(c->hub);
		if ((e = check(c->hub, &s)) == TT_OK)
			e = keep(c->hub, &s, &b.salt, &leaf);
		hub_unlock(c->hub);
	}
	crash_point("statement");
	if (e == TT_OK && (s.kind == TT_EMBARGO || s.kind == TT_EARLY ||
	    s.kind == TT_MOVE))
		hub_wake(c->hub);
	if (e == TT_OK)
		answer_hex(c->r, 202, "leaf", leaf.b, sizeof(leaf.b));
	else
		answer_err(c->r, e);
}

static enum tt_err
prove(struct hub *h, const struct hash *leaf, struct proof *p)
{
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	if ((e = hub_event_by_leaf(h->db, leaf, &ev)) != TT_OK)
		return e;
	e = proof_make(h, &ev, p);
	hub_event_done(&ev);
	return e;
}

void
route_statement_proof(struct call *c)
{
	struct json_out *j;
	struct hash leaf;
	struct proof p;
	enum tt_err e;

	if (!hex_decode(leaf.b, sizeof(leaf.b), c->arg[0].p, c->arg[0].n)) {
		answer_not_found(c->r);
		return;
	}
	hub_lock(c->hub);
	e = prove(c->hub, &leaf, &p);
	/* why it takes so long, to who may ask at all */
	if (e == TT_ENOENT && c->hub->batch_err == TT_EFULL)
		e = TT_EFULL;
	hub_unlock(c->hub);
	if (e != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	if ((j = answer_json(c->r)) != NULL)
		proof_json(&p, j);
	proof_done(&p);
	answer_json_end(c->r, j, 200);
}
