/* SPDX-License-Identifier: ISC */
/*
 * db - records in SQL, behind an interface that more than one engine fits.
 *
 * A schema is numbered migrations and one table of numbered statements; no
 * other SQL reaches the engine.  Parameters are ?1, ?2, ...  Here: SQLite,
 * with WAL, synchronous=FULL, foreign keys, trusted_schema=0 and a busy
 * timeout; tables are STRICT.  A commit that has returned TT_OK is on disk.
 *
 * A db is used by one thread at a time.  Errors: TT_EFULL when the disk is
 * full (the transaction is undone), TT_EAGAIN when another holds the lock
 * too long, TT_EINTEGRITY when the file is damaged, TT_EEXIST when a unique
 * constraint says no, TT_ENOMEM, else TT_EDB; db_text says more.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

struct db;
struct db_stmt;		/* one execution; borrowed from its db */

struct db_schema {
	const char *name;			/* "hub" */
	const char *const *migrations;		/* [i] makes version i + 1 */
	size_t n_migrations;
	const char *const *statements;		/* by number */
	size_t n_statements;
};

/* Migrations of src/store/schema, embedded by the build. */
extern const char *const db_hub_migrations[];
extern const size_t db_hub_migrations_n;
extern const char *const db_vault_migrations[];
extern const size_t db_vault_migrations_n;

struct db_diag {
	char text[256];
};

enum db_mode {
	DB_CREATE,	/* TT_EEXIST if it is there */
	DB_EXISTING,	/* TT_ENOENT if it is not: never made by accident */
};

/*
 * where: a path, or a URL of an engine.  An engine that this build lacks is
 * TT_ESTATE, a database of a later version than ours TT_EVERSION.  Missing
 * migrations run, each in a transaction of its own that also counts the
 * version up, so one that stopped half way never was.  Every statement is
 * prepared once.  *schema is copied, what it points to must outlive the db.
 * diag may be NULL.
 */
enum tt_err db_open(struct db **out, const char *where, enum db_mode mode,
    const struct db_schema *schema, struct db_diag *diag) MUST_USE;
void db_close(struct db *db);		/* NULL is fine; rolls back */

const char *db_text(const struct db *db);	/* of the last error */

/* Not nested.  After a failed commit the transaction is rolled back. */
enum tt_err db_begin(struct db *db) MUST_USE;
enum tt_err db_commit(struct db *db) MUST_USE;
void db_rollback(struct db *db);	/* fine outside a transaction too */

/*
 * Statement `number`, reset, nothing bound.  Bind, then step or run.  Columns
 * and their bytes are good until the next step, or the next db_use of the
 * same number.  A failure to bind sticks until db_step or db_run says it.
 */
struct db_stmt *db_use(struct db *db, size_t number);
void db_bind_int(struct db_stmt *s, int i, int64_t v);	/* i from 1 */
void db_bind_text(struct db_stmt *s, int i, struct span v);
void db_bind_str(struct db_stmt *s, int i, const char *v);	/* NULL: null */
/* "" stands for null. */
void db_bind_words(struct db_stmt *s, int i, const char *v);
void db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n);
void db_bind_null(struct db_stmt *s, int i);

/* *row: there is a row.  After the last row the statement is reset. */
enum tt_err db_step(struct db_stmt *s, bool *row) MUST_USE;

/* To its end, rows ignored. */
enum tt_err db_run(struct db_stmt *s) MUST_USE;

/* The one row that must be there: TT_ENOENT if there is none. */
enum tt_err db_one(struct db_stmt *s) MUST_USE;

/* The number in the first column of that row; resets s. */
enum tt_err db_number(struct db_stmt *s, int64_t *out) MUST_USE;

void db_reset(struct db_stmt *s);	/* when rows are left unread */

int64_t db_int(struct db_stmt *s, int col);	/* col from 0 */
struct span db_span(struct db_stmt *s, int col);	/* text or blob */
bool db_is_null(struct db_stmt *s, int col);
/* Null is "".  False: longer than a record can be; the file is not ours. */
bool db_words(struct db_stmt *s, int col, char *out, size_t cap);
/* True if the column is a blob of exactly n bytes, copied to out. */
bool db_bytes(struct db_stmt *s, int col, void *out, size_t n);

int64_t db_changes(struct db *db);	/* rows of the last run */
int64_t db_last_id(struct db *db);	/* rowid of the last insert */

/*
 * Every row of every table, for comparing two databases of one schema: as
 * text, NAME:LENGTH:VALUE; of each column, by table and name.  skip (column
 * NULL: of a whole table) says what is left out.  Stops when fn does not
 * return TT_OK, and returns that.
 */
typedef bool db_skip_fn(const char *table, const char *column);
typedef enum tt_err db_row_fn(void *ctx, const char *table, struct span row);
enum tt_err db_each_row(struct db *db, db_skip_fn *skip, db_row_fn *fn,
    void *ctx) MUST_USE;

/* The engine's own check of the whole file; TT_EINTEGRITY with the reason. */
enum tt_err db_check(struct db *db) MUST_USE;

#endif
