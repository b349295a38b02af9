/* SPDX-License-Identifier: ISC */
/*
 * record - all that the ledger has of one reader: what made them one, what
 * they signed, and what that was about, each with its proof.  Nothing of
 * anybody else, and of waves only those that they signed a receipt for: who
 * is suspended, removed or revoked may ask, too, for that is when they have
 * to prove how they behaved.
 *
 *	{"entries": [{"kind", "statement", "leaf", and of what is in the log
 *	the proof as in receipts}], "copies": [set-proof], "terms": [text]}
 */
#include <string.h>

#include "hub/answer.h"
#include "hub/inbox.h"
#include "hub/proof.h"
#include "hub/routes.h"
#include "hub/uploads.h"
#include "store/hub_event.h"
#include "store/hub_people.h"
#include "store/hub_wave.h"
#include "telltale/set_proof.h"
#include "telltale/terms.h"

struct record {
	struct hub *hub;
	struct json_out *j;
	const char *reader;
	char partner[HUB_ID_MAX];
};

static enum tt_err
put_event(struct record *r, const struct hub_event *ev)
{
	struct proof p;
	enum tt_err e;

	json_out_object(r->j);
	json_out_key(r->j, "kind");
	json_out_str(r->j, ev->kind);
	json_out_key(r->j, "statement");
	json_out_span(r->j, buf_view(&ev->statement));
	if ((e = proof_make(r->hub, ev, &p)) == TT_OK) {
		proof_members(&p, r->j);
		proof_done(&p);
	} else {
		json_out_key(r->j, "leaf");
		json_out_hex(r->j, ev->leaf.b, sizeof(ev->leaf.b));
	}
	json_out_object_end(r->j);
	return e == TT_ENOENT ? TT_OK : e;
}

/* All of a kind about somebody. */
static enum tt_err
put_about(struct record *r, enum tt_kind kind, const char *subject)
{
	struct hub_event ev = { .n = 0 };
	int64_t last = 0;
	enum tt_err e;

	while ((e = hub_event_next_about(r->hub->db, kind, subject, last,
	    &ev)) == TT_OK) {
		last = ev.n;
		e = put_event(r, &ev);
		hub_event_done(&ev);
		if (e != TT_OK)
			return e;
	}
	return e == TT_ENOENT ? TT_OK : e;
}

