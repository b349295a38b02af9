/* SPDX-License-Identifier: ISC */
/*
 * receipts - a reader's signature first, then the copy.  specs/ledger.md
 * section 7, "A reader's receipt".
 *
 * The receipt is durable before a byte of the copy leaves; the same again
 * changes nothing and gives the same copy.  A bulletin that is not the
 * reader's, or not yet, is the 404 of one that does not exist.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/sha256.h"
#include "hub/agreed.h"
#include "hub/answer.h"
#include "hub/inbox.h"
#include "hub/proof.h"
#include "hub/routes.h"
#include "hub/statements.h"
#include "hub/uploads.h"
#include "store/crash.h"
#include "store/hub_event.h"
#include "telltale/authority.h"
#include "telltale/terms.h"

/* The caller's own statement of that kind, and it alone signed. */
static enum tt_err
check_own(struct call *c, enum tt_kind kind, struct tt_statement *s)
{
	const struct tt_authority a = { .keys = &c->hub->keys.statement,
		.reader = &c->auth->key };
	enum tt_err e;

	if ((e = tt_statement_parse(s, c->q->body, NULL)) != TT_OK)
		return e;
	if (s->kind != kind || !span_is(s->origin, c->hub->origin) ||
	    !tt_statement_is(s, "reader", c->auth->id))
		return TT_EREFUSED;
	return tt_authority_check(s, &a);
}

static bool
names(const struct tt_statement *s, const char *field, const struct hash *want)
{
	struct hash got;

	return tt_statement_hash(s, field, &got) &&
	    memcmp(got.b, want->b, sizeof(got.b)) == 0;
}

static bool
same_terms(const struct tt_statement *s, const struct hub_wave *w)
{
	return names(s, "terms", &w->terms) &&
	    tt_statement_instant(s, "until", 0) == w->until_s;
}

static enum tt_err
keep(struct call *c, const struct tt_statement *s, const char *own)
{
	struct tt_salt salt;
	struct hash leaf;

	rng_fill(c->hub->rng, salt.b, sizeof(salt.b));
	return statement_keep(c->hub, s, &salt, own, c->auth->id, &leaf);
}

/* Of a bulletin that was retracted there is nothing to say or to have. */
static enum tt_err
check_alive(struct call *c, const struct hub_wave *w, struct hub_embargo *m)
{
	enum tt_err e;

	if ((e = embargo_standing_of(c->hub, w->bulletin, m)) != TT_OK)
		return e;
	return embargo_is_retracted(m) ? TT_ENOENT : TT_OK;
}

/* Why a signature is not taken, where its writer can do something. */
struct not_yet {
	bool stale;		/* it is of other terms than are in force */
	bool older;		/* the partner has to sign an agreement first */
	struct agreed agreed;	/* good if older */
};

/* Of the version that the terms in force name, or a later one? */
static enum tt_err
check_agreed(struct call *c, const struct hub_wave *w, struct not_yet *why)
{
	struct tt_terms *t = malloc(sizeof(*t));
	struct hub_reader r = { .state = "" };
	struct buf file = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	if (t != NULL &&
	    (e = upload_terms(c->hub, &w->terms, &file, t)) == TT_OK &&
	    (e = hub_reader_get(c->hub->db, c->auth->id, &r)) == TT_OK)
		e = agreed_of(c->hub, r.partner, &t->head, &why->agreed);
	hub_reader_done(&r);
	buf_done(&file);
	free(t);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_EINTEGRITY : e;
	why->older = !why->agreed.yes;
	return why->older ? TT_ESTATE : TT_OK;
}

