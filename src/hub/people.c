/* SPDX-License-Identifier: ISC */
/* people - what the vault fetches: partners, readers, and what was logged. */
#include <string.h>

#include "base/instant.h"
#include "base/span.h"
#include "hub/answer.h"
#include "hub/page.h"
#include "hub/proof.h"
#include "hub/routes.h"
#include "store/hub_admin.h"
#include "store/hub_event.h"
#include "store/hub_people.h"

#define EVENTS_MAX	256	/* of one answer */

static void
put_one(struct json_out *j, const char *id, const char *state,
    const struct buf *statement)
{
	json_out_object(j);
	json_out_key(j, "id");
	json_out_str(j, id);
	json_out_key(j, "state");
	json_out_str(j, state);
	json_out_key(j, "statement");
	json_out_span(j, buf_view(statement));
	json_out_object_end(j);
}

static enum tt_err
put_partners(struct hub *h, struct json_out *j)
{
	struct hub_partner p = { .id = "" };
	char last[HUB_ID_MAX] = "";
	enum tt_err e;

	while ((e = hub_partner_next(h->db, last, &p)) == TT_OK) {
		put_one(j, p.id, p.state, &p.statement);
		memcpy(last, p.id, sizeof(last));
		hub_partner_done(&p);
	}
	return e;
}

static enum tt_err
put_readers(struct hub *h, struct json_out *j)
{
	struct hub_reader r = { .id = "" };
	char last[HUB_ID_MAX] = "";
	enum tt_err e;

	while ((e = hub_reader_next(h->db, last, &r)) == TT_OK) {
		put_one(j, r.id, r.state, &r.statement);
		memcpy(last, r.id, sizeof(last));
		hub_reader_done(&r);
	}
	return e;
}

static void
list(struct call *c, const char *key,
    enum tt_err (*put)(struct hub *h, struct json_out *j))
{
	struct json_out *j = answer_json(c->r);
	enum tt_err e;

	if (j == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	json_out_key(j, key);
	json_out_array(j);
	hub_lock(c->hub);
	e = put(c->hub, j);
	hub_unlock(c->hub);
	json_out_array_end(j);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_ENOENT)	/* which is the list's end */
		answer_err(c->r, e);
}

void
route_partners(struct call *c)
{
	list(c, "partners", put_partners);
}

void
route_readers(struct call *c)
{
	list(c, "readers", put_readers);
}

static enum tt_err
put_event(struct hub *h, struct json_out *j, const struct hub_event *ev)
{
	char received[INSTANT_LEN + 1];
	struct proof p;
	enum tt_err e;

	json_out_object(j);
	json_out_key(j, "n");
	json_out_int(j, ev->n);
	json_out_key(j, "kind");
	json_out_str(j, ev->kind);
	json_out_key(j, "leaf");
	json_out_hex(j, ev->leaf.b, sizeof(ev->leaf.b));
	instant_format(ev->received_s, received);
	json_out_key(j, "received");
	json_out_str(j, received);
	json_out_key(j, "statement");
	json_out_span(j, buf_view(&ev->statement));
	e = proof_make(h, ev, &p);
	if (e == TT_OK) {
		json_out_key(j, "batch");
		proof_json(&p, j);
		proof_done(&p);
	}
	json_out_object_end(j);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
put_events(struct hub *h, struct json_out *j, int64_t after)
{
	struct hub_event ev = { .n = after };
	int64_t words, admins;
	enum tt_err e;

	if ((e = hub_word_last(h->db, &words)) != TT_OK ||
	    (e = hub_admin_count(h->db, &admins)) != TT_OK)
		return e;
	json_out_key(j, "words");	/* so many: GET /api/v1/words */
	json_out_int(j, words);
	json_out_key(j, "admins");
	json_out_int(j, admins);
	json_out_key(j, "events");
	json_out_array(j);
	for (int i = 0; i < EVENTS_MAX && e == TT_OK; i++) {
		if ((e = hub_event_next(h->db, after, &ev)) != TT_OK)
			break;
		after = ev.n;
		e = put_event(h, j, &ev);
		hub_event_done(&ev);
	}
	json_out_array_end(j);
	json_out_key(j, "next");
	json_out_int(j, after);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_events(struct call *c)
{
	page_answer(c, put_events);
}
