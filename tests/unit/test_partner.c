/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <string.h>

#include "programme/partner.h"

#define AGREED	PARTNER_NEEDS_AGREEMENT
#define REASON	PARTNER_NEEDS_REASON
#define TERM	PARTNER_NEEDS_TERM

static const struct {
	const char *name;
	enum partner_state from;
	enum partner_event event;
	struct partner_facts facts;
	enum tt_err want;
	enum partner_state to;
	const char *why;
} rows[] = {
	{ "approving takes two people", PARTNER_VETTING, PARTNER_APPROVE,
	  { 1, false, false, AGREED }, TT_EREFUSED, 0, "a second officer" },
	{ "two people and an agreement approve", PARTNER_VETTING,
	  PARTNER_APPROVE, { 2, false, false, AGREED }, TT_OK,
	  PARTNER_APPROVED, NULL },
	{ "one officer does in a small team", PARTNER_VETTING,
	  PARTNER_APPROVE, { 1, false, true, AGREED }, TT_OK,
	  PARTNER_APPROVED, NULL },
	{ "nobody does not, in a small team either", PARTNER_VETTING,
	  PARTNER_APPROVE, { 0, false, true, AGREED }, TT_EREFUSED, 0,
	  "an officer" },
	{ "no agreement, no approval", PARTNER_VETTING, PARTNER_APPROVE,
	  { 2, false, true, 0 }, TT_EREFUSED, 0,
	  "a signed agreement that has not ended" },
	{ "who applied is vetted first", PARTNER_APPLIED, PARTNER_APPROVE,
	  { 2, true, false, AGREED }, TT_ESTATE, 0, "another state" },
	{ "one officer suspends at once", PARTNER_APPROVED, PARTNER_SUSPEND,
	  { 1, false, false, REASON }, TT_OK, PARTNER_SUSPENDED, NULL },
	{ "a suspension has a reason", PARTNER_APPROVED, PARTNER_SUSPEND,
	  { 1, false, false, 0 }, TT_EREFUSED, 0, "a reason" },
	{ "without a second person it lapses", PARTNER_SUSPENDED,
	  PARTNER_LAPSE, { 0, false, false, 0 }, TT_OK, PARTNER_APPROVED,
	  NULL },
	{ "removing takes counsel too", PARTNER_APPROVED, PARTNER_REMOVE,
	  { 2, false, false, REASON }, TT_EREFUSED, 0, "counsel" },
	{ "in a small team one officer stands for counsel", PARTNER_SUSPENDED,
	  PARTNER_REMOVE, { 1, false, true, REASON }, TT_OK, PARTNER_REMOVED,
	  NULL },
	{ "a removed partner waits for its term", PARTNER_REMOVED,
	  PARTNER_VET, { 1, false, false, 0 }, TT_EREFUSED, 0,
	  "the end of the term that was set" },
	{ "and is vetted again", PARTNER_REMOVED, PARTNER_VET,
	  { 1, false, false, TERM }, TT_OK, PARTNER_VETTING, NULL },
	{ "a removed partner is not simply approved", PARTNER_REMOVED,
	  PARTNER_APPROVE, { 2, true, true, AGREED }, TT_ESTATE, 0,
	  "another state" },
	{ "expired: approved again on signing", PARTNER_EXPIRED,
	  PARTNER_RENEW, { 2, false, false, AGREED }, TT_OK,
	  PARTNER_APPROVED, NULL },
	{ "a renewal is an approval, and takes two", PARTNER_EXPIRED,
	  PARTNER_RENEW, { 1, false, false, AGREED }, TT_EREFUSED, 0,
	  "a second officer" },
	{ "a partner may leave alone", PARTNER_VETTING, PARTNER_WITHDRAW,
	  { 0, false, false, 0 }, TT_OK, PARTNER_WITHDRAWN, NULL },
	{ "and apply again", PARTNER_WITHDRAWN, PARTNER_APPLY,
	  { 1, false, false, 0 }, TT_OK, PARTNER_APPLIED, NULL },
	{ "a new owner puts a partner back into vetting", PARTNER_APPROVED,
	  PARTNER_VET, { 1, false, false, 0 }, TT_OK, PARTNER_VETTING, NULL },
};

static void
partners_move_as_the_table_says(void **state)
{
	enum partner_state to;
	const char *why;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		to = PARTNER_STATES;
		why = NULL;
		assert_int_equal(rows[i].want, partner_move(rows[i].from,
		    rows[i].event, &rows[i].facts, &to, &why));
		if (rows[i].want == TT_OK) {
			assert_int_equal(rows[i].to, to);
			assert_null(why);
		} else {
			assert_int_equal(PARTNER_STATES, to);
			assert_string_equal(rows[i].why, why);
		}
	}
}

