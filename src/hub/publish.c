/* SPDX-License-Identifier: ISC */
/*
 * publish - a bulletin becomes visible when all of it is there, stands in
 * the ledger, and keepers hold its shares.  specs/hub.md section 5.
 *
 * What is lacking is named, by kind and hash, to the publisher only.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/embargo.h"
#include "hub/routes.h"
#include "hub/uploads.h"
#include "store/crash.h"
#include "store/hub_event.h"
#include "store/hub_wave.h"
#include "telltale/terms.h"

#define MISSING_MAX	32	/* named; more are counted */
#define MISSING_LEN	160	/* bytes, with NUL */

struct missing {
	size_t	n;
	char	text[MISSING_MAX][MISSING_LEN];
	bool	batched, held;
};

static void PRINTF(2, 3)
miss(struct missing *m, const char *fmt, ...)
{
	va_list ap;

	if (m->n < MISSING_MAX) {
		va_start(ap, fmt);
		vsnprintf(m->text[m->n], MISSING_LEN, fmt, ap);
		va_end(ap);
	}
	m->n++;
}

struct hex {
	char s[HEX_LEN(32) + 1];
};

static struct hex
hex_of(const struct hash *h)
{
	struct hex x;

	hex_encode(x.s, h->b, sizeof(h->b));
	return x;
}

/* A statement, and the event that it borrows from. */
struct needed {
	struct hub_event	ev;	/* hub_event_done */
	struct tt_statement	s;
};

/*
 * A statement that must be there, of that kind and about that bulletin.
 * TT_ENOENT after saying what is missing.
 */
static enum tt_err
need(struct hub *h, enum tt_kind kind, const struct hash *leaf,
    const char *bulletin, struct missing *m, struct needed *out)
{
	struct hub_event *ev = &out->ev;
	struct tt_statement *s = &out->s;
	enum tt_err e;

	*ev = (struct hub_event){ .n = 0 };
	e = hub_event_by_leaf(h->db, leaf, ev);
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	if (e == TT_ENOENT || strcmp(ev->kind, tt_kind_name(kind)) != 0) {
		miss(m, "statement %s %s", tt_kind_name(kind),
		    hex_of(leaf).s);
		return TT_ENOENT;
	}
	if ((e = tt_statement_parse(s, buf_view(&ev->statement), NULL)) !=
	    TT_OK)
		return TT_EINTEGRITY;
	if (!tt_statement_is(s, "bulletin", bulletin)) {
		miss(m, "statement %s %s is about another bulletin",
		    tt_kind_name(kind), hex_of(leaf).s);
		return TT_ENOENT;
	}
	if (!ev->logged) {
		miss(m, "batch with %s %s", tt_kind_name(kind),
		    hex_of(leaf).s);
		m->batched = false;
	}
	return TT_OK;
}

static bool
names(const struct tt_statement *s, const char *field, const struct hash *want)
{
	struct hash got;

	return tt_statement_hash(s, field, &got) &&
	    memcmp(got.b, want->b, sizeof(got.b)) == 0;
}

