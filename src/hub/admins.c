/* SPDX-License-Identifier: ISC */
/*
 * admins - what a partner's own admins may do about its readers: see them,
 * invite, stop one, and leave.  specs/stories.md PA-2.
 *
 * Who is admin the vendor's officers say.  To whoever is none, and about
 * whoever is another partner's, all of this is not there: one 404.  Who was
 * stopped is a former reader from the next request on; the signed letter that
 * said so is kept with it, in one transaction, and the vendor fetches it.
 */
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/embargo.h"
#include "hub/page.h"
#include "hub/routes.h"
#include "store/crash.h"
#include "store/hub_admin.h"
#include "store/hub_event.h"
#include "telltale/letter.h"
#include "telltale/reader_id.h"

#define PAGE_PEOPLE	32		/* of one answer */
#define PAGE_WORDS	64
#define INVITED_MAX	32		/* by a partner's admins, at a time */
#define EXPIRES_MAX_S	(90 * 86400)

_Static_assert(HUB_WORD_MAX >= TT_LETTER_MAX, "a letter is a word");

/* The caller's row, if that is an admin: hub_reader_done.  Under lock. */
static enum tt_err
find_admin(struct call *c, struct hub_reader *me)
{
	struct hub_reader r = { .state = "" };
	enum tt_err e;

	if ((e = hub_reader_get(c->hub->db, c->auth->id, &r)) != TT_OK)
		return e;
	if (!r.admin || !hub_reader_may(&r)) {
		hub_reader_done(&r);
		return TT_ENOENT;
	}
	*me = r;
	return TT_OK;
}

static bool
is_id(struct span s)
{
	uint8_t id[TT_READER_ID_LEN];

	return hex_decode(id, sizeof(id), s.p, s.n);
}

/* An officer's word on who is admin; of nobody else names are kept. */
static enum tt_err
set_admin(struct hub *h, const char *reader, struct span names)
{
	struct hub_reader r = { .state = "" };
	enum tt_err e;

	if (names.n == 0)
		return hub_admin_drop(h->db, reader);
	if ((e = hub_reader_get(h->db, reader, &r)) != TT_OK)
		return e;
	e = strcmp(r.state, "active") == 0 ?
	    hub_admin_set(h->db, r.id, names) : TT_ENOENT;
	hub_reader_done(&r);
	return e;
}

