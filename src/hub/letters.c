/* SPDX-License-Identifier: ISC */
/*
 * letters - between readers and the vendor, and a reader's sighting.
 *
 * Letters are age files: to the recipients that the desk's statement names,
 * or to the reader's own key.  The hub keeps and hands out, and cannot read.
 */
#include <stdio.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/instant.h"
#include "base/sha256.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/routes.h"
#include "hub/statements.h"
#include "store/crash.h"
#include "store/hub_letter.h"
#include "telltale/authority.h"

#define LETTERS_A_DAY	64	/* of one reader */
#define DAY		86400
#define SHOWN_MAX	256	/* of one answer */

/* By an officer of the keys in force, and not an older one again. */
static enum tt_err
check_desk(struct hub *h, struct span text)
{
	const struct tt_authority a = { .keys = &h->keys.statement };
	struct tt_statement s, had;
	struct buf old = { .n = 0 };
	enum tt_err e;

	if ((e = tt_statement_parse(&s, text, NULL)) != TT_OK)
		return e;
	if (s.kind != TT_DESK || !span_is(s.origin, h->origin))
		return TT_EREFUSED;
	if ((e = tt_authority_check(&s, &a)) != TT_OK)
		return e;
	if ((e = hub_desk_get(h->db, &old)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if (tt_statement_parse(&had, buf_view(&old), NULL) == TT_OK &&
	    s.time < had.time)
		e = TT_ESTATE;
	buf_done(&old);
	return e;
}

void
route_desk_set(struct call *c)
{
	enum tt_err e;

	hub_lock(c->hub);
	if ((e = check_desk(c->hub, c->q->body)) == TT_OK)
		e = hub_desk_set(c->hub->db, c->q->body);
	hub_unlock(c->hub);
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

void
route_desk(struct call *c)
{
	struct buf text = { .n = 0 };
	enum tt_err e;

	hub_lock(c->hub);
	e = hub_desk_get(c->hub->db, &text);
	hub_unlock(c->hub);
	if (e != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	buf_span(&c->r->body, buf_view(&text));
	buf_done(&text);
	c->r->status = 200;
	c->r->content_type = "text/plain; charset=utf-8";
}

/* The body under its own hash, which the path must name. */
static enum tt_err
named(const struct call *c, struct span hex, struct hash *sha)
{
	struct hash want;

	if (!hex_decode(want.b, sizeof(want.b), hex.p, hex.n))
		return TT_ENOENT;
	sha256(sha->b, c->q->body.p, c->q->body.n);
	return memcmp(want.b, sha->b, sizeof(want.b)) == 0 &&
	    c->q->body.n > 0 ? TT_OK : TT_ESYNTAX;
}

static enum tt_err
keep(struct call *c, bool answer, const char *reader, const struct hash *sha)
{
	int64_t now = hub_now(c->hub), n = 0;
	enum tt_err e;

	if (!answer && (e = hub_letter_count(c->hub->db, reader, now - DAY,
	    &n)) != TT_OK)
		return e;
	if (n >= LETTERS_A_DAY)
		return TT_EAGAIN;
	return hub_letter_add(c->hub->db, answer, reader, sha, c->q->body,
	    now);
}

static void
finish(struct call *c, enum tt_err e)
{
	crash_point("letter");
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

void
route_letter(struct call *c)
{
	struct hash sha;
	enum tt_err e;

	if ((e = named(c, c->arg[0], &sha)) == TT_OK) {
		hub_lock(c->hub);
		e = keep(c, false, c->auth->id, &sha);
		hub_unlock(c->hub);
	}
	finish(c, e);
}

void
route_answer(struct call *c)
{
	struct hub_reader r = { .state = "" };
	char id[HUB_ID_MAX];
	struct hash sha;
	enum tt_err e;

	if ((e = span_copy(c->arg[0], id, sizeof(id))) == TT_OK &&
	    (e = named(c, c->arg[1], &sha)) == TT_OK) {
		hub_lock(c->hub);
		if ((e = hub_reader_get(c->hub->db, id, &r)) == TT_OK)
			e = keep(c, true, r.id, &sha);
		hub_reader_done(&r);
		hub_unlock(c->hub);
	}
	finish(c, e);
}

static void
put_letter(struct json_out *j, const struct hub_letter *l, bool who)
{
	char at[INSTANT_LEN + 1], base64[B64_LEN(HUB_LETTER_MAX) + 1];

	json_out_object(j);
	json_out_key(j, "n");
	json_out_int(j, l->n);
	if (who) {
		json_out_key(j, "reader");
		json_out_str(j, l->reader);
	}
	instant_format(l->received_s, at);
	json_out_key(j, "received");
	json_out_str(j, at);
	b64_encode(base64, l->body.p, l->body.n);
	json_out_key(j, "letter");
	json_out_str(j, base64);
	json_out_object_end(j);
}

/* Those that a reader wrote, or those for this one. */
static void
list(struct call *c, bool answer, const char *reader)
{
	struct hub_letter l = { .n = 0 };
	enum tt_err e = TT_OK;
	struct json_out *j;
	int64_t after;

	if (!body_after(c->q->query, &after)) {
		answer_err(c->r, TT_ESYNTAX);
		return;
	}
	if ((j = answer_json(c->r)) == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	json_out_key(j, "letters");
	json_out_array(j);
	hub_lock(c->hub);
	for (int i = 0; i < SHOWN_MAX; i++) {
		e = hub_letter_next(c->hub->db, answer, reader, after, &l);
		if (e != TT_OK)
			break;
		after = l.n;
		put_letter(j, &l, reader == NULL);
		hub_letter_done(&l);
	}
	hub_unlock(c->hub);
	json_out_array_end(j);
	json_out_key(j, "next");
	json_out_int(j, after);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK && e != TT_ENOENT)
		answer_err(c->r, e);
}

void
route_letters(struct call *c)
{
	list(c, false, NULL);
}

void
route_answers(struct call *c)
{
	list(c, true, c->auth->id);
}

/* A reader's own `sighting`: into the ledger, like a receipt. */
void
route_sighting(struct call *c)
{
	const struct tt_authority a = { .keys = &c->hub->keys.statement,
		.reader = &c->auth->key };
	struct tt_statement s;
	struct tt_salt salt;
	struct hash leaf, sha;
	char own[HUB_OWN_MAX], hex[HEX_LEN(SHA256_LEN) + 1];
	enum tt_err e;

	hub_lock(c->hub);
	if ((e = tt_statement_parse(&s, c->q->body, NULL)) == TT_OK &&
	    (s.kind != TT_SIGHTING || !span_is(s.origin, c->hub->origin)))
		e = TT_EREFUSED;
	if (e == TT_OK && (e = tt_authority_check(&s, &a)) == TT_OK) {
		sha256(sha.b, s.bytes.p, s.bytes.n);
		hex_encode(hex, sha.b, sizeof(sha.b));
		snprintf(own, sizeof(own), "sighting %s", hex);
		rng_fill(c->hub->rng, salt.b, sizeof(salt.b));
		e = statement_keep(c->hub, &s, &salt, own, c->auth->id,
		    &leaf);
	}
	hub_unlock(c->hub);
	finish(c, e);
}
