/* SPDX-License-Identifier: ISC */
/*
 * inbox - what a reader may know of: bulletins that are visible and in which
 * they have a copy, and nothing of anybody else's.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
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

#define ALLOWANCE_MAX	3650	/* days */

/* Of consents and receipts the later counts: a receipt is consent too. */
struct said {
	enum consent_said	word;
	struct hash		terms;
	int64_t			until_s;
	int64_t			n;	/* of the event */
};

static enum tt_err
read_said(const struct hub_event *ev, enum tt_kind kind, struct said *out)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct said said = { .word = CONSENT_SAID_YES, .n = ev->n };
	char word[HUB_STATE_MAX] = "";
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	e = tt_statement_parse(s, buf_view(&ev->statement), NULL);
	if (e == TT_OK && kind == TT_CONSENT &&
	    (span_copy(tt_statement_get(s, "state"), word,
	    sizeof(word)) != TT_OK || !consent_said_parse(word, &said.word)))
		e = TT_EINTEGRITY;
	if (e == TT_OK) {
		tt_statement_hash(s, "terms", &said.terms);
		said.until_s = tt_statement_instant(s, "until", 0);
		*out = said;
	}
	free(s);
	return e;
}

static enum tt_err
newest(struct hub *h, enum tt_kind kind, const char *bulletin,
    const char *reader, struct said *out)
{
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	e = hub_event_newest(h->db, kind, bulletin, reader, &ev);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if (ev.n > out->n)
		e = read_said(&ev, kind, out);
	hub_event_done(&ev);
	return e;
}

/* Days by which the agreement lets an embargo lengthen without a new yes. */
static int64_t
allowance_s(const struct hub *h)
{
	const char *text = conf_get(&h->conf, "allowance");
	uint64_t days = 0;

	if (text == NULL || span_u64(span_str(text), ALLOWANCE_MAX, &days) !=
	    TT_OK)
		return 0;
	return (int64_t)days * 86400;
}

static bool
same_uses(const struct tt_statement *a, const struct tt_statement *b)
{
	size_t n = tt_statement_count(a, "use");

	if (n != tt_statement_count(b, "use") ||
	    !span_eq(tt_statement_get(a, "agreement"),
	    tt_statement_get(b, "agreement")))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!span_eq(tt_statement_nth(a, "use", i),
		    tt_statement_nth(b, "use", i)))
			return false;
	return true;
}

/* From terms that were signed to those in force, without a new signature? */
static enum tt_err
is_carried(struct hub *h, const struct hash *signed_for,
    const struct tt_terms *now, bool *yes)
{
	struct tt_terms *had = malloc(sizeof(*had));
	struct buf file;
	enum tt_err e;

	*yes = false;
	if (had == NULL)
		return TT_ENOMEM;
	if ((e = upload_terms(h, signed_for, &file, had)) == TT_OK) {
		*yes = same_uses(&had->head, &now->head) &&
		    tt_statement_instant(&now->head, "public", 0) <=
		    tt_statement_instant(&had->head, "public", 0) +
		    allowance_s(h);
		buf_done(&file);
	}
	free(had);
	return e == TT_ENOENT ? TT_OK : e;
}

/* What the terms in force add to the facts. */
static enum tt_err
against_terms(struct hub *h, const struct hub_wave *w,
    const struct said *said, struct consent_facts *f)
{
	struct tt_terms *now = malloc(sizeof(*now));
	struct buf file;
	enum tt_err e;

	if (now == NULL)
		return TT_ENOMEM;
	if ((e = upload_terms(h, &w->terms, &file, now)) == TT_OK) {
		f->respond_by_s = tt_statement_instant(&now->head,
		    "respond-by", 0);
		if (memcmp(said->terms.b, w->terms.b, sizeof(w->terms.b)) == 0)
			f->in_force = true;
		else if (said->word == CONSENT_SAID_YES)
			e = is_carried(h, &said->terms, now, &f->in_force);
		buf_done(&file);
	}
	free(now);
	return e == TT_ENOENT ? TT_EINTEGRITY : e;
}

enum tt_err
inbox_consent(struct hub *h, const struct hub_wave *w,
    const struct hub_embargo *m, const char *reader,
    struct consent_facts *out)
{
	struct said said = { .word = CONSENT_SAID_NOTHING };
	struct consent_facts f = { .over = embargo_is_over(m, hub_now(h)) };
	enum tt_err e;

	if ((e = newest(h, TT_CONSENT, w->bulletin, reader, &said)) !=
	    TT_OK || (e = newest(h, TT_RECEIPT, w->bulletin, reader,
	    &said)) != TT_OK ||
	    (e = against_terms(h, w, &said, &f)) != TT_OK)
		return e;
	f.said = said.word;
	f.until_s = said.until_s;
	*out = f;
	return TT_OK;
}

/* The copies that a receipt signs for, by their leaf. */
static enum tt_err
read_copies(struct span receipt, struct hash *out)
{
	struct tt_statement *s = malloc(sizeof(*s));
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(s, receipt, NULL)) == TT_OK &&
	    !tt_statement_hash(s, "copies", out))
		e = TT_EINTEGRITY;
	free(s);
	return e;
}

/*
 * The bulletin was had once: *copies are those of the newest receipt, which
 * may be of an older revision.
 */
static enum tt_err
was_received(struct hub *h, const char *bulletin, const char *reader,
    bool *yes, struct hash *copies)
{
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	e = hub_event_newest(h->db, TT_RECEIPT, bulletin, reader, &ev);
	*yes = e == TT_OK;
	if (e == TT_OK)
		e = read_copies(buf_view(&ev.statement), copies);
	hub_event_done(&ev);
	return e == TT_ENOENT ? TT_OK : e;
}

