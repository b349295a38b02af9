/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_public.h"

static enum tt_err
mark(struct db *db, unsigned statement, const char *bulletin, int64_t at_s)
{
	struct db_stmt *s = db_use(db, statement);

	db_bind_str(s, 1, bulletin);
	db_bind_int(s, 2, at_s);
	return db_run(s);
}

enum tt_err
vault_public_begin(struct db *db, const char *bulletin, int64_t at_s)
{
	return mark(db, VAULT_PUBLIC_BEGIN, bulletin, at_s);
}

enum tt_err
vault_public_done(struct db *db, const char *bulletin, int64_t at_s)
{
	return mark(db, VAULT_PUBLIC_DONE, bulletin, at_s);
}

enum tt_err
vault_public_forget(struct db *db, const char *bulletin)
{
	struct db_stmt *s = db_use(db, VAULT_PUBLIC_FORGET);

	db_bind_str(s, 1, bulletin);
	return db_run(s);
}

enum tt_err
vault_public_begun(struct db *db, const char *bulletin, int64_t *at_s)
{
	struct db_stmt *s = db_use(db, VAULT_PUBLIC_BEGUN);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	if ((e = db_one(s)) == TT_OK)
		*at_s = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_hold_set(struct db *db, const char *bulletin, const struct vault_hold *h)
{
	struct db_stmt *s = db_use(db, h != NULL ? VAULT_HOLD_ADD :
	    VAULT_HOLD_DROP);

	db_bind_str(s, 1, bulletin);
	if (h != NULL) {
		db_bind_str(s, 2, h->reason);
		db_bind_str(s, 3, h->officer);
		db_bind_int(s, 4, h->at_s);
	}
	return db_run(s);
}

enum tt_err
vault_hold_get(struct db *db, const char *bulletin, struct vault_hold *out)
{
	struct db_stmt *s = db_use(db, VAULT_HOLD_GET);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	if ((e = db_one(s)) == TT_OK) {
		out->at_s = db_int(s, 2);
		if (span_copy(db_span(s, 0), out->reason,
		    sizeof(out->reason)) != TT_OK ||
		    span_copy(db_span(s, 1), out->officer,
		    sizeof(out->officer)) != TT_OK)
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	return e;
}

/* The next after that id; TT_ENOENT: no more. */
static enum tt_err
next_out(struct db *db, struct vault_due *d, int64_t *planned_s)
{
	struct db_stmt *s = db_use(db, VAULT_PUBLIC_NEXT);
	enum tt_err e;

	db_bind_str(s, 1, d->bulletin);
	if ((e = db_one(s)) == TT_OK) {
		*planned_s = db_int(s, 2);
		if (span_copy(db_span(s, 0), d->bulletin,
		    sizeof(d->bulletin)) != TT_OK ||
		    span_copy(db_span(s, 1), d->name, sizeof(d->name)) !=
		    TT_OK)
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_public_due(struct db *db, int64_t now_s, vault_due_fn *fn, void *ctx)
{
	struct vault_due d = { .bulletin = "" };
	int64_t planned_s;
	enum tt_err e;

	while ((e = next_out(db, &d, &planned_s)) == TT_OK)
		if ((e = vault_embargo_public(db, d.bulletin, planned_s,
		    now_s, &d.since_s)) != TT_OK ||
		    (d.since_s <= now_s && (e = fn(ctx, &d)) != TT_OK))
			return e;
	return e == TT_ENOENT ? TT_OK : e;
}
