/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/hub_log.h"
#include "store/hub_sql.h"
#include "telltale/bundle.h"
#include "telltale/note.h"

void
hub_entry_done(struct hub_entry *e)
{
	buf_done(&e->bytes);
}

enum tt_err
hub_entry_count(struct db *db, uint64_t *n)
{
	struct db_stmt *s = db_use(db, ENTRY_COUNT);
	int64_t count = 0, last = 0;
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		count = db_int(s, 0);
		last = db_int(s, 1);
	}
	db_reset(s);
	if (e != TT_OK)
		return e;
	if (last != count - 1)
		return TT_EINTEGRITY;
	*n = (uint64_t)count;
	return TT_OK;
}

enum tt_err
hub_entry_add(struct db *db, uint64_t index, enum tt_kind kind,
    struct span bytes)
{
	struct db_stmt *s = db_use(db, ENTRY_ADD);
	struct hash leaf;

	merkle_leaf(&leaf, bytes.p, bytes.n);
	db_bind_int(s, 1, (int64_t)index);
	db_bind_str(s, 2, tt_kind_name(kind));
	db_bind_blob(s, 3, bytes.p, bytes.n);
	db_bind_blob(s, 4, leaf.b, sizeof(leaf.b));
	return db_run(s);
}

static enum tt_err
take_blob(struct db_stmt *s, int col, size_t max, struct buf *out)
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, max);
	buf_span(&b, db_span(s, col));
	if ((e = buf_err(&b)) != TT_OK) {
		buf_done(&b);
		return e;
	}
	*out = b;
	return TT_OK;
}

static enum tt_err
one_entry(struct db_stmt *s, struct hub_entry *out)
{
	struct hub_entry row = { .index = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		row.index = (uint64_t)db_int(s, 0);
		if (span_copy(db_span(s, 1), row.kind, sizeof(row.kind)) !=
		    TT_OK || !db_bytes(s, 3, row.leaf.b, sizeof(row.leaf.b)))
			e = TT_EINTEGRITY;
	}
	if (e == TT_OK)
		e = take_blob(s, 2, TT_ENTRY_MAX, &row.bytes);
	db_reset(s);
	if (e == TT_OK)
		*out = row;
	return e;
}

enum tt_err
hub_entry_get(struct db *db, uint64_t index, struct hub_entry *out)
{
	struct db_stmt *s = db_use(db, ENTRY_GET);

	db_bind_int(s, 1, (int64_t)index);
	return one_entry(s, out);
}

enum tt_err
hub_entry_newest(struct db *db, enum tt_kind kind, struct hub_entry *out)
{
	struct db_stmt *s = db_use(db, ENTRY_NEWEST);

	db_bind_str(s, 1, tt_kind_name(kind));
	return one_entry(s, out);
}

enum tt_err
hub_entry_after(struct db *db, enum tt_kind kind, uint64_t index,
    struct hub_entry *out)
{
	struct db_stmt *s = db_use(db, ENTRY_AFTER);

	db_bind_str(s, 1, tt_kind_name(kind));
	db_bind_int(s, 2, (int64_t)index);
	return one_entry(s, out);
}

/* The entry's bytes too, for a leaf hash is worth what it is made from. */
static enum tt_err
add_leaf(struct db *db, uint64_t index, struct merkle_frontier *f)
{
	struct hub_entry row = { .index = 0 };
	struct hash leaf;
	enum tt_err e;

	if ((e = hub_entry_get(db, index, &row)) != TT_OK)
		return e;
	merkle_leaf(&leaf, row.bytes.p, row.bytes.n);
	if (memcmp(leaf.b, row.leaf.b, sizeof(leaf.b)) != 0)
		e = TT_EINTEGRITY;
	else
		merkle_frontier_add(f, &leaf);
	hub_entry_done(&row);
	return e;
}

enum tt_err
hub_entry_root(struct db *db, uint64_t size, struct hash *root)
{
	struct merkle_frontier f;
	enum tt_err e;

	merkle_frontier_init(&f);
	for (uint64_t i = 0; i < size; i++)
		if ((e = add_leaf(db, i, &f)) != TT_OK)
			return e;
	merkle_frontier_root(&f, root);
	return TT_OK;
}

