/* SPDX-License-Identifier: ISC */
/*
 * inbox - what a reader may know of: bulletins that are visible and in which
 * they have a copy, and nothing of anybody else's.
 */
#include <string.h>

#include "base/instant.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/inbox.h"
#include "hub/proof.h"
#include "hub/routes.h"
#include "hub/uploads.h"
#include "store/hub_event.h"
#include "telltale/set_proof.h"
#include "telltale/terms.h"

/* The number of the newest of that kind, 0 if there is none; *state its. */
static enum tt_err
newest(struct hub *h, enum tt_kind kind, const char *bulletin,
    const char *reader, int64_t *n, char state[HUB_STATE_MAX])
{
	struct hub_event ev = { .n = 0 };
	struct tt_statement s;
	enum tt_err e;

	*n = 0;
	e = hub_event_newest(h->db, kind, bulletin, reader, &ev);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	*n = ev.n;
	if (kind == TT_CONSENT &&
	    (e = tt_statement_parse(&s, buf_view(&ev.statement), NULL)) ==
	    TT_OK)
		e = span_copy(tt_statement_get(&s, "state"), state,
		    HUB_STATE_MAX);
	hub_event_done(&ev);
	return e;
}

/* A receipt is consent too; the later of the two counts. */
static enum tt_err
consent_of(struct hub *h, const char *bulletin, const char *reader,
    char state[HUB_STATE_MAX])
{
	char said[HUB_STATE_MAX] = "invited";
	int64_t consent, receipt;
	enum tt_err e;

	if ((e = newest(h, TT_CONSENT, bulletin, reader, &consent, said)) !=
	    TT_OK || (e = newest(h, TT_RECEIPT, bulletin, reader, &receipt,
	    said)) != TT_OK)
		return e;
	memcpy(state, said, sizeof(said));
	if (receipt > consent)
		memcpy(state, "signatory", sizeof("signatory"));
	return TT_OK;
}

static enum tt_err
put_row(struct hub *h, struct json_out *j, const struct hub_wave *w,
    const char *reader)
{
	char state[HUB_STATE_MAX];
	enum tt_err e;

	if ((e = consent_of(h, w->bulletin, reader, state)) != TT_OK)
		return e;
	json_out_object(j);
	json_out_key(j, "id");
	json_out_str(j, w->bulletin);
	json_out_at(j, "opens", w->opens_s);
	json_out_at(j, "until", w->until_s);
	json_out_key(j, "terms");
	json_out_hex(j, w->terms.b, sizeof(w->terms.b));
	json_out_key(j, "copies");
	json_out_hex(j, w->copies.b, sizeof(w->copies.b));
	json_out_key(j, "consent");
	json_out_str(j, state);
	json_out_object_end(j);
	return TT_OK;
}

/* Of each bulletin the newest wave only: a revision takes the place. */
static enum tt_err
put_rows(struct hub *h, struct json_out *j, const char *reader)
{
	struct hub_wave w, first;
	int64_t before = INT64_MAX;
	enum tt_err e;

	while ((e = hub_wave_of_reader(h->db, reader, NULL, before, &w)) ==
	    TT_OK) {
		before = w.n;
		e = hub_wave_of_reader(h->db, reader, w.bulletin, INT64_MAX,
		    &first);
		if (e == TT_OK && first.n == w.n)
			e = put_row(h, j, &w, reader);
		if (e != TT_OK)
			return e;
	}
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_inbox(struct call *c)
{
	struct json_out *j = answer_json(c->r);
	enum tt_err e;

	if (j == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	json_out_key(j, "bulletins");
	json_out_array(j);
	hub_lock(c->hub);
	e = put_rows(c->hub, j, c->auth->id);
	hub_unlock(c->hub);
	json_out_array_end(j);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}

enum tt_err
inbox_wave(struct hub *h, struct span bulletin, const char *reader,
    struct hub_wave *out)
{
	char id[HUB_ID_MAX];

	if (!body_bulletin_ok(bulletin) ||
	    span_copy(bulletin, id, sizeof(id)) != TT_OK)
		return TT_ENOENT;
	return hub_wave_of_reader(h->db, reader, id, INT64_MAX, out);
}

static enum tt_err
put_proof(struct hub *h, struct json_out *j, const char *key,
    const struct hash *leaf)
{
	struct hub_event ev = { .n = 0 };
	struct proof p;
	enum tt_err e;

	if ((e = hub_event_by_leaf(h->db, leaf, &ev)) != TT_OK)
		return e;
	e = proof_make(h, &ev, &p);
	hub_event_done(&ev);
	if (e != TT_OK)
		return e;
	json_out_key(j, key);
	proof_json(&p, j);
	proof_done(&p);
	return TT_OK;
}

static enum tt_err
put_copy(struct hub *h, struct json_out *j, const struct hub_wave *w,
    const char *reader)
{
	struct buf text;
	enum tt_err e;

	buf_init(&text, TT_SET_PROOF_MAX);
	if ((e = proof_of_copy(h, &w->root, reader, &text)) == TT_OK) {
		json_out_key(j, "copy");
		json_out_object(j);
		json_out_key(j, "set_proof");
		json_out_span(j, buf_view(&text));
		json_out_object_end(j);
	}
	buf_done(&text);
	return e;
}

static enum tt_err
put_terms(struct hub *h, struct json_out *j, const struct hub_wave *w)
{
	char path[FILE_PATH_MAX];
	struct buf text = { .n = 0 };
	enum tt_err e;

	if ((e = upload_path(h, UPLOAD_TERMS, &w->terms, path)) != TT_OK ||
	    (e = file_read(path, TT_TERMS_MAX, &text)) != TT_OK)
		return e == TT_ENOENT ? TT_EINTEGRITY : e;
	json_out_key(j, "terms");
	json_out_span(j, buf_view(&text));
	buf_done(&text);
	return TT_OK;
}

static enum tt_err
put_bulletin(struct hub *h, struct json_out *j, struct span bulletin,
    const char *reader)
{
	struct hub_wave w;
	enum tt_err e;

	if ((e = inbox_wave(h, bulletin, reader, &w)) != TT_OK)
		return e;
	json_out_key(j, "id");
	json_out_str(j, w.bulletin);
	json_out_at(j, "opens", w.opens_s);
	json_out_at(j, "until", w.until_s);
	json_out_key(j, "wave_leaf");
	json_out_hex(j, w.leaf.b, sizeof(w.leaf.b));
	json_out_key(j, "size");
	json_out_u64(j, w.size);
	if ((e = put_terms(h, j, &w)) != TT_OK ||
	    (e = put_copy(h, j, &w, reader)) != TT_OK ||
	    (e = put_proof(h, j, "wave", &w.leaf)) != TT_OK ||
	    (e = put_proof(h, j, "copies", &w.copies)) != TT_OK)
		return e;
	return put_proof(h, j, "codebook", &w.codebook);
}

void
route_bulletin(struct call *c)
{
	struct json_out *j = answer_json(c->r);
	enum tt_err e;

	if (j == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	hub_lock(c->hub);
	e = put_bulletin(c->hub, j, c->arg[0], c->auth->id);
	hub_unlock(c->hub);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}
