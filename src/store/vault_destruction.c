/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_destruction.h"

enum tt_err
vault_destruction_add(struct db *db, const char *partner,
    const struct vault_destruction *d)
{
	struct db_stmt *s = db_use(db, VAULT_DESTRUCTION_ADD);

	db_bind_str(s, 1, partner);
	db_bind_str(s, 2, destruction_said_text(d->said));
	db_bind_int(s, 3, d->at_s);
	db_bind_int(s, 4, d->entered_s);
	db_bind_str(s, 5, d->officer);
	db_bind_str(s, 6, d->note);
	return db_run(s);
}

enum tt_err
vault_destruction_last(struct db *db, const char *partner,
    struct vault_destruction *out)
{
	struct db_stmt *s = db_use(db, VAULT_DESTRUCTION_LAST);
	struct vault_destruction d;
	enum tt_err e;

	db_bind_str(s, 1, partner);
	if ((e = db_one(s)) == TT_OK) {
		d.at_s = db_int(s, 1);
		d.entered_s = db_int(s, 2);
		if (!destruction_said_parse(db_span(s, 0), &d.said) ||
		    !db_words(s, 3, d.officer, sizeof(d.officer)) ||
		    !db_words(s, 4, d.note, sizeof(d.note)))
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = d;
	return e;
}

enum tt_err
vault_destruction_silent(struct db *db, int64_t before_s,
    vault_silent_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_DESTRUCTION_SILENT);
	enum tt_err e;
	bool row;

	db_bind_int(s, 1, before_s);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = fn(ctx, db_span(s, 0), db_int(s, 1))) != TT_OK)
			break;
	db_reset(s);
	return e;
}
