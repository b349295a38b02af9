/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/crash.h"
#include "store/db.h"
#include "store/engine.h"

struct db_stmt {
	struct db *db;
	struct engine_stmt *s;
	enum tt_err err;	/* of a bind */
};

struct db {
	const struct engine_ops *ops;
	struct engine *engine;
	struct db_schema schema;
	struct db_stmt *stmt;	/* schema.n_statements of them */
};

/* A build without PostgreSQL knows its name, to say what is missing. */
static const struct engine_ops postgresql = {
	.scheme = "postgresql://",
	.name = "PostgreSQL",
};

static const struct engine_ops *const engines[] = {
	&postgresql,
	&engine_sqlite,	/* the last: any path */
};

static const struct engine_ops *
engine_of(const char *where)
{
	for (size_t i = 0; i < N_ROWS(engines); i++)
		if (span_starts(span_str(where), engines[i]->scheme))
			return engines[i];
	return NULL;
}

static void
say(struct db_diag *diag, const char *text)
{
	if (diag != NULL)
		snprintf(diag->text, sizeof(diag->text), "%s", text);
}

static void
say_last(const struct db *db, struct db_diag *diag)
{
	say(diag, db->ops->text(db->engine));
}

enum tt_err
db_begin(struct db *db)
{
	/* immediate: the lock is had now, not at the first write */
	return db->ops->exec(db->engine, "BEGIN IMMEDIATE");
}

enum tt_err
db_commit(struct db *db)
{
	enum tt_err e;

	crash_point("db-commit");
	if ((e = db->ops->exec(db->engine, "COMMIT")) != TT_OK)
		db_rollback(db);
	crash_point("db-committed");
	return e;
}

void
db_rollback(struct db *db)
{
	/* what a failed rollback leaves is undone when the file is opened */
	if (db->ops->in_transaction(db->engine) &&
	    db->ops->exec(db->engine, "ROLLBACK") != TT_OK)
		return;
}

static enum tt_err
migrate(struct db *db, struct db_diag *diag)
{
	const struct db_schema *s = &db->schema;
	int64_t version;
	enum tt_err e;

	if ((e = db->ops->version(db->engine, &version)) != TT_OK)
		return e;
	if (version < 0 || (uint64_t)version > s->n_migrations) {
		say(diag, "made by a later version of this program");
		return TT_EVERSION;
	}
	for (size_t i = (size_t)version; i < s->n_migrations; i++) {
		if ((e = db_begin(db)) != TT_OK)
			return e;
		if ((e = db->ops->exec(db->engine, s->migrations[i])) == TT_OK)
			e = db->ops->set_version(db->engine, (int64_t)i + 1);
		if (e != TT_OK) {
			say_last(db, diag);
			db_rollback(db);
			return e;
		}
		if ((e = db_commit(db)) != TT_OK)
			return e;
	}
	return TT_OK;
}

