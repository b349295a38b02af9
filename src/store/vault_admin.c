/* SPDX-License-Identifier: ISC */
#include "store/vault_admin.h"
#include "store/vault_db.h"

static void
bind_text(struct db_stmt *s, int i, const char *text)
{
	db_bind_str(s, i, text[0] == '\0' ? NULL : text);
}

enum tt_err
vault_heard_add(struct db *db, const struct vault_heard *h)
{
	struct db_stmt *s = db_use(db, VAULT_HEARD_ADD);

	db_bind_int(s, 1, h->n);
	bind_text(s, 2, h->writer);
	if (h->keyed)
		db_bind_blob(s, 3, h->key, sizeof(h->key));
	else
		db_bind_null(s, 3);
	bind_text(s, 4, h->reader);
	bind_text(s, 5, h->partner);
	bind_text(s, 6, h->reason);
	db_bind_int(s, 7, h->received_s);
	db_bind_blob(s, 8, h->letter.p, h->letter.n);
	return db_run(s);
}

enum tt_err
vault_heard_last(struct db *db, int64_t *n)
{
	return db_number(db_use(db, VAULT_HEARD_LAST), n);
}

enum tt_err
vault_heard_anew(struct db *db)
{
	return db_run(db_use(db, VAULT_HEARD_ANEW));
}

enum tt_err
vault_heard_known(struct db *db, struct span letter, int64_t n, bool *yes)
{
	struct db_stmt *s = db_use(db, VAULT_HEARD_KNOWN);
	enum tt_err e;

	db_bind_blob(s, 1, letter.p, letter.n);
	db_bind_int(s, 2, n);
	if ((e = db_run(s)) == TT_OK)
		*yes = db_changes(db) > 0;
	return e;
}

enum tt_err
vault_heard_stopped(struct db *db, const uint8_t key[TT_READER_ID_LEN],
    bool *yes)
{
	struct db_stmt *s = db_use(db, VAULT_HEARD_STOPPED);
	int64_t n;
	enum tt_err e;

	db_bind_blob(s, 1, key, TT_READER_ID_LEN);
	if ((e = db_number(s, &n)) == TT_OK)
		*yes = n != 0;
	return e;
}

static enum tt_err
take(struct db_stmt *s, struct vault_heard *out)
{
	struct vault_heard h = { .n = db_int(s, 0),
		.received_s = db_int(s, 6), .told = db_int(s, 7) != 0 };

	h.keyed = db_bytes(s, 2, h.key, sizeof(h.key));
	if (!db_words(s, 1, h.writer, sizeof(h.writer)) ||
	    !db_words(s, 3, h.reader, sizeof(h.reader)) ||
	    !db_words(s, 4, h.partner, sizeof(h.partner)) ||
	    !db_words(s, 5, h.reason, sizeof(h.reason)))
		return TT_EINTEGRITY;
	*out = h;
	return TT_OK;
}

enum tt_err
vault_heard_of(struct db *db, const char *reader, struct vault_heard *out)
{
	struct db_stmt *s = db_use(db, VAULT_HEARD_OF);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	if ((e = db_one(s)) == TT_OK)
		e = take(s, out);
	db_reset(s);
	return e;
}

static enum tt_err
run_with(struct db *db, size_t number, const char *id)
{
	struct db_stmt *s = db_use(db, number);

	db_bind_str(s, 1, id);
	return db_run(s);
}

enum tt_err
vault_heard_told(struct db *db, const char *reader)
{
	return run_with(db, VAULT_HEARD_TOLD, reader);
}

enum tt_err
vault_heard_each(struct db *db, vault_heard_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_HEARD_ALL);
	struct vault_heard h;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = take(s, &h)) != TT_OK || (e = fn(ctx, &h)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_vouched_set(struct db *db, const char *reader, const char *admin)
{
	struct db_stmt *s;

	if (admin == NULL)
		return run_with(db, VAULT_VOUCHED_DROP, reader);
	s = db_use(db, VAULT_VOUCHED_SET);
	db_bind_str(s, 1, reader);
	db_bind_str(s, 2, admin);
	return db_run(s);
}

enum tt_err
vault_vouched_get(struct db *db, const char *reader,
    char admin[VAULT_ID_MAX + 1])
{
	struct db_stmt *s = db_use(db, VAULT_VOUCHED_GET);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	if ((e = db_one(s)) == TT_OK)
		e = db_words(s, 0, admin, VAULT_ID_MAX + 1) ? TT_OK :
		    TT_EINTEGRITY;
	else if (e == TT_ENOENT) {
		admin[0] = '\0';
		e = TT_OK;
	}
	db_reset(s);
	return e;
}

static enum tt_err
each_id(struct db_stmt *s, vault_admin_fn *fn, void *ctx)
{
	char id[VAULT_ID_MAX + 1];
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row) {
		e = db_words(s, 0, id, sizeof(id)) ? fn(ctx, id) :
		    TT_EINTEGRITY;
		if (e != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_admin_each(struct db *db, vault_admin_fn *fn, void *ctx)
{
	return each_id(db_use(db, VAULT_ADMIN_ALL), fn, ctx);
}

enum tt_err
vault_told_admin_each(struct db *db, vault_admin_fn *fn, void *ctx)
{
	return each_id(db_use(db, VAULT_TOLD_ADMIN_ALL), fn, ctx);
}

enum tt_err
vault_told_admin_count(struct db *db, int64_t *n)
{
	return db_number(db_use(db, VAULT_TOLD_ADMIN_COUNT), n);
}

enum tt_err
vault_told_admin_anew(struct db *db)
{
	return db_run(db_use(db, VAULT_TOLD_ADMIN_ANEW));
}

enum tt_err
vault_told_admin_get(struct db *db, const char *reader,
    struct vault_told_admin *out)
{
	struct db_stmt *s = db_use(db, VAULT_TOLD_ADMIN_GET);
	struct vault_told_admin t;
	enum tt_err e;

	db_bind_str(s, 1, reader);
	if ((e = db_one(s)) == TT_OK &&
	    (!db_bytes(s, 0, t.key, sizeof(t.key)) ||
	    !db_bytes(s, 1, t.names.b, sizeof(t.names.b))))
		e = TT_EINTEGRITY;
	db_reset(s);
	if (e == TT_OK)
		*out = t;
	return e;
}

enum tt_err
vault_told_admin_set(struct db *db, const char *reader,
    const struct vault_told_admin *t)
{
	struct db_stmt *s = db_use(db, VAULT_TOLD_ADMIN_SET);

	db_bind_str(s, 1, reader);
	db_bind_blob(s, 2, t->key, sizeof(t->key));
	db_bind_blob(s, 3, t->names.b, sizeof(t->names.b));
	return db_run(s);
}

enum tt_err
vault_told_admin_drop(struct db *db, const char *reader)
{
	return run_with(db, VAULT_TOLD_ADMIN_DROP, reader);
}
