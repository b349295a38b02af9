/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/engine.h"
#include "store/file.h"
#include "store/sqlite_err.h"

#define ROW_MAX		((size_t)64 << 20)	/* bytes of one, as text */
#define BUSY_MS	5000

struct engine {
	sqlite3 *db;
	char note[256];		/* what check found; else sqlite's own text */
};

/* A statement is sqlite's own object under another name. */
static sqlite3_stmt *
own(struct engine_stmt *s)
{
	return (sqlite3_stmt *)(void *)s;
}

static enum tt_err
lite_exec(struct engine *e, const char *sql)
{
	e->note[0] = '\0';
	errno = 0;
	return sqlite_err(e->db, sqlite3_exec(e->db, sql, NULL, NULL, NULL));
}

static const char pragmas[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = 0;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY;";

static enum tt_err
set_up(struct engine *e)
{
	int off = 0;

	sqlite3_extended_result_codes(e->db, 1);
	sqlite3_busy_timeout(e->db, BUSY_MS);
	sqlite3_db_config(e->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(e->db, SQLITE_DBCONFIG_DQS_DML, 0, &off);
	sqlite3_db_config(e->db, SQLITE_DBCONFIG_DQS_DDL, 0, &off);
	return lite_exec(e, pragmas);
}

static const char *
lite_text(struct engine *e)
{
	return e->note[0] != '\0' ? e->note : sqlite3_errmsg(e->db);
}

static void
lite_close(struct engine *e)
{
	if (e == NULL)
		return;
	sqlite3_close(e->db);
	free(e);
}

/*
 * The folder's real path and the file's name: folders may be reached through
 * links, the file itself may not, for SQLITE_OPEN_NOFOLLOW looks at all of
 * the path.
 */
static enum tt_err
straight(const char *where, char out[FILE_PATH_MAX])
{
	const char *slash = strrchr(where, '/');
	char parent[FILE_PATH_MAX], *real;
	enum tt_err err;

	if ((err = file_parent(parent, where)) != TT_OK)
		return err;
	if ((real = realpath(parent, NULL)) == NULL)
		return TT_EIO;
	err = file_path(out, real, slash == NULL ? where : slash + 1);
	free(real);
	return err;
}

static enum tt_err
lite_open(struct engine **out, const char *where, enum db_mode mode,
    struct db_diag *diag)
{
	char path[FILE_PATH_MAX];
	struct engine *e;
	enum tt_err err;

	/* SQLite itself would make a file that others may read */
	if (mode == DB_CREATE &&
	    (err = file_create(where, "", 0, 0600)) != TT_OK)
		return err;
	if (mode == DB_EXISTING && !file_exists(where))
		return TT_ENOENT;
	if ((err = straight(where, path)) != TT_OK)
		return err;
	if ((e = calloc(1, sizeof(*e))) == NULL)
		return TT_ENOMEM;
	err = sqlite_err(e->db, sqlite3_open_v2(path, &e->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_NOFOLLOW, NULL));
	if (err == TT_OK)
		err = set_up(e);
	if (err != TT_OK) {
		if (diag != NULL)
			snprintf(diag->text, sizeof(diag->text), "%s",
			    lite_text(e));
		lite_close(e);
		return err;
	}
	*out = e;
	return TT_OK;
}

static bool
lite_in_transaction(struct engine *e)
{
	return !sqlite3_get_autocommit(e->db);
}

static enum tt_err
lite_version(struct engine *e, int64_t *version)
{
	sqlite3_stmt *s = NULL;
	enum tt_err err;

	err = sqlite_err(e->db, sqlite3_prepare_v2(e->db,
	    "PRAGMA user_version", -1, &s, NULL));
	if (err == TT_OK && sqlite3_step(s) == SQLITE_ROW)
		*version = sqlite3_column_int64(s, 0);
	else if (err == TT_OK)
		err = TT_EDB;
	sqlite3_finalize(s);
	return err;
}

static enum tt_err
lite_set_version(struct engine *e, int64_t version)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %lld",
	    (long long)version);
	return lite_exec(e, sql);
}

static enum tt_err
lite_prepare(struct engine *e, const char *sql, struct engine_stmt **out)
{
	sqlite3_stmt *s = NULL;
	enum tt_err err;

	err = sqlite_err(e->db, sqlite3_prepare_v3(e->db, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &s, NULL));
	if (err == TT_OK)
		*out = (struct engine_stmt *)(void *)s;
	return err;
}

static void
lite_finish(struct engine_stmt *s)
{
	sqlite3_finalize(own(s));
}

static void
lite_reset(struct engine_stmt *s)
{
	sqlite3_reset(own(s));
	sqlite3_clear_bindings(own(s));
}

static enum tt_err
bound(struct engine_stmt *s, int rc)
{
	return sqlite_err(sqlite3_db_handle(own(s)), rc);
}

static enum tt_err
lite_bind_int(struct engine_stmt *s, int i, int64_t v)
{
	return bound(s, sqlite3_bind_int64(own(s), i, v));
}

static enum tt_err
lite_bind_text(struct engine_stmt *s, int i, struct span v)
{
	return bound(s, sqlite3_bind_text64(own(s), i, v.p, v.n,
	    SQLITE_TRANSIENT, SQLITE_UTF8));
}

static enum tt_err
lite_bind_blob(struct engine_stmt *s, int i, struct span v)
{
	return bound(s, sqlite3_bind_blob64(own(s), i, v.n > 0 ? v.p : "", v.n,
	    SQLITE_TRANSIENT));
}

