/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"
#include "store/hub_embargo.h"
#include "store/hub_sql.h"
#include "telltale/statement.h"

static enum tt_err
one_embargo(struct db_stmt *s, struct hub_embargo *out)
{
	struct hub_embargo m = { .revision = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		m.revision = (uint64_t)db_int(s, 1);
		m.public_s = db_int(s, 3);
		m.since_s = db_int(s, 4);
		m.event = db_int(s, 5);
		m.pending = db_int(s, 6);
		m.swept = db_int(s, 7) != 0;
		if (!db_words(s, 0, m.bulletin, sizeof(m.bulletin)) ||
		    !db_words(s, 2, m.state, sizeof(m.state)))
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = m;
	return e;
}

enum tt_err
hub_embargo_get(struct db *db, const char *bulletin, struct hub_embargo *out)
{
	struct db_stmt *s = db_use(db, EMBARGO_GET);

	db_bind_str(s, 1, bulletin);
	return one_embargo(s, out);
}

enum tt_err
hub_embargo_set(struct db *db, const struct hub_embargo *e)
{
	struct db_stmt *s = db_use(db, EMBARGO_SET);

	db_bind_str(s, 1, e->bulletin);
	db_bind_int(s, 2, (int64_t)e->revision);
	db_bind_str(s, 3, e->state);
	db_bind_int(s, 4, e->public_s);
	db_bind_int(s, 5, e->since_s);
	db_bind_int(s, 6, e->event);
	db_bind_int(s, 7, e->pending);
	db_bind_int(s, 8, e->swept);
	return db_run(s);
}

enum tt_err
hub_embargo_pending(struct db *db, const char *bulletin,
    struct hub_embargo *out)
{
	struct db_stmt *s = db_use(db, EMBARGO_PENDING);

	db_bind_str(s, 1, bulletin);
	return one_embargo(s, out);
}

enum tt_err
hub_embargo_unswept(struct db *db, struct hub_embargo *out)
{
	return one_embargo(db_use(db, EMBARGO_UNSWEPT), out);
}

enum tt_err
hub_wave_terms(struct db *db, const struct hub_wave *w)
{
	struct db_stmt *s = db_use(db, WAVE_TERMS);

	db_bind_blob(s, 1, w->leaf.b, sizeof(w->leaf.b));
	db_bind_blob(s, 2, w->terms.b, sizeof(w->terms.b));
	db_bind_int(s, 3, w->opens_s);
	db_bind_int(s, 4, w->until_s);
	return db_run(s);
}

void
hub_order_done(struct hub_order *o)
{
	buf_done(&o->statement);
}

enum tt_err
hub_order_add(struct db *db, const char *what, const struct hash *wave,
    const char *bulletin, struct span statement)
{
	struct db_stmt *s = db_use(db, ORDER_ADD);
	uint8_t sha[SHA256_LEN];

	sha256(sha, statement.p, statement.n);
	db_bind_str(s, 1, what);
	if (wave != NULL)
		db_bind_blob(s, 2, wave->b, sizeof(wave->b));
	db_bind_str(s, 3, bulletin);
	db_bind_blob(s, 4, sha, sizeof(sha));
	db_bind_blob(s, 5, statement.p, statement.n);
	return db_run(s);
}

enum tt_err
hub_order_next(struct db *db, unsigned keeper, bool all, int64_t n,
    struct hub_order *out)
{
	struct db_stmt *s = db_use(db, ORDER_NEXT);
	struct hub_order o = { .n = 0 };
	enum tt_err e;

	db_bind_int(s, 1, (int64_t)keeper);
	db_bind_int(s, 2, all);
	db_bind_int(s, 3, n);
	if ((e = db_one(s)) == TT_OK) {
		o.n = db_int(s, 0);
		if (!db_words(s, 1, o.what, sizeof(o.what)))
			e = TT_EINTEGRITY;
	}
	if (e == TT_OK) {
		buf_init(&o.statement, TT_STATEMENT_MAX);
		buf_span(&o.statement, db_span(s, 2));
		e = buf_err(&o.statement);
	}
	db_reset(s);
	if (e == TT_OK)
		*out = o;
	else
		hub_order_done(&o);
	return e;
}

enum tt_err
hub_order_heeded(struct db *db, int64_t n, unsigned keeper)
{
	struct db_stmt *s = db_use(db, ORDER_HEEDED);

	db_bind_int(s, 1, n);
	db_bind_int(s, 2, (int64_t)keeper);
	return db_run(s);
}

enum tt_err
hub_order_early(struct db *db, const struct hash *wave, bool *early)
{
	struct db_stmt *s = db_use(db, ORDER_EARLY);
	enum tt_err e;

	db_bind_blob(s, 1, wave->b, sizeof(wave->b));
	if ((e = db_one(s)) == TT_OK)
		*early = db_int(s, 0) > 0;
	db_reset(s);
	return e;
}

enum tt_err
hub_refusal_add(struct db *db, const struct hub_refusal *r)
{
	struct db_stmt *s = db_use(db, REFUSAL_ADD);

	db_bind_int(s, 1, r->at_s);
	db_bind_str(s, 2, r->who);
	db_bind_str(s, 3, r->what);
	db_bind_int(s, 4, r->status);
	return db_run(s);
}

enum tt_err
hub_refusal_next(struct db *db, int64_t n, struct hub_refusal *out)
{
	struct db_stmt *s = db_use(db, REFUSAL_NEXT);
	struct hub_refusal r = { .n = 0 };
	enum tt_err e;

	db_bind_int(s, 1, n);
	if ((e = db_one(s)) == TT_OK) {
		r.n = db_int(s, 0);
		r.at_s = db_int(s, 1);
		r.status = db_int(s, 4);
		if (!db_words(s, 2, r.who, sizeof(r.who)) ||
		    !db_words(s, 3, r.what, sizeof(r.what)))
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = r;
	return e;
}

enum tt_err
hub_urgent_add(struct db *db, const struct hash *leaf, uint64_t entry)
{
	struct db_stmt *s = db_use(db, URGENT_ADD);

	db_bind_blob(s, 1, leaf->b, sizeof(leaf->b));
	db_bind_int(s, 2, (int64_t)entry);
	return db_run(s);
}

enum tt_err
hub_urgent_get(struct db *db, const struct hash *leaf, uint64_t *entry)
{
	struct db_stmt *s = db_use(db, URGENT_GET);
	enum tt_err e;

	db_bind_blob(s, 1, leaf->b, sizeof(leaf->b));
	if ((e = db_one(s)) == TT_OK)
		*entry = (uint64_t)db_int(s, 0);
	db_reset(s);
	return e;
}
