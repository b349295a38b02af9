/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"
#include "store/db.h"
#include "store/file.h"
#include "temp.h"

enum { PUT, GET, ALL, MODE, SYNC, COUNT, BIG, N_STATEMENTS };

static const char *const statements[] = {
	[PUT] = "INSERT INTO word (text, bytes) VALUES (?1, ?2)",
	[GET] = "SELECT id, text, bytes FROM word WHERE text = ?1",
	[ALL] = "SELECT id FROM word ORDER BY id",
	[MODE] = "PRAGMA journal_mode",
	[SYNC] = "PRAGMA synchronous",
	[COUNT] = "SELECT count(*) FROM word",
	[BIG] = "INSERT INTO word (text, bytes) VALUES (?1, zeroblob(8388608))",
};

static const char *const migrations[] = {
	"CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"
	    " STRICT;",
	"ALTER TABLE word ADD COLUMN bytes BLOB;",
	"CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;"
	    "INSERT INTO nowhere VALUES (1);",
};

static struct db_schema
schema(size_t n_migrations)
{
	return (struct db_schema){ "test", migrations, n_migrations,
		statements, N_STATEMENTS };
}

static void
put(struct db *db, const char *text, enum tt_err want)
{
	struct db_stmt *s = db_use(db, PUT);

	db_bind_str(s, 1, text);
	db_bind_blob(s, 2, "\0\xff", 2);
	assert_int_equal(want, db_run(s));
}

static int64_t
count(struct db *db)
{
	struct db_stmt *s = db_use(db, COUNT);
	int64_t n;

	assert_int_equal(TT_OK, db_one(s));
	n = db_int(s, 0);
	db_reset(s);
	return n;
}

static void
folders_may_be_reached_through_links_and_files_not(void **state)
{
	struct db_schema sc = schema(2);
	struct db *db;

	assert_int_equal(TT_OK, file_mkdir(temp_path(state, "real")));
	assert_int_equal(0, symlink("real", temp_path(state, "link")));
	assert_int_equal(TT_OK, db_open(&db, temp_path(state, "link/a.db"),
	    DB_CREATE, &sc, NULL));
	put(db, "one", TT_OK);
	db_close(db);
	assert_int_equal(TT_OK, db_open(&db, temp_path(state, "real/a.db"),
	    DB_EXISTING, &sc, NULL));
	assert_int_equal(1, count(db));
	db_close(db);
	assert_int_equal(0, symlink("a.db", temp_path(state, "real/b.db")));
	assert_int_not_equal(TT_OK, db_open(&db, temp_path(state,
	    "real/b.db"), DB_EXISTING, &sc, NULL));
}

static void
what_is_put_is_got_after_reopening(void **state)
{
	struct db_schema sc = schema(2);
	const char *path = temp_path(state, "words.db");
	struct db_stmt *s;
	struct db *db;
	struct stat st;
	uint8_t two[2];

	assert_int_equal(TT_OK, db_open(&db, path, DB_CREATE, &sc, NULL));
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(0600, st.st_mode & 07777);
	put(db, "one", TT_OK);
	put(db, "one", TT_EEXIST);
	db_close(db);

	assert_int_equal(TT_OK, db_open(&db, path, DB_EXISTING, &sc, NULL));
	s = db_use(db, GET);
	db_bind_text(s, 1, SPAN("one"));
	assert_int_equal(TT_OK, db_one(s));
	assert_int_equal(1, db_int(s, 0));
	assert_true(span_is(db_span(s, 1), "one"));
	assert_true(db_bytes(s, 2, two, 2));
	assert_false(db_bytes(s, 2, two, 1));
	assert_memory_equal("\0\xff", two, 2);
	db_reset(s);
	assert_int_equal(TT_OK, db_check(db));
	db_close(db);
}

static void
journal_is_wal_and_every_commit_is_synced(void **state)
{
	struct db_schema sc = schema(2);
	struct db_stmt *s;
	struct db *db;

	assert_int_equal(TT_OK, db_open(&db, temp_path(state, "w.db"),
	    DB_CREATE, &sc, NULL));
	s = db_use(db, MODE);
	assert_int_equal(TT_OK, db_one(s));
	assert_true(span_is(db_span(s, 0), "wal"));
	db_reset(s);
	s = db_use(db, SYNC);
	assert_int_equal(TT_OK, db_one(s));
	assert_int_equal(2, db_int(s, 0));
	db_reset(s);
	db_close(db);
}

