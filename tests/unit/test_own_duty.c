/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/own_duty.h"

#define HOUR	3600
#define DAY	86400

static const struct {
	const char *name, *stage;
	int64_t aware_s, fix_s, due_s;
} rows[] = {
	{ "24 hours from awareness", "early-warning", 1000, OWN_DUTY_NEVER,
	  1000 + 24 * HOUR },
	{ "whenever there is a fix", "early-warning", 1000, 5,
	  1000 + 24 * HOUR },
	{ "72 hours", "notification", 1000, OWN_DUTY_NEVER,
	  1000 + 72 * HOUR },
	{ "no fix, no final report", "final-report", 1000, OWN_DUTY_NEVER,
	  OWN_DUTY_NEVER },
	{ "14 days from the fix", "final-report", 1000, 5000,
	  5000 + 14 * DAY },
	{ "a fix from before anybody knew", "final-report", 9000, 5000,
	  9000 + 14 * DAY },
};

static void
deadlines_follow_from_awareness_and_fix(void **state)
{
	size_t i;

	for (size_t r = 0; r < N_ROWS(rows); r++) {
		CHECK_ROW(state, rows[r].name);
		assert_true(own_duty_find(SPAN("eu-cra-14-v"),
		    span_str(rows[r].stage), &i));
		assert_true(own_duty_due(&own_duty_stages[i],
		    rows[r].aware_s, rows[r].fix_s) == rows[r].due_s);
	}
	assert_true(own_duty_find(SPAN("eu-cra-14-v"),
	    SPAN("early-warning"), &i));
	assert_true(own_duty_remind(&own_duty_stages[i], 24 * HOUR) ==
	    18 * HOUR);
	assert_false(own_duty_find(SPAN("eu-cra-14-v"), SPAN("x"), &i));
	assert_false(own_duty_find(SPAN("x"), SPAN("final-report"), &i));
}

static const struct {
	const char *name;
	enum own_duty_does start, close, dismiss;
} moves[OWN_DUTY_STATES] = {
	[OWN_DUTY_OPEN] = { "one that runs", OWN_DUTY_EARLIER,
	    OWN_DUTY_BECOME_CLOSED, OWN_DUTY_BECOME_DISMISSED },
	[OWN_DUTY_CLOSED] = { "what was filed stays filed", OWN_DUTY_STAY,
	    OWN_DUTY_REFUSE, OWN_DUTY_REFUSE },
	[OWN_DUTY_DISMISSED] = { "a false alarm, and a new one",
	    OWN_DUTY_ANEW, OWN_DUTY_REFUSE, OWN_DUTY_REFUSE },
};

static void
every_state_meets_every_event(void **state)
{
	enum own_duty_state back;

	for (enum own_duty_state s = 0; s < OWN_DUTY_STATES; s++) {
		CHECK_ROW(state, moves[s].name);
		assert_int_equal(moves[s].start,
		    own_duty_move(s, OWN_DUTY_START));
		assert_int_equal(moves[s].close,
		    own_duty_move(s, OWN_DUTY_CLOSE));
		assert_int_equal(moves[s].dismiss,
		    own_duty_move(s, OWN_DUTY_DISMISS));
		assert_true(own_duty_state_parse(span_str(
		    own_duty_state_text(s)), &back));
		assert_int_equal(s, back);
	}
	assert_false(own_duty_state_parse(SPAN("late"), &back));
}

TEST_MAIN(cmocka_unit_test(deadlines_follow_from_awareness_and_fix),
    cmocka_unit_test(every_state_meets_every_event))
