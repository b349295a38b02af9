/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/approval.h"

#define NOW	1000000
#define DAY	86400

#define X	APPROVAL_STATES		/* may not happen */

/* Every state, every event; columns SIGNED, ENOUGH, NO, TIME, APPLIED. */
static const struct {
	const char *name;
	enum approval_state from, to[APPROVAL_EVENTS];
} moves[] = {
	{ "waits", APPROVAL_WAITS, { APPROVAL_WAITS, APPROVAL_COMPLETE,
	  APPROVAL_REFUSED, APPROVAL_EXPIRED, X } },
	{ "unconfirmed", APPROVAL_UNCONFIRMED, { APPROVAL_UNCONFIRMED,
	  APPROVAL_COMPLETE, APPROVAL_LAPSED, APPROVAL_LAPSED, X } },
	{ "complete", APPROVAL_COMPLETE, { X, X, X, X, APPROVAL_DONE } },
	{ "done", APPROVAL_DONE, { X, X, X, X, X } },
	{ "refused", APPROVAL_REFUSED, { X, X, X, X, X } },
	{ "expired", APPROVAL_EXPIRED, { X, X, X, X, X } },
	{ "lapsed", APPROVAL_LAPSED, { X, X, X, X, X } },
};

static void
each_event_in_each_state(void **state)
{
	assert_int_equal(N_ROWS(moves), APPROVAL_STATES);
	for (size_t i = 0; i < N_ROWS(moves); i++)
		for (enum approval_event e = 0; e < APPROVAL_EVENTS; e++) {
			enum approval_state s = moves[i].from, back;

			CHECK_ROW(state, moves[i].name);
			assert_string_equal(moves[i].name,
			    approval_state_text(s));
			assert_true(approval_state_parse(
			    span_str(moves[i].name), &back));
			assert_int_equal(back, s);
			if (moves[i].to[e] == X) {
				assert_int_equal(TT_ESTATE,
				    approval_move(&s, e));
				assert_int_equal(s, moves[i].from);
				continue;
			}
			assert_int_equal(TT_OK, approval_move(&s, e));
			assert_int_equal(s, moves[i].to[e]);
		}
}

/* specs/stories.md 3.9 and SA-1: how many, and for how long. */
static const struct {
	enum approval_act act;
	const char *name;
	unsigned officers;
	bool counsel;
	int64_t good_for_s;
} acts[] = {
	{ APPROVAL_PUBLISH, "publish", 1, false, DAY },
	{ APPROVAL_PUBLISH_EARLY, "publish-early", 2, false, DAY },
	{ APPROVAL_URGENT, "urgent", 2, false, 3600 },
	{ APPROVAL_SHORTEN, "shorten", 1, false, DAY },
	{ APPROVAL_LENGTHEN, "lengthen", 2, false, DAY },
	{ APPROVAL_END, "release", 2, false, 3600 },
	{ APPROVAL_RETRACT, "retract", 2, false, 3600 },
	{ APPROVAL_ADMIT, "admit", 2, false, DAY },
	{ APPROVAL_SUSPEND, "suspend", 2, false, 3 * DAY },
	{ APPROVAL_REMOVE, "remove", 2, true, DAY },
	{ APPROVAL_EXCEPTION, "exception", 2, false, DAY },
	{ APPROVAL_EXCEPTION_DUTY, "exception-duty", 2, true, DAY },
	{ APPROVAL_LATE, "late", 2, false, DAY },
	{ APPROVAL_POLICY, "policy", 2, true, DAY },
	{ APPROVAL_KEYS, "keys", 2, false, DAY },
	{ APPROVAL_CASE_OPEN, "case-open", 1, false, DAY },
	{ APPROVAL_FINDING, "finding", 2, true, DAY },
	{ APPROVAL_FINDING_OUT, "finding-out", 2, true, DAY },
	{ APPROVAL_BUNDLE, "bundle", 2, false, DAY },
};