static void
nothing_is_made_by_accident(void **state)
{
	struct db_schema sc = schema(2), newer = schema(1);
	const char *path = temp_path(state, "words.db");
	struct db_diag diag;
	struct db *db = NULL;

	assert_int_equal(TT_ENOENT, db_open(&db, path, DB_EXISTING, &sc, NULL));
	assert_false(file_exists(path));
	assert_int_equal(TT_ESTATE, db_open(&db, "postgresql://h/d", DB_CREATE,
	    &sc, &diag));
	assert_non_null(strstr(diag.text, "not built"));
	assert_int_equal(TT_OK, db_open(&db, path, DB_CREATE, &sc, NULL));
	db_close(db);
	db = NULL;
	assert_int_equal(TT_EEXIST, db_open(&db, path, DB_CREATE, &sc, NULL));
	assert_int_equal(TT_EVERSION, db_open(&db, path, DB_EXISTING, &newer,
	    &diag));
	assert_null(db);
}

static void
a_migration_that_stops_half_way_never_was(void **state)
{
	const char *path = temp_path(state, "words.db");
	struct db_schema two = schema(2), three = schema(3);
	struct db_diag diag;
	struct db *db;

	assert_int_equal(TT_OK, db_open(&db, path, DB_CREATE, &two, NULL));
	put(db, "kept", TT_OK);
	db_close(db);
	assert_int_equal(TT_EDB, db_open(&db, path, DB_EXISTING, &three,
	    &diag));
	assert_non_null(strstr(diag.text, "nowhere"));
	assert_int_equal(TT_OK, db_open(&db, path, DB_EXISTING, &two, NULL));
	assert_int_equal(1, count(db));
	db_close(db);
}

static void
what_is_rolled_back_is_gone(void **state)
{
	struct db_schema sc = schema(2);
	struct db *db;

	assert_int_equal(TT_OK, db_open(&db, temp_path(state, "w.db"),
	    DB_CREATE, &sc, NULL));
	assert_int_equal(TT_OK, db_begin(db));
	put(db, "one", TT_OK);
	db_rollback(db);
	assert_int_equal(0, count(db));
	assert_int_equal(TT_OK, db_begin(db));
	put(db, "one", TT_OK);
	assert_int_equal(1, db_changes(db));
	assert_int_equal(1, db_last_id(db));
	assert_int_equal(TT_OK, db_commit(db));
	db_rollback(db);
	assert_int_equal(1, count(db));
	db_close(db);
}

static void
a_damaged_file_is_an_integrity_error(void **state)
{
	const char *path = temp_path(state, "words.db");
	struct db_schema sc = schema(2);
	struct db *db;

	temp_write(path, "SQLite format 3 it is not, nor anything else");
	assert_int_equal(TT_EINTEGRITY, db_open(&db, path, DB_EXISTING, &sc,
	    NULL));
}

static void
a_full_disk_is_named_and_undoes_the_transaction(void **state)
{
	const char *path = temp_path(state, "words.db");
	struct db_schema sc = schema(2);
	struct temp_limit limit;
	struct db_stmt *s;
	struct db *db;
	enum tt_err e;

	assert_int_equal(TT_OK, db_open(&db, path, DB_CREATE, &sc, NULL));
	put(db, "before", TT_OK);
	temp_limit_files(&limit, 1 << 20);
	assert_int_equal(TT_OK, db_begin(db));
	s = db_use(db, BIG);
	db_bind_str(s, 1, "too much");
	if ((e = db_run(s)) == TT_OK)
		e = db_commit(db);
	db_rollback(db);
	temp_limit_end(&limit);
	assert_int_equal(TT_EFULL, e);
	assert_int_equal(1, count(db));
	put(db, "after", TT_OK);
	db_close(db);
}

static void
the_embedded_schemas_open(void **state)
{
	struct db_schema sc = { "hub", db_hub_migrations, db_hub_migrations_n,
		statements, 0 };
	struct db *db;

	assert_int_equal(TT_OK, db_open(&db, temp_path(state, "hub.db"),
	    DB_CREATE, &sc, NULL));
	assert_int_equal(TT_OK, db_check(db));
	db_close(db);
	sc.migrations = db_vault_migrations;
	sc.n_migrations = db_vault_migrations_n;
	assert_int_equal(TT_OK, db_open(&db, temp_path(state, "vault.db"),
	    DB_CREATE, &sc, NULL));
	db_close(db);
}

#define IN_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(IN_TEMP(what_is_put_is_got_after_reopening),
    IN_TEMP(folders_may_be_reached_through_links_and_files_not),
    IN_TEMP(journal_is_wal_and_every_commit_is_synced),
    IN_TEMP(nothing_is_made_by_accident),
    IN_TEMP(a_migration_that_stops_half_way_never_was),
    IN_TEMP(what_is_rolled_back_is_gone),
    IN_TEMP(a_damaged_file_is_an_integrity_error),
    IN_TEMP(a_full_disk_is_named_and_undoes_the_transaction),
    IN_TEMP(the_embedded_schemas_open))
