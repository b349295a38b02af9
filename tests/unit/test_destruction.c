/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/destruction.h"

#define OUT	1000000	/* removed then */

static const struct {
	const char *name;
	struct destruction_facts facts;
	int64_t now_s;
	enum destruction want;
} rows[] = {
	{ "never removed", { 0, false, DESTRUCTION_ALL, 0 }, OUT,
	    DESTRUCTION_NOT_ASKED },
	{ "never removed, whatever was said", { 0, true, DESTRUCTION_ALL,
	    5 }, OUT, DESTRUCTION_NOT_ASKED },
	{ "just removed", { OUT, false, DESTRUCTION_ALL, 0 }, OUT,
	    DESTRUCTION_ASKED },
	{ "at the end of the term", { OUT, false, DESTRUCTION_ALL, 0 },
	    OUT + DESTRUCTION_TERM_S, DESTRUCTION_ASKED },
	{ "a second later", { OUT, false, DESTRUCTION_ALL, 0 },
	    OUT + DESTRUCTION_TERM_S + 1, DESTRUCTION_OVERDUE },
	{ "all", { OUT, true, DESTRUCTION_ALL, OUT },
	    OUT + 1, DESTRUCTION_CONFIRMED },
	{ "late, and all", { OUT, true, DESTRUCTION_ALL,
	    OUT + 2 * DESTRUCTION_TERM_S }, OUT + 3 * DESTRUCTION_TERM_S,
	    DESTRUCTION_CONFIRMED },
	{ "a part", { OUT, true, DESTRUCTION_PART, OUT + 1 },
	    OUT + 2, DESTRUCTION_IN_PART },
	{ "no", { OUT, true, DESTRUCTION_REFUSED, OUT + 1 }, OUT + 2,
	    DESTRUCTION_DENIED },
	{ "a word about an earlier removal", { OUT, true, DESTRUCTION_ALL,
	    OUT - 1 }, OUT + 1, DESTRUCTION_ASKED },
	{ "and long after", { OUT, true, DESTRUCTION_ALL, OUT - 1 },
	    OUT + DESTRUCTION_TERM_S + 1, DESTRUCTION_OVERDUE },
};

static void
what_is_recorded_follows_from_what_was_said(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, destruction_at(&rows[i].facts,
		    rows[i].now_s));
	}
}

static void
each_word_is_read_as_it_is_written(void **state)
{
	enum destruction_said got;

	for (enum destruction_said s = 0; s < DESTRUCTION_SAID; s++) {
		CHECK_ROW(state, destruction_said_text(s));
		assert_true(destruction_said_parse(span_str(
		    destruction_said_text(s)), &got));
		assert_int_equal(s, got);
	}
	assert_false(destruction_said_parse(SPAN("none"), &got));
	assert_false(destruction_said_parse(SPAN(""), &got));
	for (enum destruction d = 0; d < DESTRUCTIONS; d++)
		assert_true(destruction_text(d)[0] != '\0');
}

TEST_MAIN(cmocka_unit_test(what_is_recorded_follows_from_what_was_said),
    cmocka_unit_test(each_word_is_read_as_it_is_written))
