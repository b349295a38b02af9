/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "cli/scratch.h"
#include "temp.h"

static void
its_folders_are_made_seen_and_cleared(void **state)
{
	const char *dir = temp_path(state, ".");
	char one[FILE_PATH_MAX], two[FILE_PATH_MAX], file[FILE_PATH_MAX];

	assert_false(scratch_is_used(dir));
	assert_int_equal(TT_OK, scratch_make(dir, rng_system(), one));
	assert_int_equal(TT_OK, scratch_make(dir, rng_system(), two));
	assert_string_not_equal(one, two);
	assert_int_equal(TT_OK, file_path(file, one, "poc.py"));
	temp_write(file, "plain");
	temp_write(temp_path(state, "notes"), "somebody's own");
	assert_int_equal(TT_OK, file_mkdir(temp_path(state, "0123")));
	assert_true(scratch_is_used(dir));
	assert_int_equal(TT_OK, scratch_clear(dir));
	assert_false(scratch_is_used(dir));
	assert_false(file_exists(one) || file_exists(two));
	assert_true(file_exists(temp_path(state, "notes")));
	assert_true(file_exists(temp_path(state, "0123")));
}

static void
a_vault_that_never_checked_has_none(void **state)
{
	const char *dir = temp_path(state, "scratch");
	char one[FILE_PATH_MAX];

	assert_false(scratch_is_used(dir));
	assert_int_equal(TT_OK, scratch_clear(dir));
	assert_int_equal(TT_ENOENT, scratch_make(dir, rng_system(), one));
}

#define IN_TEMP(f)	cmocka_unit_test_setup_teardown(f, temp_new, temp_gone)

TEST_MAIN(IN_TEMP(its_folders_are_made_seen_and_cleared),
    IN_TEMP(a_vault_that_never_checked_has_none))
