/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_letter.h"

enum tt_err
vault_letter_add(struct db *db, const struct vault_letter *l)
{
	struct db_stmt *s = db_use(db, VAULT_LETTER_ADD);

	db_bind_int(s, 1, l->n);
	db_bind_str(s, 2, l->reader);
	db_bind_str(s, 3, l->about);
	db_bind_str(s, 4, l->bulletin[0] != '\0' ? l->bulletin : NULL);
	db_bind_blob(s, 5, l->hash.b, sizeof(l->hash.b));
	db_bind_int(s, 6, l->written_s);
	db_bind_int(s, 7, l->received_s);
	db_bind_blob(s, 8, l->body.p, l->body.n);
	return db_run(s);
}

static enum tt_err
read_row(struct db_stmt *s, struct vault_letter *out)
{
	*out = (struct vault_letter){ .n = db_int(s, 0),
		.written_s = db_int(s, 5), .received_s = db_int(s, 6),
		.answered_s = db_is_null(s, 7) ? 0 : db_int(s, 7),
		.body = db_span(s, 8) };
	if (span_copy(db_span(s, 1), out->reader, sizeof(out->reader)) !=
	    TT_OK || span_copy(db_span(s, 2), out->about,
	    sizeof(out->about)) != TT_OK ||
	    (!db_is_null(s, 3) && span_copy(db_span(s, 3), out->bulletin,
	    sizeof(out->bulletin)) != TT_OK) ||
	    !db_bytes(s, 4, out->hash.b, sizeof(out->hash.b)))
		return TT_EINTEGRITY;
	return TT_OK;
}

enum tt_err
vault_letter_get(struct db *db, int64_t n, struct vault_letter *out)
{
	struct db_stmt *s = db_use(db, VAULT_LETTER_GET);
	enum tt_err e;

	db_bind_int(s, 1, n);
	if ((e = db_one(s)) != TT_OK)
		return e;
	return read_row(s, out);
}

enum tt_err
vault_letter_answered(struct db *db, int64_t n, int64_t at_s)
{
	struct db_stmt *s = db_use(db, VAULT_LETTER_ANSWERED);

	db_bind_int(s, 1, n);
	db_bind_int(s, 2, at_s);
	return db_run(s);
}

enum tt_err
vault_letter_sealed(struct db *db, int64_t n, struct span body)
{
	struct db_stmt *s = db_use(db, VAULT_LETTER_SEALED);

	db_bind_int(s, 1, n);
	db_bind_blob(s, 2, body.p, body.n);
	return db_run(s);
}

enum tt_err
vault_letter_last(struct db *db, int64_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_LETTER_LAST);
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_letter_open(struct db *db, int64_t *n, int64_t *oldest_s)
{
	struct db_stmt *s = db_use(db, VAULT_LETTER_OPEN);
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		*n = db_int(s, 0);
		*oldest_s = db_int(s, 1);
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_letter_each(struct db *db, vault_letter_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_LETTER_ALL);
	struct vault_letter l;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_row(s, &l)) != TT_OK ||
		    (e = fn(ctx, &l)) != TT_OK)
			break;
	db_reset(s);
	return e;
}
