/* SPDX-License-Identifier: ISC */
/* specs/stories.md 3.1, every state by every event. */
#include "test.h"

#include "programme/embargo.h"

#define ALL	511U	/* everything that facts can have */
#define X	EMBARGO_STATES	/* nothing leads from there */

#define NO	EMBARGO_NONE
#define PR	EMBARGO_PROPOSED
#define AC	EMBARGO_ACTIVE
#define RE	EMBARGO_REVISING
#define EN	EMBARGO_ENDED

static const enum embargo_state to[EMBARGO_STATES][EMBARGO_EVENTS] = {
	/* propose accept reject revise adopt drop reached end public
	 * attacked keep retract */
	[NO] = { PR, X, X, X, X, X, X, X, X, X, X, X },
	[PR] = { PR, AC, NO, X, X, X, X, X, NO, X, X, X },
	[AC] = { X, X, X, RE, X, X, EN, EN, EN, EN, AC, EN },
	[RE] = { X, X, X, RE, AC, AC, EN, EN, EN, EN, RE, EN },
	[EN] = { EN, EN, EN, EN, EN, EN, EN, EN, EN, EN, EN, EN },
};

static void
every_state_by_every_event(void **state)
{
	const struct embargo_facts all = { .has = ALL };
	const struct embargo_rule *r;
	const char *why;
	enum tt_err e;

	for (enum embargo_state s = 0; s < EMBARGO_STATES; s++)
		for (enum embargo_event v = 0; v < EMBARGO_EVENTS; v++) {
			CHECK_ROW(state, embargo_event_text(v));
			r = NULL;
			why = NULL;
			e = embargo_move(s, v, &all, &r, &why);
			if (to[s][v] == X) {
				assert_int_equal(TT_ESTATE, e);
				assert_null(r);
				assert_string_equal("another state", why);
				continue;
			}
			assert_int_equal(TT_OK, e);
			assert_int_equal(to[s][v], r->to);
			assert_null(why);
		}
}

/* Nothing that a row needs may be missing; nobody ends it alone. */
static void
every_need_is_needed(void **state)
{
	const struct embargo_rule *r, *out;
	struct embargo_facts f;

	(void)state;
	for (enum embargo_state s = 0; s < EMBARGO_STATES; s++)
		for (enum embargo_event v = 0; v < EMBARGO_EVENTS; v++)
			for (unsigned bit = 1; bit < ALL; bit <<= 1) {
				r = embargo_rule(s, v);
				if (r == NULL || (r->needs & bit) == 0)
					continue;
				f = (struct embargo_facts){ .has = ALL &
				    ~bit };
				if (bit == EMBARGO_NEEDS_PARTY)
					f.has &= ~(unsigned)
					    EMBARGO_NEEDS_OFFICER;
				assert_int_equal(TT_EREFUSED,
				    embargo_move(s, v, &f, &out, NULL));
			}
}

static void
the_end_takes_nothing_else(void **state)
{
	const struct embargo_rule *r;

	(void)state;
	for (enum embargo_event v = 0; v < EMBARGO_EVENTS; v++) {
		r = embargo_rule(EMBARGO_ENDED, v);
		assert_int_equal(0, r->also);
		assert_int_equal(0, r->needs);
	}
	for (enum embargo_state s = 0; s < EMBARGO_STATES; s++)
		for (enum embargo_event v = 0; v < EMBARGO_EVENTS; v++) {
			r = embargo_rule(s, v);
			if (r == NULL || s == EMBARGO_ENDED)
				continue;
			/* it ends by a cause, and publishes unless retracted */
			assert_int_equal(r->to == EMBARGO_ENDED,
			    r->end != EMBARGO_NOT_ENDED);
			assert_int_equal(r->to == EMBARGO_ENDED &&
			    v != EMBARGO_RETRACT,
			    (r->also & EMBARGO_PUBLISHES) != 0);
			assert_int_equal((r->also & EMBARGO_RELEASES) != 0,
			    (r->also & EMBARGO_PUBLISHES) != 0);
			/* only these change the terms in force */
			assert_int_equal(v == EMBARGO_ACCEPT ||
			    v == EMBARGO_ADOPT,
			    (r->also & EMBARGO_SETS_TERMS) != 0);
		}
}

