/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_known.h"

static void
bind_moment(struct db_stmt *s, int i, const struct moment *m)
{
	db_bind_int(s, i, m->from_s);
	db_bind_int(s, i + 1, m->until_s);
}

static struct moment
moment(struct db_stmt *s, int col)
{
	return (struct moment){ db_int(s, col), db_int(s, col + 1) };
}

/* Runs it; *n is the row's number. */
static enum tt_err
add(struct db *db, struct db_stmt *s, int64_t *n)
{
	enum tt_err e = db_run(s);

	if (e == TT_OK)
		*n = db_last_id(db);
	return e;
}

enum tt_err
vault_knower_add(struct db *db, const struct vault_knower *k, int64_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_KNOWER_ADD);

	db_bind_str(s, 2, k->bulletin);
	db_bind_str(s, 3, k->organisation);
	db_bind_words(s, 4, k->person);
	db_bind_str(s, 5, k->role);
	bind_moment(s, 6, &k->since);
	db_bind_words(s, 8, k->source);
	db_bind_words(s, 9, k->conflict);
	db_bind_words(s, 10, k->parts);
	db_bind_str(s, 11, k->officer);
	db_bind_int(s, 12, k->added_s);
	return add(db, s, n);
}

static enum tt_err
read_knower(struct db_stmt *s, struct vault_knower *out)
{
	out->n = db_int(s, 0);
	out->since = moment(s, 5);
	out->added_s = db_int(s, 11);
	return db_words(s, 1, out->bulletin, sizeof(out->bulletin)) &&
	    db_words(s, 2, out->organisation, sizeof(out->organisation)) &&
	    db_words(s, 3, out->person, sizeof(out->person)) &&
	    db_words(s, 4, out->role, sizeof(out->role)) &&
	    db_words(s, 7, out->source, sizeof(out->source)) &&
	    db_words(s, 8, out->conflict, sizeof(out->conflict)) &&
	    db_words(s, 9, out->parts, sizeof(out->parts)) &&
	    db_words(s, 10, out->officer, sizeof(out->officer)) ? TT_OK :
	    TT_EINTEGRITY;
}

enum tt_err
vault_knower_each(struct db *db, const char *bulletin, vault_knower_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_KNOWER_ALL);
	struct vault_knower k;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, bulletin);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_knower(s, &k)) != TT_OK ||
		    (e = fn(ctx, &k)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_finder_add(struct db *db, const char *bulletin,
    const struct vault_finder *f)
{
	struct db_stmt *s = db_use(db, VAULT_FINDER_ADD);

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, f->name);
	db_bind_int(s, 3, f->knower);
	return db_run(s);
}

enum tt_err
vault_finder_each(struct db *db, const char *bulletin, vault_finder_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_FINDER_ALL);
	struct vault_finder f;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, bulletin);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		f.knower = db_int(s, 1);
		e = db_words(s, 0, f.name, sizeof(f.name)) ? fn(ctx, &f) :
		    TT_EINTEGRITY;
		if (e != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_finder_date_set(struct db *db, const char *bulletin, const char *name,
    const char *what, const struct moment *at)
{
	struct db_stmt *s = db_use(db, VAULT_FINDER_DATE_SET);

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, name);
	db_bind_str(s, 3, what);
	bind_moment(s, 4, at);
	return db_run(s);
}

enum tt_err
vault_finder_date_each(struct db *db, const char *bulletin, const char *name,
    vault_finder_date_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_FINDER_DATE_ALL);
	struct moment at;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, name);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		at = moment(s, 1);
		if ((e = fn(ctx, db_span(s, 0), &at)) != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_emission_add(struct db *db, const struct vault_emission *e, int64_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_EMISSION_ADD);

	db_bind_str(s, 2, e->partner);
	db_bind_str(s, 3, e->bulletin);
	db_bind_str(s, 4, e->what);
	db_bind_int(s, 5, e->since_s);
	if (e->until_s == 0)
		db_bind_null(s, 6);
	else
		db_bind_int(s, 6, e->until_s);
	db_bind_str(s, 7, e->networks);
	db_bind_str(s, 8, e->reference);
	db_bind_int(s, 9, e->added_s);
	return add(db, s, n);
}

static enum tt_err
read_emission(struct db_stmt *s, struct vault_emission *out)
{
	out->n = db_int(s, 0);
	out->since_s = db_int(s, 4);
	out->until_s = db_is_null(s, 5) ? 0 : db_int(s, 5);
	out->added_s = db_int(s, 8);
	return db_words(s, 1, out->partner, sizeof(out->partner)) &&
	    db_words(s, 2, out->bulletin, sizeof(out->bulletin)) &&
	    db_words(s, 3, out->what, sizeof(out->what)) &&
	    db_words(s, 6, out->networks, sizeof(out->networks)) &&
	    db_words(s, 7, out->reference, sizeof(out->reference)) ? TT_OK :
	    TT_EINTEGRITY;
}

enum tt_err
vault_emission_each(struct db *db, const char *bulletin,
    vault_emission_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_EMISSION_ALL);
	struct vault_emission x;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, bulletin);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_emission(s, &x)) != TT_OK ||
		    (e = fn(ctx, &x)) != TT_OK)
			break;
	db_reset(s);
	return e;
}
