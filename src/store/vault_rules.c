/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_rules.h"

enum tt_err
vault_adopted_add(struct db *db, const char *what,
    const struct vault_adopted *a)
{
	struct db_stmt *s = db_use(db, VAULT_ADOPTED_ADD);

	db_bind_str(s, 1, what);
	db_bind_str(s, 2, a->version);
	db_bind_int(s, 3, a->effective_s);
	db_bind_int(s, 4, a->at_s);
	db_bind_str(s, 5, a->officers);
	db_bind_blob(s, 6, a->document.b, sizeof(a->document.b));
	db_bind_blob(s, 7, a->leaf.b, sizeof(a->leaf.b));
	db_bind_text(s, 8, a->text);
	return db_run(s);
}

enum tt_err
vault_adopted_at(struct db *db, const char *what, int64_t at_s,
    struct vault_adopted *out)
{
	struct db_stmt *s = db_use(db, VAULT_ADOPTED_AT);
	struct vault_adopted a;
	enum tt_err e;

	db_bind_str(s, 1, what);
	db_bind_int(s, 2, at_s);
	if ((e = db_one(s)) != TT_OK)
		return e;
	a.effective_s = db_int(s, 1);
	a.at_s = db_int(s, 2);
	if (!db_words(s, 0, a.version, sizeof(a.version)) ||
	    !db_words(s, 3, a.officers, sizeof(a.officers)) ||
	    !db_bytes(s, 4, a.document.b, sizeof(a.document.b)) ||
	    !db_bytes(s, 5, a.leaf.b, sizeof(a.leaf.b)))
		return TT_EINTEGRITY;
	a.text = db_span(s, 6);
	*out = a;
	return TT_OK;
}

enum tt_err
vault_profile_add(struct db *db, const char *partner, int64_t at_s,
    struct span profile)
{
	struct db_stmt *s = db_use(db, VAULT_PROFILE_ADD);

	db_bind_str(s, 1, partner);
	db_bind_int(s, 2, at_s);
	db_bind_text(s, 3, profile);
	return db_run(s);
}

enum tt_err
vault_profile_get(struct db *db, const char *partner, int64_t *at_s,
    struct span *out)
{
	struct db_stmt *s = db_use(db, VAULT_PROFILE_GET);
	enum tt_err e;

	db_bind_str(s, 1, partner);
	if ((e = db_one(s)) != TT_OK)
		return e;
	*at_s = db_int(s, 0);
	*out = db_span(s, 1);
	return TT_OK;
}

enum tt_err
vault_declaration_add(struct db *db, const struct vault_declaration *d,
    struct span letter)
{
	struct db_stmt *s = db_use(db, VAULT_DECLARATION_ADD);

	db_bind_str(s, 1, d->partner);
	db_bind_str(s, 2, d->reader);
	db_bind_int(s, 3, d->at_s);
	db_bind_text(s, 4, d->text);
	db_bind_blob(s, 5, d->hash.b, sizeof(d->hash.b));
	db_bind_blob(s, 6, letter.p, letter.n);
	return db_run(s);
}

enum tt_err
vault_declaration_get(struct db *db, const char *partner,
    struct vault_declaration *out)
{
	struct db_stmt *s = db_use(db, VAULT_DECLARATION_GET);
	struct vault_declaration d;
	enum tt_err e;

	db_bind_str(s, 1, partner);
	if ((e = db_one(s)) != TT_OK)
		return e;
	d.at_s = db_int(s, 2);
	d.text = db_span(s, 3);
	if (span_copy(db_span(s, 0), d.partner, sizeof(d.partner)) != TT_OK ||
	    span_copy(db_span(s, 1), d.reader, sizeof(d.reader)) != TT_OK ||
	    !db_bytes(s, 4, d.hash.b, sizeof(d.hash.b)))
		return TT_EINTEGRITY;
	*out = d;
	return TT_OK;
}

enum tt_err
vault_exception_add(struct db *db, const struct vault_exception *x)
{
	struct db_stmt *s = db_use(db, VAULT_EXCEPTION_ADD);

	db_bind_str(s, 1, x->partner);
	db_bind_words(s, 2, x->bulletin);
	db_bind_str(s, 3, x->rule);
	db_bind_int(s, 4, x->until_s);
	db_bind_str(s, 5, x->reason);
	db_bind_str(s, 6, x->officers);
	db_bind_int(s, 7, x->at_s);
	db_bind_blob(s, 8, x->leaf.b, sizeof(x->leaf.b));
	return db_run(s);
}

static enum tt_err
read_exception(struct db_stmt *s, struct vault_exception *x)
{
	x->n = db_int(s, 0);
	x->until_s = db_int(s, 4);
	x->at_s = db_int(s, 7);
	if (!db_words(s, 1, x->partner, sizeof(x->partner)) ||
	    !db_words(s, 2, x->bulletin, sizeof(x->bulletin)) ||
	    !db_words(s, 3, x->rule, sizeof(x->rule)) ||
	    !db_words(s, 5, x->reason, sizeof(x->reason)) ||
	    !db_words(s, 6, x->officers, sizeof(x->officers)) ||
	    !db_bytes(s, 8, x->leaf.b, sizeof(x->leaf.b)))
		return TT_EINTEGRITY;
	return TT_OK;
}

enum tt_err
vault_exception_each(struct db *db, const char *partner,
    vault_exception_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, partner == NULL ? VAULT_EXCEPTION_ALL :
	    VAULT_EXCEPTION_OF);
	struct vault_exception x;
	enum tt_err e;
	bool row;

	if (partner != NULL)
		db_bind_str(s, 1, partner);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_exception(s, &x)) != TT_OK ||
		    (e = fn(ctx, &x)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_reserved_get(struct db *db, const char *name,
    char id[VAULT_BULLETIN_LEN + 1])
{
	struct db_stmt *s = db_use(db, VAULT_RESERVED_GET);
	enum tt_err e;

	db_bind_str(s, 1, name);
	if ((e = db_one(s)) != TT_OK)
		return e;
	return db_words(s, 0, id, VAULT_BULLETIN_LEN + 1) ? TT_OK :
	    TT_EINTEGRITY;
}

enum tt_err
vault_reserved_add(struct db *db, const char *name, const char *id)
{
	struct db_stmt *s = db_use(db, VAULT_RESERVED_ADD);

	db_bind_str(s, 1, name);
	db_bind_str(s, 2, id);
	return db_run(s);
}