#define WITHOUT(x)	(ALL & ~(unsigned)(x))
#define SECOND		EMBARGO_NEEDS_SECOND
#define OFFICER		EMBARGO_NEEDS_OFFICER

static const struct {
	const char *name;
	enum embargo_state from;
	enum embargo_event event;
	struct embargo_facts facts;
	enum tt_err want;
	const char *why;
} guards[] = {
	{ "attacks are known: a second person proposes it too", NO,
	  EMBARGO_PROPOSE, { .has = WITHOUT(SECOND), .attacked = true },
	  TT_EREFUSED, "a second officer" },
	{ "and gives a reason", NO, EMBARGO_PROPOSE,
	  { .has = WITHOUT(EMBARGO_NEEDS_REASON), .attacked = true },
	  TT_EREFUSED, "a reason" },
	{ "otherwise one does", NO, EMBARGO_PROPOSE,
	  { .has = WITHOUT(SECOND | EMBARGO_NEEDS_REASON) }, TT_OK, NULL },
	{ "what is public is not embargoed", NO, EMBARGO_PROPOSE,
	  { .has = WITHOUT(EMBARGO_NEEDS_UNKNOWN) }, TT_EREFUSED,
	  "a flaw that is not public" },
	{ "one shortens", RE, EMBARGO_ADOPT, { .has = WITHOUT(SECOND) },
	  TT_OK, NULL },
	{ "two lengthen", RE, EMBARGO_ADOPT, { .has = WITHOUT(SECOND),
	  .later = true }, TT_EREFUSED, "a second officer" },
	{ "one in a small team", RE, EMBARGO_ADOPT, { .has = WITHOUT(SECOND),
	  .later = true, .small_team = true }, TT_OK, NULL },
	{ "no keepers, no adoption", RE, EMBARGO_ADOPT,
	  { .has = WITHOUT(EMBARGO_NEEDS_KEEPERS), .small_team = true },
	  TT_EREFUSED, "more keepers to confirm" },
	{ "a party that did not accept", RE, EMBARGO_ADOPT,
	  { .has = WITHOUT(EMBARGO_NEEDS_PARTIES) }, TT_EREFUSED,
	  "every terms party to accept" },
	{ "a terms party may propose a date", AC, EMBARGO_REVISE,
	  { .has = EMBARGO_NEEDS_PARTY }, TT_OK, NULL },
	{ "an officer, too", AC, EMBARGO_REVISE, { .has = OFFICER }, TT_OK,
	  NULL },
	{ "nobody else", AC, EMBARGO_REVISE, { .has = 0 }, TT_EREFUSED,
	  "an officer or a terms party" },
	{ "a proposal dies of silence", RE, EMBARGO_DROP,
	  { .respond_by_passed = true }, TT_OK, NULL },
	{ "not before", RE, EMBARGO_DROP, { .has = 0 }, TT_EREFUSED,
	  "an officer, or respond-by to pass" },
	{ "one does not end it", AC, EMBARGO_END, { .has = WITHOUT(SECOND) },
	  TT_EREFUSED, "a second officer" },
	{ "nor without a reason", AC, EMBARGO_END,
	  { .has = WITHOUT(EMBARGO_NEEDS_REASON) }, TT_EREFUSED,
	  "a reason" },
	{ "one does not retract it", RE, EMBARGO_RETRACT,
	  { .has = WITHOUT(SECOND) }, TT_EREFUSED, "a second officer" },
	{ "a clock alone does not end it", AC, EMBARGO_REACHED,
	  { .has = WITHOUT(EMBARGO_NEEDS_CLOCKS) }, TT_EREFUSED,
	  "a checkpoint that says the instant came" },
	{ "keeping it has a reason", AC, EMBARGO_KEEP, { .has = OFFICER },
	  TT_EREFUSED, "a reason" },
};

