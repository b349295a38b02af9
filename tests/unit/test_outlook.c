/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <stdio.h>

#include "programme/outlook.h"

static void
every_kind_has_its_place(void **state)
{
	struct outlook o = { .n = 0 };

	(void)state;
	for (int k = OUTLOOK_KINDS - 1; k >= 0; k--)
		for (int64_t at = 3; at > 0; at--)
			outlook_add(&o, (enum outlook_kind)k, at, NULL,
			    "%d %d", k, (int)at);
	outlook_sort(&o);
	assert_int_equal(TT_OK, o.err);
	for (size_t i = 0; i < o.n; i++) {
		assert_int_equal(i / 3, o.item[i].kind);
		assert_int_equal(i % 3 + 1, o.item[i].at_s);
	}
	outlook_done(&o);
}

static void
without_an_instant_comes_last_and_stays_in_order(void **state)
{
	struct outlook o = { .n = 0 };

	(void)state;
	outlook_add(&o, OUTLOOK_DUE, OUTLOOK_NO_TIME, NULL, "b");
	outlook_add(&o, OUTLOOK_DUE, 9, NULL, "a");
	outlook_add(&o, OUTLOOK_DUE, OUTLOOK_NO_TIME, NULL, "c");
	outlook_add(&o, OUTLOOK_DUE, OUTLOOK_NO_TIME, NULL, "d");
	outlook_sort(&o);
	for (size_t i = 0; i < o.n; i++)
		assert_int_equal('a' + (int)i, o.item[i].what[0]);
	outlook_done(&o);
}

static void
well_is_only_what_happens_by_itself(void **state)
{
	struct outlook o = { .n = 0 };

	(void)state;
	assert_true(outlook_well(&o));
	outlook_add(&o, OUTLOOK_NEXT, 1, NULL, "a wave opens");
	assert_true(outlook_well(&o));
	outlook_add(&o, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL, "the hub");
	assert_false(outlook_well(&o));
	assert_int_equal(1, outlook_count(&o, OUTLOOK_UNKNOWN));
	outlook_done(&o);
}

static void
long_words_are_cut(void **state)
{
	struct outlook o = { .n = 0 };
	char words[2 * OUTLOOK_TEXT_MAX];

	(void)state;
	snprintf(words, sizeof(words), "%0*d", (int)sizeof(words) - 1, 7);
	outlook_add(&o, OUTLOOK_DUE, 1, words, "%s", words);
	assert_int_equal(OUTLOOK_TEXT_MAX - 1, strlen(o.item[0].what));
	assert_int_equal(OUTLOOK_TEXT_MAX - 1, strlen(o.item[0].next));
	outlook_done(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_its_place),
		cmocka_unit_test(
		    without_an_instant_comes_last_and_stays_in_order),
		cmocka_unit_test(well_is_only_what_happens_by_itself),
		cmocka_unit_test(long_words_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