static void
each_act_takes_so_many(void **state)
{
	static const struct approval_signed nobody = { .n = 0 };
	struct approval_missing m;
	enum approval_act back;

	assert_int_equal(N_ROWS(acts), APPROVAL_ACTS);
	for (size_t i = 0; i < N_ROWS(acts); i++) {
		const struct approval_rule *r = approval_rule(acts[i].act);

		CHECK_ROW(state, acts[i].name);
		assert_string_equal(r->name, acts[i].name);
		assert_true(approval_parse(span_str(r->name), &back));
		assert_int_equal(back, acts[i].act);
		m = approval_missing(r, &nobody);
		assert_int_equal(m.officers, acts[i].officers);
		assert_int_equal(m.counsel, acts[i].counsel);
		assert_int_equal(r->good_for_s, acts[i].good_for_s);
	}
	assert_false(approval_parse(SPAN("anything"), &back));
}

enum who { NOBODY, OFFICER, COUNSEL, BOTH };

static struct approval_person
person(uint8_t key, enum who who)
{
	struct approval_person p = { .officer = who == OFFICER || who == BOTH,
		.counsel = who == COUNSEL || who == BOTH };

	memset(p.key, key, sizeof(p.key));
	return p;
}

static const struct {
	const char *name;
	enum approval_act act;
	enum who by[3];
	unsigned officers;
	bool counsel;
} missing[] = {
	{ "the asker is one of two", APPROVAL_KEYS, { OFFICER }, 1, false },
	{ "a second one is enough", APPROVAL_KEYS, { OFFICER, OFFICER }, 0,
	  false },
	{ "counsel is no second officer", APPROVAL_KEYS, { OFFICER, COUNSEL },
	  1, false },
	{ "removal takes three", APPROVAL_REMOVE, { OFFICER, OFFICER }, 0,
	  true },
	{ "in any order", APPROVAL_REMOVE, { COUNSEL, OFFICER }, 1, false },
	{ "all of them", APPROVAL_REMOVE, { OFFICER, COUNSEL, OFFICER }, 0,
	  false },
	{ "who is both counts once, as officer", APPROVAL_REMOVE,
	  { OFFICER, BOTH }, 0, true },
	{ "and as counsel where officers are enough", APPROVAL_REMOVE,
	  { OFFICER, BOTH, OFFICER }, 0, false },
	{ "a suspension has been confirmed", APPROVAL_SUSPEND,
	  { OFFICER, OFFICER }, 0, false },
};

static void
people_count_once(void **state)
{
	for (size_t i = 0; i < N_ROWS(missing); i++) {
		struct approval_signed by = { .n = 0 };
		struct approval_missing m;

		CHECK_ROW(state, missing[i].name);
		while (by.n < 3 && missing[i].by[by.n] != NOBODY) {
			by.person[by.n] = person((uint8_t)(by.n + 1),
			    missing[i].by[by.n]);
			by.n++;
		}
		m = approval_missing(approval_rule(missing[i].act), &by);
		assert_int_equal(m.officers, missing[i].officers);
		assert_int_equal(m.counsel, missing[i].counsel);
	}
}

