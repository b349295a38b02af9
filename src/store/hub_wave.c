/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/hub_sql.h"
#include "store/hub_wave.h"

static void
bind_hash(struct db_stmt *s, int i, const struct hash *h)
{
	db_bind_blob(s, i, h->b, sizeof(h->b));
}

static bool
take_hash(struct db_stmt *s, int col, struct hash *out)
{
	return db_bytes(s, col, out->b, sizeof(out->b));
}

enum tt_err
hub_set_add(struct db *db, const struct hash *root, const struct hub_set *set)
{
	struct db_stmt *s = db_use(db, SET_ADD);

	bind_hash(s, 1, root);
	db_bind_int(s, 2, (int64_t)set->depth);
	db_bind_blob(s, 3, set->padding.b, sizeof(set->padding.b));
	return db_run(s);
}

enum tt_err
hub_set_get(struct db *db, const struct hash *root, struct hub_set *out)
{
	struct db_stmt *s = db_use(db, SET_GET);
	struct hub_set set = { .depth = 0 };
	enum tt_err e;

	bind_hash(s, 1, root);
	if ((e = db_one(s)) == TT_OK) {
		set.depth = (unsigned)db_int(s, 0);
		if (set.depth > TT_SET_DEPTH_MAX ||
		    !db_bytes(s, 1, set.padding.b, sizeof(set.padding.b)))
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = set;
	return e;
}

void
hub_leaf_done(struct hub_leaf *l)
{
	buf_done(&l->statement);
}

enum tt_err
hub_leaf_add(struct db *db, const struct hash *root, const struct hub_leaf *l)
{
	struct db_stmt *s = db_use(db, LEAF_ADD);

	bind_hash(s, 1, root);
	db_bind_int(s, 2, (int64_t)l->place);
	db_bind_blob(s, 3, l->salt.b, sizeof(l->salt.b));
	db_bind_blob(s, 4, l->statement.p, l->statement.n);
	db_bind_str(s, 5, l->bulletin);
	db_bind_str(s, 6, l->reader);
	bind_hash(s, 7, &l->copy);
	return db_run(s);
}

static enum tt_err
one_leaf(struct db_stmt *s, struct hub_leaf *out)
{
	struct hub_leaf l = { .place = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		l.place = (uint64_t)db_int(s, 0);
		if (!db_bytes(s, 1, l.salt.b, sizeof(l.salt.b)) ||
		    span_copy(db_span(s, 3), l.bulletin,
		    sizeof(l.bulletin)) != TT_OK ||
		    span_copy(db_span(s, 4), l.reader, sizeof(l.reader)) !=
		    TT_OK || !take_hash(s, 5, &l.copy))
			e = TT_EINTEGRITY;
	}
	if (e == TT_OK) {
		buf_init(&l.statement, TT_STATEMENT_MAX);
		buf_span(&l.statement, db_span(s, 2));
		e = buf_err(&l.statement);
	}
	db_reset(s);
	if (e == TT_OK)
		*out = l;
	else
		hub_leaf_done(&l);
	return e;
}

enum tt_err
hub_leaf_next(struct db *db, const struct hash *root, int64_t place,
    struct hub_leaf *out)
{
	struct db_stmt *s = db_use(db, LEAF_NEXT);

	bind_hash(s, 1, root);
	db_bind_int(s, 2, place);
	return one_leaf(s, out);
}

enum tt_err
hub_leaf_of_reader(struct db *db, const struct hash *root, const char *reader,
    struct hub_leaf *out)
{
	struct db_stmt *s = db_use(db, LEAF_OF_READER);

	bind_hash(s, 1, root);
	db_bind_str(s, 2, reader);
	return one_leaf(s, out);
}

enum tt_err
hub_wave_add(struct db *db, const struct hub_wave *w)
{
	struct db_stmt *s = db_use(db, WAVE_ADD);

	bind_hash(s, 1, &w->leaf);
	db_bind_str(s, 2, w->bulletin);
	bind_hash(s, 3, &w->codebook);
	bind_hash(s, 4, &w->copies);
	bind_hash(s, 5, &w->root);
	bind_hash(s, 6, &w->terms);
	db_bind_int(s, 7, (int64_t)w->size);
	db_bind_int(s, 8, w->opens_s);
	db_bind_int(s, 9, w->until_s);
	db_bind_int(s, 10, w->prefetch);
	return db_run(s);
}

static bool
take_wave(struct db_stmt *s, struct hub_wave *w)
{
	w->n = db_int(s, 0);
	w->size = (uint64_t)db_int(s, 7);
	w->opens_s = db_int(s, 8);
	w->until_s = db_int(s, 9);
	w->prefetch = db_int(s, 10) != 0;
	w->visible = db_int(s, 11) != 0;
	w->released = db_int(s, 12) != 0;
	return take_hash(s, 1, &w->leaf) &&
	    span_copy(db_span(s, 2), w->bulletin, sizeof(w->bulletin)) ==
	    TT_OK && take_hash(s, 3, &w->codebook) &&
	    take_hash(s, 4, &w->copies) && take_hash(s, 5, &w->root) &&
	    take_hash(s, 6, &w->terms);
}

static enum tt_err
one_wave(struct db_stmt *s, struct hub_wave *out)
{
	struct hub_wave w = { .n = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK && !take_wave(s, &w))
		e = TT_EINTEGRITY;
	db_reset(s);
	if (e == TT_OK)
		*out = w;
	return e;
}

enum tt_err
hub_wave_get(struct db *db, const struct hash *leaf, struct hub_wave *out)
{
	struct db_stmt *s = db_use(db, WAVE_GET);

	bind_hash(s, 1, leaf);
	return one_wave(s, out);
}

enum tt_err
hub_wave_show(struct db *db, const struct hash *leaf)
{
	struct db_stmt *s = db_use(db, WAVE_SHOW);

	bind_hash(s, 1, leaf);
	return db_run(s);
}

enum tt_err
hub_wave_released(struct db *db, const struct hash *leaf)
{
	struct db_stmt *s = db_use(db, WAVE_RELEASED);

	bind_hash(s, 1, leaf);
	return db_run(s);
}

enum tt_err
hub_wave_of_bulletin(struct db *db, const char *bulletin, int64_t n,
    struct hub_wave *out)
{
	struct db_stmt *s = db_use(db, WAVE_OF_BULLETIN);

	db_bind_str(s, 1, bulletin);
	db_bind_int(s, 2, n);
	return one_wave(s, out);
}

enum tt_err
hub_wave_of_reader(struct db *db, const char *reader, const char *bulletin,
    int64_t n, struct hub_wave *out)
{
	struct db_stmt *s = db_use(db, WAVE_OF_READER);

	db_bind_str(s, 1, reader);
	db_bind_str(s, 2, bulletin);
	db_bind_int(s, 3, n);
	return one_wave(s, out);
}

enum tt_err
hub_wave_by_copies(struct db *db, const struct hash *copies,
    struct hub_wave *out)
{
	struct db_stmt *s = db_use(db, WAVE_BY_COPIES);

	bind_hash(s, 1, copies);
	return one_wave(s, out);
}

enum tt_err
hub_wave_due(struct db *db, int64_t now_s, int64_t n, struct hub_wave *out)
{
	struct db_stmt *s = db_use(db, WAVE_DUE);

	db_bind_int(s, 1, now_s);
	db_bind_int(s, 2, n);
	return one_wave(s, out);
}

enum tt_err
hub_wave_next_opening(struct db *db, int64_t *opens_s)
{
	struct db_stmt *s = db_use(db, WAVE_NEXT_OPENING);
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK && db_is_null(s, 0))
		e = TT_ENOENT;
	else if (e == TT_OK)
		*opens_s = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
hub_replaces_set(struct db *db, const char *bulletin, const char *old)
{
	struct db_stmt *s = db_use(db, old[0] != '\0' ? REPLACES_SET :
	    REPLACES_DROP);

	db_bind_str(s, 1, bulletin);
	if (old[0] != '\0')
		db_bind_str(s, 2, old);
	return db_run(s);
}

enum tt_err
hub_replaces_get(struct db *db, const char *bulletin, char out[HUB_ID_MAX])
{
	struct db_stmt *s = db_use(db, REPLACES_GET);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	if ((e = db_one(s)) == TT_OK && !db_words(s, 0, out, HUB_ID_MAX))
		e = TT_EINTEGRITY;
	db_reset(s);
	if (e == TT_ENOENT)
		out[0] = '\0';
	return e == TT_ENOENT ? TT_OK : e;
}

enum tt_err
hub_held_set(struct db *db, const struct hash *wave, unsigned keeper,
    int64_t opens_s, struct span statement)
{
	struct db_stmt *s = db_use(db, HELD_ADD);

	bind_hash(s, 1, wave);
	db_bind_int(s, 2, (int64_t)keeper);
	db_bind_int(s, 3, opens_s);
	db_bind_blob(s, 4, statement.p, statement.n);
	return db_run(s);
}

enum tt_err
hub_held_count(struct db *db, const struct hash *wave, int64_t opens_s,
    unsigned *n)
{
	struct db_stmt *s = db_use(db, HELD_COUNT);
	enum tt_err e;

	bind_hash(s, 1, wave);
	db_bind_int(s, 2, opens_s);
	if ((e = db_one(s)) == TT_OK)
		*n = (unsigned)db_int(s, 0);
	db_reset(s);
	return e;
}
