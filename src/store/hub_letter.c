/* SPDX-License-Identifier: ISC */
#include "store/hub_letter.h"
#include "store/hub_sql.h"

#define DESK_MAX	16384	/* bytes */

void
hub_letter_done(struct hub_letter *l)
{
	buf_done(&l->body);
}

enum tt_err
hub_letter_add(struct db *db, bool answer, const char *reader,
    const struct hash *sha256, struct span body, int64_t now_s)
{
	struct db_stmt *s = db_use(db, LETTER_ADD);

	db_bind_str(s, 1, reader);
	db_bind_int(s, 2, answer);
	db_bind_blob(s, 3, sha256->b, sizeof(sha256->b));
	db_bind_blob(s, 4, body.p, body.n);
	db_bind_int(s, 5, now_s);
	return db_run(s);
}

static enum tt_err
take(struct db_stmt *s, int col, size_t max, struct buf *out)
{
	struct span v = db_span(s, col);

	buf_init(out, max);
	buf_span(out, v);
	return buf_err(out);
}

enum tt_err
hub_letter_next(struct db *db, bool answer, const char *reader, int64_t after,
    struct hub_letter *out)
{
	struct db_stmt *s = db_use(db, LETTER_NEXT);
	enum tt_err e;

	db_bind_int(s, 1, answer);
	db_bind_str(s, 2, reader);
	db_bind_int(s, 3, after);
	if ((e = db_one(s)) != TT_OK)
		return e;
	out->n = db_int(s, 0);
	out->received_s = db_int(s, 4);
	e = span_copy(db_span(s, 1), out->reader, sizeof(out->reader));
	if (e == TT_OK && !db_bytes(s, 2, out->sha256.b,
	    sizeof(out->sha256.b)))
		e = TT_EINTEGRITY;
	if (e == TT_OK)
		e = take(s, 3, HUB_LETTER_MAX, &out->body);
	db_reset(s);
	return e;
}

enum tt_err
hub_letter_count(struct db *db, const char *reader, int64_t since_s,
    int64_t *n)
{
	struct db_stmt *s = db_use(db, LETTER_COUNT);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	db_bind_int(s, 2, since_s);
	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

static enum tt_err
set_word(struct db *db, unsigned statement, struct span text)
{
	struct db_stmt *s = db_use(db, statement);

	db_bind_blob(s, 1, text.p, text.n);
	return db_run(s);
}

static enum tt_err
get_word(struct db *db, unsigned statement, struct buf *text)
{
	struct db_stmt *s = db_use(db, statement);
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		e = take(s, 0, DESK_MAX, text);
	db_reset(s);
	return e;
}

enum tt_err
hub_desk_set(struct db *db, struct span statement)
{
	return set_word(db, DESK_SET, statement);
}

enum tt_err
hub_desk_get(struct db *db, struct buf *statement)
{
	return get_word(db, DESK_GET, statement);
}

enum tt_err
hub_members_set(struct db *db, struct span statement)
{
	return set_word(db, MEMBERS_SET, statement);
}

enum tt_err
hub_members_get(struct db *db, struct buf *statement)
{
	return get_word(db, MEMBERS_GET, statement);
}
