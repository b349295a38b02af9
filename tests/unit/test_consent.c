/* SPDX-License-Identifier: ISC */
/* specs/stories.md 3.2, every state by every event, and stories of it. */
#include "test.h"

#include "programme/consent.h"

#define X	CONSENT_STATES	/* it stays as it is */
#define UN	CONSENT_UNBOUND
#define IN	CONSENT_INVITED
#define SI	CONSENT_SIGNATORY
#define LA	CONSENT_LAPSED
#define DE	CONSENT_DECLINED

static const enum consent_state to[CONSENT_STATES][CONSENT_EVENTS] = {
	/* invite party refuse sign stale silence carry change old-instant
	 * withdraw end */
	[UN] = { IN, SI, DE, X, X, X, X, X, X, X, UN },
	[IN] = { X, X, DE, SI, IN, DE, X, X, X, X, UN },
	[SI] = { X, X, X, SI, X, X, SI, LA, X, DE, UN },
	[LA] = { X, X, DE, SI, X, X, X, X, DE, X, UN },
	[DE] = { IN, X, X, SI, X, X, X, X, X, X, UN },
};

static void
every_state_by_every_event(void **state)
{
	const struct consent_rule *r;

	(void)state;
	for (enum consent_state s = 0; s < CONSENT_STATES; s++)
		for (enum consent_event e = 0; e < CONSENT_EVENTS; e++) {
			r = consent_rule(s, e);
			if (to[s][e] == X)
				assert_null(r);
			else
				assert_int_equal(to[s][e], r->to);
		}
}

static void
what_each_state_gets(void **state)
{
	static const struct consent_gets want[] = {
		[UN] = { false, CONSENT_COPY_NO, false, false },
		[IN] = { true, CONSENT_COPY_AFTER_SIGNING, false, false },
		[SI] = { true, CONSENT_COPY_YES, true, true },
		[LA] = { true, CONSENT_COPY_HAD, true, false },
		[DE] = { true, CONSENT_COPY_HAD, false, false },
	};
	const struct consent_gets *g;

	(void)state;
	for (enum consent_state s = 0; s < CONSENT_STATES; s++) {
		g = consent_gets(s);
		assert_int_equal(want[s].notice, g->notice);
		assert_int_equal(want[s].copy, g->copy);
		assert_int_equal(want[s].opens, g->opens);
		assert_int_equal(want[s].later, g->later);
		assert_true(strlen(consent_state_text(s)) > 0);
	}
}

#define INVITED(at)		{ CONSENT_SAID_INVITED, at, 1, 1000, 1000, 0 }
#define INVITED_BY(at, by)	{ CONSENT_SAID_INVITED, at, 1, 1000, by, 0 }
#define SIGNED(at, rev)		{ CONSENT_SAID_SIGNED, at, rev, 0, 0, 0 }
#define REFUSED(at)		{ CONSENT_SAID_REFUSED, at, 0, 0, 0, 0 }
#define WITHDRAWN(at)		{ CONSENT_SAID_WITHDRAWN, at, 0, 0, 0, 0 }
#define ADOPTED(at, rev, pub)	{ CONSENT_SAID_ADOPTED, at, rev, pub, pub, 0 }
#define OTHER_USES(at, rev, pub)					\
	{ CONSENT_SAID_ADOPTED, at, rev, pub, pub, true }
#define ENDED(at)		{ CONSENT_SAID_ENDED, at, 0, 0, 0, 0 }
#define PARTY(at)		{ CONSENT_SAID_PARTY, at, 0, 0, 0, 0 }

