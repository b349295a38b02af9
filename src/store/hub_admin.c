/* SPDX-License-Identifier: ISC */
#include "store/hub_admin.h"
#include "store/hub_portal.h"
#include "store/hub_sql.h"

static enum tt_err
take(struct db_stmt *s, int col, size_t max, struct buf *out)
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, max);
	buf_span(&b, db_span(s, col));
	if ((e = buf_err(&b)) == TT_OK)
		*out = b;
	else
		buf_done(&b);
	return e;
}

static enum tt_err
run_with(struct db *db, enum hub_sql number, const char *id)
{
	struct db_stmt *s = db_use(db, number);

	db_bind_str(s, 1, id);
	return db_run(s);
}

static enum tt_err
run_at(struct db *db, enum hub_sql number, const char *id, int64_t now_s)
{
	struct db_stmt *s = db_use(db, number);

	db_bind_str(s, 1, id);
	db_bind_int(s, 2, now_s);
	return db_run(s);
}

enum tt_err
hub_admin_set(struct db *db, const char *reader, struct span names)
{
	struct db_stmt *s = db_use(db, ADMIN_SET);

	db_bind_str(s, 1, reader);
	db_bind_blob(s, 2, names.p, names.n);
	return db_run(s);
}

enum tt_err
hub_admin_drop(struct db *db, const char *reader)
{
	return run_with(db, ADMIN_DROP, reader);
}

enum tt_err
hub_admin_names(struct db *db, const char *reader, struct buf *names)
{
	struct db_stmt *s = db_use(db, ADMIN_NAMES);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	if ((e = db_one(s)) == TT_OK)
		e = take(s, 0, HUB_NAMES_MAX, names);
	db_reset(s);
	return e;
}

enum tt_err
hub_admin_count(struct db *db, int64_t *n)
{
	return db_number(db_use(db, ADMIN_COUNT), n);
}

enum tt_err
hub_admin_others(struct db *db, const char *partner, const char *reader,
    int64_t *n)
{
	struct db_stmt *s = db_use(db, ADMIN_OTHERS);

	db_bind_str(s, 1, partner);
	db_bind_str(s, 2, reader);
	return db_number(s, n);
}

enum tt_err
hub_admin_invited(struct db *db, const char *partner, int64_t now_s,
    int64_t *n)
{
	struct db_stmt *s = db_use(db, TOKEN_COUNT);

	db_bind_str(s, 1, partner);
	db_bind_int(s, 2, now_s);
	return db_number(s, n);
}

enum tt_err
hub_stop_reader(struct db *db, const char *reader, int64_t now_s)
{
	enum tt_err e;

	if ((e = run_at(db, STOP_ADD, reader, now_s)) != TT_OK ||
	    (e = hub_pending_drop(db, reader)) != TT_OK)
		return e;
	return hub_session_end_reader(db, reader);
}

enum tt_err
hub_stop_partner(struct db *db, const char *partner, int64_t now_s)
{
	enum tt_err e;

	if ((e = run_at(db, STOP_PARTNER, partner, now_s)) != TT_OK ||
	    (e = run_with(db, PENDING_DROP_PARTNER, partner)) != TT_OK ||
	    (e = run_with(db, TOKEN_VOID, partner)) != TT_OK)
		return e;
	return hub_session_end_partner(db, partner);
}

void
hub_word_done(struct hub_word *w)
{
	buf_done(&w->letter);
}

enum tt_err
hub_word_add(struct db *db, const struct hub_reader *by, bool leaves,
    struct span letter, int64_t now_s)
{
	struct db_stmt *s = db_use(db, WORD_ADD);

	db_bind_str(s, 1, by->id);
	db_bind_str(s, 2, by->partner);
	db_bind_int(s, 3, leaves);
	db_bind_blob(s, 4, letter.p, letter.n);
	db_bind_int(s, 5, now_s);
	return db_run(s);
}

enum tt_err
hub_word_next(struct db *db, int64_t after, struct hub_word *out)
{
	struct db_stmt *s = db_use(db, WORD_NEXT);
	struct hub_word w = { .n = 0 };
	enum tt_err e;

	db_bind_int(s, 1, after);
	if ((e = db_one(s)) == TT_OK) {
		w.n = db_int(s, 0);
		w.received_s = db_int(s, 3);
		e = db_words(s, 1, w.reader, sizeof(w.reader)) ?
		    take(s, 2, HUB_WORD_MAX, &w.letter) : TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = w;
	return e;
}

enum tt_err
hub_word_last(struct db *db, int64_t *n)
{
	return db_number(db_use(db, WORD_LAST), n);
}

enum tt_err
hub_word_left(struct db *db, const char *reader)
{
	struct db_stmt *s = db_use(db, WORD_LEFT);
	int64_t n;

	db_bind_str(s, 1, reader);
	return db_number(s, &n);
}
