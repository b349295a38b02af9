/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "hub/auth.h"
#include "hub/challenge.h"
#include "store/hub_people.h"
#include "telltale/authority.h"
#include "telltale/origin.h"

#define UNKNOWN	404
#define AGAIN	401

static bool
find_role(struct hub *h, enum tt_role role, struct span name,
    struct tt_vkey *key)
{
	return tt_keys_find(&h->keys.statement, role, name, 0, key) == TT_OK;
}

/* Who joined, and whom no officer has confirmed yet. */
static bool
find_pending(struct hub *h, struct auth *a)
{
	struct hub_pending p = { .received_s = 0 };
	struct tt_statement s;
	bool ok;

	if (hub_pending_get(h->db, a->id, &p) != TT_OK)
		return false;
	ok = tt_statement_parse(&s, buf_view(&p.statement), NULL) == TT_OK &&
	    tt_statement_vkey(&s, "sign", &a->key);
	hub_pending_done(&p);
	a->who = CALLER_PENDING;
	return ok;
}

static bool
find_reader(struct hub *h, struct span who, struct auth *a)
{
	struct hub_reader r = { .state = "" };
	enum tt_err e;
	bool ok;

	if (span_copy(who, a->id, sizeof(a->id)) != TT_OK)
		return false;
	if ((e = hub_reader_get(h->db, a->id, &r)) != TT_OK)
		return e == TT_ENOENT && find_pending(h, a);
	a->who = hub_reader_may(&r) ? CALLER_READER : CALLER_FORMER;
	ok = tt_vkey_parse(&a->key, span_str(r.sign)) == TT_OK;
	hub_reader_done(&r);
	return ok;
}

/* Whose name it is, and that key; under lock. */
static bool
find_key(struct hub *h, struct span name, struct auth *a)
{
	struct tt_vkey key;
	enum tt_owner owner;
	struct span who;

	if (tt_key_name_parse(&owner, &who, span_str(h->origin), name) !=
	    TT_OK)
		return false;
	if (owner == TT_OWNER_READER)
		return find_reader(h, who, a);
	if (find_role(h, TT_ROLE_OFFICER, name, &a->key))
		a->who |= CALLER_OFFICER;
	if (find_role(h, TT_ROLE_COUNSEL, name, &key)) {
		a->who |= CALLER_COUNSEL;
		a->key = key;
	}
	if (find_role(h, TT_ROLE_PUBLISHER, name, &key)) {
		a->who |= CALLER_PUBLISHER;
		a->key = key;
	}
	return a->who != 0;
}

/* What was asked for, as the signed note must say it. */
static void
describe(struct hub *h, const struct http_request *q, struct span path,
    const struct auth *a, struct tt_request *r)
{
	*r = (struct tt_request){ .origin = span_str(h->origin),
		.time = a->request.time,
		.method = span_str(http_verb_text(q->verb)), .path = path,
		.body = q->body };
	tt_statement_bytes(&a->request, "challenge", r->challenge,
	    sizeof(r->challenge));
}

static bool
same_head(const struct tt_statement *s, const struct tt_request *r)
{
	return span_eq(s->origin, r->origin) &&
	    span_eq(tt_statement_get(s, "method"), r->method) &&
	    span_eq(tt_statement_get(s, "path"), r->path);
}

unsigned
auth_head(struct hub *h, const struct http_request *q, struct span path,
    struct auth *a)
{
	struct tt_note_signed by;
	struct tt_request r;
	bool known;

	buf_init(&a->note, TT_REQUEST_MAX);
	if (q->authorization == NULL || tt_request_parse(&a->request,
	    &a->note, span_str(q->authorization)) != TT_OK)
		return AGAIN;
	describe(h, q, path, a, &r);
	if (challenge_check(r.challenge, h->challenge, hub_now(h)) != TT_OK)
		return AGAIN;
	hub_lock(h);
	known = find_key(h, tt_statement_get(&a->request, "key"), a);
	hub_unlock(h);
	if (!known || !same_head(&a->request, &r) ||
	    tt_note_open(&a->request.note, &a->key, 1, &by) != TT_OK) {
		a->who = 0;
		return UNKNOWN;
	}
	return 0;
}

unsigned
auth_body(struct hub *h, const struct http_request *q, struct span path,
    const struct auth *a)
{
	struct auth now = { .who = 0 };
	struct tt_request r;
	bool known;

	describe(h, q, path, a, &r);
	/* a body may be long under way: who may ask is looked up again */
	hub_lock(h);
	known = find_key(h, tt_statement_get(&a->request, "key"), &now);
	hub_unlock(h);
	if (!known || now.who != a->who || !tt_vkey_eq(&now.key, &a->key))
		return UNKNOWN;
	return tt_request_check(&a->request, &r, &a->key) == TT_OK ? 0 :
	    UNKNOWN;
}
