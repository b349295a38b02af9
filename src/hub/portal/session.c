/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "http/form.h"
#include "hub/portal/portal.h"
#include "hub/portal/session.h"
#include "store/hub_portal.h"

#define TOKEN_LEN	32	/* bytes */
#define SEEN_EVERY_S	60	/* how finely idleness is told */
#define FLAGS		"; Path=/; Secure; HttpOnly; SameSite=Strict"

static enum tt_err
check_reader(struct hub *h, const char *reader)
{
	struct hub_reader r = { .state = "" };
	enum tt_err e;
	bool may;

	if ((e = hub_reader_get(h->db, reader, &r)) != TT_OK)
		return e;
	may = hub_reader_may(&r);
	hub_reader_done(&r);
	return may ? TT_OK : TT_ENOENT;
}

enum tt_err
session_begin(struct hub *h, const char *reader,
    char set_cookie[HTTP_COOKIE_MAX])
{
	char hex[HEX_LEN(TOKEN_LEN) + 1];
	int64_t now = hub_now(h);
	uint8_t token[TOKEN_LEN];
	struct hash hash;
	enum tt_err e;

	if ((e = check_reader(h, reader)) != TT_OK ||
	    (e = hub_session_sweep(h->db, now - SESSION_MADE_S,
	    now - SESSION_IDLE_S - SEEN_EVERY_S)) != TT_OK)
		return e;
	rng_fill(h->rng, token, sizeof(token));
	sha256(hash.b, token, sizeof(token));
	if ((e = hub_session_add(h->db, &hash, reader, now)) == TT_OK) {
		hex_encode(hex, token, sizeof(token));
		snprintf(set_cookie, HTTP_COOKIE_MAX,
		    SESSION_COOKIE "=%s; Max-Age=%d" FLAGS, hex,
		    SESSION_MADE_S);
	}
	secret_wipe(token, sizeof(token));
	secret_wipe(hex, sizeof(hex));
	return e;
}

static bool
hash_of(const struct http_request *q, struct hash *out)
{
	uint8_t token[TOKEN_LEN];
	struct span text;

	if (!form_cookie(q->cookie, SESSION_COOKIE, &text) ||
	    !hex_decode(token, sizeof(token), text.p, text.n))
		return false;
	sha256(out->b, token, sizeof(token));
	secret_wipe(token, sizeof(token));
	return true;
}

static enum tt_err
check_age(struct hub *h, const struct hash *hash, const struct hub_session *s)
{
	int64_t now = hub_now(h);

	if (now - s->made_s >= SESSION_MADE_S ||
	    now - s->seen_s >= SESSION_IDLE_S || now < s->made_s)
		return TT_ENOENT;
	return now - s->seen_s >= SEEN_EVERY_S ?
	    hub_session_seen(h->db, hash, now) : TT_OK;
}

enum tt_err
session_reader(struct hub *h, const struct http_request *q,
    char reader[HUB_ID_MAX])
{
	struct hub_session s;
	struct hash hash;
	enum tt_err e;

	if (!hash_of(q, &hash))
		return TT_ENOENT;
	if ((e = hub_session_get(h->db, &hash, &s)) != TT_OK)
		return e;
	if ((e = check_age(h, &hash, &s)) == TT_OK)
		e = check_reader(h, s.reader);
	if (e == TT_OK)
		memcpy(reader, s.reader, sizeof(s.reader));
	else if (e == TT_ENOENT && hub_session_end(h->db, &hash) != TT_OK)
		e = TT_EDB;
	return e;
}

enum tt_err
session_end(struct hub *h, const struct http_request *q,
    char set_cookie[HTTP_COOKIE_MAX])
{
	struct hash hash;

	snprintf(set_cookie, HTTP_COOKIE_MAX,
	    SESSION_COOKIE "=; Max-Age=0" FLAGS);
	return hash_of(q, &hash) ? hub_session_end(h->db, &hash) : TT_OK;
}

bool
session_same_site(const struct hub *h, const struct http_request *q)
{
	struct portal_site site;

	return q->origin != NULL && portal_site(h, &site) &&
	    strcmp(q->origin, site.origin) == 0;
}