/* Of others' bulletins nobody learns that they exist (3.11). */
static enum tt_err
read_replaces(struct hub *h, const char *bulletin, const char *reader,
    char out[HUB_ID_MAX])
{
	struct hash copies;
	bool had = false;
	enum tt_err e;

	if ((e = hub_replaces_get(h->db, bulletin, out)) == TT_OK &&
	    out[0] != '\0')
		e = was_received(h, out, reader, &had, &copies);
	if (!had)
		out[0] = '\0';
	return e;
}

enum tt_err
inbox_row(struct hub *h, const struct hub_wave *w, const char *reader,
    struct inbox_row *out)
{
	struct inbox_row r = { .wave = *w };
	int64_t now = hub_now(h);
	struct consent_facts f;
	struct hub_embargo m;
	struct hash copies;
	enum tt_err e;

	if ((e = embargo_standing_of(h, w->bulletin, &m)) != TT_OK ||
	    (e = inbox_consent(h, w, &m, reader, &f)) != TT_OK ||
	    (e = was_received(h, w->bulletin, reader, &r.received,
	    &copies)) != TT_OK ||
	    (e = read_replaces(h, w->bulletin, reader, r.replaces)) != TT_OK)
		return e;
	r.consent = consent_state(&f, now);
	r.revised = r.received && memcmp(copies.b, w->copies.b,
	    sizeof(copies.b)) != 0;
	r.retracted = embargo_is_retracted(&m);
	r.over = embargo_is_over(&m, now);
	r.open = embargo_opens(&m, w, now);
	*out = r;
	return TT_OK;
}

static enum tt_err
add_row(struct hub *h, const struct hub_wave *w, const char *reader,
    struct inbox_rows *rows)
{
	struct inbox_row *more = realloc(rows->row,
	    (rows->n + 1) * sizeof(*more));
	enum tt_err e;

	if (more == NULL)
		return TT_ENOMEM;
	rows->row = more;
	if ((e = inbox_row(h, w, reader, &more[rows->n])) == TT_OK)
		rows->n++;
	return e;
}

/* Of each bulletin the newest wave only: a revision takes the place. */
enum tt_err
inbox_read(struct hub *h, const char *reader, struct inbox_rows *out)
{
	struct inbox_rows rows = { .n = 0 };
	struct hub_wave w, first;
	int64_t before = INT64_MAX;
	enum tt_err e;

	while ((e = hub_wave_of_reader(h->db, reader, NULL, before, &w)) ==
	    TT_OK) {
		before = w.n;
		e = hub_wave_of_reader(h->db, reader, w.bulletin, INT64_MAX,
		    &first);
		if (e == TT_OK && first.n == w.n)
			e = add_row(h, &w, reader, &rows);
		if (e != TT_OK)
			break;
	}
	if (e != TT_ENOENT) {
		inbox_rows_done(&rows);
		return e;
	}
	*out = rows;
	return TT_OK;
}

void
inbox_rows_done(struct inbox_rows *rows)
{
	free(rows->row);
	*rows = (struct inbox_rows){ .n = 0 };
}

/* "active", "ended" (also when its instant came), "retracted". */
static const char *
embargo_text(const struct inbox_row *r)
{
	if (r->retracted)
		return "retracted";
	return r->over ? "ended" : "active";
}

static void
put_row(struct json_out *j, const struct inbox_row *r)
{
	const struct hub_wave *w = &r->wave;

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
	json_out_str(j, consent_text(r->consent));
	json_out_key(j, "embargo");
	json_out_str(j, embargo_text(r));
	json_out_key(j, "open");
	json_out_bool(j, r->open);
	if (r->replaces[0] != '\0') {
		json_out_key(j, "replaces");
		json_out_str(j, r->replaces);
	}
	json_out_object_end(j);
}

void
route_inbox(struct call *c)
{
	struct json_out *j = answer_json(c->r);
	struct inbox_rows rows = { .n = 0 };
	enum tt_err e;

	if (j == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	json_out_key(j, "bulletins");
	json_out_array(j);
	hub_lock(c->hub);
	e = inbox_read(c->hub, c->auth->id, &rows);
	hub_unlock(c->hub);
	for (size_t i = 0; i < rows.n; i++)
		put_row(j, &rows.row[i]);
	inbox_rows_done(&rows);
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

/* Where the wave moved: the statement that says so, for its reader. */
static enum tt_err
put_move(struct hub *h, struct json_out *j, const struct hub_wave *w)
{
	struct tt_statement *s = malloc(sizeof(*s));
	char hex[HEX_LEN(sizeof(w->leaf.b)) + 1];
	struct hub_event ev = { .n = INT64_MAX };
	enum tt_err e = s == NULL ? TT_ENOMEM : TT_OK;

	hex_encode(hex, w->leaf.b, sizeof(w->leaf.b));
	while (e == TT_OK && (e = hub_event_before(h->db, TT_MOVE, hex, ev.n,
	    &ev)) == TT_OK) {
		struct hash leaf = ev.leaf;
		bool found;

		e = tt_statement_parse(s, buf_view(&ev.statement), NULL);
		found = e == TT_OK &&
		    tt_statement_instant(s, "opens", 0) == w->opens_s;
		hub_event_done(&ev);
		if (found) {
			e = put_proof(h, j, "move", &leaf);
			break;
		}
	}
	free(s);
	return e == TT_ENOENT ? TT_OK : e;
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
	struct hub_embargo m;
	struct hub_wave w;
	enum tt_err e;

	if ((e = inbox_wave(h, bulletin, reader, &w)) != TT_OK ||
	    (e = embargo_standing_of(h, w.bulletin, &m)) != TT_OK)
		return e;
	if (embargo_is_retracted(&m))
		return TT_ENOENT;
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
	    (e = put_move(h, j, &w)) != TT_OK ||
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