/* What 3.3 promises of every row, whichever are added. */
static void
only_an_approval_leads_to_approved(void **state)
{
	(void)state;
	for (enum partner_state s = 0; s < PARTNER_STATES; s++)
		for (enum partner_event e = 0; e < PARTNER_EVENTS; e++) {
			const struct partner_rule *r = partner_rule(s, e);

			if (r == NULL || r->to != PARTNER_APPROVED ||
			    e == PARTNER_LAPSE)
				continue;
			assert_true(r->needs & AGREED);
			assert_true(r->officers >= 2);
		}
}

static void
an_approval_ends_with_its_agreement(void **state)
{
	(void)state;
	assert_int_equal(PARTNER_APPROVED,
	    partner_state_at(PARTNER_APPROVED, 1000, 999));
	assert_int_equal(PARTNER_EXPIRED,
	    partner_state_at(PARTNER_APPROVED, 1000, 1000));
	assert_int_equal(PARTNER_APPROVED,
	    partner_state_at(PARTNER_APPROVED, PARTNER_NO_END, 1000));
	assert_int_equal(PARTNER_SUSPENDED,
	    partner_state_at(PARTNER_SUSPENDED, 1000, 2000));
}

/* Every state meets every event: those of the table, and no others. */
static void
what_the_table_lacks_is_refused(void **state)
{
	const struct partner_facts all = { 2, true, false,
		AGREED | REASON | TERM };
	enum partner_state to;

	(void)state;
	for (enum partner_state s = 0; s < PARTNER_STATES; s++)
		for (enum partner_event e = 0; e < PARTNER_EVENTS; e++) {
			const struct partner_rule *r = partner_rule(s, e);

			to = PARTNER_STATES;
			assert_int_equal(r != NULL ? TT_OK : TT_ESTATE,
			    partner_move(s, e, &all, &to, NULL));
			assert_int_equal(r != NULL ? r->to : PARTNER_STATES,
			    to);
		}
}

#define DAY	86400
#define ENDS	(100 * (int64_t)DAY)

static const struct {
	const char *name;
	struct partner_clock clock;
	int64_t at_s;
	enum partner_state want;
} times[] = {
	{ "approved", { PARTNER_APPROVED, 0, ENDS, false, 0, 0 }, ENDS - 1,
	  PARTNER_APPROVED },
	{ "approved, until its agreement ends",
	  { PARTNER_APPROVED, 0, ENDS, false, 0, 0 }, ENDS, PARTNER_EXPIRED },
	{ "suspended by one, for 72 h", { PARTNER_SUSPENDED, 1000,
	  PARTNER_NO_END, false, 0, 0 }, 1000 + 72 * 3600 - 1,
	  PARTNER_SUSPENDED },
	{ "then it lapses", { PARTNER_SUSPENDED, 1000, PARTNER_NO_END, false,
	  0, 0 }, 1000 + 72 * 3600, PARTNER_APPROVED },
	{ "to what its agreement still allows", { PARTNER_SUSPENDED, 1000,
	  2000, false, 0, 0 }, 1000 + 72 * 3600, PARTNER_EXPIRED },
	{ "a confirmed one does not", { PARTNER_SUSPENDED, 1000,
	  PARTNER_NO_END, true, 0, 0 }, ENDS, PARTNER_SUSPENDED },
	{ "a changed owner runs on", { PARTNER_APPROVED, 0, PARTNER_NO_END,
	  false, 14 * DAY, 0 }, 14 * DAY - 1, PARTNER_APPROVED },
	{ "for 14 days", { PARTNER_APPROVED, 0, PARTNER_NO_END, false,
	  14 * DAY, 0 }, 14 * DAY, PARTNER_VETTING },
	{ "a removal stays", { PARTNER_REMOVED, 0, 10, false, 5, 0 }, ENDS,
	  PARTNER_REMOVED },
};

static void
time_moves_partners_as_it_must(void **state)
{
	for (size_t i = 0; i < N_ROWS(times); i++) {
		CHECK_ROW(state, times[i].name);
		assert_int_equal(times[i].want, partner_standing(
		    &times[i].clock, times[i].at_s));
	}
}

static void
probation_is_of_approved_partners(void **state)
{
	struct partner_clock c = { PARTNER_APPROVED, 0, ENDS, false, 0, 50 };

	(void)state;
	assert_true(partner_on_probation(&c, 49));
	assert_false(partner_on_probation(&c, 50));
	c.recorded = PARTNER_REMOVED;
	assert_false(partner_on_probation(&c, 49));
}