/* What would do instead, so that it can be said anew. */
static void
answer_not_yet(struct call *c, const struct hub_wave *w,
    const struct not_yet *why)
{
	char until[INSTANT_LEN + 1];
	struct json_out *j = answer_json(c->r);

	instant_format(w->until_s, until);
	if (j != NULL) {
		json_out_object(j);
		json_out_key(j, "type");
		json_out_str(j, "about:blank");
		json_out_key(j, "title");
		json_out_str(j, http_status_text(409));
		json_out_key(j, "status");
		json_out_int(j, 409);
		json_out_key(j, "detail");
		json_out_str(j, why->older ? "a later version of the "
		    "agreement is to be signed first" :
		    "other terms are in force");
		if (why->older) {
			json_out_key(j, "needs");
			json_out_str(j, why->agreed.need);
			json_out_key(j, "signed");
			json_out_str(j, why->agreed.held);
		}
		json_out_key(j, "terms");
		json_out_hex(j, w->terms.b, sizeof(w->terms.b));
		json_out_key(j, "until");
		json_out_str(j, until);
		json_out_object_end(j);
	}
	answer_json_end(c->r, j, 409);
	if (c->r->status == 409)
		c->r->content_type = "application/problem+json";
}

static enum tt_err
take_consent(struct call *c, const struct tt_statement *s, struct hub_wave *w,
    struct not_yet *why)
{
	char own[HUB_OWN_MAX], hex[HEX_LEN(SHA256_LEN) + 1];
	uint8_t sha[SHA256_LEN];
	struct hub_embargo m;
	enum tt_err e;

	e = inbox_wave(c->hub, tt_statement_get(s, "bulletin"), c->auth->id,
	    w);
	if (e != TT_OK || (e = check_alive(c, w, &m)) != TT_OK)
		return e;
	if (!same_terms(s, w)) {
		why->stale = true;
		return TT_ESTATE;
	}
	if (tt_statement_is(s, "state", "signatory") &&
	    (e = check_agreed(c, w, why)) != TT_OK)
		return e;
	sha256(sha, s->bytes.p, s->bytes.n);
	hex_encode(hex, sha, sizeof(sha));
	snprintf(own, sizeof(own), "consent %s", hex);
	return keep(c, s, own);
}

void
route_consent(struct call *c)
{
	struct tt_statement s;
	struct json_out *j;
	struct hub_wave w;
	struct not_yet why = { .stale = false };
	enum tt_err e;

	hub_lock(c->hub);
	if ((e = check_own(c, TT_CONSENT, &s)) == TT_OK)
		e = take_consent(c, &s, &w, &why);
	hub_unlock(c->hub);
	crash_point("consent");
	if (why.stale || why.older) {
		answer_not_yet(c, &w, &why);
		return;
	}
	if (e != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	if ((j = answer_json(c->r)) != NULL) {
		json_out_object(j);
		json_out_object_end(j);
	}
	answer_json_end(c->r, j, 200);
}

/* The wave that the receipt is for, if it is this reader's. */
static enum tt_err
find_wave(struct call *c, const struct tt_statement *s, struct hub_wave *w,
    struct hash *copy)
{
	struct hub_leaf l = { .place = 0 };
	struct hash copies;
	enum tt_err e;

	tt_statement_hash(s, "copies", &copies);
	if ((e = hub_wave_by_copies(c->hub->db, &copies, w)) != TT_OK)
		return e;
	if (!w->visible || !tt_statement_is(s, "bulletin", w->bulletin))
		return TT_ENOENT;
	e = hub_leaf_of_reader(c->hub->db, &w->root, c->auth->id, &l);
	if (e != TT_OK)
		return e;
	*copy = l.copy;
	hub_leaf_done(&l);
	return TT_OK;
}

/* Signed before, and kept: whatever has changed since, it is theirs. */
static enum tt_err
had_receipt(struct call *c, const struct tt_statement *s, const char *own,
    bool *had)
{
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	*had = false;
	if ((e = hub_event_by_own(c->hub->db, own, &ev)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	*had = span_eq(buf_view(&ev.statement), s->bytes);
	hub_event_done(&ev);
	return TT_OK;
}

/* May this reader have a new copy for this signature? */
static enum tt_err
check_receipt(struct call *c, const struct tt_statement *s,
    const struct hub_wave *w, const struct hub_embargo *m,
    struct not_yet *why)
{
	struct consent_facts f;
	enum tt_err e;

	if (!embargo_opens(m, w, hub_now(c->hub)))
		return TT_EEARLY;
	if (!same_terms(s, w)) {
		why->stale = true;
		return TT_ESTATE;
	}
	if ((e = inbox_consent(c->hub, w, m, c->auth->id, &f)) != TT_OK)
		return e;
	if (!consent_may_sign(&f))
		return TT_ESTATE;
	return f.over ? TT_OK : check_agreed(c, w, why);
}

static enum tt_err
take_receipt(struct call *c, const struct tt_statement *s, struct hub_wave *w,
    struct hash *copy, struct not_yet *why)
{
	char own[HUB_OWN_MAX], hex[HEX_LEN(sizeof(copy->b)) + 1];
	struct hub_embargo m;
	enum tt_err e;
	bool had;

	if ((e = find_wave(c, s, w, copy)) != TT_OK ||
	    (e = check_alive(c, w, &m)) != TT_OK)
		return e;
	if (!names(s, "copy", copy))
		return embargo_opens(&m, w, hub_now(c->hub)) ? TT_ESTATE :
		    TT_EEARLY;
	hex_encode(hex, w->copies.b, sizeof(w->copies.b));
	snprintf(own, sizeof(own), "receipt %s %s", c->auth->id, hex);
	if ((e = had_receipt(c, s, own, &had)) != TT_OK || had)
		return e;
	if ((e = check_receipt(c, s, w, &m, why)) != TT_OK)
		return e;
	return keep(c, s, own);
}

static enum tt_err
hand_over(struct call *c, const struct hash *copy)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = upload_path(c->hub, UPLOAD_COPIES, copy, path)) != TT_OK ||
	    (e = file_open(path, &c->r->fd, &c->r->fd_size)) != TT_OK)
		return e == TT_ENOENT ? TT_EINTEGRITY : e;
	c->r->status = 200;
	c->r->content_type = "application/octet-stream";
	return TT_OK;
}

