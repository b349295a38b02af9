/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/hub_opened.h"
#include "store/hub_sql.h"
#include "telltale/request.h"

void
hub_opened_done(struct hub_opened *o)
{
	buf_done(&o->note);
}

enum tt_err
hub_opened_add(struct db *db, const struct hub_opened *o)
{
	struct db_stmt *s = db_use(db, OPENED_ADD);

	db_bind_str(s, 1, o->reader);
	db_bind_blob(s, 2, o->copies.b, sizeof(o->copies.b));
	db_bind_text(s, 3, buf_view(&o->note));
	db_bind_int(s, 4, o->received_s);
	return db_run(s);
}

static enum tt_err
read_row(struct db_stmt *s, struct hub_opened *out)
{
	struct hub_opened o = { .n = db_int(s, 0), .received_s = db_int(s, 4) };
	enum tt_err e;

	if (!db_words(s, 1, o.reader, sizeof(o.reader)) ||
	    db_span(s, 2).n != sizeof(o.copies.b))
		return TT_EINTEGRITY;
	memcpy(o.copies.b, db_span(s, 2).p, sizeof(o.copies.b));
	buf_init(&o.note, TT_REQUEST_MAX);
	buf_span(&o.note, db_span(s, 3));
	if ((e = buf_err(&o.note)) != TT_OK) {
		hub_opened_done(&o);
		return e;
	}
	*out = o;
	return TT_OK;
}

enum tt_err
hub_opened_next(struct db *db, int64_t after, struct hub_opened *out)
{
	struct db_stmt *s = db_use(db, OPENED_NEXT);
	enum tt_err e;

	db_bind_int(s, 1, after);
	if ((e = db_one(s)) == TT_OK)
		e = read_row(s, out);
	db_reset(s);
	return e;
}