/* Nothing that takes access away may look like an approval to the hub. */
static void
the_hub_hears_approved_of_nobody_else(void **state)
{
	(void)state;
	for (enum partner_state s = 0; s < PARTNER_STATES; s++) {
		const struct partner_meaning *m = partner_meaning(s);

		assert_int_equal(s == PARTNER_APPROVED,
		    partner_state_told(s) == PARTNER_APPROVED);
		assert_non_null(partner_state_logged(partner_state_told(s)));
		assert_true(m->entered[0] != '\0' && m->receives[0] != '\0' &&
		    m->copies[0] != '\0' && m->keys[0] != '\0' &&
		    m->next[0] != '\0');
	}
}

/* The words of what may come next are those of the table, or of time. */
static void
the_words_say_what_the_table_does(void **state)
{
	(void)state;
	for (enum partner_state s = 0; s < PARTNER_STATES; s++)
		for (enum partner_state t = 0; t < PARTNER_STATES; t++) {
			bool leads = s == PARTNER_APPROVED &&
			    t == PARTNER_EXPIRED;

			for (enum partner_event e = 0; e < PARTNER_EVENTS; e++)
				leads = leads || (s != t &&
				    partner_rule(s, e) != NULL &&
				    partner_rule(s, e)->to == t);
			CHECK_ROW(state, partner_state_text(s));
			assert_int_equal(leads, strstr(partner_meaning(s)->next,
			    partner_state_text(t)) != NULL);
		}
}

static const struct {
	const char *name;
	enum reader_state from;
	enum reader_event event;
	enum partner_state partner;
	enum tt_err want;
	enum reader_state to;
} readers[] = {
	{ "invited", READER_LISTED, READER_INVITE, PARTNER_APPROVED, TT_OK,
	  READER_INVITED },
	{ "invited again", READER_INVITED, READER_INVITE, PARTNER_APPROVED,
	  TT_OK, READER_INVITED },
	{ "lost keys: revoked and invited", READER_REVOKED, READER_INVITE,
	  PARTNER_APPROVED, TT_OK, READER_INVITED },
	{ "confirmed", READER_JOINED, READER_CONFIRM, PARTNER_APPROVED, TT_OK,
	  READER_ACTIVE },
	{ "nobody joins a partner in vetting", READER_LISTED, READER_INVITE,
	  PARTNER_VETTING, TT_EREFUSED, 0 },
	{ "nobody is confirmed at a suspended one", READER_JOINED,
	  READER_CONFIRM, PARTNER_SUSPENDED, TT_EREFUSED, 0 },
	{ "whoever has no keys is not confirmed", READER_INVITED,
	  READER_CONFIRM, PARTNER_APPROVED, TT_ESTATE, 0 },
	{ "an active reader is not invited", READER_ACTIVE, READER_INVITE,
	  PARTNER_APPROVED, TT_ESTATE, 0 },
	{ "revoking works whatever the partner is", READER_ACTIVE,
	  READER_REVOKE, PARTNER_REMOVED, TT_OK, READER_REVOKED },
};

static void
readers_move_as_the_table_says(void **state)
{
	enum reader_state to;

	for (size_t i = 0; i < N_ROWS(readers); i++) {
		CHECK_ROW(state, readers[i].name);
		to = READER_STATES;
		assert_int_equal(readers[i].want, reader_move(readers[i].from,
		    readers[i].event, readers[i].partner, &to));
		assert_int_equal(readers[i].want == TT_OK ? readers[i].to :
		    READER_STATES, to);
	}
}

static void
words_and_states_are_the_same_both_ways(void **state)
{
	enum partner_state p;
	enum reader_state r;

	(void)state;
	for (enum partner_state s = 0; s < PARTNER_STATES; s++) {
		assert_true(partner_state_parse(
		    span_str(partner_state_text(s)), &p));
		assert_int_equal(s, p);
	}
	for (enum reader_state s = 0; s < READER_STATES; s++) {
		assert_true(reader_state_parse(
		    span_str(reader_state_text(s)), &r));
		assert_int_equal(s, r);
	}
	assert_false(partner_state_parse(SPAN("Approved"), &p));
	assert_false(reader_state_parse(SPAN(""), &r));
	assert_null(partner_state_logged(PARTNER_VETTING));
	assert_string_equal("removed", partner_state_logged(PARTNER_REMOVED));
}

TEST_MAIN(cmocka_unit_test(partners_move_as_the_table_says),
    cmocka_unit_test(only_an_approval_leads_to_approved),
    cmocka_unit_test(what_the_table_lacks_is_refused),
    cmocka_unit_test(time_moves_partners_as_it_must),
    cmocka_unit_test(probation_is_of_approved_partners),
    cmocka_unit_test(the_hub_hears_approved_of_nobody_else),
    cmocka_unit_test(the_words_say_what_the_table_does),
    cmocka_unit_test(an_approval_ends_with_its_agreement),
    cmocka_unit_test(readers_move_as_the_table_says),
    cmocka_unit_test(words_and_states_are_the_same_both_ways))