static enum tt_err
check_codebook(struct hub *h, const struct hub_wave *w, struct missing *m)
{
	struct needed n;
	enum tt_err e;

	e = need(h, TT_CODEBOOK, &w->codebook, w->bulletin, m, &n);
	hub_event_done(&n.ev);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
check_wave(struct hub *h, struct hub_wave *w, struct missing *m)
{
	struct needed n;
	unsigned held = 0;
	size_t keepers;
	enum tt_err e;

	e = need(h, TT_WAVE, &w->leaf, w->bulletin, m, &n);
	if (e == TT_OK && !w->visible) {	/* else it may have moved */
		w->opens_s = tt_statement_instant(&n.s, "opens", 0);
		keepers = tt_statement_count(&n.s, "keeper");
		e = hub_held_count(h->db, &w->leaf, w->opens_s, &held);
		if (e == TT_OK && held < keepers) {
			m->held = false;
			miss(m, "shares of wave %s: %u of %zu held",
			    hex_of(&w->leaf).s, held, keepers);
		}
	}
	hub_event_done(&n.ev);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
check_set(struct hub *h, const struct hub_wave *w, unsigned depth,
    struct missing *m)
{
	struct hub_set set;
	enum tt_err e;

	e = hub_set_get(h->db, &w->root, &set);
	if (e == TT_ENOENT || (e == TT_OK && set.depth != depth)) {
		miss(m, "set %s", hex_of(&w->root).s);
		return TT_OK;
	}
	return e;
}

static enum tt_err
check_copies(struct hub *h, struct hub_wave *w, struct missing *m)
{
	struct needed n;
	enum tt_err e;

	e = need(h, TT_COPIES, &w->copies, w->bulletin, m, &n);
	if (e == TT_OK) {
		if (!names(&n.s, "wave", &w->leaf) ||
		    !names(&n.s, "codebook", &w->codebook))
			miss(m, "copies %s of that wave and codebook",
			    hex_of(&w->copies).s);
		tt_statement_hash(&n.s, "set", &w->root);
		w->size = tt_statement_number(&n.s, "bytes", 0);
		e = check_set(h, w, (unsigned)tt_statement_number(&n.s,
		    "depth", 0), m);
	}
	hub_event_done(&n.ev);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
check_terms(struct hub *h, struct hub_wave *w, struct missing *m)
{
	struct buf file;
	struct tt_terms t;
	enum tt_err e;

	if ((e = upload_terms(h, &w->terms, &file, &t)) == TT_ENOENT) {
		miss(m, "terms %s", hex_of(&w->terms).s);
		return TT_OK;
	}
	if (e != TT_OK)
		return e;
	w->until_s = tt_statement_instant(&t.head, "public", 0);
	if (!tt_statement_is(&t.head, "bulletin", w->bulletin) ||
	    tt_statement_instant(&t.head, "opens", 0) != w->opens_s)
		miss(m, "terms %s of that bulletin and instant",
		    hex_of(&w->terms).s);
	buf_done(&file);
	return TT_OK;
}

/* Everything but the copies themselves; under lock. */
static enum tt_err
check_records(struct hub *h, struct hub_wave *w, struct missing *m)
{
	enum tt_err e;

	if ((e = check_codebook(h, w, m)) != TT_OK ||
	    (e = check_wave(h, w, m)) != TT_OK ||
	    (e = check_copies(h, w, m)) != TT_OK)
		return e;
	return check_terms(h, w, m);
}

static enum tt_err
check_file(struct hub *h, const struct hub_wave *w, const struct hub_leaf *l,
    struct missing *m)
{
	char path[FILE_PATH_MAX];
	uint64_t size = 0;
	enum tt_err e;

	if ((e = upload_path(h, UPLOAD_COPIES, &l->copy, path)) != TT_OK)
		return e;
	e = file_size(path, &size);
	if (e == TT_ENOENT)
		miss(m, "copy %s", hex_of(&l->copy).s);
	else if (e == TT_OK && size != w->size)
		miss(m, "copy %s of %llu bytes", hex_of(&l->copy).s,
		    (unsigned long long)w->size);
	if (strcmp(l->bulletin, w->bulletin) != 0)
		miss(m, "copy %s is of another bulletin", hex_of(&l->copy).s);
	return e == TT_ENOENT ? TT_OK : e;
}

/*
 * Every copy of the wave is there, whole.  The lock is taken for a row at a
 * time: there may be a million, and rows of a set never change.
 */
static enum tt_err
check_files(struct hub *h, const struct hub_wave *w, struct missing *m)
{
	struct hub_leaf l = { .place = 0 };
	int64_t last = -1;
	enum tt_err e;

	for (;;) {
		hub_lock(h);
		e = hub_leaf_next(h->db, &w->root, last, &l);
		hub_unlock(h);
		if (e != TT_OK)
			return e == TT_ENOENT ? TT_OK : e;
		last = (int64_t)l.place;
		e = check_file(h, w, &l, m);
		hub_leaf_done(&l);
		if (e != TT_OK)
			return e;
	}
}

/* The row that is there, if it is the same; TT_EEXIST if it is not. */
static enum tt_err
same_wave(struct hub *h, const struct hub_wave *w, bool *visible)
{
	struct hub_wave had;
	enum tt_err e;

	if ((e = hub_wave_get(h->db, &w->leaf, &had)) != TT_OK)
		return e == TT_ENOENT ? TT_EEXIST : e;
	if (strcmp(had.bulletin, w->bulletin) != 0 ||
	    memcmp(had.copies.b, w->copies.b, sizeof(had.copies.b)) != 0 ||
	    memcmp(had.codebook.b, w->codebook.b,
	    sizeof(had.codebook.b)) != 0 ||
	    memcmp(had.terms.b, w->terms.b, sizeof(had.terms.b)) != 0 ||
	    had.prefetch != w->prefetch)
		return TT_EEXIST;
	*visible = had.visible;
	return TT_OK;
}

/* All waves of one publish, in one transaction. */
static enum tt_err
show(struct hub *h, const struct hub_wave *w, size_t n, const char *replaces)
{
	enum tt_err e;
	bool visible;

	if (strcmp(replaces, w[0].bulletin) == 0)
		return TT_ESYNTAX;
	if ((e = db_begin(h->db)) != TT_OK)
		return e;
	e = hub_replaces_set(h->db, w[0].bulletin, replaces);
	for (size_t i = 0; i < n && e == TT_OK; i++) {
		e = hub_wave_add(h->db, &w[i]);
		if (e == TT_EEXIST)
			e = same_wave(h, &w[i], &visible);
		if (e == TT_OK)
			e = hub_wave_show(h->db, &w[i].leaf);
	}
	if (e != TT_OK) {
		db_rollback(h->db);
		return e;
	}
	return db_commit(h->db);
}

/* What was retracted does not come back under its id. */
static enum tt_err
check_embargo(struct hub *h, const char *bulletin)
{
	struct hub_embargo m;
	enum tt_err e;

	if ((e = embargo_standing_of(h, bulletin, &m)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	return embargo_is_retracted(&m) ? TT_ESTATE : TT_OK;
}

static void
answer_missing(struct http_response *r, const struct missing *m)
{
	struct json_out *j = answer_json(r);

	if (j != NULL) {
		json_out_object(j);
		json_out_key(j, "type");
		json_out_str(j, "about:blank");
		json_out_key(j, "title");
		json_out_str(j, http_status_text(409));
		json_out_key(j, "status");
		json_out_int(j, 409);
		json_out_key(j, "detail");
		json_out_str(j, "not all of it is there yet");
		json_out_key(j, "missing");
		json_out_array(j);
		for (size_t i = 0; i < m->n && i < MISSING_MAX; i++)
			json_out_str(j, m->text[i]);
		json_out_array_end(j);
		json_out_key(j, "missing_count");
		json_out_u64(j, m->n);
		json_out_object_end(j);
	}
	answer_json_end(r, j, 409);
	if (r->status == 409)
		r->content_type = "application/problem+json";
}

static void
answer_state(struct http_response *r, const struct missing *m, bool visible)
{
	struct json_out *j;

	if (m->n > 0) {
		answer_missing(r, m);
		return;
	}
	if ((j = answer_json(r)) != NULL) {
		json_out_object(j);
		json_out_key(j, "visible");
		json_out_bool(j, visible);
		json_out_key(j, "batched");
		json_out_bool(j, m->batched);
		json_out_key(j, "held");
		json_out_bool(j, m->held);
		json_out_object_end(j);
	}
	answer_json_end(r, j, 200);
}

static enum tt_err
check_all(struct hub *h, struct hub_wave *w, size_t n, struct missing *m)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < n && e == TT_OK; i++) {
		hub_lock(h);
		e = check_records(h, &w[i], m);
		hub_unlock(h);
		if (e == TT_OK)
			e = check_files(h, &w[i], m);
	}
	return e;
}

static enum tt_err
fill(struct hub_wave *w, const struct body_publish *b, struct span id)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < b->n && e == TT_OK; i++) {
		w[i] = (struct hub_wave){ .leaf = b->wave[i].wave,
			.codebook = b->codebook, .copies = b->wave[i].copies,
			.terms = b->wave[i].terms,
			.prefetch = b->wave[i].prefetch };
		e = span_copy(id, w[i].bulletin, sizeof(w[i].bulletin));
	}
	return e;
}

void
route_publish(struct call *c)
{
	struct missing m = { .batched = true, .held = true };
	struct hub_wave wave[BODY_WAVES_MAX];
	struct body_publish b;
	enum tt_err e;

	if (!body_bulletin_ok(c->arg[0])) {
		answer_not_found(c->r);
		return;
	}
	if ((e = body_publish(c->q->body, &b)) != TT_OK ||
	    (e = fill(wave, &b, c->arg[0])) != TT_OK ||
	    (e = check_all(c->hub, wave, b.n, &m)) != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	if (m.n > 0) {
		answer_missing(c->r, &m);
		return;
	}
	hub_lock(c->hub);
	if ((e = check_embargo(c->hub, wave[0].bulletin)) == TT_OK)
		e = show(c->hub, wave, b.n, b.replaces);
	hub_unlock(c->hub);
	crash_point("publish");
	if (e != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	hub_wake(c->hub);
	answer_state(c->r, &m, true);
}

/* *visible: every wave of the bulletin is. */
static enum tt_err
state_of(struct hub *h, const char *bulletin, struct missing *m,
    bool *visible)
{
	struct hub_wave w = { .n = 0 };
	size_t n = 0;
	enum tt_err e;

	*visible = true;
	while ((e = hub_wave_of_bulletin(h->db, bulletin, w.n, &w)) == TT_OK) {
		*visible = *visible && w.visible;
		if ((e = check_records(h, &w, m)) != TT_OK)
			return e;
		n++;
	}
	return e == TT_ENOENT && n > 0 ? TT_OK : e;
}

void
route_published(struct call *c)
{
	struct missing m = { .batched = true, .held = true };
	char id[HUB_ID_MAX];
	enum tt_err e;
	bool visible;

	if (!body_bulletin_ok(c->arg[0]) ||
	    span_copy(c->arg[0], id, sizeof(id)) != TT_OK) {
		answer_not_found(c->r);
		return;
	}
	hub_lock(c->hub);
	e = state_of(c->hub, id, &m, &visible);
	hub_unlock(c->hub);
	if (e == TT_OK)
		answer_state(c->r, &m, visible);
	else
		answer_err(c->r, e);
}
