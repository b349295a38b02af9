/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/hub_portal.h"
#include "store/hub_sql.h"

static enum tt_err
count_of(struct db *db, const char *reader, int64_t *n)
{
	struct db_stmt *s = db_use(db, PASSKEY_COUNT_OF);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
hub_passkey_add(struct db *db, const struct hub_passkey *k)
{
	struct db_stmt *s;
	int64_t n = 0;
	enum tt_err e;

	if ((e = count_of(db, k->reader, &n)) != TT_OK)
		return e;
	if (n >= HUB_PASSKEYS_MAX)
		return TT_ELIMIT;
	s = db_use(db, PASSKEY_ADD);
	db_bind_blob(s, 1, k->id, k->id_n);
	db_bind_str(s, 2, k->reader);
	db_bind_int(s, 3, k->alg);
	db_bind_blob(s, 4, k->key, k->key_n);
	db_bind_int(s, 5, k->count);
	db_bind_int(s, 6, k->made_s);
	return db_run(s);
}

static bool
take_bytes(struct db_stmt *s, int col, uint8_t *out, size_t cap, size_t *n)
{
	struct span v = db_span(s, col);

	if (v.n > cap)
		return false;
	memcpy(out, v.p, v.n);
	*n = v.n;
	return true;
}

enum tt_err
hub_passkey_get(struct db *db, struct span id, struct hub_passkey *out)
{
	struct db_stmt *s = db_use(db, PASSKEY_GET);
	struct hub_passkey k = { .id_n = 0 };
	enum tt_err e;

	db_bind_blob(s, 1, id.p, id.n);
	if ((e = db_one(s)) == TT_OK) {
		k.alg = db_int(s, 2);
		k.count = db_int(s, 4);
		k.made_s = db_int(s, 5);
		if (!take_bytes(s, 0, k.id, sizeof(k.id), &k.id_n) ||
		    span_copy(db_span(s, 1), k.reader, sizeof(k.reader)) !=
		    TT_OK ||
		    !take_bytes(s, 3, k.key, sizeof(k.key), &k.key_n))
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = k;
	return e;
}

enum tt_err
hub_passkey_count(struct db *db, struct span id, int64_t count)
{
	struct db_stmt *s = db_use(db, PASSKEY_COUNT);

	db_bind_blob(s, 1, id.p, id.n);
	db_bind_int(s, 2, count);
	return db_run(s);
}

enum tt_err
hub_answered(struct db *db, const uint8_t challenge[32], int64_t now_s,
    int64_t since_s)
{
	struct db_stmt *s = db_use(db, ANSWERED_SWEEP);
	enum tt_err e;

	db_bind_int(s, 1, since_s);
	if ((e = db_run(s)) != TT_OK)
		return e;
	s = db_use(db, ANSWERED_ADD);
	db_bind_blob(s, 1, challenge, 32);
	db_bind_int(s, 2, now_s);
	return db_run(s);
}

enum tt_err
hub_session_add(struct db *db, const struct hash *sha256, const char *reader,
    int64_t now_s)
{
	struct db_stmt *s = db_use(db, SESSION_ADD);
	enum tt_err e;

	db_bind_blob(s, 1, sha256->b, sizeof(sha256->b));
	db_bind_str(s, 2, reader);
	db_bind_int(s, 3, now_s);
	if ((e = db_run(s)) != TT_OK)
		return e;
	s = db_use(db, SESSION_TRIM);
	db_bind_str(s, 1, reader);
	db_bind_int(s, 2, HUB_SESSIONS_MAX);
	return db_run(s);
}

enum tt_err
hub_session_get(struct db *db, const struct hash *sha256,
    struct hub_session *out)
{
	struct db_stmt *s = db_use(db, SESSION_GET);
	struct hub_session v = { .made_s = 0 };
	enum tt_err e;

	db_bind_blob(s, 1, sha256->b, sizeof(sha256->b));
	if ((e = db_one(s)) == TT_OK) {
		v.made_s = db_int(s, 1);
		v.seen_s = db_int(s, 2);
		if (span_copy(db_span(s, 0), v.reader, sizeof(v.reader)) !=
		    TT_OK)
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = v;
	return e;
}

enum tt_err
hub_session_seen(struct db *db, const struct hash *sha256, int64_t now_s)
{
	struct db_stmt *s = db_use(db, SESSION_SEEN);

	db_bind_blob(s, 1, sha256->b, sizeof(sha256->b));
	db_bind_int(s, 2, now_s);
	return db_run(s);
}

enum tt_err
hub_session_end(struct db *db, const struct hash *sha256)
{
	struct db_stmt *s = db_use(db, SESSION_END);

	db_bind_blob(s, 1, sha256->b, sizeof(sha256->b));
	return db_run(s);
}

static enum tt_err
end_all(struct db_stmt *s, const char *whose)
{
	db_bind_str(s, 1, whose);
	return db_run(s);
}

enum tt_err
hub_session_end_reader(struct db *db, const char *reader)
{
	return end_all(db_use(db, SESSION_END_READER), reader);
}

enum tt_err
hub_session_end_partner(struct db *db, const char *partner)
{
	return end_all(db_use(db, SESSION_END_PARTNER), partner);
}

enum tt_err
hub_session_sweep(struct db *db, int64_t made_s, int64_t seen_s)
{
	struct db_stmt *s = db_use(db, SESSION_SWEEP);

	db_bind_int(s, 1, made_s);
	db_bind_int(s, 2, seen_s);
	return db_run(s);
}