void
route_admin(struct call *c)
{
	char id[HUB_ID_MAX];
	enum tt_err e = TT_ENOENT;

	if (is_id(c->arg[0]) &&
	    span_copy(c->arg[0], id, sizeof(id)) == TT_OK) {
		hub_lock(c->hub);
		e = set_admin(c->hub, id, c->q->body);
		hub_unlock(c->hub);
	}
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

/* When what a receipt was for is public, as it stands today. */
static enum tt_err
public_at(struct hub *h, const struct tt_statement *s, int64_t *at_s)
{
	struct hub_embargo m;
	char bulletin[HUB_ID_MAX];
	enum tt_err e;

	*at_s = tt_statement_instant(s, "until", 0);
	if ((e = span_copy(tt_statement_get(s, "bulletin"), bulletin,
	    sizeof(bulletin))) != TT_OK)
		return e;
	if ((e = embargo_standing_of(h, bulletin, &m)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	*at_s = m.public_s;
	if (embargo_is_over(&m, hub_now(h)) && m.public_s > hub_now(h))
		*at_s = m.since_s;
	return TT_OK;
}

static enum tt_err
put_receipt(struct hub *h, struct json_out *j, const struct hub_event *ev)
{
	struct tt_statement s;
	int64_t at_s;
	enum tt_err e;

	if (tt_statement_parse(&s, buf_view(&ev->statement), NULL) != TT_OK)
		return TT_EINTEGRITY;
	if ((e = public_at(h, &s, &at_s)) != TT_OK)
		return e;
	json_out_object(j);
	json_out_key(j, "bulletin");
	json_out_span(j, tt_statement_get(&s, "bulletin"));
	json_out_at(j, "at", ev->received_s);
	json_out_at(j, "public", at_s);
	json_out_object_end(j);
	return TT_OK;
}

static enum tt_err
put_receipts(struct hub *h, struct json_out *j, const char *reader)
{
	struct hub_event ev = { .n = 0 };
	int64_t last = 0;
	enum tt_err e;

	json_out_key(j, "receipts");
	json_out_array(j);
	while ((e = hub_event_next_of(h->db, reader, TT_RECEIPT, last,
	    &ev)) == TT_OK) {
		last = ev.n;
		e = put_receipt(h, j, &ev);
		hub_event_done(&ev);
		if (e != TT_OK)
			return e;
	}
	json_out_array_end(j);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
put_reader(struct hub *h, struct json_out *j, const struct hub_reader *r)
{
	enum tt_err e;

	json_out_object(j);
	json_out_key(j, "reader");
	json_out_str(j, r->id);
	json_out_key(j, "state");
	json_out_str(j, r->state);
	json_out_at(j, "since", r->since_s);
	json_out_key(j, "admin");
	json_out_bool(j, r->admin);
	e = put_receipts(h, j, r->id);
	json_out_object_end(j);
	return e;
}

/* With the token's hash: by it the inviter knows whom they invited. */
static void
put_pending(struct json_out *j, const struct hub_pending *p)
{
	json_out_object(j);
	json_out_key(j, "reader");
	json_out_str(j, p->reader);
	json_out_key(j, "state");
	json_out_str(j, "pending");
	json_out_at(j, "since", p->received_s);
	json_out_key(j, "admin");
	json_out_bool(j, false);
	json_out_key(j, "token");
	json_out_hex(j, p->token.b, sizeof(p->token.b));
	json_out_key(j, "receipts");
	json_out_array(j);
	json_out_array_end(j);
	json_out_object_end(j);
}

/* The next of a partner's readers after id, or of those who wait to be one. */
static enum tt_err
put_next(struct hub *h, struct json_out *j, const char *partner,
    char id[HUB_ID_MAX])
{
	struct hub_reader r = { .id = "" };
	struct hub_pending p = { .reader = "" };
	enum tt_err e, had, waits;

	had = hub_reader_next_of(h->db, partner, id, &r);
	waits = hub_pending_next_of(h->db, partner, id, &p);
	if (had != TT_OK && (had != TT_ENOENT || waits != TT_OK))
		e = had;
	else if (waits != TT_OK && waits != TT_ENOENT)
		e = waits;
	else if (had == TT_OK &&
	    (waits != TT_OK || strcmp(r.id, p.reader) < 0)) {
		memcpy(id, r.id, HUB_ID_MAX);
		e = put_reader(h, j, &r);
	} else {
		memcpy(id, p.reader, HUB_ID_MAX);
		put_pending(j, &p);
		e = TT_OK;
	}
	hub_reader_done(&r);
	hub_pending_done(&p);
	return e;
}

/* What the admin's partner has signed, and the names, sealed as they came. */
static enum tt_err
put_partner(struct hub *h, struct json_out *j, const struct hub_reader *me)
{
	char base64[B64_LEN(HUB_NAMES_MAX) + 1];
	struct hub_partner p = { .state = "" };
	struct buf names = { .n = 0 };
	struct tt_statement s;
	enum tt_err e;

	if ((e = hub_partner_get(h->db, me->partner, &p)) == TT_OK &&
	    (e = tt_statement_parse(&s, buf_view(&p.statement), NULL)) ==
	    TT_OK && (e = hub_admin_names(h->db, me->id, &names)) == TT_OK) {
		json_out_key(j, "agreement");
		json_out_span(j, tt_statement_get(&s, "agreement"));
		json_out_key(j, "names");
		b64_encode(base64, names.p, names.n);
		json_out_str(j, base64);
	}
	buf_done(&names);
	hub_partner_done(&p);
	return e;
}

static enum tt_err
put_people(struct call *c, struct json_out *j, char id[HUB_ID_MAX])
{
	struct hub_reader me;
	enum tt_err e;

	if ((e = find_admin(c, &me)) != TT_OK)
		return e;
	if ((e = put_partner(c->hub, j, &me)) == TT_ENOENT)
		e = TT_EINTEGRITY;	/* an admin has both */
	json_out_key(j, "people");
	json_out_array(j);
	for (int i = 0; e == TT_OK && i < PAGE_PEOPLE; i++)
		e = put_next(c->hub, j, me.partner, id);
	json_out_array_end(j);
	if (e == TT_OK) {	/* else this was the last page */
		json_out_key(j, "next");
		json_out_str(j, id);
	}
	hub_reader_done(&me);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_people(struct call *c)
{
	char id[HUB_ID_MAX] = "";
	struct span q = c->q->query;
	struct json_out *j;
	enum tt_err e = TT_OK;

	if (q.n > 0 && (!span_skip(&q, "after=") || !is_id(q) ||
	    span_copy(q, id, sizeof(id)) != TT_OK))
		e = TT_ENOENT;
	if ((j = answer_json(c->r)) == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	hub_lock(c->hub);
	if (e == TT_OK)
		e = put_people(c, j, id);
	hub_unlock(c->hub);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}

static enum tt_err
add_token(struct call *c, const struct hash *hash,
    const struct body_invitation *b)
{
	struct hub_token t;
	struct hub_reader me;
	int64_t now = hub_now(c->hub), n;
	enum tt_err e;

	if ((e = find_admin(c, &me)) != TT_OK)
		return e;
	if (strcmp(b->partner, me.partner) != 0)
		e = TT_ENOENT;
	else if (b->expires_s <= now || b->expires_s > now + EXPIRES_MAX_S)
		e = TT_ERANGE;
	else if (hub_token_get(c->hub->db, hash, &t) == TT_OK)
		e = strcmp(t.partner, b->partner) == 0 &&
		    t.expires_s == b->expires_s ? TT_OK : TT_EEXIST;
	else if ((e = hub_admin_invited(c->hub->db, me.partner, now, &n)) ==
	    TT_OK)
		e = n >= INVITED_MAX ? TT_ESTATE : hub_token_add(c->hub->db,
		    hash, b->partner, b->expires_s, me.id);
	hub_reader_done(&me);
	return e;
}

void
route_people_invitation(struct call *c)
{
	struct body_invitation b = { .expires_s = 0 };
	struct hash hash;
	enum tt_err e, form;

	form = body_invitation(c->q->body, &b);
	if (!hex_decode(hash.b, sizeof(hash.b), c->arg[0].p, c->arg[0].n)) {
		answer_not_found(c->r);
		return;
	}
	hub_lock(c->hub);
	if (form == TT_OK)
		e = add_token(c, &hash, &b);
	else {
		struct hub_reader me = { .id = "" };

		/* what is wrong with it only an admin hears */
		if ((e = find_admin(c, &me)) == TT_OK)
			e = form;
		hub_reader_done(&me);
	}
	hub_unlock(c->hub);
	if (e == TT_ESTATE)
		answer_problem(c->r, 409, "as many as may be are invited "
		    "already, and have not joined or are not confirmed");
	else if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

/* The caller's own signed letter, about that. */
static enum tt_err
check_letter(struct call *c, const char *about, struct tt_letter *l)
{
	enum tt_err e;

	if ((e = tt_letter_parse(l, c->q->body, NULL)) != TT_OK)
		return e;
	if (!span_is(l->head.origin, c->hub->origin) ||
	    !tt_statement_is(&l->head, "about", about))
		return TT_EREFUSED;
	return tt_letter_check(l, &c->auth->key);
}

/* Of the admin's own partner; *ended: there is nothing left to stop. */
static enum tt_err
find_person(struct hub *h, const struct hub_reader *me, const char *id,
    bool *admin, bool *ended)
{
	struct hub_reader r = { .id = "" };
	struct hub_pending p = { .reader = "" };
	enum tt_err e;
	bool ours;

	if ((e = hub_reader_get(h->db, id, &r)) == TT_OK) {
		ours = strcmp(r.partner, me->partner) == 0;
		*admin = r.admin;
		*ended = strcmp(r.state, "active") != 0;
		hub_reader_done(&r);
		return ours ? TT_OK : TT_ENOENT;
	}
	if (e != TT_ENOENT ||
	    (e = hub_pending_get(h->db, id, &p)) != TT_OK)
		return e;
	ours = strcmp(p.partner, me->partner) == 0;
	*admin = *ended = false;
	hub_pending_done(&p);
	return ours ? TT_OK : TT_ENOENT;
}

/* id NULL: all of the partner, which leaves. */
static enum tt_err
stop(struct call *c, const struct hub_reader *me, const char *id)
{
	struct db *db = c->hub->db;
	int64_t now = hub_now(c->hub);
	enum tt_err e;

	if ((e = db_begin(db)) != TT_OK)
		return e;
	if ((e = hub_word_add(db, me, id == NULL, c->q->body, now)) !=
	    TT_OK || (e = id != NULL ? hub_stop_reader(db, id, now) :
	    hub_stop_partner(db, me->partner, now)) != TT_OK) {
		db_rollback(db);
		return e;
	}
	return db_commit(db);
}

/* TT_ESTATE: it is the last admin. */
static enum tt_err
revoke(struct call *c, const char *id)
{
	bool admin = false, ended = false;
	struct hub_reader me;
	struct tt_letter l;
	int64_t others = 0;
	enum tt_err e;

	if ((e = find_admin(c, &me)) != TT_OK)
		return e;
	if ((e = find_person(c->hub, &me, id, &admin, &ended)) == TT_OK &&
	    !ended && admin && (e = hub_admin_others(c->hub->db, me.partner,
	    id, &others)) == TT_OK && others == 0)
		e = TT_ESTATE;
	if (e == TT_OK && (e = check_letter(c, "revoke", &l)) == TT_OK &&
	    !tt_statement_is(&l.head, "reader", id))
		e = TT_EREFUSED;
	if (e == TT_OK && !ended)
		e = stop(c, &me, id);
	hub_reader_done(&me);
	return e;
}

void
route_people_revoke(struct call *c)
{
	char id[HUB_ID_MAX];
	enum tt_err e = TT_ENOENT;

	if (is_id(c->arg[0]) &&
	    span_copy(c->arg[0], id, sizeof(id)) == TT_OK) {
		hub_lock(c->hub);
		e = revoke(c, id);
		hub_unlock(c->hub);
	}
	crash_point("revoke");
	if (e == TT_ESTATE)
		answer_problem(c->r, 409, "it is the last admin");
	else if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

/* An answer that was lost is given again to who was an admin then. */
static enum tt_err
leave(struct call *c)
{
	struct hub_reader me;
	struct tt_letter l;
	enum tt_err e;

	if (c->auth->who == CALLER_FORMER)
		return hub_word_left(c->hub->db, c->auth->id);
	if ((e = find_admin(c, &me)) != TT_OK)
		return e;
	if ((e = check_letter(c, "leave", &l)) == TT_OK)
		e = stop(c, &me, NULL);
	hub_reader_done(&me);
	return e;
}

void
route_people_leave(struct call *c)
{
	enum tt_err e;

	hub_lock(c->hub);
	e = leave(c);
	hub_unlock(c->hub);
	crash_point("leave");
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

static void
put_word(struct json_out *j, const struct hub_word *w)
{
	json_out_object(j);
	json_out_key(j, "n");
	json_out_int(j, w->n);
	json_out_key(j, "reader");
	json_out_str(j, w->reader);
	json_out_at(j, "received", w->received_s);
	json_out_key(j, "letter");
	json_out_span(j, buf_view(&w->letter));
	json_out_object_end(j);
}

static enum tt_err
put_words(struct hub *h, struct json_out *j, int64_t after)
{
	struct hub_word w = { .n = 0 };
	enum tt_err e = TT_OK;

	json_out_key(j, "words");
	json_out_array(j);
	for (int i = 0; i < PAGE_WORDS; i++) {
		if ((e = hub_word_next(h->db, after, &w)) != TT_OK)
			break;
		after = w.n;
		put_word(j, &w);
		hub_word_done(&w);
	}
	json_out_array_end(j);
	json_out_key(j, "next");
	json_out_int(j, after);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_words(struct call *c)
{
	page_answer(c, put_words);
}