/* ana, key 1, asks for a removal; of it `signed` others have signed. */
static const struct {
	const char *name;
	uint8_t key;
	enum who who;
	int64_t enrolled_s;
	bool by_asker, changed;
	enum approval_state state;
	int64_t now_s;			/* it expires at NOW + DAY */
	enum who signed_by;		/* key 2, or NOBODY */
	enum approval_word want;
} rows[] = {
	{ "another officer may", 3, OFFICER, 0, false, false, APPROVAL_WAITS,
	  NOW, NOBODY, APPROVAL_MAY },
	{ "counsel may", 3, COUNSEL, 0, false, false, APPROVAL_WAITS, NOW,
	  OFFICER, APPROVAL_MAY },
	{ "who has no role may not", 3, NOBODY, 0, false, false,
	  APPROVAL_WAITS, NOW, NOBODY, APPROVAL_NO_ROLE },
	{ "the asker may not", 1, OFFICER, 0, false, false, APPROVAL_WAITS,
	  NOW, NOBODY, APPROVAL_OWN },
	{ "nor as counsel", 1, COUNSEL, 0, false, false, APPROVAL_WAITS, NOW,
	  OFFICER, APPROVAL_OWN },
	{ "nobody signs twice", 2, OFFICER, 0, false, false, APPROVAL_WAITS,
	  NOW, OFFICER, APPROVAL_TWICE },
	{ "nor under a second role", 2, COUNSEL, 0, false, false,
	  APPROVAL_WAITS, NOW, OFFICER, APPROVAL_TWICE },
	{ "a key that the asker enrolled a second short of seven days ago", 3,
	  OFFICER, NOW - 7 * DAY + 1, true, false, APPROVAL_WAITS, NOW,
	  NOBODY, APPROVAL_TOO_NEW },
	{ "seven days ago", 3, OFFICER, NOW - 7 * DAY, true, false,
	  APPROVAL_WAITS, NOW, NOBODY, APPROVAL_MAY },
	{ "one that others enrolled today", 3, OFFICER, NOW, false, false,
	  APPROVAL_WAITS, NOW, NOBODY, APPROVAL_MAY },
	{ "not what was shown", 3, OFFICER, 0, false, true, APPROVAL_WAITS,
	  NOW, NOBODY, APPROVAL_CHANGED },
	{ "the last second", 3, OFFICER, 0, false, false, APPROVAL_WAITS,
	  NOW + DAY - 1, NOBODY, APPROVAL_MAY },
	{ "the instant itself is too late", 3, OFFICER, 0, false, false,
	  APPROVAL_WAITS, NOW + DAY, NOBODY, APPROVAL_OVER },
	{ "two officers are enough", 3, OFFICER, 0, false, false,
	  APPROVAL_WAITS, NOW, OFFICER, APPROVAL_NO_NEED },
	{ "one counsel is", 3, COUNSEL, 0, false, false, APPROVAL_WAITS, NOW,
	  COUNSEL, APPROVAL_NO_NEED },
	{ "who is both stands in where one is missing", 3, BOTH, 0, false,
	  false, APPROVAL_WAITS, NOW, OFFICER, APPROVAL_MAY },
};

static enum approval_word
ask(size_t i, enum approval_state s)
{
	static const uint8_t shown[APPROVAL_KEY_LEN] = { 1 };
	const uint8_t is[APPROVAL_KEY_LEN] = { rows[i].changed ? 2 : 1 };
	struct approval_signed by = { .n = 1,
		.person[0] = person(1, OFFICER) };
	struct approval_person who = person(rows[i].key, rows[i].who);
	const struct approval_question q = {
		.rule = approval_rule(APPROVAL_REMOVE), .state = s, .by = &by,
		.who = &who, .shown = shown, .is = is,
		.expires_s = NOW + DAY, .now_s = rows[i].now_s };

	who.enrolled_s = rows[i].enrolled_s;
	who.by_asker = rows[i].by_asker;
	if (rows[i].signed_by != NOBODY)
		by.person[by.n++] = person(2, rows[i].signed_by);
	return approval_may(&q);
}

static void
who_may_sign(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, ask(i, rows[i].state));
		assert_true(strlen(approval_word_text(rows[i].want)) > 0);
	}
}

/* Whoever may sign what waits may sign nothing that has ended. */
static void
what_has_ended_takes_no_signature(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++)
		for (enum approval_state s = 0; s < APPROVAL_STATES; s++) {
			bool open = s == APPROVAL_WAITS ||
			    s == APPROVAL_UNCONFIRMED;

			CHECK_ROW(state, rows[i].name);
			if (rows[i].want == APPROVAL_MAY)
				assert_int_equal(ask(i, s), open ?
				    APPROVAL_MAY : APPROVAL_OVER);
			else
				assert_int_not_equal(ask(i, s), APPROVAL_MAY);
		}
}

TEST_MAIN(cmocka_unit_test(each_event_in_each_state),
    cmocka_unit_test(each_act_takes_so_many),
    cmocka_unit_test(people_count_once),
    cmocka_unit_test(who_may_sign),
    cmocka_unit_test(what_has_ended_takes_no_signature))
