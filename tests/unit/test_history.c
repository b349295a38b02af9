/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/history.h"

static const struct {
	const char *name, *at, *until;
	enum tt_err want;
	int64_t from_s, until_s;
} rows[] = {
	{ "an instant", "2025-07-07T17:00:00Z", "", TT_OK, 1751907600,
	  1751907600 },
	{ "with an offset", "2025-07-07T10:00:00-07:00", "", TT_OK,
	  1751907600, 1751907600 },
	{ "a day is a day, never midnight", "2025-07-07", "", TT_OK,
	  1751846400, 1751932800 },
	{ "from a day to a day", "2025-07-07", "2025-07-08", TT_OK,
	  1751846400, 1752019200 },
	{ "from an instant to a day", "2025-07-07T17:00:00Z", "2025-07-07",
	  TT_OK, 1751907600, 1751932800 },
	{ "backwards", "2025-07-07", "2025-07-05", TT_ERANGE, 0, 0 },
	{ "no such day", "2025-02-30", "", TT_ERANGE, 0, 0 },
	{ "without a zone", "2025-07-07T17:00:00", "", TT_ESYNTAX, 0, 0 },
	{ "a month", "2025-07", "", TT_ESYNTAX, 0, 0 },
	{ "nothing", "", "", TT_ESYNTAX, 0, 0 },
	{ "until is no instant", "2025-07-07", "soon", TT_ESYNTAX, 0, 0 },
};

static void
instants_are_intervals(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct census_since s = { .known = false };

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, history_interval(
		    span_str(rows[i].at), span_str(rows[i].until), &s));
		assert_int_equal(s.known, rows[i].want == TT_OK);
		assert_int_equal(s.from_s, rows[i].from_s);
		assert_int_equal(s.until_s, rows[i].until_s);
	}
}

static void
words_are_read_back(void **state)
{
	enum history_what w;
	enum history_source s;

	(void)state;
	for (enum history_what i = 0; i < HISTORY_WHATS; i++) {
		assert_true(history_what_parse(
		    span_str(history_what_word(i)), &w));
		assert_int_equal(w, i);
		assert_true(strlen(history_what_word(i)) < HISTORY_WORD_MAX);
	}
	for (enum history_source i = 0; i < HISTORY_SOURCES; i++) {
		assert_true(history_source_parse(
		    span_str(history_source_word(i)), &s));
		assert_int_equal(s, i);
	}
	assert_false(history_what_parse(SPAN("leak"), &w));
	assert_false(history_source_parse(SPAN(""), &s));
}

/* Every pair of small intervals, against all pairs of instants in them. */
static void
order_is_that_of_all_instants_within(void **state)
{
	(void)state;
	for (int a = 0; a < 4; a++)
	for (int b = a; b < 4; b++)
	for (int c = 0; c < 4; c++)
	for (int d = c; d < 4; d++) {
		const struct census_since x = { true, a, b };
		const struct census_since y = { true, c, d };
		bool some_before = false, some_after = false;

		for (int i = a; i <= b; i++)
			for (int k = c; k <= d; k++) {
				some_before = some_before || i <= k;
				some_after = some_after || i > k;
			}
		assert_int_equal(history_compare(&x, &y),
		    !some_after ? HISTORY_BEFORE : !some_before ?
		    HISTORY_AFTER : HISTORY_UNCERTAIN);
	}
}

TEST_MAIN(cmocka_unit_test(instants_are_intervals),
    cmocka_unit_test(words_are_read_back),
    cmocka_unit_test(order_is_that_of_all_instants_within))
