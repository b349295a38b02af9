/* SPDX-License-Identifier: ISC */
/* Every word that was said, against every circumstance that counts. */
#include "test.h"
#include "hub/consent.h"

#define NOW	1780000000

/* What was said, whether of terms in force, and what each case gives. */
static const struct {
	enum consent_said said;
	bool in_force;
	enum consent_state before;	/* of old instant and respond-by */
	enum consent_state after;	/* of both */
} rows[] = {
	{ CONSENT_SAID_NOTHING, false, CONSENT_INVITED, CONSENT_DECLINED },
	{ CONSENT_SAID_NOTHING, true, CONSENT_INVITED, CONSENT_DECLINED },
	{ CONSENT_SAID_YES, false, CONSENT_LAPSED, CONSENT_DECLINED },
	{ CONSENT_SAID_YES, true, CONSENT_SIGNATORY, CONSENT_SIGNATORY },
	{ CONSENT_SAID_NO, false, CONSENT_DECLINED, CONSENT_DECLINED },
	{ CONSENT_SAID_NO, true, CONSENT_DECLINED, CONSENT_DECLINED },
	{ CONSENT_SAID_NO_MORE, false, CONSENT_WITHDRAWN,
	    CONSENT_WITHDRAWN },
	{ CONSENT_SAID_NO_MORE, true, CONSENT_WITHDRAWN, CONSENT_WITHDRAWN },
};

static void
each_word_gives_its_state_before_and_after(void **state)
{
	(void)state;
	assert_int_equal(2 * CONSENT_SAID_COUNT, N_ROWS(rows));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct consent_facts f = { .said = rows[i].said,
			.in_force = rows[i].in_force, .until_s = NOW,
			.respond_by_s = NOW };

		assert_int_equal(i / 2, rows[i].said);
		assert_int_equal(rows[i].before, consent_state(&f, NOW - 1));
		assert_int_equal(rows[i].after, consent_state(&f, NOW));
		f.over = true;
		assert_int_equal(CONSENT_UNBOUND, consent_state(&f, NOW - 1));
		assert_int_equal(CONSENT_UNBOUND, consent_state(&f, NOW));
	}
}

static void
a_late_yes_is_never_refused_and_a_no_is_taken_back_in_words(void **state)
{
	(void)state;
	for (int said = 0; said < CONSENT_SAID_COUNT; said++)
		for (int over = 0; over < 2; over++) {
			const struct consent_facts f = {
				.said = (enum consent_said)said,
				.over = over != 0 };
			bool no = said == CONSENT_SAID_NO ||
			    said == CONSENT_SAID_NO_MORE;

			assert_int_equal(over || !no, consent_may_sign(&f));
		}
}

static void
states_have_the_words_of_statements(void **state)
{
	static const char *const not_said[] = { "", "invited", "lapsed",
		"unbound", "Signatory" };
	enum consent_said said = CONSENT_SAID_COUNT;

	(void)state;
	for (size_t i = 0; i < N_ROWS(not_said); i++)
		assert_false(consent_said_parse(not_said[i], &said));
	assert_int_equal(CONSENT_SAID_COUNT, said);
	for (int i = 0; i < CONSENT_STATES; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(consent_text(
			    (enum consent_state)i), consent_text(
			    (enum consent_state)j));
	assert_true(consent_said_parse("signatory", &said));
	assert_int_equal(CONSENT_SAID_YES, said);
	assert_true(consent_said_parse("declined", &said));
	assert_int_equal(CONSENT_SAID_NO, said);
	assert_true(consent_said_parse("withdrawn", &said));
	assert_int_equal(CONSENT_SAID_NO_MORE, said);
}

TEST_MAIN(cmocka_unit_test(each_word_gives_its_state_before_and_after),
    cmocka_unit_test(
	a_late_yes_is_never_refused_and_a_no_is_taken_back_in_words),
    cmocka_unit_test(states_have_the_words_of_statements))