/* All of a kind that the reader signed. */
static enum tt_err
put_signed(struct record *r, enum tt_kind kind)
{
	struct hub_event ev = { .n = 0 };
	int64_t last = 0;
	enum tt_err e;

	while ((e = hub_event_next_of(r->hub->db, r->reader, kind, last,
	    &ev)) == TT_OK) {
		last = ev.n;
		e = put_event(r, &ev);
		hub_event_done(&ev);
		if (e != TT_OK)
			return e;
	}
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
put_leaf(struct record *r, const struct hash *leaf)
{
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	if ((e = hub_event_by_leaf(r->hub->db, leaf, &ev)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;	/* it is missed there */
	e = put_event(r, &ev);
	hub_event_done(&ev);
	return e;
}

/* Did the reader sign for a copy of the wave? */
static enum tt_err
has_receipt(struct record *r, const struct hub_wave *w, bool *has)
{
	struct hub_event ev = { .n = 0 };
	struct tt_statement s;
	struct hash copies;
	int64_t last = 0;
	enum tt_err e = TT_OK;

	*has = false;
	while (!*has && (e = hub_event_next_of(r->hub->db, r->reader,
	    TT_RECEIPT, last, &ev)) == TT_OK) {
		last = ev.n;
		*has = tt_statement_parse(&s, buf_view(&ev.statement), NULL) ==
		    TT_OK && tt_statement_hash(&s, "copies", &copies) &&
		    memcmp(copies.b, w->copies.b, sizeof(copies.b)) == 0;
		hub_event_done(&ev);
	}
	return e == TT_ENOENT ? TT_OK : e;
}

/* What every wave of a receipt is about, once each. */
typedef enum tt_err wave_fn(struct record *r, const struct hub_wave *w);

static enum tt_err
each_wave(struct record *r, wave_fn *fn)
{
	struct hub_wave w;
	int64_t before = INT64_MAX;
	bool has;
	enum tt_err e;

	while ((e = hub_wave_of_reader(r->hub->db, r->reader, NULL, before,
	    &w)) == TT_OK) {
		before = w.n;
		if ((e = has_receipt(r, &w, &has)) != TT_OK ||
		    (has && (e = fn(r, &w)) != TT_OK))
			return e;
	}
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
put_wave(struct record *r, const struct hub_wave *w)
{
	enum tt_err e;

	if ((e = put_leaf(r, &w->codebook)) != TT_OK ||
	    (e = put_leaf(r, &w->leaf)) != TT_OK)
		return e;
	return put_leaf(r, &w->copies);
}

static enum tt_err
put_copy(struct record *r, const struct hub_wave *w)
{
	struct buf text;
	enum tt_err e;

	buf_init(&text, TT_SET_PROOF_MAX);
	if ((e = proof_of_copy(r->hub, &w->root, r->reader, &text)) == TT_OK)
		json_out_span(r->j, buf_view(&text));
	buf_done(&text);
	return e;
}

/* The terms that a receipt signs for may have moved since: its own. */
static enum tt_err
put_terms_of(struct record *r, const struct hub_event *ev)
{
	struct tt_statement s;
	char path[FILE_PATH_MAX];
	struct hash terms;
	struct buf text;
	enum tt_err e;

	if ((e = tt_statement_parse(&s, buf_view(&ev->statement), NULL)) !=
	    TT_OK || !tt_statement_hash(&s, "terms", &terms))
		return TT_EINTEGRITY;
	if ((e = upload_path(r->hub, UPLOAD_TERMS, &terms, path)) != TT_OK ||
	    (e = file_read(path, TT_TERMS_MAX, &text)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	json_out_span(r->j, buf_view(&text));
	buf_done(&text);
	return TT_OK;
}

static enum tt_err
put_terms(struct record *r)
{
	struct hub_event ev = { .n = 0 };
	int64_t last = 0;
	enum tt_err e;

	while ((e = hub_event_next_of(r->hub->db, r->reader, TT_RECEIPT,
	    last, &ev)) == TT_OK) {
		last = ev.n;
		e = put_terms_of(r, &ev);
		hub_event_done(&ev);
		if (e != TT_OK)
			return e;
	}
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
find_partner(struct record *r)
{
	struct hub_reader row = { .id = "" };
	enum tt_err e;

	if ((e = hub_reader_get(r->hub->db, r->reader, &row)) != TT_OK)
		return e;
	e = span_copy(span_str(row.partner), r->partner, sizeof(r->partner));
	hub_reader_done(&row);
	return e;
}

static enum tt_err
put_entries(struct record *r)
{
	enum tt_err e;

	if ((e = find_partner(r)) != TT_OK ||
	    (e = put_about(r, TT_PARTNER, r->partner)) != TT_OK ||
	    (e = put_about(r, TT_READER, r->reader)) != TT_OK ||
	    (e = put_signed(r, TT_CONSENT)) != TT_OK ||
	    (e = put_signed(r, TT_RECEIPT)) != TT_OK ||
	    (e = put_signed(r, TT_SIGHTING)) != TT_OK)
		return e;
	return each_wave(r, put_wave);
}

static enum tt_err
put_all(struct record *r)
{
	enum tt_err e;

	json_out_key(r->j, "entries");
	json_out_array(r->j);
	e = put_entries(r);
	json_out_array_end(r->j);
	json_out_key(r->j, "copies");
	json_out_array(r->j);
	if (e == TT_OK)
		e = each_wave(r, put_copy);
	json_out_array_end(r->j);
	json_out_key(r->j, "terms");
	json_out_array(r->j);
	if (e == TT_OK)
		e = put_terms(r);
	json_out_array_end(r->j);
	return e;
}

void
route_record(struct call *c)
{
	struct record r = { .hub = c->hub, .reader = c->auth->id };
	enum tt_err e;

	if ((r.j = answer_json(c->r)) == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(r.j);
	hub_lock(c->hub);
	e = put_all(&r);
	hub_unlock(c->hub);
	json_out_object_end(r.j);
	answer_json_end(c->r, r.j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}
