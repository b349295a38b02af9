/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_opened.h"

enum tt_err
vault_opened_add(struct db *db, const struct vault_opened *o)
{
	struct db_stmt *s = db_use(db, VAULT_OPENED_ADD);

	db_bind_int(s, 1, o->n);
	db_bind_blob(s, 2, o->key, sizeof(o->key));
	db_bind_str(s, 3, o->bulletin);
	db_bind_blob(s, 4, o->copies.b, sizeof(o->copies.b));
	db_bind_int(s, 5, o->at_s);
	db_bind_int(s, 6, o->received_s);
	db_bind_text(s, 7, o->note);
	return db_run(s);
}

static enum tt_err
one_number(struct db_stmt *s, int64_t *n)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_opened_last(struct db *db, int64_t *n)
{
	return one_number(db_use(db, VAULT_OPENED_LAST), n);
}

enum tt_err
vault_opened_partners(struct db *db, const char *bulletin, int64_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_OPENED_PARTNERS);

	db_bind_str(s, 1, bulletin);
	return one_number(s, n);
}

static enum tt_err
read_row(struct db_stmt *s, struct vault_opened *o)
{
	o->n = db_int(s, 0);
	o->at_s = db_int(s, 4);
	o->received_s = db_int(s, 5);
	o->note = db_span(s, 6);
	if (db_span(s, 1).n != sizeof(o->key) ||
	    db_span(s, 3).n != sizeof(o->copies.b) ||
	    !db_words(s, 2, o->bulletin, sizeof(o->bulletin)))
		return TT_EINTEGRITY;
	memcpy(o->key, db_span(s, 1).p, sizeof(o->key));
	memcpy(o->copies.b, db_span(s, 3).p, sizeof(o->copies.b));
	return TT_OK;
}

enum tt_err
vault_opened_each(struct db *db, const char *bulletin, vault_opened_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_OPENED_EACH);
	struct vault_opened o;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, bulletin);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_row(s, &o)) != TT_OK ||
		    (e = fn(ctx, &o)) != TT_OK)
			break;
	db_reset(s);
	return e;
}
