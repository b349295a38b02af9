/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_partner.h"

/* 0 stands for null where there is an instant. */
static void
bind_instant(struct db_stmt *s, int i, int64_t at_s, int64_t null)
{
	if (at_s == null)
		db_bind_null(s, i);
	else
		db_bind_int(s, i, at_s);
}

static int64_t
instant(struct db_stmt *s, int col, int64_t null)
{
	return db_is_null(s, col) ? null : db_int(s, col);
}

static void
bind_partner(struct db_stmt *s, const struct vault_partner *p)
{
	db_bind_str(s, 1, p->id);
	db_bind_str(s, 2, p->ref);
	db_bind_str(s, 3, p->name);
	db_bind_str(s, 4, p->tier);
	db_bind_str(s, 5, partner_state_text(p->state));
	db_bind_int(s, 6, p->since_s);
	db_bind_words(s, 7, p->agreement);
	bind_instant(s, 8, p->signed_s, 0);
	bind_instant(s, 9, p->ends_s, PARTNER_NO_END);
	if (p->stated)
		db_bind_blob(s, 10, p->leaf.b, sizeof(p->leaf.b));
	else
		db_bind_null(s, 10);
}

static enum tt_err
read_partner(struct db_stmt *s, struct vault_partner *out)
{
	struct vault_partner p = { .since_s = db_int(s, 5) };

	if (!db_words(s, 0, p.id, sizeof(p.id)) ||
	    !db_words(s, 1, p.ref, sizeof(p.ref)) ||
	    !db_words(s, 2, p.name, sizeof(p.name)) ||
	    !db_words(s, 3, p.tier, sizeof(p.tier)) ||
	    !partner_state_parse(db_span(s, 4), &p.state) ||
	    !db_words(s, 6, p.agreement, sizeof(p.agreement)))
		return TT_EINTEGRITY;
	p.signed_s = instant(s, 7, 0);
	p.ends_s = instant(s, 8, PARTNER_NO_END);
	p.stated = db_bytes(s, 9, p.leaf.b, sizeof(p.leaf.b));
	*out = p;
	return TT_OK;
}

enum tt_err
vault_partner_add(struct db *db, const struct vault_partner *p)
{
	struct db_stmt *s = db_use(db, VAULT_PARTNER_ADD);

	bind_partner(s, p);
	return db_run(s);
}

enum tt_err
vault_partner_set(struct db *db, const struct vault_partner *p)
{
	struct db_stmt *s = db_use(db, VAULT_PARTNER_SET);
	enum tt_err e;

	bind_partner(s, p);
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

static enum tt_err
one_partner(struct db_stmt *s, struct vault_partner *out)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		e = read_partner(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_partner_get(struct db *db, struct span id, struct vault_partner *out)
{
	struct db_stmt *s = db_use(db, VAULT_PARTNER_GET);

	db_bind_text(s, 1, id);
	return one_partner(s, out);
}

enum tt_err
vault_partner_of_ref(struct db *db, struct span ref, struct vault_partner *out)
{
	struct db_stmt *s = db_use(db, VAULT_PARTNER_OF_REF);

	db_bind_text(s, 1, ref);
	return one_partner(s, out);
}

static enum tt_err
each_partner(struct db_stmt *s, vault_partner_fn *fn, void *ctx)
{
	struct vault_partner p;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_partner(s, &p)) != TT_OK ||
		    (e = fn(ctx, &p)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_partner_each(struct db *db, vault_partner_fn *fn, void *ctx)
{
	return each_partner(db_use(db, VAULT_PARTNER_ALL), fn, ctx);
}

enum tt_err
vault_partner_timed(struct db *db, int64_t now_s, vault_partner_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_PARTNER_TIMED);

	db_bind_int(s, 1, now_s);
	return each_partner(s, fn, ctx);
}

enum tt_err
vault_party_each(struct db *db, vault_partner_fn *fn, void *ctx)
{
	return each_partner(db_use(db, VAULT_PARTY_RECORDS), fn, ctx);
}

enum tt_err
vault_duty_add(struct db *db, const char *partner, size_t n, struct span duty)
{
	struct db_stmt *s = db_use(db, VAULT_DUTY_ADD);

	if (n >= VAULT_DUTIES_MAX)
		return TT_ELIMIT;
	db_bind_str(s, 1, partner);
	db_bind_int(s, 2, (int64_t)n);
	db_bind_text(s, 3, duty);
	return db_run(s);
}

enum tt_err
vault_duty_each(struct db *db, const char *partner, vault_duty_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_DUTY_ALL);
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, partner);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = fn(ctx, db_span(s, 0))) != TT_OK)
			break;
	db_reset(s);
	return e;
}

