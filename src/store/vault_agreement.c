/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_agreement.h"
#include "store/vault_db.h"

enum tt_err
vault_agreement_add(struct db *db, const struct vault_agreement *a)
{
	struct db_stmt *s = db_use(db, VAULT_AGREEMENT_ADD);

	db_bind_str(s, 1, a->version);
	db_bind_blob(s, 2, a->text.b, sizeof(a->text.b));
	db_bind_int(s, 3, a->added_s);
	db_bind_int(s, 4, a->says_marked);
	if (a->stated)
		db_bind_blob(s, 5, a->leaf.b, sizeof(a->leaf.b));
	else
		db_bind_null(s, 5);
	return db_run(s);
}

static enum tt_err
read_agreement(struct db_stmt *s, struct vault_agreement *out)
{
	struct vault_agreement a = { .added_s = db_int(s, 2),
		.says_marked = db_int(s, 3) != 0 };

	if (span_copy(db_span(s, 0), a.version, sizeof(a.version)) != TT_OK ||
	    !db_bytes(s, 1, a.text.b, sizeof(a.text.b)))
		return TT_EINTEGRITY;
	a.stated = db_bytes(s, 4, a.leaf.b, sizeof(a.leaf.b));
	*out = a;
	return TT_OK;
}

enum tt_err
vault_agreement_get(struct db *db, const char *version,
    struct vault_agreement *out)
{
	struct db_stmt *s = db_use(db, VAULT_AGREEMENT_GET);
	enum tt_err e;

	db_bind_str(s, 1, version);
	if ((e = db_one(s)) == TT_OK)
		e = read_agreement(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_agreement_each(struct db *db, vault_agreement_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_AGREEMENT_ALL);
	struct vault_agreement a;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_agreement(s, &a)) != TT_OK ||
		    (e = fn(ctx, &a)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

static void
bind_signing(struct db_stmt *s, const struct vault_signing *v)
{
	db_bind_str(s, 1, v->partner);
	db_bind_str(s, 2, v->version);
	db_bind_blob(s, 3, v->scan.b, sizeof(v->scan.b));
	db_bind_str(s, 4, v->signer);
	db_bind_int(s, 5, v->signed_s);
	if (v->ends_s == PARTNER_NO_END)
		db_bind_null(s, 6);
	else
		db_bind_int(s, 6, v->ends_s);
	db_bind_int(s, 7, v->entered_s);
}

enum tt_err
vault_signing_add(struct db *db, const struct vault_signing *v)
{
	struct db_stmt *s = db_use(db, VAULT_SIGNING_ADD);

	bind_signing(s, v);
	return db_run(s);
}

enum tt_err
vault_signing_by_key(struct db *db, const struct vault_signing *v,
    struct span letter)
{
	struct db_stmt *s = db_use(db, VAULT_SIGNING_BY_KEY);

	bind_signing(s, v);
	db_bind_str(s, 8, v->reader);
	db_bind_blob(s, 9, letter.p, letter.n);
	return db_run(s);
}

static enum tt_err
read_signing(struct db_stmt *s, struct vault_signing *out)
{
	struct vault_signing v = { .signed_s = db_int(s, 4),
		.ends_s = db_is_null(s, 5) ? PARTNER_NO_END : db_int(s, 5),
		.entered_s = db_int(s, 6) };

	if (span_copy(db_span(s, 0), v.partner, sizeof(v.partner)) != TT_OK ||
	    span_copy(db_span(s, 1), v.version, sizeof(v.version)) != TT_OK ||
	    !db_bytes(s, 2, v.scan.b, sizeof(v.scan.b)) ||
	    span_copy(db_span(s, 3), v.signer, sizeof(v.signer)) != TT_OK ||
	    (!db_is_null(s, 7) && span_copy(db_span(s, 7), v.reader,
	    sizeof(v.reader)) != TT_OK))
		return TT_EINTEGRITY;
	*out = v;
	return TT_OK;
}

enum tt_err
vault_signing_last(struct db *db, const char *partner,
    struct vault_signing *out)
{
	struct db_stmt *s = db_use(db, VAULT_SIGNING_LAST);
	enum tt_err e;

	db_bind_str(s, 1, partner);
	if ((e = db_one(s)) == TT_OK)
		e = read_signing(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_signing_of(struct db *db, const char *partner, const char *version,
    struct vault_signing *out)
{
	struct db_stmt *s = db_use(db, VAULT_SIGNING_OF);
	enum tt_err e;

	db_bind_str(s, 1, partner);
	db_bind_str(s, 2, version);
	if ((e = db_one(s)) == TT_OK)
		e = read_signing(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_signing_each(struct db *db, const char *version, vault_signing_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_SIGNING_ALL);
	struct vault_signing v;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, version);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_signing(s, &v)) != TT_OK ||
		    (e = fn(ctx, &v)) != TT_OK)
			break;
	db_reset(s);
	return e;
}