static void
guards_hold(void **state)
{
	const struct embargo_rule *r;
	const char *why;

	for (size_t i = 0; i < N_ROWS(guards); i++) {
		CHECK_ROW(state, guards[i].name);
		why = NULL;
		assert_int_equal(guards[i].want, embargo_move(guards[i].from,
		    guards[i].event, &guards[i].facts, &r, &why));
		if (guards[i].why != NULL)
			assert_string_equal(guards[i].why, why);
		else
			assert_null(why);
	}
}

#define P	EMBARGO_SAID_PROPOSED
#define A	EMBARGO_SAID_ACTIVE
#define D	EMBARGO_SAID_DROPPED
#define K	EMBARGO_SAID_KEPT
#define E	EMBARGO_SAID_ENDED
#define R	EMBARGO_SAID_RETRACTED

static const struct {
	const char *name;
	struct embargo_entry entry[6];
	size_t n;
	int64_t now_s;
	struct embargo_now want;
} stories[] = {
	{ "nothing was said", { { .said = 0 } }, 0, 50,
	  { .state = NO } },
	{ "proposed", { { P, 1, 1000, 10, 0 } }, 1, 50,
	  { PR, 0, 0, 0, 0, 1, 1000 } },
	{ "published", { { A, 1, 1000, 10, 0 } }, 1, 50,
	  { AC, 0, 1, 1000, 0, 0, 0 } },
	{ "a proposal takes nothing away", { { A, 1, 1000, 10, 0 },
	  { P, 2, 2000, 20, 0 } }, 2, 50,
	  { RE, 0, 1, 1000, 0, 2, 2000 } },
	{ "another takes its place", { { A, 1, 1000, 10, 0 },
	  { P, 2, 2000, 20, 0 }, { P, 3, 3000, 25, 0 } }, 3, 50,
	  { RE, 0, 1, 1000, 0, 3, 3000 } },
	{ "adopted", { { A, 1, 1000, 10, 0 }, { P, 2, 2000, 20, 0 },
	  { A, 2, 2000, 30, 0 } }, 3, 1500,
	  { AC, 0, 2, 2000, 0, 0, 2000 } },
	{ "dropped", { { A, 1, 1000, 10, 0 }, { P, 2, 2000, 20, 0 },
	  { D, 2, 2000, 30, 0 } }, 3, 50,
	  { AC, 0, 1, 1000, 0, 0, 2000 } },
	{ "while it was open the instant came", { { A, 1, 1000, 10, 0 },
	  { P, 2, 2000, 20, 0 } }, 2, 1000,
	  { EN, EMBARGO_SCHEDULED, 1, 1000, 1000, 0, 2000 } },
	{ "adopted too late", { { A, 1, 1000, 10, 0 },
	  { A, 2, 2000, 1001, 0 } }, 2, 1500,
	  { EN, EMBARGO_SCHEDULED, 1, 1000, 1000, 0, 0 } },
	{ "an old revision again", { { A, 2, 2000, 10, 0 },
	  { A, 1, 1000, 20, 0 } }, 2, 50,
	  { AC, 0, 2, 2000, 0, 0, 0 } },
	{ "kept although attacked", { { A, 1, 1000, 10, 0 },
	  { K, 1, 1000, 20, 0 } }, 2, 50,
	  { AC, 0, 1, 1000, 0, 0, 0 } },
	{ "ended, and the proposal died", { { A, 1, 1000, 10, 0 },
	  { P, 2, 2000, 20, 0 }, { E, 1, 1000, 30, EMBARGO_LEAK } }, 3, 50,
	  { EN, EMBARGO_BY_REASON, 1, 1000, 30, 0, 2000 } },
	{ "exploited", { { A, 1, 1000, 10, 0 },
	  { E, 1, 1000, 30, EMBARGO_ATTACKS } }, 2, 50,
	  { EN, EMBARGO_EXPLOITED, 1, 1000, 30, 0, 0 } },
	{ "public elsewhere", { { A, 1, 1000, 10, 0 },
	  { E, 1, 1000, 30, EMBARGO_ELSEWHERE } }, 2, 50,
	  { EN, EMBARGO_BY_PUBLIC, 1, 1000, 30, 0, 0 } },
	{ "retracted, whatever was said afterwards", {
	  { A, 1, 1000, 10, 0 }, { R, 1, 1000, 30, 0 },
	  { A, 2, 2000, 40, 0 }, { E, 2, 2000, 50, 0 } }, 4, 60,
	  { EN, EMBARGO_RETRACTED, 1, 1000, 30, 0, 0 } },
	{ "nothing ends what never began", { { E, 1, 1000, 30, 0 } }, 1, 50,
	  { .state = NO } },
};

