/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_ledger.h"

static struct span
blob(struct db_stmt *s, int col)
{
	if (db_is_null(s, col))
		return (struct span){ NULL, 0 };
	return db_span(s, col);
}

static void
bind_blob(struct db_stmt *s, int i, struct span v)
{
	db_bind_blob(s, i, v.p, v.n);
}

enum tt_err
vault_statement_add(struct db *db, const struct vault_statement *st)
{
	struct db_stmt *s = db_use(db, VAULT_STATEMENT_ADD);

	db_bind_str(s, 1, tt_kind_name(st->kind));
	db_bind_blob(s, 2, st->leaf.b, sizeof(st->leaf.b));
	db_bind_blob(s, 3, st->salt.b, sizeof(st->salt.b));
	bind_blob(s, 4, st->bytes);
	db_bind_int(s, 5, st->queued_s);
	return db_run(s);
}

static enum tt_err
read_statement(struct db_stmt *s, struct vault_statement *out)
{
	struct vault_statement st = { .n = db_int(s, 0) };

	if (tt_kind_parse(&st.kind, db_span(s, 1)) != TT_OK ||
	    !db_bytes(s, 2, st.leaf.b, sizeof(st.leaf.b)) ||
	    !db_bytes(s, 3, st.salt.b, sizeof(st.salt.b)))
		return TT_EINTEGRITY;
	st.bytes = blob(s, 4);
	st.queued_s = db_int(s, 5);
	st.posted_s = db_is_null(s, 6) ? 0 : db_int(s, 6);
	*out = st;
	return TT_OK;
}

enum tt_err
vault_statement_next(struct db *db, int64_t after,
    struct vault_statement *out)
{
	struct db_stmt *s = db_use(db, VAULT_STATEMENT_NEXT);
	enum tt_err e;

	db_bind_int(s, 1, after);
	if ((e = db_one(s)) != TT_OK)
		return e;
	return read_statement(s, out);
}

enum tt_err
vault_statement_posted(struct db *db, int64_t n, int64_t at_s)
{
	struct db_stmt *s = db_use(db, VAULT_STATEMENT_POSTED);

	db_bind_int(s, 1, n);
	db_bind_int(s, 2, at_s);
	return db_run(s);
}

enum tt_err
vault_statement_waiting(struct db *db, int64_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_STATEMENT_WAITING);
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_statement_of_leaf(struct db *db, const struct hash *leaf,
    struct vault_statement *out)
{
	struct db_stmt *s = db_use(db, VAULT_STATEMENT_OF_LEAF);
	enum tt_err e;

	db_bind_blob(s, 1, leaf->b, sizeof(leaf->b));
	if ((e = db_one(s)) != TT_OK)
		return e;
	return read_statement(s, out);
}

static enum tt_err
mark(struct db *db, size_t statement, const struct hash *leaf)
{
	struct db_stmt *s = db_use(db, statement);
	enum tt_err e;

	db_bind_blob(s, 1, leaf->b, sizeof(leaf->b));
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

enum tt_err
vault_statement_hold(struct db *db, const struct hash *leaf)
{
	return mark(db, VAULT_STATEMENT_HOLD, leaf);
}

enum tt_err
vault_statement_free(struct db *db, const struct hash *leaf)
{
	return mark(db, VAULT_STATEMENT_FREE, leaf);
}

enum tt_err
vault_event_add(struct db *db, const struct vault_event *ev, int64_t fetched_s)
{
	struct db_stmt *s = db_use(db, VAULT_EVENT_ADD);

	db_bind_int(s, 1, ev->n);
	db_bind_str(s, 2, tt_kind_name(ev->kind));
	db_bind_blob(s, 3, ev->leaf.b, sizeof(ev->leaf.b));
	bind_blob(s, 4, ev->bytes);
	db_bind_int(s, 5, fetched_s);
	if (ev->received_s != 0)
		db_bind_int(s, 6, ev->received_s);
	else
		db_bind_null(s, 6);
	return db_run(s);
}

enum tt_err
vault_event_prove(struct db *db, const struct vault_event *ev)
{
	struct db_stmt *s = db_use(db, VAULT_EVENT_PROOF);
	enum tt_err e;

	db_bind_int(s, 1, ev->n);
	bind_blob(s, 2, ev->set_proof);
	bind_blob(s, 3, ev->tlog_proof);
	bind_blob(s, 4, ev->batch);
	db_bind_blob(s, 5, ev->leaf.b, sizeof(ev->leaf.b));
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

static enum tt_err
number(struct db *db, enum vault_sql sql, int64_t *n)
{
	struct db_stmt *s = db_use(db, sql);
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		*n = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_event_after(struct db *db, int64_t *n)
{
	int64_t last, unproven;
	enum tt_err e;

	if ((e = number(db, VAULT_EVENT_LAST, &last)) != TT_OK ||
	    (e = number(db, VAULT_EVENT_UNPROVEN, &unproven)) != TT_OK)
		return e;
	*n = unproven > 0 ? unproven - 1 : last;
	return TT_OK;
}

static enum tt_err
read_event(struct db_stmt *s, struct vault_event *out)
{
	struct vault_event ev = { .n = db_int(s, 0), .bytes = blob(s, 3),
		.set_proof = blob(s, 4), .tlog_proof = blob(s, 5),
		.batch = blob(s, 6), .received_s = db_int(s, 7) };

	if (tt_kind_parse(&ev.kind, db_span(s, 1)) != TT_OK ||
	    !db_bytes(s, 2, ev.leaf.b, sizeof(ev.leaf.b)))
		return TT_EINTEGRITY;
	*out = ev;
	return TT_OK;
}

enum tt_err
vault_event_each(struct db *db, enum tt_kind kind, vault_event_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_EVENT_OF_KIND);
	struct vault_event ev;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, tt_kind_name(kind));
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_event(s, &ev)) != TT_OK ||
		    (e = fn(ctx, &ev)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_event_bytes(struct db *db, enum tt_kind kind, vault_event_bytes_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_EVENT_BYTES);
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, tt_kind_name(kind));
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = fn(ctx, db_span(s, 0))) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_event_of_leaf(struct db *db, const struct hash *leaf,
    vault_event_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_EVENT_OF_LEAF);
	struct vault_event ev;
	enum tt_err e;

	db_bind_blob(s, 1, leaf->b, sizeof(leaf->b));
	if ((e = db_one(s)) == TT_OK && (e = read_event(s, &ev)) == TT_OK)
		e = fn(ctx, &ev);
	db_reset(s);
	return e;
}

enum tt_err
vault_told_each(struct db *db, vault_told_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_TOLD_ALL);
	enum tt_kind kind;
	struct hash leaf;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (tt_kind_parse(&kind, db_span(s, 0)) != TT_OK ||
		    !db_bytes(s, 1, leaf.b, sizeof(leaf.b)))
			e = TT_EINTEGRITY;
		if (e != TT_OK ||
		    (e = fn(ctx, kind, &leaf, blob(s, 2))) != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}
