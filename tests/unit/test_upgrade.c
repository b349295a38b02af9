/* SPDX-License-Identifier: ISC */
/*
 * What is kept of a database before its migrations, when it is the way back
 * and when it is not any more; and copies that are taken beside a writer.
 */
#include <sys/stat.h>

#include "test.h"
#include "hub/upgrade.h"
#include "store/hub_sql.h"
#include "store/snapshot.h"
#include "temp.h"

enum { PUT, N_STATEMENTS };

static const char *const statements[] = {
	[PUT] = "INSERT INTO checkpoint (size, root, note, time, published) "
	    "VALUES (?1, zeroblob(32), zeroblob(1), 0, 0)",
};

/* A database of the first so many migrations, or one brought to them. */
static struct db *
of_version(const char *where, enum db_mode mode, size_t version)
{
	struct db_schema s = { "hub", db_hub_migrations, version, statements,
		N_STATEMENTS };
	struct db *db;

	assert_int_equal(TT_OK, db_open(&db, where, mode, &s, NULL));
	return db;
}

static void
write_one(struct db *db, int64_t size)
{
	struct db_stmt *s = db_use(db, PUT);

	db_bind_int(s, 1, size);
	assert_int_equal(TT_OK, db_run(s));
}

static const char *
make(void **state, size_t version)
{
	const char *where = temp_path(state, "hub.db");
	struct db *db = of_version(where, DB_CREATE, version);

	write_one(db, 1);
	db_close(db);
	return where;
}

static void
raise_to(const char *where, size_t version)
{
	db_close(of_version(where, DB_EXISTING, version));
}

static int64_t
version_of(const char *where)
{
	int64_t v = -1;

	assert_int_equal(TT_OK, snapshot_version(where, &v));
	return v;
}

#define NEWEST	((int64_t)db_hub_migrations_n)

static void
an_upgrade_goes_back_until_the_first_write(void **state)
{
	const char *where = make(state, 1);
	struct upgrade u;
	struct db *db;

	assert_int_equal(TT_ENOENT, upgrade_undo(where, &u));
	assert_int_equal(TT_OK, upgrade_prepare(where, &u));
	assert_int_equal(1, u.at);
	assert_int_equal(NEWEST, u.to);
	assert_false(u.stopped);
	raise_to(where, db_hub_migrations_n);
	assert_int_equal(TT_OK, upgrade_undo(where, &u));
	assert_int_equal(1, version_of(where));

	assert_int_equal(TT_OK, upgrade_prepare(where, &u));
	raise_to(where, db_hub_migrations_n);
	db = of_version(where, DB_EXISTING, db_hub_migrations_n);
	write_one(db, 2);
	db_close(db);
	assert_int_equal(TT_EREFUSED, upgrade_undo(where, &u));
	assert_int_equal(NEWEST, version_of(where));
}

static void
a_stop_after_each_migration_goes_on_under_the_same_copy(void **state)
{
	const char *where = make(state, 1);
	struct upgrade u;

	assert_int_equal(TT_OK, upgrade_prepare(where, &u));
	for (int64_t v = 2; v < NEWEST; v++) {
		raise_to(where, (size_t)v);
		assert_int_equal(TT_OK, upgrade_prepare(where, &u));
		assert_true(u.stopped);
		assert_int_equal(1, u.from);
		assert_int_equal(v, u.at);
	}
	raise_to(where, db_hub_migrations_n);
	assert_int_equal(TT_OK, upgrade_undo(where, &u));
	assert_int_equal(1, version_of(where));
}

static void
a_copy_of_another_past_is_replaced(void **state)
{
	const char *where = make(state, 1);
	struct upgrade u;
	struct db *db;

	assert_int_equal(TT_OK, upgrade_prepare(where, &u));
	db = of_version(where, DB_EXISTING, 2);
	write_one(db, 2);	/* as the hub of version 2 would */
	db_close(db);
	assert_int_equal(TT_OK, upgrade_look(where, &u));
	assert_false(u.stopped);
	assert_int_equal(1, u.from);
	assert_int_equal(TT_OK, upgrade_prepare(where, &u));
	assert_int_equal(2, u.from);
	raise_to(where, db_hub_migrations_n);
	assert_int_equal(TT_OK, upgrade_undo(where, &u));
	assert_int_equal(2, version_of(where));
}

static void
a_copy_that_is_spoilt_is_none(void **state)
{
	const char *where = make(state, 1), *kept;
	struct upgrade u;

	kept = temp_path(state, "hub.db.before");
	temp_write(kept, "this is no database, and was never one at all");
	assert_int_equal(TT_ENOENT, upgrade_undo(where, &u));
	assert_int_equal(TT_OK, upgrade_prepare(where, &u));
	assert_int_equal(1, version_of(kept));
}

static void
without_migrations_due_nothing_is_kept(void **state)
{
	const char *where = make(state, db_hub_migrations_n);
	struct upgrade u;

	assert_int_equal(TT_OK, upgrade_prepare(where, &u));
	assert_int_equal(u.to, u.at);
	assert_int_equal(-1, u.from);
	assert_false(file_exists(temp_path(state, "hub.db.before")));
	assert_int_equal(TT_ENOENT, upgrade_look(temp_path(state, "no.db"),
	    &u));
	assert_int_equal(TT_OK, upgrade_look("postgresql://hub", &u));
	assert_int_equal(-1, u.at);
	assert_int_equal(TT_ESTATE, upgrade_undo("postgresql://hub", &u));
}

static void
a_copy_is_of_one_instant_and_the_writer_goes_on(void **state)
{
	const char *where = make(state, db_hub_migrations_n);
	const char *copy = temp_path(state, "copy.db");
	struct db *db = of_version(where, DB_EXISTING, db_hub_migrations_n);
	struct stat st;
	bool same;

	assert_int_equal(TT_OK, db_begin(db));
	write_one(db, 2);	/* not committed: not in the copy */
	assert_int_equal(TT_OK, snapshot_take(where, copy));
	assert_int_equal(TT_EEXIST, snapshot_take(where, copy));
	assert_int_equal(TT_OK, db_commit(db));
	assert_int_equal(0, stat(copy, &st));
	assert_int_equal(0600, st.st_mode & 07777);
	assert_int_equal(TT_OK, snapshot_same(where, copy, &same));
	assert_false(same);
	assert_int_equal(TT_OK, snapshot_remove(copy));
	assert_int_equal(TT_OK, snapshot_take(where, copy));
	assert_int_equal(TT_OK, snapshot_same(where, copy, &same));
	assert_true(same);
	assert_int_equal(TT_OK, snapshot_same(copy, where, &same));
	assert_true(same);
	assert_int_equal(TT_EAGAIN, snapshot_settle(where));
	db_close(db);
	assert_int_equal(TT_OK, snapshot_settle(where));
}

#define WITH_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(
    WITH_TEMP(an_upgrade_goes_back_until_the_first_write),
    WITH_TEMP(a_stop_after_each_migration_goes_on_under_the_same_copy),
    WITH_TEMP(a_copy_of_another_past_is_replaced),
    WITH_TEMP(a_copy_that_is_spoilt_is_none),
    WITH_TEMP(without_migrations_due_nothing_is_kept),
    WITH_TEMP(a_copy_is_of_one_instant_and_the_writer_goes_on))
