/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/membership.h"

static void
hidden_shows_nobody_to_nobody(void **state)
{
	(void)state;
	for (enum partner_state s = 0; s < PARTNER_STATES; s++)
		assert_false(membership_lists(MEMBERSHIP_HIDDEN, s, false,
		    true));
	assert_false(membership_shown(MEMBERSHIP_HIDDEN, MEMBERSHIP_READER));
	assert_false(membership_shown(MEMBERSHIP_HIDDEN,
	    MEMBERSHIP_ANYBODY));
}

static void
a_list_has_the_approved_who_are_willing(void **state)
{
	(void)state;
	for (enum membership m = MEMBERSHIP_MEMBERS; m < MEMBERSHIPS; m++)
		for (enum partner_state s = 0; s < PARTNER_STATES; s++)
			for (int i = 0; i < 4; i++)
				assert_int_equal(s == PARTNER_APPROVED &&
				    i == 2, membership_lists(m, s, i % 2,
				    i / 2));
}

static void
members_see_theirs_and_the_public_only_what_is_public(void **state)
{
	(void)state;
	assert_true(membership_shown(MEMBERSHIP_MEMBERS, MEMBERSHIP_READER));
	assert_false(membership_shown(MEMBERSHIP_MEMBERS,
	    MEMBERSHIP_ANYBODY));
	assert_true(membership_shown(MEMBERSHIP_PUBLIC, MEMBERSHIP_READER));
	assert_true(membership_shown(MEMBERSHIP_PUBLIC, MEMBERSHIP_ANYBODY));
}

static void
words_go_there_and_back(void **state)
{
	enum membership m = MEMBERSHIPS;

	(void)state;
	for (enum membership i = 0; i < MEMBERSHIPS; i++) {
		assert_true(membership_parse(span_str(membership_text(i)),
		    &m));
		assert_int_equal(i, m);
	}
	assert_false(membership_parse(SPAN("Public"), &m));
	assert_false(membership_parse(SPAN(""), &m));
}

TEST_MAIN(cmocka_unit_test(hidden_shows_nobody_to_nobody),
    cmocka_unit_test(a_list_has_the_approved_who_are_willing),
    cmocka_unit_test(members_see_theirs_and_the_public_only_what_is_public),
    cmocka_unit_test(words_go_there_and_back))
