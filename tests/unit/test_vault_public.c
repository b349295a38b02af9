/* SPDX-License-Identifier: ISC */
/* What goes public from a vault, in a real SQLite file. */
#include "test.h"

#include "store/vault_public.h"
#include "vaultkit.h"

#define PUBLIC	1000

static void
add(struct db *db, const char *id, const char *name, int64_t public_s,
    bool out)
{
	struct vault_bulletin b = { .revision = 1, .public_s = public_s,
		.sealed_s = 1 };

	snprintf(b.id, sizeof(b.id), "%s", id);
	memcpy(b.sealing, b.id, sizeof(b.id));
	snprintf(b.name, sizeof(b.name), "%s", name);
	snprintf(b.title, sizeof(b.title), "%s", name);
	snprintf(b.folder, sizeof(b.folder), "/%s", name);
	assert_int_equal(TT_OK, vault_bulletin_add(db, &b));
	if (out)
		assert_int_equal(TT_OK, vault_bulletin_published(db, id, 2));
}

static void
say(struct db *db, const char *id, enum embargo_said said, unsigned revision,
    int64_t public_s, int64_t at_s)
{
	struct vault_embargo e = { .respond_by_s = public_s,
		.entry = { said, revision, public_s, at_s, EMBARGO_LEAK } };

	if (said == EMBARGO_SAID_ENDED)
		snprintf(e.reason, sizeof(e.reason), "leak");
	assert_int_equal(TT_OK, vault_embargo_add(db, id, &e));
}

static int
set_up(void **state)
{
	vault_new(state);
	return 0;
}

struct seen {
	char names[64];		/* one letter each */
	size_t n;
	int64_t since_s;	/* of the last one */
};

static enum tt_err
note(void *ctx, const struct vault_due *d)
{
	struct seen *s = ctx;

	s->names[s->n++] = d->name[0];
	s->since_s = d->since_s;
	return TT_OK;
}

static struct seen
due(struct db *db, int64_t now_s)
{
	struct seen s = { .names = "" };

	assert_int_equal(TT_OK, vault_public_due(db, now_s, note, &s));
	return s;
}

static void
due_is_what_is_out_and_over(void **state)
{
	struct db *db = ((struct fixture *)*state)->db;

	add(db, "a000000000000000", "A", PUBLIC, true);
	add(db, "b000000000000000", "B", PUBLIC, false);
	add(db, "c000000000000000", "C", PUBLIC, true);
	add(db, "d000000000000000", "D", PUBLIC, true);
	add(db, "e000000000000000", "E", PUBLIC, true);
	say(db, "a000000000000000", EMBARGO_SAID_ACTIVE, 1, PUBLIC, 2);
	say(db, "c000000000000000", EMBARGO_SAID_ACTIVE, 1, PUBLIC, 2);
	say(db, "d000000000000000", EMBARGO_SAID_ACTIVE, 1, PUBLIC, 2);
	say(db, "e000000000000000", EMBARGO_SAID_ACTIVE, 1, PUBLIC, 2);
	say(db, "c000000000000000", EMBARGO_SAID_RETRACTED, 1, PUBLIC, 10);
	say(db, "d000000000000000", EMBARGO_SAID_ENDED, 1, PUBLIC, 20);
	say(db, "e000000000000000", EMBARGO_SAID_PROPOSED, 2, 2 * PUBLIC, 3);
	say(db, "e000000000000000", EMBARGO_SAID_ACTIVE, 2, 2 * PUBLIC, 4);
	assert_string_equal("", due(db, 19).names);
	assert_string_equal("D", due(db, 20).names);
	assert_int_equal(20, due(db, 30).since_s);
	assert_string_equal("D", due(db, PUBLIC - 1).names);
	assert_string_equal("AD", due(db, PUBLIC).names);
	assert_string_equal("ADE", due(db, 2 * PUBLIC).names);
	assert_int_equal(2 * PUBLIC, due(db, 3 * PUBLIC).since_s);
}

static void
what_is_done_is_due_no_more(void **state)
{
	struct db *db = ((struct fixture *)*state)->db;
	int64_t at_s = 0;

	add(db, "a000000000000000", "A", PUBLIC, true);
	say(db, "a000000000000000", EMBARGO_SAID_ACTIVE, 1, PUBLIC, 2);
	assert_int_equal(TT_ENOENT, vault_public_begun(db,
	    "a000000000000000", &at_s));
	assert_int_equal(TT_OK, vault_public_begin(db, "a000000000000000",
	    1001));
	assert_int_equal(TT_OK, vault_public_begin(db, "a000000000000000",
	    1002));
	assert_int_equal(TT_OK, vault_public_begun(db, "a000000000000000",
	    &at_s));
	assert_int_equal(1001, at_s);
	assert_string_equal("A", due(db, 1003).names);
	assert_int_equal(TT_OK, vault_public_forget(db, "a000000000000000"));
	assert_int_equal(TT_ENOENT, vault_public_begun(db,
	    "a000000000000000", &at_s));
	assert_int_equal(TT_OK, vault_public_done(db, "a000000000000000",
	    1004));
	assert_int_equal(TT_OK, vault_public_forget(db, "a000000000000000"));
	assert_string_equal("", due(db, 1005).names);
}

static void
a_hold_has_its_last_reason(void **state)
{
	struct db *db = ((struct fixture *)*state)->db;
	struct vault_hold h = { .reason = "one", .officer = "ada",
		.at_s = 5 }, got;

	assert_int_equal(TT_ENOENT, vault_hold_get(db, "a000000000000000",
	    &got));
	assert_int_equal(TT_OK, vault_hold_set(db, "a000000000000000", &h));
	snprintf(h.reason, sizeof(h.reason), "two");
	assert_int_equal(TT_OK, vault_hold_set(db, "a000000000000000", &h));
	assert_int_equal(TT_OK, vault_hold_get(db, "a000000000000000", &got));
	assert_string_equal("two", got.reason);
	assert_string_equal("ada", got.officer);
	assert_int_equal(TT_OK, vault_hold_set(db, "a000000000000000", NULL));
	assert_int_equal(TT_ENOENT, vault_hold_get(db, "a000000000000000",
	    &got));
}

TEST_MAIN(
    cmocka_unit_test_setup_teardown(due_is_what_is_out_and_over, set_up,
    tear_down),
    cmocka_unit_test_setup_teardown(what_is_done_is_due_no_more, set_up,
    tear_down),
    cmocka_unit_test_setup_teardown(a_hold_has_its_last_reason, set_up,
    tear_down))
