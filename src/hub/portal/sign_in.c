/* SPDX-License-Identifier: ISC */
/*
 * sign_in - passkeys: bound to a reader by a request that the reader's key
 * signed, then good for a session.
 *
 * Whatever is wrong with an assertion, the answer is one 404.  An assertion is
 * taken once: its challenge is kept for as long as the hub would believe it.
 */
#include <string.h>

#include "base/hex.h"
#include "hub/answer.h"
#include "hub/portal/assertion.h"
#include "hub/portal/portal.h"
#include "hub/portal/session.h"
#include "store/hub_portal.h"

#define FRESH_S	(CHALLENGE_GOOD_S + CHALLENGE_AHEAD_S)

static struct span
challenge_of(const struct assertion *a)
{
	return span_of(a->challenge, sizeof(a->challenge));
}

/* The first half is the hub's own word, of a minute ago at most. */
static enum tt_err
check_fresh(struct hub *h, const struct assertion *a)
{
	return challenge_check(a->challenge, h->challenge, hub_now(h));
}

static enum tt_err
add_passkey(struct call *c, const struct passkey *key)
{
	struct hub_passkey k = { .id_n = key->id_n, .alg = key->alg,
		.key_n = passkey_key_len(key->alg), .count = key->count,
		.made_s = hub_now(c->hub) };
	struct hub_passkey had;
	enum tt_err e;

	memcpy(k.id, key->id, k.id_n);
	memcpy(k.key, key->key, k.key_n);
	memcpy(k.reader, c->auth->id, sizeof(k.reader));
	e = hub_passkey_add(c->hub->db, &k);
	if (e != TT_EEXIST || hub_passkey_get(c->hub->db,
	    span_of(k.id, k.id_n), &had) != TT_OK)
		return e;
	/* a lost answer may be asked for again */
	return strcmp(had.reader, k.reader) == 0 && had.key_n == k.key_n &&
	    memcmp(had.key, k.key, k.key_n) == 0 ? TT_OK : TT_EEXIST;
}

void
route_passkey(struct call *c)
{
	struct portal_site site;
	struct passkey_said said;
	struct passkey key;
	struct assertion a;
	enum tt_err e;

	if (!portal_site(c->hub, &site)) {
		answer_not_found(c->r);
		return;
	}
	if ((e = assertion_parse(&a, c->q->body, true)) == TT_OK &&
	    (e = check_fresh(c->hub, &a)) == TT_OK) {
		said = assertion_said(&a);
		e = passkey_register(&key, &site.passkey, challenge_of(&a),
		    &said);
	}
	if (e == TT_OK) {
		hub_lock(c->hub);
		e = add_passkey(c, &key);
		hub_unlock(c->hub);
	}
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

static enum tt_err
verify(const struct portal_site *site, const struct assertion *a,
    const struct hub_passkey *k, uint32_t *count)
{
	const struct passkey_said said = assertion_said(a);
	struct passkey key = { .id_n = k->id_n,
		.alg = (enum passkey_alg)k->alg, .count = (uint32_t)k->count };

	if (k->key_n != passkey_key_len(key.alg))
		return TT_EINTEGRITY;
	memcpy(key.key, k->key, k->key_n);
	return passkey_assert(count, &key, &site->passkey, challenge_of(a),
	    &said);
}

/* All of it or nothing; under lock. */
static enum tt_err
begin(struct hub *h, const struct assertion *a, const struct hub_passkey *k,
    uint32_t count, char set_cookie[HTTP_COOKIE_MAX])
{
	int64_t now = hub_now(h);
	enum tt_err e;

	if ((e = db_begin(h->db)) != TT_OK)
		return e;
	if ((e = hub_answered(h->db, a->challenge, now, now - FRESH_S)) ==
	    TT_OK && (e = hub_passkey_count(h->db, span_of(k->id, k->id_n),
	    count)) == TT_OK)
		e = session_begin(h, k->reader, set_cookie);
	if (e == TT_OK)
		return db_commit(h->db);
	db_rollback(h->db);
	return e;
}

/*
 * The key is read and the session begun under one lock, so that of two who
 * answer with one count only the first is let in.
 */
static enum tt_err
sign_in(struct hub *h, const struct portal_site *site,
    const struct assertion *a, char set_cookie[HTTP_COOKIE_MAX])
{
	struct hub_passkey k;
	uint32_t count;
	enum tt_err e;

	if ((e = hub_passkey_get(h->db, span_of(a->credential,
	    a->credential_n), &k)) != TT_OK ||
	    (e = verify(site, a, &k, &count)) != TT_OK)
		return e;
	return begin(h, a, &k, count, set_cookie);
}

static bool
of_the_machine(enum tt_err e)
{
	return e == TT_EFULL || e == TT_EIO || e == TT_ENOMEM ||
	    e == TT_EAGAIN || e == TT_EDB || e == TT_EINTEGRITY;
}

void
route_portal_session(struct call *c)
{
	char cookie[HTTP_COOKIE_MAX] = "";
	struct portal_site site;
	struct assertion a;
	enum tt_err e = TT_ENOENT;

	if (portal_site(c->hub, &site) && session_same_site(c->hub, c->q) &&
	    (e = assertion_parse(&a, c->q->body, false)) == TT_OK &&
	    (e = check_fresh(c->hub, &a)) == TT_OK) {
		hub_lock(c->hub);
		e = sign_in(c->hub, &site, &a, cookie);
		hub_unlock(c->hub);
	}
	if (e != TT_OK) {
		answer_err(c->r, of_the_machine(e) ? e : TT_ENOENT);
		return;
	}
	answer_empty(c->r);
	memcpy(c->r->set_cookie, cookie, sizeof(cookie));
}

void
route_portal_logout(struct call *c)
{
	enum tt_err e;

	if (!session_same_site(c->hub, c->q)) {
		answer_not_found(c->r);
		return;
	}
	hub_lock(c->hub);
	e = session_end(c->hub, c->q, c->r->set_cookie);
	hub_unlock(c->hub);
	if (e != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	portal_go(c->r, PORTAL_HOME);
}
