/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"
#include "temp.h"

#include "store/hub_sql.h"
#include "store/hub_used.h"

#define NOW	(INT64_C(20000) * 86400)

struct seen {
	struct hub_used u[64];
	size_t n;
};

static enum tt_err
take(void *ctx, const struct hub_used *u)
{
	struct seen *s = ctx;

	s->u[s->n++] = *u;
	return TT_OK;
}

static struct seen
read_all(struct db *db, const char *reader, int64_t now_s)
{
	struct seen s = { .n = 0 };

	assert_int_equal(TT_OK, hub_used_each(db, reader, now_s, take, &s));
	return s;
}

static struct db *
open_db(void **state)
{
	const struct db_schema schema = hub_schema();
	struct db *db;

	assert_int_equal(TT_OK, db_open(&db, temp_path(state, "hub.db"),
	    DB_CREATE, &schema, NULL));
	return db;
}

static void
note(struct db *db, const char *network, int64_t at_s)
{
	assert_int_equal(TT_OK, hub_used_note(db, "r", network, at_s));
}

static void
minutes_and_days_are_counted(void **state)
{
	struct db *db = open_db(state);
	struct seen s;

	note(db, "203.0.113.0/24", NOW);
	note(db, "203.0.113.0/24", NOW + 59);
	note(db, "203.0.113.0/24", NOW + 60);
	note(db, "203.0.113.0/24", NOW + 86400);
	note(db, "198.51.100.0/24", NOW + 5);
	s = read_all(db, "r", NOW + 86400);
	assert_int_equal(2, s.n);
	assert_string_equal("203.0.113.0/24", s.u[0].network);
	assert_int_equal(NOW, s.u[0].first_s);
	assert_int_equal(NOW + 86400, s.u[0].last_s);
	assert_int_equal(3, s.u[0].minutes);
	assert_int_equal(2, s.u[0].days);
	assert_int_equal(1, s.u[1].minutes);
	assert_int_equal(0, read_all(db, "another", NOW).n);
	db_close(db);
}

static void
a_flood_drives_nothing_out(void **state)
{
	struct db *db = open_db(state);
	char network[HUB_USED_NETWORK_MAX];
	struct seen s;

	note(db, "203.0.113.0/24", NOW);
	for (int i = 0; i < 200; i++) {
		snprintf(network, sizeof(network), "10.0.%d.0/24", i);
		note(db, network, NOW + 60 * (i + 1));
	}
	s = read_all(db, "r", NOW + 86400);
	assert_int_equal(HUB_USED_PER_DAY + 1, s.n);
	assert_string_equal("203.0.113.0/24", s.u[0].network);
	assert_string_equal("", s.u[s.n - 1].network);
	assert_int_equal(200 - (HUB_USED_PER_DAY - 1), s.u[s.n - 1].minutes);
	db_close(db);
}

static void
it_goes_at_its_term(void **state)
{
	struct db *db = open_db(state);
	const int64_t term = NOW + HUB_USED_DAYS * INT64_C(86400);

	note(db, "203.0.113.0/24", NOW);
	assert_int_equal(1, read_all(db, "r", term - 1).n);
	assert_int_equal(0, read_all(db, "r", term).n);
	assert_int_equal(TT_OK, hub_used_sweep(db, term - 1));
	assert_int_equal(1, read_all(db, "r", NOW).n);
	assert_int_equal(TT_OK, hub_used_sweep(db, term));
	assert_int_equal(0, read_all(db, "r", NOW).n);
	db_close(db);
}

#define IN_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(IN_TEMP(minutes_and_days_are_counted),
    IN_TEMP(a_flood_drives_nothing_out),
    IN_TEMP(it_goes_at_its_term))
