/* SPDX-License-Identifier: ISC */
#include "telltale/err.h"
#include "test.h"

static void
each_error_has_a_text_of_its_own(void **state)
{
	for (int i = 0; i < TT_ERR_COUNT; i++) {
		CHECK_ROW(state, tt_err_text((enum tt_err)i));
		assert_true(strlen(tt_err_text((enum tt_err)i)) > 3);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(tt_err_text((enum tt_err)i),
			    tt_err_text((enum tt_err)j));
	}
}

static void
a_number_off_the_list_has_a_text_too(void **state)
{
	(void)state;
	assert_string_equal("an unknown error", tt_err_text(TT_ERR_COUNT));
	assert_string_equal("an unknown error", tt_err_text((enum tt_err)-1));
}

TEST_MAIN(cmocka_unit_test(each_error_has_a_text_of_its_own),
    cmocka_unit_test(a_number_off_the_list_has_a_text_too))