static void
bind_keys(struct db_stmt *s, const struct vault_reader *r)
{
	if (r->keyed) {
		db_bind_blob(s, 9, r->key, sizeof(r->key));
		db_bind_str(s, 10, r->sign);
		db_bind_str(s, 11, r->seal);
	} else
		for (int i = 9; i <= 11; i++)
			db_bind_null(s, i);
}

static void
bind_reader(struct db_stmt *s, const struct vault_reader *r)
{
	db_bind_str(s, 1, r->id);
	db_bind_str(s, 2, r->partner);
	db_bind_str(s, 3, r->name);
	db_bind_str(s, 4, r->email);
	db_bind_str(s, 5, reader_state_text(r->state));
	db_bind_int(s, 6, r->since_s);
	if (r->invited) {
		db_bind_blob(s, 7, r->token, sizeof(r->token));
		db_bind_int(s, 8, r->expires_s);
	} else {
		db_bind_null(s, 7);
		db_bind_null(s, 8);
	}
	bind_keys(s, r);
	bind_instant(s, 12, r->active_s, 0);
	bind_instant(s, 13, r->revoked_s, 0);
	if (r->stated)
		db_bind_blob(s, 14, r->leaf.b, sizeof(r->leaf.b));
	else
		db_bind_null(s, 14);
}

static enum tt_err
read_reader(struct db_stmt *s, struct vault_reader *out)
{
	struct vault_reader r = { .since_s = db_int(s, 5) };

	if (!db_words(s, 0, r.id, sizeof(r.id)) ||
	    !db_words(s, 1, r.partner, sizeof(r.partner)) ||
	    !db_words(s, 2, r.name, sizeof(r.name)) ||
	    !db_words(s, 3, r.email, sizeof(r.email)) ||
	    !reader_state_parse(db_span(s, 4), &r.state) ||
	    !db_words(s, 9, r.sign, sizeof(r.sign)) ||
	    !db_words(s, 10, r.seal, sizeof(r.seal)))
		return TT_EINTEGRITY;
	r.invited = db_bytes(s, 6, r.token, sizeof(r.token));
	r.expires_s = instant(s, 7, 0);
	r.keyed = db_bytes(s, 8, r.key, sizeof(r.key));
	r.active_s = instant(s, 11, 0);
	r.revoked_s = instant(s, 12, 0);
	r.stated = db_bytes(s, 13, r.leaf.b, sizeof(r.leaf.b));
	*out = r;
	return TT_OK;
}

enum tt_err
vault_reader_add(struct db *db, const struct vault_reader *r)
{
	struct db_stmt *s = db_use(db, VAULT_READER_ADD);

	bind_reader(s, r);
	return db_run(s);
}

enum tt_err
vault_reader_set(struct db *db, const struct vault_reader *r)
{
	struct db_stmt *s = db_use(db, VAULT_READER_SET);
	enum tt_err e;

	bind_reader(s, r);
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

static enum tt_err
one_reader(struct db_stmt *s, struct vault_reader *out)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		e = read_reader(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_reader_get(struct db *db, struct span id, struct vault_reader *out)
{
	struct db_stmt *s = db_use(db, VAULT_READER_GET);

	db_bind_text(s, 1, id);
	return one_reader(s, out);
}

enum tt_err
vault_reader_of_key(struct db *db, const uint8_t key[TT_READER_ID_LEN],
    struct vault_reader *out)
{
	struct db_stmt *s = db_use(db, VAULT_READER_OF_KEY);

	db_bind_blob(s, 1, key, TT_READER_ID_LEN);
	return one_reader(s, out);
}

enum tt_err
vault_reader_of_token(struct db *db, const uint8_t token[32],
    struct vault_reader *out)
{
	struct db_stmt *s = db_use(db, VAULT_READER_OF_TOKEN);

	db_bind_blob(s, 1, token, 32);
	return one_reader(s, out);
}

static enum tt_err
each_reader(struct db_stmt *s, vault_reader_fn *fn, void *ctx)
{
	struct vault_reader r;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_reader(s, &r)) != TT_OK ||
		    (e = fn(ctx, &r)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_reader_each(struct db *db, const char *partner, vault_reader_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, partner == NULL ? VAULT_READER_ALL :
	    VAULT_READER_OF_PARTNER);

	if (partner != NULL)
		db_bind_str(s, 1, partner);
	return each_reader(s, fn, ctx);
}

enum tt_err
vault_reader_parties(struct db *db, vault_reader_fn *fn, void *ctx)
{
	return each_reader(db_use(db, VAULT_PARTY_READERS), fn, ctx);
}