static void
entries_tell_where_it_stands(void **state)
{
	struct embargo_now now;

	for (size_t i = 0; i < N_ROWS(stories); i++) {
		CHECK_ROW(state, stories[i].name);
		now = embargo_of(stories[i].entry, stories[i].n,
		    stories[i].now_s);
		assert_int_equal(stories[i].want.state, now.state);
		assert_int_equal(stories[i].want.end, now.end);
		assert_int_equal(stories[i].want.revision, now.revision);
		assert_int_equal(stories[i].want.public_s, now.public_s);
		assert_int_equal(stories[i].want.ended_s, now.ended_s);
		assert_int_equal(stories[i].want.proposed, now.proposed);
	}
}

static const struct {
	const char *text;
	bool ok;
	enum embargo_reason want;
} reasons[] = {
	{ "leak", true, EMBARGO_LEAK },
	{ "exploited", true, EMBARGO_ATTACKS },
	{ "public-elsewhere", true, EMBARGO_ELSEWHERE },
	{ "finder", true, EMBARGO_FINDER },
	{ "mistake", true, EMBARGO_MISTAKE },
	{ "other:a court said so", true, EMBARGO_OTHER },
	{ "other: a court said so", true, EMBARGO_OTHER },
	{ "other", false, 0 },
	{ "other:", false, 0 },
	{ "other:  ", false, 0 },
	{ "Leak", false, 0 },
	{ "", false, 0 },
};

static void
reasons_are_a_closed_list(void **state)
{
	char longest[EMBARGO_REASON_MAX + 2];
	enum embargo_reason r;
	enum embargo_said s;

	for (size_t i = 0; i < N_ROWS(reasons); i++) {
		CHECK_ROW(state, reasons[i].text);
		r = EMBARGO_REASONS;
		assert_int_equal(reasons[i].ok, embargo_reason_parse(
		    span_str(reasons[i].text), &r));
		assert_int_equal(reasons[i].ok ? reasons[i].want :
		    EMBARGO_REASONS, r);
	}
	memset(longest, 'x', sizeof(longest));
	memcpy(longest, "other:", 6);
	assert_true(embargo_reason_parse(span_of(longest,
	    EMBARGO_REASON_MAX), &r));
	assert_false(embargo_reason_parse(span_of(longest,
	    EMBARGO_REASON_MAX + 1), &r));
	for (enum embargo_said i = 0; i < EMBARGO_SAIDS; i++) {
		assert_true(embargo_said_parse(
		    span_str(embargo_said_text(i)), &s));
		assert_int_equal(i, s);
	}
	assert_false(embargo_said_parse(SPAN("none"), &s));
}

TEST_MAIN(cmocka_unit_test(every_state_by_every_event),
    cmocka_unit_test(every_need_is_needed),
    cmocka_unit_test(the_end_takes_nothing_else),
    cmocka_unit_test(guards_hold),
    cmocka_unit_test(entries_tell_where_it_stands),
    cmocka_unit_test(reasons_are_a_closed_list))