enum tt_err
hub_batch_add(struct db *db, const struct hub_batch *b)
{
	struct db_stmt *s = db_use(db, BATCH_ADD);

	db_bind_int(s, 1, (int64_t)b->number);
	db_bind_int(s, 2, (int64_t)b->entry);
	db_bind_int(s, 3, (int64_t)b->keys);
	db_bind_int(s, 4, (int64_t)b->depth);
	db_bind_blob(s, 5, b->padding.b, sizeof(b->padding.b));
	db_bind_blob(s, 6, b->root.b, sizeof(b->root.b));
	db_bind_int(s, 7, b->time_s);
	return db_run(s);
}

static enum tt_err
one_batch(struct db_stmt *s, struct hub_batch *out)
{
	struct hub_batch b = { .number = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		b.number = (uint64_t)db_int(s, 0);
		b.entry = (uint64_t)db_int(s, 1);
		b.keys = (uint64_t)db_int(s, 2);
		b.depth = (unsigned)db_int(s, 3);
		b.time_s = db_int(s, 6);
		if (b.depth > TT_SET_DEPTH_MAX ||
		    !db_bytes(s, 4, b.padding.b, sizeof(b.padding.b)) ||
		    !db_bytes(s, 5, b.root.b, sizeof(b.root.b)))
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = b;
	return e;
}

enum tt_err
hub_batch_get(struct db *db, uint64_t entry, struct hub_batch *out)
{
	struct db_stmt *s = db_use(db, BATCH_GET);

	db_bind_int(s, 1, (int64_t)entry);
	return one_batch(s, out);
}

enum tt_err
hub_batch_newest(struct db *db, struct hub_batch *out)
{
	return one_batch(db_use(db, BATCH_NEWEST), out);
}

void
hub_checkpoint_done(struct hub_checkpoint *c)
{
	buf_done(&c->note);
}

enum tt_err
hub_checkpoint_add(struct db *db, uint64_t size, const struct hash *root,
    struct span note, int64_t time_s)
{
	struct db_stmt *s = db_use(db, CHECKPOINT_ADD);

	db_bind_int(s, 1, (int64_t)size);
	db_bind_blob(s, 2, root->b, sizeof(root->b));
	db_bind_blob(s, 3, note.p, note.n);
	db_bind_int(s, 4, time_s);
	return db_run(s);
}

static enum tt_err
one_checkpoint(struct db_stmt *s, struct hub_checkpoint *out)
{
	struct hub_checkpoint c = { .size = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		c.size = (uint64_t)db_int(s, 0);
		c.time_s = db_int(s, 3);
		c.published = db_int(s, 4) != 0;
		if (!db_bytes(s, 1, c.root.b, sizeof(c.root.b)))
			e = TT_EINTEGRITY;
	}
	if (e == TT_OK)
		e = take_blob(s, 2, TT_NOTE_MAX, &c.note);
	db_reset(s);
	if (e == TT_OK)
		*out = c;
	return e;
}

enum tt_err
hub_checkpoint_get(struct db *db, uint64_t size, struct hub_checkpoint *out)
{
	struct db_stmt *s = db_use(db, CHECKPOINT_GET);

	db_bind_int(s, 1, (int64_t)size);
	return one_checkpoint(s, out);
}

enum tt_err
hub_checkpoint_newest(struct db *db, struct hub_checkpoint *out)
{
	return one_checkpoint(db_use(db, CHECKPOINT_NEWEST), out);
}

enum tt_err
hub_checkpoint_note(struct db *db, uint64_t size, struct span note)
{
	struct db_stmt *s = db_use(db, CHECKPOINT_NOTE);

	db_bind_int(s, 1, (int64_t)size);
	db_bind_blob(s, 2, note.p, note.n);
	return db_run(s);
}

enum tt_err
hub_checkpoint_published(struct db *db, uint64_t size)
{
	struct db_stmt *s = db_use(db, CHECKPOINT_PUBLISHED);

	db_bind_int(s, 1, (int64_t)size);
	return db_run(s);
}