static enum tt_err
prepare_all(struct db *db, struct db_diag *diag)
{
	const struct db_schema *s = &db->schema;
	enum tt_err e;

	if ((db->stmt = calloc(s->n_statements, sizeof(*db->stmt))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < s->n_statements; i++) {
		db->stmt[i].db = db;
		e = db->ops->prepare(db->engine, s->statements[i],
		    &db->stmt[i].s);
		if (e != TT_OK) {
			say_last(db, diag);
			return e;
		}
	}
	return TT_OK;
}

enum tt_err
db_open(struct db **out, const char *where, enum db_mode mode,
    const struct db_schema *schema, struct db_diag *diag)
{
	const struct engine_ops *ops = engine_of(where);
	struct db *db;
	enum tt_err e;

	if (ops == NULL || ops->open == NULL) {
		say(diag, "this engine is not built into this version");
		return TT_ESTATE;
	}
	if ((db = calloc(1, sizeof(*db))) == NULL)
		return TT_ENOMEM;
	db->ops = ops;
	db->schema = *schema;
	if ((e = ops->open(&db->engine, where, mode, diag)) != TT_OK ||
	    (e = migrate(db, diag)) != TT_OK ||
	    (e = prepare_all(db, diag)) != TT_OK) {
		db_close(db);
		return e;
	}
	*out = db;
	return TT_OK;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	if (db->engine != NULL) {
		db_rollback(db);
		for (size_t i = 0; db->stmt != NULL &&
		    i < db->schema.n_statements; i++)
			db->ops->finish(db->stmt[i].s);
		db->ops->close(db->engine);
	}
	free(db->stmt);
	free(db);
}

const char *
db_text(const struct db *db)
{
	return db->ops->text(db->engine);
}

struct db_stmt *
db_use(struct db *db, size_t number)
{
	assert(number < db->schema.n_statements);
	db->ops->reset(db->stmt[number].s);
	db->stmt[number].err = TT_OK;
	return &db->stmt[number];
}

static void
keep(struct db_stmt *s, enum tt_err e)
{
	if (s->err == TT_OK)
		s->err = e;
}

void
db_bind_int(struct db_stmt *s, int i, int64_t v)
{
	keep(s, s->db->ops->bind_int(s->s, i, v));
}

void
db_bind_text(struct db_stmt *s, int i, struct span v)
{
	keep(s, s->db->ops->bind_text(s->s, i, v));
}

void
db_bind_str(struct db_stmt *s, int i, const char *v)
{
	if (v != NULL)
		db_bind_text(s, i, span_str(v));
}

void
db_bind_words(struct db_stmt *s, int i, const char *v)
{
	db_bind_str(s, i, v[0] == '\0' ? NULL : v);
}

void
db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n)
{
	keep(s, s->db->ops->bind_blob(s->s, i, span_of(p, n)));
}

void
db_bind_null(struct db_stmt *s, int i)
{
	(void)s;	/* what db_use left unbound is null */
	(void)i;
}

enum tt_err
db_step(struct db_stmt *s, bool *row)
{
	if (s->err != TT_OK)
		return s->err;
	return s->db->ops->step(s->db->engine, s->s, row);
}

enum tt_err
db_run(struct db_stmt *s)
{
	enum tt_err e;
	bool row;

	do {
		e = db_step(s, &row);
	} while (e == TT_OK && row);
	return e;
}

enum tt_err
db_one(struct db_stmt *s)
{
	enum tt_err e;
	bool row;

	if ((e = db_step(s, &row)) != TT_OK)
		return e;
	return row ? TT_OK : TT_ENOENT;
}

enum tt_err
db_number(struct db_stmt *s, int64_t *out)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		*out = db_int(s, 0);
	db_reset(s);
	return e;
}

void
db_reset(struct db_stmt *s)
{
	s->db->ops->reset(s->s);
}

int64_t
db_int(struct db_stmt *s, int col)
{
	return s->db->ops->col_int(s->s, col);
}

struct span
db_span(struct db_stmt *s, int col)
{
	return s->db->ops->col_span(s->s, col);
}

bool
db_is_null(struct db_stmt *s, int col)
{
	return s->db->ops->col_null(s->s, col);
}

bool
db_words(struct db_stmt *s, int col, char *out, size_t cap)
{
	out[0] = '\0';
	return db_is_null(s, col) ||
	    span_copy(db_span(s, col), out, cap) == TT_OK;
}

bool
db_bytes(struct db_stmt *s, int col, void *out, size_t n)
{
	struct span v = db_span(s, col);

	if (v.n != n)
		return false;
	memcpy(out, v.p, n);
	return true;
}

int64_t
db_changes(struct db *db)
{
	return db->ops->changes(db->engine);
}

int64_t
db_last_id(struct db *db)
{
	return db->ops->last_id(db->engine);
}

enum tt_err
db_each_row(struct db *db, db_skip_fn *skip, db_row_fn *fn, void *ctx)
{
	return db->ops->rows(db->engine, skip, fn, ctx);
}

enum tt_err
db_check(struct db *db)
{
	return db->ops->check(db->engine);
}
