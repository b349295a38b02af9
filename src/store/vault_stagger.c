/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_stagger.h"

static enum tt_err
add_place(struct db *db, const struct vault_stagger *s,
    const struct vault_place *p)
{
	struct db_stmt *q = db_use(db, VAULT_PLACE_ADD);

	db_bind_str(q, 1, s->bulletin);
	db_bind_str(q, 2, s->wave);
	db_bind_str(q, 3, p->partner);
	db_bind_int(q, 4, p->place);
	return db_run(q);
}

enum tt_err
vault_stagger_add(struct db *db, const struct vault_stagger *s,
    const struct vault_place *place, size_t n)
{
	struct db_stmt *q = db_use(db, VAULT_STAGGER_ADD);
	enum tt_err e;

	db_bind_str(q, 1, s->bulletin);
	db_bind_str(q, 2, s->wave);
	db_bind_blob(q, 3, s->salt, sizeof(s->salt));
	db_bind_blob(q, 4, s->commitment.b, sizeof(s->commitment.b));
	db_bind_int(q, 5, s->slots);
	db_bind_int(q, 6, s->spacing_s);
	db_bind_int(q, 7, s->revision);
	e = db_run(q);
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = add_place(db, s, &place[i]);
	return e;
}

enum tt_err
vault_stagger_drop(struct db *db, const char *bulletin, unsigned revision)
{
	static const size_t statements[] = { VAULT_PLACE_DROP,
		VAULT_STAGGER_DROP };
	struct db_stmt *q;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(statements) && e == TT_OK; i++) {
		q = db_use(db, statements[i]);
		db_bind_str(q, 1, bulletin);
		db_bind_int(q, 2, revision);
		e = db_run(q);
	}
	return e;
}

static enum tt_err
read_stagger(struct db_stmt *q, struct vault_stagger *out)
{
	memset(out, 0, sizeof(*out));
	if (span_copy(db_span(q, 0), out->bulletin, sizeof(out->bulletin)) !=
	    TT_OK ||
	    span_copy(db_span(q, 1), out->wave, sizeof(out->wave)) != TT_OK ||
	    !db_bytes(q, 2, out->salt, sizeof(out->salt)) ||
	    !db_bytes(q, 3, out->commitment.b, sizeof(out->commitment.b)) ||
	    span_copy(db_span(q, 8), out->source, sizeof(out->source)) !=
	    TT_OK)
		return TT_EINTEGRITY;
	out->slots = (unsigned)db_int(q, 4);
	out->spacing_s = db_int(q, 5);
	out->entered_s = db_int(q, 6);
	out->seen_s = db_int(q, 7);
	out->before = (uint32_t)db_int(q, 9);
	out->revision = (unsigned)db_int(q, 10);
	return TT_OK;
}

enum tt_err
vault_stagger_get(struct db *db, const char *bulletin, const char *wave,
    struct vault_stagger *out)
{
	struct db_stmt *q = db_use(db, VAULT_STAGGER_GET);
	enum tt_err e;

	db_bind_str(q, 1, bulletin);
	db_bind_str(q, 2, wave);
	if ((e = db_one(q)) == TT_OK)
		e = read_stagger(q, out);
	db_reset(q);
	return e;
}

static enum tt_err
each(struct db_stmt *q, vault_stagger_fn *fn, void *ctx)
{
	struct vault_stagger s;
	bool row;
	enum tt_err e;

	while ((e = db_step(q, &row)) == TT_OK && row)
		if ((e = read_stagger(q, &s)) != TT_OK ||
		    (e = fn(ctx, &s)) != TT_OK)
			break;
	db_reset(q);
	return e;
}

enum tt_err
vault_stagger_each(struct db *db, const char *bulletin, vault_stagger_fn *fn,
    void *ctx)
{
	struct db_stmt *q = db_use(db, VAULT_STAGGER_OF);

	db_bind_str(q, 1, bulletin);
	return each(q, fn, ctx);
}

enum tt_err
vault_stagger_entered(struct db *db, vault_stagger_fn *fn, void *ctx)
{
	return each(db_use(db, VAULT_STAGGER_ENTERED), fn, ctx);
}

static enum tt_err
read_place(struct db_stmt *q, struct vault_place *out)
{
	memset(out, 0, sizeof(*out));
	if (span_copy(db_span(q, 0), out->partner, sizeof(out->partner)) !=
	    TT_OK)
		return TT_EINTEGRITY;
	out->place = (uint32_t)db_int(q, 1);
	out->early = db_int(q, 2) != 0;
	out->reporter = db_int(q, 3) != 0;
	return TT_OK;
}

enum tt_err
vault_stagger_places(struct db *db, const char *bulletin, const char *wave,
    struct vault_place **out, size_t *n)
{
	struct vault_place *all = calloc(STAGGER_PARTNERS_MAX, sizeof(*all));
	struct db_stmt *q = db_use(db, VAULT_PLACE_ALL);
	size_t found = 0;
	bool row;
	enum tt_err e;

	db_bind_str(q, 1, bulletin);
	db_bind_str(q, 2, wave);
	if (all == NULL) {
		db_reset(q);
		return TT_ENOMEM;
	}
	while ((e = db_step(q, &row)) == TT_OK && row)
		if (found == STAGGER_PARTNERS_MAX) {
			e = TT_ELIMIT;
			break;
		} else if ((e = read_place(q, &all[found++])) != TT_OK)
			break;
	db_reset(q);
	if (e != TT_OK) {
		free(all);
		return e;
	}
	*out = all;
	*n = found;
	return TT_OK;
}

static enum tt_err
enter_place(struct db *db, const struct vault_stagger *s,
    const struct vault_place *p)
{
	struct db_stmt *q = db_use(db, VAULT_PLACE_ENTER);

	db_bind_str(q, 1, s->bulletin);
	db_bind_str(q, 2, s->wave);
	db_bind_str(q, 3, p->partner);
	db_bind_int(q, 4, p->early);
	db_bind_int(q, 5, p->reporter);
	return db_run(q);
}

static enum tt_err
enter(struct db *db, const struct vault_stagger *s)
{
	struct db_stmt *q = db_use(db, VAULT_STAGGER_ENTER);
	enum tt_err e;

	db_bind_str(q, 1, s->bulletin);
	db_bind_str(q, 2, s->wave);
	db_bind_int(q, 3, s->entered_s);
	db_bind_int(q, 4, s->seen_s);
	db_bind_str(q, 5, s->source);
	db_bind_int(q, 6, s->before);
	if ((e = db_run(q)) == TT_OK && db_changes(db) == 0)
		e = TT_EEXIST;
	return e;
}

enum tt_err
vault_stagger_enter(struct db *db, const struct vault_stagger *s,
    const struct vault_place *place, size_t n)
{
	enum tt_err e = db_begin(db);

	if (e != TT_OK)
		return e;
	e = enter(db, s);
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = enter_place(db, s, &place[i]);
	if (e == TT_OK)
		e = db_commit(db);
	if (e != TT_OK)
		db_rollback(db);
	return e;
}

enum tt_err
vault_stagger_partners(struct db *db, size_t *n)
{
	struct db_stmt *q = db_use(db, VAULT_PLACE_PARTNERS);
	enum tt_err e = db_one(q);

	if (e == TT_OK)
		*n = (size_t)db_int(q, 0);
	db_reset(q);
	return e;
}
