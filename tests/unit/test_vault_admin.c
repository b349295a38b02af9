/* SPDX-License-Identifier: ISC */
/* What partners' admins said, in a real SQLite file. */
#include "test.h"

#include "base/buf.h"
#include "store/vault_admin.h"
#include "store/vault_db.h"
#include "store/vault_standing.h"
#include "vaultkit.h"

static void
add_reader(struct db *db, const char *id, enum reader_state state,
    unsigned char token)
{
	struct vault_reader r = { .state = state, .invited = true,
		.token = { token } };

	snprintf(r.id, sizeof(r.id), "%s", id);
	snprintf(r.partner, sizeof(r.partner), "fir");
	assert_int_equal(TT_OK, vault_reader_add(db, &r));
}

static int
set_up(void **state)
{
	struct fixture *f = vault_new(state);
	struct vault_partner p = { .id = "fir", .state = PARTNER_APPROVED,
		.ref = "0123456789abcdef0123456789abcdef",
		.ends_s = PARTNER_NO_END };

	assert_int_equal(TT_OK, vault_partner_add(f->db, &p));
	add_reader(f->db, "fir-1", READER_ACTIVE, 1);
	add_reader(f->db, "fir-2", READER_ACTIVE, 2);
	add_reader(f->db, "fir-3", READER_REVOKED, 3);
	return 0;
}

static struct vault_heard
stop(int64_t n, unsigned char key, const char *reader, const char *letter)
{
	struct vault_heard h = { .n = n, .writer = "fir-1", .keyed = true,
		.key = { key }, .reason = "left", .received_s = 100 + n,
		.letter = span_str(letter) };

	snprintf(h.reader, sizeof(h.reader), "%s", reader);
	return h;
}

static enum tt_err
count(void *ctx, const struct vault_heard *h)
{
	size_t *n = ctx;

	assert_true(h->reader[0] != '\0' || h->partner[0] != '\0');
	++*n;
	return TT_OK;
}

static int64_t
last(struct db *db)
{
	int64_t n = -1;

	assert_int_equal(TT_OK, vault_heard_last(db, &n));
	return n;
}

static void
what_was_said_is_known_for_ever(void **state)
{
	struct fixture *f = *state;
	struct vault_heard a = stop(1, 7, "fir-2", "a"), b = stop(2, 8, "",
	    "b"), none = { .n = 3, .received_s = 9, .letter = SPAN("c") }, got;
	const uint8_t seven[TT_READER_ID_LEN] = { 7 },
	    eight[TT_READER_ID_LEN] = { 8 }, nine[TT_READER_ID_LEN] = { 9 };
	size_t n = 0;
	bool yes;

	assert_int_equal(0, last(f->db));
	assert_int_equal(TT_OK, vault_heard_add(f->db, &a));
	assert_int_equal(TT_OK, vault_heard_add(f->db, &b));
	assert_int_equal(TT_OK, vault_heard_add(f->db, &none));
	assert_int_equal(TT_EEXIST, vault_heard_add(f->db, &none));
	assert_int_equal(3, last(f->db));
	assert_int_equal(TT_OK, vault_heard_stopped(f->db, seven, &yes));
	assert_true(yes);
	assert_int_equal(TT_OK, vault_heard_stopped(f->db, eight, &yes));
	assert_true(yes);
	assert_int_equal(TT_OK, vault_heard_stopped(f->db, nine, &yes));
	assert_false(yes);
	assert_int_equal(TT_OK, vault_heard_of(f->db, "fir-2", &got));
	assert_string_equal("left", got.reason);
	assert_string_equal("fir-1", got.writer);
	assert_int_equal(101, got.received_s);
	assert_false(got.told);
	assert_int_equal(TT_OK, vault_heard_told(f->db, "fir-2"));
	assert_int_equal(TT_OK, vault_heard_of(f->db, "fir-2", &got));
	assert_true(got.told);
	assert_int_equal(TT_ENOENT, vault_heard_of(f->db, "fir-1", &got));
	assert_int_equal(TT_OK, vault_heard_each(f->db, count, &n));
	assert_int_equal(1, n);
}

static void
a_hub_may_count_anew_and_say_nothing_twice(void **state)
{
	struct fixture *f = *state;
	struct vault_heard a = stop(5, 7, "fir-2", "a");
	bool yes;

	assert_int_equal(TT_OK, vault_heard_known(f->db, SPAN("a"), 5, &yes));
	assert_false(yes);
	assert_int_equal(TT_OK, vault_heard_add(f->db, &a));
	assert_int_equal(TT_OK, vault_heard_anew(f->db));
	assert_int_equal(0, last(f->db));
	assert_int_equal(TT_OK, vault_heard_known(f->db, SPAN("a"), 2, &yes));
	assert_true(yes);
	assert_int_equal(2, last(f->db));
}

static enum tt_err
name(void *ctx, const char *reader)
{
	buf_printf(ctx, "%s ", reader);
	return TT_OK;
}

static void
who_is_admin_is_told_once(void **state)
{
	struct fixture *f = *state;
	struct vault_told_admin t = { .key = { 7 }, .names = { { 9 } } }, got;
	struct buf all;
	int64_t n;

	for (int i = 1; i <= 3; i++) {
		char id[8];

		snprintf(id, sizeof(id), "fir-%d", i);
		assert_int_equal(TT_OK, vault_role_set(f->db, id,
		    &(struct vault_role){ .admin = i != 2 }));
	}
	buf_init(&all, 64);
	assert_int_equal(TT_OK, vault_admin_each(f->db, name, &all));
	assert_string_equal("fir-1 ", all.p);	/* the third is revoked */
	buf_done(&all);
	assert_int_equal(TT_ENOENT, vault_told_admin_get(f->db, "fir-1",
	    &got));
	assert_int_equal(TT_OK, vault_told_admin_set(f->db, "fir-1", &t));
	assert_int_equal(TT_OK, vault_told_admin_get(f->db, "fir-1", &got));
	assert_memory_equal(&t, &got, sizeof(t));
	assert_int_equal(TT_OK, vault_told_admin_anew(f->db));
	assert_int_equal(TT_OK, vault_told_admin_count(f->db, &n));
	assert_int_equal(1, n);
	assert_int_equal(TT_OK, vault_told_admin_get(f->db, "fir-1", &got));
	assert_memory_not_equal(&t.names, &got.names, sizeof(t.names));
	assert_int_equal(TT_OK, vault_told_admin_drop(f->db, "fir-1"));
	assert_int_equal(TT_OK, vault_told_admin_count(f->db, &n));
	assert_int_equal(0, n);
}

static void
who_invited_is_the_last_who_did(void **state)
{
	struct fixture *f = *state;
	char by[VAULT_ID_MAX + 1];

	assert_int_equal(TT_OK, vault_vouched_get(f->db, "fir-2", by));
	assert_string_equal("", by);
	assert_int_equal(TT_OK, vault_vouched_set(f->db, "fir-2", "fir-1"));
	assert_int_equal(TT_OK, vault_vouched_get(f->db, "fir-2", by));
	assert_string_equal("fir-1", by);
	assert_int_equal(TT_OK, vault_vouched_set(f->db, "fir-2", NULL));
	assert_int_equal(TT_OK, vault_vouched_get(f->db, "fir-2", by));
	assert_string_equal("", by);
}

#define IN_VAULT(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(IN_VAULT(what_was_said_is_known_for_ever),
    IN_VAULT(a_hub_may_count_anew_and_say_nothing_twice),
    IN_VAULT(who_is_admin_is_told_once),
    IN_VAULT(who_invited_is_the_last_who_did))