static enum tt_err
lite_step(struct engine *e, struct engine_stmt *s, bool *row)
{
	enum tt_err err;
	int rc;

	e->note[0] = '\0';
	errno = 0;
	rc = sqlite3_step(own(s));
	if (rc == SQLITE_ROW) {
		*row = true;
		return TT_OK;
	}
	if ((err = sqlite_err(e->db, rc)) == TT_OK)
		*row = false;
	sqlite3_reset(own(s));
	return err;
}

static int64_t
lite_col_int(struct engine_stmt *s, int col)
{
	return sqlite3_column_int64(own(s), col);
}

static struct span
lite_col_span(struct engine_stmt *s, int col)
{
	const void *p = sqlite3_column_blob(own(s), col);
	int n = sqlite3_column_bytes(own(s), col);

	return span_of(p != NULL ? p : "", (size_t)n);
}

static bool
lite_col_null(struct engine_stmt *s, int col)
{
	return sqlite3_column_type(own(s), col) == SQLITE_NULL;
}

static int64_t
lite_changes(struct engine *e)
{
	return sqlite3_changes64(e->db);
}

static int64_t
lite_last_id(struct engine *e)
{
	return sqlite3_last_insert_rowid(e->db);
}

/* The first row of a check that answers "ok" or nothing when all is well. */
static enum tt_err
one_check(struct engine *e, const char *sql, const char *well)
{
	sqlite3_stmt *s = NULL;
	const unsigned char *said;
	enum tt_err err;
	int rc;

	err = sqlite_err(e->db, sqlite3_prepare_v2(e->db, sql, -1, &s, NULL));
	if (err != TT_OK)
		return err;
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		said = sqlite3_column_text(s, 0);
		if (well == NULL || said == NULL ||
		    strcmp((const char *)said, well) != 0) {
			snprintf(e->note, sizeof(e->note), "%s", said == NULL ?
			    sql : (const char *)said);
			err = TT_EINTEGRITY;
		}
	} else {
		err = sqlite_err(e->db, rc);
	}
	sqlite3_finalize(s);
	return err;
}

static enum tt_err
lite_check(struct engine *e)
{
	enum tt_err err;

	e->note[0] = '\0';
	err = one_check(e, "PRAGMA integrity_check(1)", "ok");
	if (err == TT_OK)
		err = one_check(e, "PRAGMA foreign_key_check", NULL);
	return err;
}

/* NAME:LENGTH:VALUE; of each column that is not skipped. */
static enum tt_err
put_cells(sqlite3_stmt *s, const char *table, db_skip_fn *skip,
    struct buf *row)
{
	int n = sqlite3_column_count(s);
	const char *name;
	const void *p;

	buf_clear(row);
	for (int i = 0; i < n; i++) {
		name = sqlite3_column_name(s, i);
		if (skip(table, name))
			continue;
		p = sqlite3_column_blob(s, i);
		buf_printf(row, "%s:%d:", name, p == NULL ? -1 :
		    sqlite3_column_bytes(s, i));
		if (p != NULL)
			buf_add(row, p, (size_t)sqlite3_column_bytes(s, i));
		buf_char(row, ';');
	}
	return buf_err(row);
}

static enum tt_err
table_rows(struct engine *e, const char *table, db_skip_fn *skip,
    db_row_fn *fn, void *ctx)
{
	char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
	sqlite3_stmt *s = NULL;
	struct buf row;
	enum tt_err err = TT_ENOMEM;
	int rc = SQLITE_ROW;

	buf_init(&row, ROW_MAX);
	if (sql != NULL)
		err = sqlite_err(e->db, sqlite3_prepare_v2(e->db, sql, -1, &s,
		    NULL));
	while (err == TT_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
		if ((err = put_cells(s, table, skip, &row)) == TT_OK)
			err = fn(ctx, table, buf_view(&row));
	if (err == TT_OK && rc != SQLITE_DONE)
		err = sqlite_err(e->db, rc);
	sqlite3_finalize(s);
	sqlite3_free(sql);
	buf_done(&row);
	return err;
}

static enum tt_err
lite_rows(struct engine *e, db_skip_fn *skip, db_row_fn *fn, void *ctx)
{
	sqlite3_stmt *s = NULL;
	const char *table;
	enum tt_err err;
	int rc = SQLITE_ROW;

	err = sqlite_err(e->db, sqlite3_prepare_v2(e->db, "SELECT name FROM "
	    "sqlite_schema WHERE type = 'table' AND name NOT LIKE "
	    "'sqlite_%' ORDER BY name", -1, &s, NULL));
	while (err == TT_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		table = (const char *)sqlite3_column_text(s, 0);
		if (table == NULL)
			err = TT_ENOMEM;
		else if (!skip(table, NULL))
			err = table_rows(e, table, skip, fn, ctx);
	}
	if (err == TT_OK && rc != SQLITE_DONE)
		err = sqlite_err(e->db, rc);
	sqlite3_finalize(s);
	return err;
}

const struct engine_ops engine_sqlite = {
	.scheme = "",
	.name = "SQLite",
	.open = lite_open,
	.close = lite_close,
	.text = lite_text,
	.exec = lite_exec,
	.in_transaction = lite_in_transaction,
	.version = lite_version,
	.set_version = lite_set_version,
	.prepare = lite_prepare,
	.finish = lite_finish,
	.reset = lite_reset,
	.bind_int = lite_bind_int,
	.bind_text = lite_bind_text,
	.bind_blob = lite_bind_blob,
	.step = lite_step,
	.col_int = lite_col_int,
	.col_span = lite_col_span,
	.col_null = lite_col_null,
	.changes = lite_changes,
	.last_id = lite_last_id,
	.check = lite_check,
	.rows = lite_rows,
};
