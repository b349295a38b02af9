/* SPDX-License-Identifier: ISC */
#include "store/hub_request.h"
#include "store/hub_sql.h"

void
hub_request_done(struct hub_request *r)
{
	buf_done(&r->sealed);
}

enum tt_err
hub_request_add(struct db *db, const struct hub_request *r)
{
	struct db_stmt *s = db_use(db, REQUEST_ADD);

	db_bind_str(s, 1, r->id);
	db_bind_str(s, 2, r->key);
	db_bind_int(s, 3, r->answer);
	db_bind_text(s, 4, buf_view(&r->sealed));
	db_bind_int(s, 5, r->received_s);
	db_bind_int(s, 6, r->expires_s);
	return db_run(s);
}

static enum tt_err
read_row(struct db_stmt *s, struct hub_request *out)
{
	struct hub_request r = { .n = db_int(s, 0),
		.answer = db_int(s, 3) != 0, .received_s = db_int(s, 5),
		.expires_s = db_int(s, 6) };
	enum tt_err e;

	if (span_copy(db_span(s, 1), r.id, sizeof(r.id)) != TT_OK ||
	    span_copy(db_span(s, 2), r.key, sizeof(r.key)) != TT_OK)
		return TT_EINTEGRITY;
	buf_init(&r.sealed, HUB_REQUEST_MAX);
	buf_span(&r.sealed, db_span(s, 4));
	if ((e = buf_err(&r.sealed)) != TT_OK) {
		buf_done(&r.sealed);
		return e;
	}
	*out = r;
	return TT_OK;
}

static enum tt_err
one_row(struct db_stmt *s, struct hub_request *out)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		e = read_row(s, out);
	db_reset(s);
	return e;
}

enum tt_err
hub_request_get(struct db *db, const char *id, const char *key,
    struct hub_request *out)
{
	struct db_stmt *s = db_use(db, REQUEST_GET);

	db_bind_str(s, 1, id);
	db_bind_str(s, 2, key);
	return one_row(s, out);
}

enum tt_err
hub_request_next(struct db *db, int64_t after, struct hub_request *out)
{
	struct db_stmt *s = db_use(db, REQUEST_NEXT);

	db_bind_int(s, 1, after);
	return one_row(s, out);
}

enum tt_err
hub_request_open(struct db *db, const char *key, int64_t now_s, int64_t *n)
{
	struct db_stmt *s = db_use(db, REQUEST_OPEN);
	enum tt_err e;

	db_bind_str(s, 1, key);
	db_bind_int(s, 2, now_s);
	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}
