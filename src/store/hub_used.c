/* SPDX-License-Identifier: ISC */
#include "store/hub_sql.h"
#include "store/hub_used.h"

#define DAY_S		86400
#define MINUTE_S	60

static int64_t
oldest_day(int64_t now_s)
{
	return now_s / DAY_S - HUB_USED_DAYS;
}

/* TT_ENOENT: no such row. */
static enum tt_err
last_of(struct db *db, const char *reader, const char *network,
    int64_t day, int64_t *last_s)
{
	struct db_stmt *s = db_use(db, USED_GET);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	db_bind_int(s, 2, day);
	db_bind_str(s, 3, network);
	if ((e = db_one(s)) == TT_OK)
		*last_s = db_int(s, 0);
	db_reset(s);
	return e;
}

static enum tt_err
count_of(struct db *db, const char *reader, int64_t day, int64_t *n)
{
	struct db_stmt *s = db_use(db, USED_COUNT);
	enum tt_err e;

	db_bind_str(s, 1, reader);
	db_bind_int(s, 2, day);
	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
hub_used_sweep(struct db *db, int64_t now_s)
{
	struct db_stmt *s = db_use(db, USED_OLDEST);
	int64_t oldest = INT64_MAX;
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		oldest = db_int(s, 0);
	db_reset(s);
	if (e != TT_OK || oldest > oldest_day(now_s))
		return e == TT_ENOENT ? TT_OK : e;
	s = db_use(db, USED_SWEEP);
	db_bind_int(s, 1, oldest_day(now_s));
	return db_run(s);
}

static enum tt_err
put(struct db *db, const char *reader, const char *network, int64_t now_s)
{
	struct db_stmt *s = db_use(db, USED_PUT);

	db_bind_str(s, 1, reader);
	db_bind_int(s, 2, now_s / DAY_S);
	db_bind_str(s, 3, network);
	db_bind_int(s, 4, now_s);
	return db_run(s);
}

enum tt_err
hub_used_note(struct db *db, const char *reader, const char *network,
    int64_t now_s)
{
	int64_t day = now_s / DAY_S, last_s = 0, n = 0;
	enum tt_err e;

	e = last_of(db, reader, network, day, &last_s);
	if (e == TT_ENOENT) {
		if ((e = hub_used_sweep(db, now_s)) != TT_OK ||
		    (e = count_of(db, reader, day, &n)) != TT_OK)
			return e;
		if (n >= HUB_USED_PER_DAY)
			network = "";
		e = last_of(db, reader, network, day, &last_s);
	}
	if (e == TT_OK && now_s < last_s + MINUTE_S)
		return TT_OK;
	return e == TT_OK || e == TT_ENOENT ? put(db, reader, network, now_s) :
	    e;
}

enum tt_err
hub_used_each(struct db *db, const char *reader, int64_t now_s,
    hub_used_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, USED_EACH);
	struct hub_used u;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, reader);
	db_bind_int(s, 2, oldest_day(now_s));
	while ((e = db_step(s, &row)) == TT_OK && row) {
		u = (struct hub_used){ .first_s = db_int(s, 1),
			.last_s = db_int(s, 2), .minutes = db_int(s, 3),
			.days = db_int(s, 4) };
		if (!db_words(s, 0, u.network, sizeof(u.network)))
			e = TT_EINTEGRITY;
		if (e != TT_OK || (e = fn(ctx, &u)) != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}
