/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/hub_event.h"
#include "store/hub_sql.h"

void
hub_event_done(struct hub_event *e)
{
	buf_done(&e->statement);
}

enum tt_err
hub_event_add(struct db *db, const struct hub_event_new *e, int64_t *n)
{
	struct db_stmt *s = db_use(db, EVENT_ADD);
	enum tt_err err;

	db_bind_str(s, 1, tt_kind_name(e->kind));
	db_bind_blob(s, 2, e->leaf.b, sizeof(e->leaf.b));
	db_bind_blob(s, 3, e->salt.b, sizeof(e->salt.b));
	db_bind_blob(s, 4, e->statement.p, e->statement.n);
	db_bind_str(s, 5, e->own);
	db_bind_str(s, 6, e->subject);
	db_bind_str(s, 7, e->reader);
	db_bind_int(s, 8, tt_kind_place(e->kind) == TT_PLACE_LOG);
	db_bind_int(s, 9, e->rank);
	db_bind_int(s, 10, e->received_s);
	if ((err = db_run(s)) == TT_OK)
		*n = db_last_id(db);
	return err;
}

/* Of a row of EVENT; a blob of another length means a damaged file. */
static enum tt_err
read_row(struct db_stmt *s, struct hub_event *out)
{
	struct hub_event e = { .n = db_int(s, 0) };
	enum tt_err err;

	if (span_copy(db_span(s, 1), e.kind, sizeof(e.kind)) != TT_OK ||
	    !db_bytes(s, 2, e.leaf.b, sizeof(e.leaf.b)) ||
	    !db_bytes(s, 3, e.salt.b, sizeof(e.salt.b)))
		return TT_EINTEGRITY;
	e.entry = db_is_null(s, 5) ? -1 : db_int(s, 5);
	e.position = db_is_null(s, 6) ? -1 : db_int(s, 6);
	e.logged = db_int(s, 7) != 0;
	e.received_s = db_int(s, 8);
	buf_init(&e.statement, TT_STATEMENT_MAX);
	buf_span(&e.statement, db_span(s, 4));
	if ((err = buf_err(&e.statement)) != TT_OK) {
		buf_done(&e.statement);
		return err;
	}
	*out = e;
	return TT_OK;
}

static enum tt_err
one_row(struct db_stmt *s, struct hub_event *out)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		e = read_row(s, out);
	db_reset(s);
	return e;
}

enum tt_err
hub_event_by_leaf(struct db *db, const struct hash *leaf,
    struct hub_event *out)
{
	struct db_stmt *s = db_use(db, EVENT_BY_LEAF);

	db_bind_blob(s, 1, leaf->b, sizeof(leaf->b));
	return one_row(s, out);
}

enum tt_err
hub_event_by_own(struct db *db, const char *own, struct hub_event *out)
{
	struct db_stmt *s = db_use(db, EVENT_BY_OWN);

	db_bind_str(s, 1, own);
	return one_row(s, out);
}

enum tt_err
hub_event_next(struct db *db, int64_t after, struct hub_event *out)
{
	struct db_stmt *s = db_use(db, EVENT_NEXT);

	db_bind_int(s, 1, after);
	return one_row(s, out);
}

enum tt_err
hub_event_get(struct db *db, int64_t n, struct hub_event *out)
{
	struct hub_event e;
	enum tt_err err;

	if ((err = hub_event_next(db, n - 1, &e)) != TT_OK)
		return err;
	if (e.n != n) {
		hub_event_done(&e);
		return TT_ENOENT;
	}
	*out = e;
	return TT_OK;
}

enum tt_err
hub_event_next_of(struct db *db, const char *reader, enum tt_kind kind,
    int64_t after, struct hub_event *out)
{
	struct db_stmt *s = db_use(db, EVENT_OF_READER);

	db_bind_str(s, 1, reader);
	db_bind_str(s, 2, tt_kind_name(kind));
	db_bind_int(s, 3, after);
	return one_row(s, out);
}

enum tt_err
hub_event_next_about(struct db *db, enum tt_kind kind, const char *subject,
    int64_t after, struct hub_event *out)
{
	struct db_stmt *s = db_use(db, EVENT_ABOUT);

	db_bind_str(s, 1, tt_kind_name(kind));
	db_bind_str(s, 2, subject);
	db_bind_int(s, 3, after);
	return one_row(s, out);
}

enum tt_err
hub_event_newest(struct db *db, enum tt_kind kind, const char *subject,
    const char *reader, struct hub_event *out)
{
	struct db_stmt *s = db_use(db, EVENT_NEWEST);

	db_bind_str(s, 1, tt_kind_name(kind));
	db_bind_str(s, 2, subject);
	db_bind_str(s, 3, reader);
	return one_row(s, out);
}

enum tt_err
hub_event_before(struct db *db, enum tt_kind kind, const char *subject,
    int64_t n, struct hub_event *out)
{
	struct db_stmt *s = db_use(db, EVENT_BEFORE);

	db_bind_str(s, 1, tt_kind_name(kind));
	db_bind_str(s, 2, subject);
	db_bind_int(s, 3, n);
	return one_row(s, out);
}

enum tt_err
hub_event_waiting_of(struct db *db, const char *reader, int64_t *n)
{
	struct db_stmt *s = db_use(db, EVENT_WAITING_OF);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
hub_event_waiting(struct db *db, bool clear, size_t max, int64_t *n,
    struct hash *leaf, size_t *found)
{
	struct db_stmt *s = db_use(db, EVENT_WAITING);
	enum tt_err e;
	size_t i = 0;
	bool row;

	db_bind_int(s, 1, clear);
	db_bind_int(s, 2, (int64_t)max);
	while ((e = db_step(s, &row)) == TT_OK && row && i < max) {
		n[i] = db_int(s, 0);
		if (!db_bytes(s, 2, leaf[i].b, sizeof(leaf[i].b))) {
			e = TT_EINTEGRITY;
			break;
		}
		i++;
	}
	db_reset(s);
	if (e == TT_OK)
		*found = i;
	return e;
}

enum tt_err
hub_event_place(struct db *db, int64_t n, uint64_t entry, int64_t position)
{
	struct db_stmt *s = db_use(db, EVENT_PLACE);
	enum tt_err e;

	db_bind_int(s, 1, n);
	db_bind_int(s, 2, (int64_t)entry);
	if (position >= 0)
		db_bind_int(s, 3, position);
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ESTATE;
}

enum tt_err
hub_event_logged(struct db *db, uint64_t size)
{
	struct db_stmt *s = db_use(db, EVENT_LOGGED);

	db_bind_int(s, 1, (int64_t)size);
	return db_run(s);
}

enum tt_err
hub_event_of_batch(struct db *db, uint64_t entry, size_t max,
    struct hash *leaf, uint64_t *place, size_t *n)
{
	struct db_stmt *s = db_use(db, EVENT_OF_BATCH);
	enum tt_err e;
	size_t i = 0;
	bool row;

	db_bind_int(s, 1, (int64_t)entry);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (i == max) {
			e = TT_ELIMIT;
			break;
		}
		if (!db_bytes(s, 0, leaf[i].b, sizeof(leaf[i].b)) ||
		    db_is_null(s, 1) || db_int(s, 1) < 0) {
			e = TT_EINTEGRITY;
			break;
		}
		place[i++] = (uint64_t)db_int(s, 1);
	}
	db_reset(s);
	if (e == TT_OK)
		*n = i;
	return e;
}
