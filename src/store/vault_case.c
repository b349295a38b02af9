/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_case.h"
#include "store/vault_db.h"

#define PREFIX_LEAST	4	/* digits */

static void
bind_outcome(struct db_stmt *s, int i, const struct vault_case *c)
{
	db_bind_str(s, i, c->has_outcome ? case_outcome_text(c->outcome) :
	    NULL);
}

enum tt_err
vault_case_add(struct db *db, const struct vault_case *c)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_ADD);

	db_bind_str(s, 1, c->id);
	db_bind_str(s, 2, c->title);
	db_bind_str(s, 3, case_state_text(c->state));
	bind_outcome(s, 4, c);
	db_bind_str(s, 5, case_tell_text(c->tell));
	db_bind_int(s, 6, c->opened_s);
	db_bind_blob(s, 7, c->leaf.b, sizeof(c->leaf.b));
	return db_run(s);
}

enum tt_err
vault_case_set(struct db *db, const struct vault_case *c)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_SET);
	enum tt_err e;

	db_bind_str(s, 1, c->id);
	db_bind_str(s, 2, case_state_text(c->state));
	bind_outcome(s, 3, c);
	db_bind_str(s, 4, case_tell_text(c->tell));
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

enum tt_err
vault_case_opened(struct db *db, const char *id, const struct hash *leaf)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_OPENED);
	enum tt_err e;

	db_bind_str(s, 1, id);
	db_bind_blob(s, 2, leaf->b, sizeof(leaf->b));
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

static enum tt_err
read_case(struct db_stmt *s, struct vault_case *out)
{
	struct vault_case c = { .opened_s = db_int(s, 5),
		.has_outcome = !db_is_null(s, 3) };

	if (span_copy(db_span(s, 0), c.id, sizeof(c.id)) != TT_OK ||
	    span_copy(db_span(s, 1), c.title, sizeof(c.title)) != TT_OK ||
	    !case_state_parse(db_span(s, 2), &c.state) ||
	    (c.has_outcome && !case_outcome_parse(db_span(s, 3),
	    &c.outcome)) ||
	    !case_tell_parse(db_span(s, 4), &c.tell) ||
	    !db_bytes(s, 6, c.leaf.b, sizeof(c.leaf.b)))
		return TT_EINTEGRITY;
	*out = c;
	return TT_OK;
}

enum tt_err
vault_case_get(struct db *db, struct span id, struct vault_case *out)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_LIKE);
	struct vault_case c;
	enum tt_err e;
	bool row;

	if (id.n < PREFIX_LEAST || id.n > VAULT_CASE_LEN)
		return TT_ENOENT;
	db_bind_text(s, 1, id);
	if ((e = db_one(s)) == TT_OK && (e = read_case(s, &c)) == TT_OK &&
	    (e = db_step(s, &row)) == TT_OK && row)
		e = TT_EEXIST;
	db_reset(s);
	if (e == TT_OK)
		*out = c;
	return e;
}

enum tt_err
vault_case_each(struct db *db, vault_case_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_ALL);
	struct vault_case c;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_case(s, &c)) != TT_OK ||
		    (e = fn(ctx, &c)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_case_bulletin_add(struct db *db, const char *id, const char *bulletin)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_BULLETIN_ADD);

	db_bind_str(s, 1, id);
	db_bind_str(s, 2, bulletin);
	return db_run(s);
}

enum tt_err
vault_case_bulletins(struct db *db, const char *id,
    vault_case_bulletin_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_BULLETIN_ALL);
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, id);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = fn(ctx, db_span(s, 0))) != TT_OK)
			break;
	db_reset(s);
	return e;
}

static void
bind_hash(struct db_stmt *s, int i, bool there, const struct hash *h)
{
	if (there)
		db_bind_blob(s, i, h->b, sizeof(h->b));
	else
		db_bind_null(s, i);
}

enum tt_err
vault_case_entry_add(struct db *db, const char *id,
    const struct vault_case_entry *e)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_ENTRY_ADD);

	db_bind_str(s, 1, id);
	db_bind_int(s, 2, e->n);
	db_bind_int(s, 3, e->at_s);
	db_bind_str(s, 4, e->officer);
	db_bind_str(s, 5, case_act_text(e->act));
	db_bind_str(s, 6, e->subject[0] != '\0' ? e->subject : NULL);
	bind_hash(s, 7, e->sealed, &e->text);
	bind_hash(s, 8, e->stated, &e->leaf);
	return db_run(s);
}

enum tt_err
vault_case_entry_next(struct db *db, const char *id, unsigned *n)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_ENTRY_NEXT);
	enum tt_err e;

	db_bind_str(s, 1, id);
	if ((e = db_one(s)) == TT_OK && db_int(s, 0) > VAULT_CASE_ENTRIES_MAX)
		e = TT_ELIMIT;
	if (e == TT_OK)
		*n = (unsigned)db_int(s, 0);
	db_reset(s);
	return e;
}

static enum tt_err
read_entry(struct db_stmt *s, struct vault_case_entry *out)
{
	struct vault_case_entry e = { .n = (unsigned)db_int(s, 0),
		.at_s = db_int(s, 1) };

	if (span_copy(db_span(s, 2), e.officer, sizeof(e.officer)) != TT_OK ||
	    !case_act_parse(db_span(s, 3), &e.act))
		return TT_EINTEGRITY;
	if (!db_is_null(s, 4) && span_copy(db_span(s, 4), e.subject,
	    sizeof(e.subject)) != TT_OK)
		return TT_EINTEGRITY;
	e.sealed = db_bytes(s, 5, e.text.b, sizeof(e.text.b));
	e.stated = db_bytes(s, 6, e.leaf.b, sizeof(e.leaf.b));
	*out = e;
	return TT_OK;
}

enum tt_err
vault_case_entries(struct db *db, const char *id, vault_case_entry_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_CASE_ENTRY_ALL);
	struct vault_case_entry entry;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, id);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_entry(s, &entry)) != TT_OK ||
		    (e = fn(ctx, &entry)) != TT_OK)
			break;
	db_reset(s);
	return e;
}