static const struct {
	const char *name;
	struct consent_entry entry[6];
	size_t n;
	int64_t allowance_s, now_s;
	enum consent_state want;
	enum consent_how how;
	int64_t bound_until_s;
} rows[] = {
	{ "not before publish", { INVITED(0) }, 0, 0, 50, UN, 0, 0 },
	{ "invited", { INVITED(10) }, 1, 0, 50, IN, 0, 0 },
	{ "signed", { INVITED(10), SIGNED(20, 1) }, 2, 0, 50, SI, 0, 1000 },
	{ "nobody signs uninvited", { SIGNED(20, 1) }, 1, 0, 50, UN, 0, 0 },
	{ "refused", { INVITED(10), REFUSED(20) }, 2, 0, 50, DE,
	  CONSENT_REFUSED, 0 },
	{ "refused uninvited", { REFUSED(20) }, 1, 0, 50, DE,
	  CONSENT_REFUSED, 0 },
	{ "silent", { INVITED_BY(10, 500) }, 1, 0, 500, DE, CONSENT_SILENT,
	  0 },
	{ "not yet silent", { INVITED_BY(10, 500) }, 1, 0, 499, IN, 0, 0 },
	{ "a late yes", { INVITED_BY(10, 500), SIGNED(600, 1) }, 2, 0, 700,
	  SI, 0, 1000 },
	{ "yes after a no", { INVITED(10), REFUSED(20), SIGNED(30, 1) }, 3, 0,
	  50, SI, 0, 1000 },
	{ "stale terms do not count", { INVITED(10), ADOPTED(20, 2, 2000),
	  SIGNED(30, 1) }, 3, 0, 50, IN, 0, 0 },
	{ "those in force do", { INVITED(10), ADOPTED(20, 2, 2000),
	  SIGNED(30, 2) }, 3, 0, 50, SI, 0, 2000 },
	{ "a pull-in is carried", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 500) }, 3, 0, 50, SI, CONSENT_CARRIED, 500 },
	{ "a slip within the allowance, too", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 1100) }, 3, 100, 50, SI, CONSENT_CARRIED, 1100 },
	{ "not a second more", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 1101) }, 3, 100, 50, LA, 0, 1000 },
	{ "nor one that adds up to more", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 1060), ADOPTED(40, 3, 1110) }, 4, 100, 50, LA, 0,
	  1060 },
	{ "signing anew begins to count anew", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 1060), SIGNED(35, 2), ADOPTED(40, 3, 1110) }, 5, 100,
	  50, SI, CONSENT_CARRIED, 1110 },
	{ "other uses are never carried", { INVITED(10), SIGNED(20, 1),
	  OTHER_USES(30, 2, 1000) }, 3, 100, 50, LA, 0, 1000 },
	{ "lapsed, and bound until the old instant", { INVITED(10),
	  SIGNED(20, 1), ADOPTED(30, 2, 2000) }, 3, 0, 999, LA, 0, 1000 },
	{ "free from then on", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 2000) }, 3, 0, 1000, DE, CONSENT_OLD_PASSED, 1000 },
	{ "lapsed, and signs", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 2000), SIGNED(40, 2) }, 4, 0, 1500, SI, 0, 2000 },
	{ "signs after the old instant", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 2000), SIGNED(1200, 2) }, 4, 0, 1500, SI, 0, 2000 },
	{ "lapsed, and refuses", { INVITED(10), SIGNED(20, 1),
	  ADOPTED(30, 2, 2000), REFUSED(40) }, 4, 0, 50, DE, CONSENT_REFUSED,
	  1000 },
	{ "withdraws, and stays bound by what it holds", { INVITED(10),
	  SIGNED(20, 1), WITHDRAWN(30) }, 3, 0, 50, DE, CONSENT_WITHDRAWN,
	  1000 },
	{ "invited again", { INVITED(10), REFUSED(20), INVITED(30) }, 3, 0,
	  50, IN, 0, 0 },
	{ "a terms party needs no invitation", { PARTY(10) }, 1, 0, 50, SI, 0,
	  0 },
	{ "ended for all", { INVITED(10), SIGNED(20, 1), ENDED(30) }, 3, 0,
	  50, UN, 0, 1000 },
	{ "and nothing comes after", { INVITED(10), ENDED(30),
	  SIGNED(40, 1), INVITED(50) }, 4, 0, 60, UN, 0, 0 },
};

static void
the_state_follows_from_the_entries(void **state)
{
	struct consent_now c;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		c = consent_of(rows[i].entry, rows[i].n, rows[i].allowance_s,
		    rows[i].now_s);
		assert_int_equal(rows[i].want, c.state);
		assert_int_equal(rows[i].how, c.how);
		assert_int_equal(rows[i].bound_until_s, c.bound_until_s);
	}
}

static void
the_last_state_stays_in_reports(void **state)
{
	static const struct consent_entry e[] = { INVITED(10), SIGNED(20, 1),
		ADOPTED(30, 2, 2000), ENDED(40) };
	struct consent_now c = consent_of(e, N_ROWS(e), 0, 50);

	(void)state;
	assert_int_equal(UN, c.state);
	assert_int_equal(LA, c.before_end);
	assert_int_equal(40, c.since_s);
}

/* What the table before adopting says is what adopting does. */
static void
a_forecast_is_what_happens(void **state)
{
	static const int64_t publics[] = { 500, 1000, 1100, 1101, 5000 };
	struct consent_entry e[3] = { INVITED(10), SIGNED(20, 1) };
	struct consent_now before, said, then;

	(void)state;
	before = consent_of(e, 2, 100, 30);
	for (size_t i = 0; i < N_ROWS(publics); i++)
		for (int uses = 0; uses < 2; uses++) {
			e[2] = (struct consent_entry){ CONSENT_SAID_ADOPTED,
				30, 2, publics[i], publics[i], uses != 0 };
			said = consent_if(&before, publics[i], uses != 0,
			    100);
			then = consent_of(e, 3, 100, 30);
			assert_int_equal(then.state, said.state);
			assert_int_equal(then.how, said.how);
			assert_int_equal(then.lengthened_s,
			    said.lengthened_s);
		}
}

TEST_MAIN(cmocka_unit_test(every_state_by_every_event),
    cmocka_unit_test(what_each_state_gets),
    cmocka_unit_test(the_state_follows_from_the_entries),
    cmocka_unit_test(the_last_state_stays_in_reports),
    cmocka_unit_test(a_forecast_is_what_happens))