void
route_receipt(struct call *c)
{
	struct tt_statement s;
	struct hub_wave w;
	struct hash copy;
	struct not_yet why = { .stale = false };
	enum tt_err e;

	hub_lock(c->hub);
	if ((e = check_own(c, TT_RECEIPT, &s)) == TT_OK)
		e = take_receipt(c, &s, &w, &copy, &why);
	hub_unlock(c->hub);
	crash_point("receipt");
	if (why.stale || why.older) {
		answer_not_yet(c, &w, &why);
		return;
	}
	if (e == TT_OK)
		e = hand_over(c, &copy);
	if (e != TT_OK)
		answer_err(c->r, e);
}

static enum tt_err
put_receipt(struct hub *h, struct json_out *j, const struct hub_event *ev)
{
	struct tt_statement s;
	struct proof p;
	enum tt_err e;

	if ((e = tt_statement_parse(&s, buf_view(&ev->statement), NULL)) !=
	    TT_OK)
		return TT_EINTEGRITY;
	json_out_object(j);
	json_out_key(j, "bulletin");
	json_out_span(j, tt_statement_get(&s, "bulletin"));
	json_out_key(j, "statement");
	json_out_span(j, buf_view(&ev->statement));
	if ((e = proof_make(h, ev, &p)) == TT_OK) {
		proof_members(&p, j);
		proof_done(&p);
	} else {
		json_out_key(j, "leaf");
		json_out_hex(j, ev->leaf.b, sizeof(ev->leaf.b));
	}
	json_out_object_end(j);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_receipts(struct call *c)
{
	struct json_out *j = answer_json(c->r);
	struct hub_event ev = { .n = 0 };
	int64_t last = 0;
	enum tt_err e;

	if (j == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	json_out_key(j, "receipts");
	json_out_array(j);
	hub_lock(c->hub);
	while ((e = hub_event_next_of(c->hub->db, c->auth->id, TT_RECEIPT,
	    last, &ev)) == TT_OK) {
		last = ev.n;
		e = put_receipt(c->hub, j, &ev);
		hub_event_done(&ev);
		if (e != TT_OK)
			break;
	}
	hub_unlock(c->hub);
	json_out_array_end(j);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_ENOENT)
		answer_err(c->r, e);
}
