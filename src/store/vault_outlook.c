/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_outlook.h"

enum tt_err
vault_outlook_get(struct db *db, int64_t now_s, struct vault_outlook *out)
{
	struct db_stmt *s = db_use(db, VAULT_OUTLOOK);
	enum tt_err e;

	db_bind_int(s, 1, now_s);
	if ((e = db_one(s)) != TT_OK)
		return e;
	*out = (struct vault_outlook){
		.waiting = db_int(s, 0),
		.oldest_s = db_int(s, 1),
		.joined = db_int(s, 2),
		.lapsed = db_int(s, 3),
		.vetting = db_int(s, 4),
		.suspended = db_int(s, 5),
		.silent = db_int(s, 6),
	};
	db_reset(s);
	return TT_OK;
}

static enum tt_err
each_ending(struct db_stmt *s, vault_ending_fn *fn, void *ctx)
{
	struct vault_ending row;
	enum tt_err e;
	bool more;

	while ((e = db_step(s, &more)) == TT_OK && more) {
		row.ends_s = db_int(s, 1);
		if ((e = span_copy(db_span(s, 0), row.partner,
		    sizeof(row.partner))) != TT_OK ||
		    (e = fn(ctx, &row)) != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_outlook_ending(struct db *db, int64_t before_s, vault_ending_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_OUTLOOK_ENDING);

	db_bind_int(s, 1, before_s);
	return each_ending(s, fn, ctx);
}

enum tt_err
vault_outlook_declared(struct db *db, int64_t before_s, vault_ending_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_DECLARATION_OLD);

	db_bind_int(s, 1, before_s);
	return each_ending(s, fn, ctx);
}

enum tt_err
vault_outlook_review(struct db *db, int64_t before_s, int64_t after_s,
    vault_ending_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_REVIEW_DUE);

	db_bind_int(s, 1, before_s);
	db_bind_int(s, 2, after_s);
	return each_ending(s, fn, ctx);
}

enum tt_err
vault_reach_add(struct db *db, const char *bulletin, const char *sealing)
{
	struct db_stmt *s = db_use(db, VAULT_REACH_ADD);

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, sealing);
	return db_run(s);
}

enum tt_err
vault_reach_said(struct db *db, const char *bulletin,
    const unsigned char key[TT_READER_ID_LEN], bool receipt, int64_t at_s)
{
	struct db_stmt *s = db_use(db, VAULT_REACH_SAID);

	db_bind_str(s, 1, bulletin);
	db_bind_blob(s, 2, key, TT_READER_ID_LEN);
	db_bind_int(s, 3, at_s);
	if (receipt)
		db_bind_int(s, 4, at_s);
	else
		db_bind_null(s, 4);
	return db_run(s);
}

enum tt_err
vault_reach_count(struct db *db, const char *bulletin, struct vault_reach *out)
{
	struct db_stmt *s = db_use(db, VAULT_REACH_COUNT);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	if ((e = db_one(s)) != TT_OK)
		return e;
	*out = (struct vault_reach){
		.partners = db_int(s, 0),
		.silent = db_int(s, 1),
		.unread = db_int(s, 2),
	};
	db_reset(s);
	return TT_OK;
}

enum tt_err
vault_mail_count(struct db *db, int64_t now_s, struct vault_mail *out)
{
	struct db_stmt *s = db_use(db, VAULT_MAIL_COUNT);
	enum tt_err e;

	db_bind_int(s, 1, now_s);
	if ((e = db_one(s)) != TT_OK)
		return e;
	*out = (struct vault_mail){
		.waiting = db_int(s, 0),
		.failing = db_int(s, 1),
		.oldest_s = db_int(s, 2),
		.failed = db_int(s, 3),
	};
	db_reset(s);
	return TT_OK;
}

enum tt_err
vault_witness_saw(struct db *db, const char *witness, int64_t at_s)
{
	struct db_stmt *s = db_use(db, VAULT_WITNESS_SAW);

	db_bind_str(s, 1, witness);
	db_bind_int(s, 2, at_s);
	return db_run(s);
}

enum tt_err
vault_witness_get(struct db *db, const char *witness, int64_t *at_s)
{
	struct db_stmt *s = db_use(db, VAULT_WITNESS_GET);
	enum tt_err e;

	db_bind_str(s, 1, witness);
	if ((e = db_one(s)) == TT_OK)
		*at_s = db_int(s, 0);
	db_reset(s);
	return e;
}
