/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "store/file.h"
#include "store/snapshot.h"
#include "store/sqlite_err.h"

#define BUSY_MS		5000
#define TRIES		50	/* of a step that another writer holds up */
#define TRY_MS		100

static bool
is_ours(const char *where)
{
	return strstr(where, "://") == NULL;
}

static enum tt_err
open_at(const char *where, int flags, sqlite3 **out)
{
	sqlite3 *db = NULL;
	enum tt_err e;

	if (!is_ours(where))
		return TT_ESTATE;
	if (!file_exists(where))
		return TT_ENOENT;
	e = sqlite_err(db, sqlite3_open_v2(where, &db, flags |
	    SQLITE_OPEN_NOMUTEX, NULL));
	if (e != TT_OK) {
		sqlite3_close(db);
		return e;
	}
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
	*out = db;
	return TT_OK;
}

static enum tt_err
copy_pages(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *b;
	int rc;

	errno = 0;
	if ((b = sqlite3_backup_init(to, "main", from, "main")) == NULL)
		return sqlite_err(to, sqlite3_errcode(to));
	/* all pages in one step: of one instant, and no writer waits for it */
	for (int i = 0; i < TRIES; i++) {
		rc = sqlite3_backup_step(b, -1);
		if (rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
			break;
		sqlite3_sleep(TRY_MS);
	}
	sqlite3_backup_finish(b);
	return rc == SQLITE_DONE ? TT_OK : sqlite_err(to, rc);
}

static enum tt_err
fill(const char *from, const char *to)
{
	sqlite3 *src = NULL, *dst = NULL;
	enum tt_err e;

	if ((e = open_at(from, SQLITE_OPEN_READONLY, &src)) == TT_OK &&
	    (e = open_at(to, SQLITE_OPEN_READWRITE, &dst)) == TT_OK)
		e = copy_pages(src, dst);
	sqlite3_close(src);
	sqlite3_close(dst);
	return e;
}

enum tt_err
snapshot_take(const char *from, const char *to)
{
	char temp[FILE_PATH_MAX];
	enum tt_err e;

	if (file_exists(to))
		return TT_EEXIST;
	/* SQLite itself would make a file that others may read */
	if ((e = file_temp_name(to, temp)) != TT_OK ||
	    (e = file_create(temp, "", 0, 0600)) != TT_OK)
		return e;
	if ((e = fill(from, temp)) == TT_OK &&
	    (e = snapshot_settle(temp)) == TT_OK)
		e = file_rename(temp, to);
	if (e != TT_OK && snapshot_remove(temp) != TT_OK)
		return e;
	return e;
}

/* The first column of the one row that there is. */
static enum tt_err
ask(sqlite3 *db, const char *sql, int64_t *out)
{
	sqlite3_stmt *s = NULL;
	enum tt_err e;
	int rc;

	errno = 0;
	if ((e = sqlite_err(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL))) !=
	    TT_OK)
		return e;
	if ((rc = sqlite3_step(s)) == SQLITE_ROW)
		*out = sqlite3_column_int64(s, 0);
	else
		e = rc == SQLITE_DONE ? TT_EDB : sqlite_err(db, rc);
	sqlite3_finalize(s);
	return e;
}

enum tt_err
snapshot_version(const char *where, int64_t *version)
{
	sqlite3 *db = NULL;
	enum tt_err e;

	if ((e = open_at(where, SQLITE_OPEN_READONLY, &db)) != TT_OK)
		return e;
	e = ask(db, "PRAGMA user_version", version);
	sqlite3_close(db);
	return e;
}

/* Whether a table of both has other rows in one; a row twice counts twice. */
static enum tt_err
compare_table(sqlite3 *db, const char *table, bool *same)
{
	char *sql = sqlite3_mprintf(
	    "SELECT EXISTS (SELECT * FROM main.\"%w\""
	    " EXCEPT SELECT * FROM other.\"%w\")"
	    " OR (SELECT count(*) FROM main.\"%w\") <>"
	    " (SELECT count(*) FROM other.\"%w\")",
	    table, table, table, table);
	int64_t differ = 1;
	enum tt_err e = TT_ENOMEM;

	if (sql != NULL)
		e = ask(db, sql, &differ);
	sqlite3_free(sql);
	*same = differ == 0;
	return e;
}

static const char differing_schema[] =
    "SELECT EXISTS (SELECT type, name, sql FROM main.sqlite_schema"
    " EXCEPT SELECT type, name, sql FROM other.sqlite_schema)"
    " OR EXISTS (SELECT type, name, sql FROM other.sqlite_schema"
    " EXCEPT SELECT type, name, sql FROM main.sqlite_schema)";

static enum tt_err
compare_all(sqlite3 *db, bool *same)
{
	sqlite3_stmt *s = NULL;
	int64_t differ = 1;
	enum tt_err e;
	int rc = SQLITE_ROW;

	if ((e = ask(db, differing_schema, &differ)) != TT_OK)
		return e;
	*same = differ == 0;
	e = sqlite_err(db, sqlite3_prepare_v2(db, "SELECT name FROM "
	    "main.sqlite_schema WHERE type = 'table' AND name NOT LIKE "
	    "'sqlite\\_stat%' ESCAPE '\\'", -1, &s, NULL));
	while (e == TT_OK && *same && (rc = sqlite3_step(s)) == SQLITE_ROW)
		e = compare_table(db, (const char *)sqlite3_column_text(s, 0),
		    same);
	if (e == TT_OK && *same && rc != SQLITE_DONE)
		e = sqlite_err(db, rc);
	sqlite3_finalize(s);
	return e;
}

static enum tt_err
attach(sqlite3 *db, const char *where)
{
	char *sql = sqlite3_mprintf("ATTACH %Q AS other", where);
	enum tt_err e = TT_ENOMEM;

	if (sql != NULL)
		e = sqlite_err(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
	sqlite3_free(sql);
	return e;
}

enum tt_err
snapshot_same(const char *a, const char *b, bool *same)
{
	sqlite3 *db = NULL;
	bool found = false;
	enum tt_err e;

	if (!is_ours(b))
		return TT_ESTATE;
	if (!file_exists(b))
		return TT_ENOENT;
	if ((e = open_at(a, SQLITE_OPEN_READONLY, &db)) != TT_OK)
		return e;
	errno = 0;
	if ((e = attach(db, b)) == TT_OK)
		e = compare_all(db, &found);
	sqlite3_close(db);
	if (e == TT_OK)
		*same = found;
	return e;
}

/* Leaving the mode of a log beside the file brings that log into it. */
enum tt_err
snapshot_settle(const char *where)
{
	sqlite3 *db = NULL;
	enum tt_err e;

	if ((e = open_at(where, SQLITE_OPEN_READWRITE, &db)) != TT_OK)
		return e;
	errno = 0;
	e = sqlite_err(db, sqlite3_exec(db, "PRAGMA synchronous = FULL;"
	    "PRAGMA journal_mode = DELETE", NULL, NULL, NULL));
	sqlite3_close(db);
	return e;
}

enum tt_err
snapshot_remove(const char *where)
{
	static const char *const beside[] = { "-wal", "-shm", "-journal", "" };
	char path[FILE_PATH_MAX];
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(beside) && e == TT_OK; i++) {
		if ((size_t)snprintf(path, sizeof(path), "%s%s", where,
		    beside[i]) >= sizeof(path))
			return TT_ELIMIT;
		e = file_remove(path);
	}
	return e;
}
