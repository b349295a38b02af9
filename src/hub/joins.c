/* SPDX-License-Identifier: ISC */
/*
 * joins - invitations, and who comes with one.  specs/hub.md section 2.
 *
 * Whatever is wrong with a join, the answer is one 404: whoever tries tokens
 * learns nothing from it.
 */
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/routes.h"
#include "store/crash.h"
#include "telltale/authority.h"

/* The same invitation again changes nothing. */
static enum tt_err
add_token(struct hub *h, const struct hash *hash,
    const struct body_invitation *b)
{
	struct hub_token t;
	enum tt_err e;

	e = hub_token_add(h->db, hash, b->partner, b->expires_s, NULL);
	if (e != TT_EEXIST ||
	    hub_token_get(h->db, hash, &t) != TT_OK)
		return e;
	return strcmp(t.partner, b->partner) == 0 &&
	    t.expires_s == b->expires_s ? TT_OK : TT_EEXIST;
}

void
route_invitation(struct call *c)
{
	struct body_invitation b;
	struct hash hash;
	enum tt_err e;

	if (!hex_decode(hash.b, sizeof(hash.b), c->arg[0].p, c->arg[0].n)) {
		answer_not_found(c->r);
		return;
	}
	if ((e = body_invitation(c->q->body, &b)) == TT_OK) {
		hub_lock(c->hub);
		e = add_token(c->hub, &hash, &b);
		hub_unlock(c->hub);
	}
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

/* Only the reader has signed, and the id is that of the keys. */
static enum tt_err
check_reader(struct hub *h, struct span text, struct tt_statement *s)
{
	const struct tt_authority a = { .keys = &h->keys.statement };
	struct tt_authority_missing missing;
	enum tt_err e;

	if ((e = tt_statement_parse(s, text, NULL)) != TT_OK)
		return e;
	if (s->kind != TT_READER || !span_is(s->origin, h->origin) ||
	    !tt_statement_is(s, "state", "active"))
		return TT_EREFUSED;
	if ((e = tt_authority_missing(s, &a, &missing)) != TT_OK)
		return e;
	return missing.readers == 0 && missing.officers > 0 ? TT_OK :
	    TT_EUNSIGNED;
}

/* Used up, and kept, or neither. */
static enum tt_err
keep_pending(struct hub *h, const struct hub_pending *p)
{
	enum tt_err e;

	if ((e = db_begin(h->db)) != TT_OK)
		return e;
	if ((e = hub_token_use(h->db, &p->token, p->reader)) != TT_OK ||
	    (e = hub_pending_add(h->db, p)) != TT_OK) {
		db_rollback(h->db);
		return e;
	}
	return db_commit(h->db);
}

/* A lost answer may be asked for again, with the same bytes. */
static enum tt_err
same_again(struct hub *h, const struct hub_pending *p)
{
	struct hub_pending had = { .received_s = 0 };
	enum tt_err e;

	if ((e = hub_pending_get(h->db, p->reader, &had)) != TT_OK)
		return e;
	if (memcmp(had.token.b, p->token.b, sizeof(had.token.b)) != 0 ||
	    !span_eq(buf_view(&had.statement), buf_view(&p->statement)))
		e = TT_ENOENT;
	hub_pending_done(&had);
	return e;
}

/* The one who comes is not told; the inviter is. */
static enum tt_err
turn_away(struct hub *h, const struct hash *token, enum hub_why why)
{
	static const struct hash none = { .b = { 0 } };
	enum tt_err e = hub_turned_away_add(h->db, token != NULL ? token :
	    &none, why, hub_now(h));

	return e != TT_OK ? e : TT_ENOENT;
}

static enum tt_err
join(struct hub *h, struct body_join *b, char id[HUB_ID_MAX])
{
	struct hub_pending p = { .token = b->token,
		.received_s = hub_now(h) };
	struct tt_statement s;
	struct hub_token t;
	enum tt_err e;

	if ((e = hub_token_get(h->db, &b->token, &t)) != TT_OK)
		return e != TT_ENOENT ? e : turn_away(h, NULL,
		    HUB_TOKEN_ALTERED);
	if ((e = check_reader(h, buf_view(&b->statement), &s)) != TT_OK ||
	    (e = span_copy(tt_statement_get(&s, "reader"), p.reader,
	    sizeof(p.reader))) != TT_OK)
		return e;
	if (!tt_statement_is(&s, "partner", t.partner))
		return turn_away(h, &b->token, HUB_TOKEN_ALTERED);
	memcpy(p.partner, t.partner, sizeof(p.partner));
	p.statement = b->statement;	/* borrowed */
	if (t.used[0] != '\0') {
		if ((e = same_again(h, &p)) == TT_ENOENT)
			e = turn_away(h, &b->token, HUB_TOKEN_USED);
	} else if (t.expires_s <= p.received_s)
		e = turn_away(h, &b->token, HUB_TOKEN_EXPIRED);
	else
		e = keep_pending(h, &p);
	if (e == TT_OK)
		memcpy(id, p.reader, sizeof(p.reader));
	return e;
}

static bool
of_the_machine(enum tt_err e)
{
	return e == TT_EFULL || e == TT_EIO || e == TT_ENOMEM ||
	    e == TT_EAGAIN || e == TT_EDB || e == TT_EINTEGRITY;
}

void
route_join(struct call *c)
{
	struct body_join b;
	char id[HUB_ID_MAX];
	struct json_out *j;
	enum tt_err e;

	if ((e = body_join(c->q->body, &b)) != TT_OK) {
		answer_not_found(c->r);
		return;
	}
	hub_lock(c->hub);
	e = join(c->hub, &b, id);
	hub_unlock(c->hub);
	body_join_done(&b);
	if (e != TT_OK) {
		answer_err(c->r, of_the_machine(e) ? e : TT_ENOENT);
		return;
	}
	if ((j = answer_json(c->r)) != NULL) {
		json_out_object(j);
		json_out_key(j, "reader");
		json_out_str(j, id);
		json_out_object_end(j);
	}
	answer_json_end(c->r, j, 202);
}

static void
put_pending(struct json_out *j, const struct hub_pending *p)
{
	char received[INSTANT_LEN + 1];

	instant_format(p->received_s, received);
	json_out_object(j);
	json_out_key(j, "reader");
	json_out_str(j, p->reader);
	json_out_key(j, "partner");
	json_out_str(j, p->partner);
	json_out_key(j, "statement");
	json_out_span(j, buf_view(&p->statement));
	json_out_key(j, "token");
	json_out_hex(j, p->token.b, sizeof(p->token.b));
	json_out_key(j, "received");
	json_out_str(j, received);
	json_out_object_end(j);
}

static enum tt_err
put_joins(struct hub *h, struct json_out *j)
{
	struct hub_pending p = { .reader = "" };
	char last[HUB_ID_MAX] = "";
	enum tt_err e;

	json_out_key(j, "joins");
	json_out_array(j);
	while ((e = hub_pending_next(h->db, last, &p)) == TT_OK) {
		put_pending(j, &p);
		memcpy(last, p.reader, sizeof(last));
		hub_pending_done(&p);
	}
	json_out_array_end(j);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
put_turned_away(struct hub *h, struct json_out *j)
{
	struct hub_turned_away t = { .n = 0 };
	enum tt_err e;

	json_out_key(j, "turned_away");
	json_out_array(j);
	while ((e = hub_turned_away_next(h->db, t.n, &t)) == TT_OK) {
		json_out_object(j);
		json_out_key(j, "token");
		json_out_hex(j, t.token.b, sizeof(t.token.b));
		json_out_key(j, "why");
		json_out_str(j, hub_why_text(t.why));
		json_out_key(j, "times");
		json_out_int(j, t.times);
		json_out_at(j, "last", t.last_s);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_joins(struct call *c)
{
	struct json_out *j = answer_json(c->r);
	enum tt_err e = TT_ENOMEM;

	if (j == NULL) {
		answer_err(c->r, e);
		return;
	}
	json_out_object(j);
	hub_lock(c->hub);
	if ((e = put_joins(c->hub, j)) == TT_OK)
		e = put_turned_away(c->hub, j);
	hub_unlock(c->hub);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}
