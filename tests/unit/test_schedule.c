/* SPDX-License-Identifier: ISC */
/* The vectors of specs/stories.md 3.5, in UTC. */
#include "test.h"

#include "base/instant.h"
#include "programme/schedule.h"

#define BIT(x)	(1U << (x))

static int64_t
at(const char *s)
{
	int64_t t;

	assert_int_equal(TT_OK, instant_parse_human(span_str(s), &t));
	return t;
}

static const struct {
	const char *name, *public_at, *before, *opens;
} rows[] = {
	{ "14 days before the patch of July 2025", "2025-07-08T10:00:00-07:00",
	  "14d", "2025-06-24T17:00:00Z" },
	{ "5 days", "2025-07-08T17:00:00Z", "5d", "2025-07-03T17:00:00Z" },
	{ "24 hours", "2025-07-08T17:00:00Z", "24h", "2025-07-07T17:00:00Z" },
	{ "summer time begins inside", "2026-03-10T10:00:00-07:00", "5d",
	  "2026-03-05T17:00:00Z" },
	{ "summer time ends inside", "2027-11-09T10:00:00-08:00", "5d",
	  "2027-11-04T18:00:00Z" },
	{ "Berlin, autumn", "2026-10-27T18:00:00+01:00", "5d",
	  "2026-10-22T17:00:00Z" },
	{ "Berlin, spring", "2027-03-29T18:00:00+02:00", "5d",
	  "2027-03-24T16:00:00Z" },
	{ "Berlin, spring, a day of 25 hours", "2027-03-29T16:00:00Z", "24h",
	  "2027-03-28T16:00:00Z" },
	{ "leap day inside", "2028-03-02T18:00:00Z", "5d",
	  "2028-02-26T18:00:00Z" },
	{ "year inside", "2027-01-05T18:00:00Z", "14d",
	  "2026-12-22T18:00:00Z" },
	{ "minutes", "2026-12-08T18:00:00Z", "90m", "2026-12-08T16:30:00Z" },
	{ "seconds", "2026-12-08T18:00:00Z", "10s", "2026-12-08T17:59:50Z" },
};

static void
a_day_is_86400_seconds(void **state)
{
	int64_t before, opens;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK,
		    length_parse(span_str(rows[i].before), &before));
		assert_int_equal(TT_OK, schedule_opens(at(rows[i].public_at),
		    before, &opens));
		assert_int_equal(at(rows[i].opens), opens);
	}
}

static void
a_wave_lies_before_the_public_instant(void **state)
{
	int64_t opens = -7;

	(void)state;
	assert_int_equal(TT_ERANGE, schedule_opens(1000, 0, &opens));
	assert_int_equal(TT_ERANGE, schedule_opens(1000, -1, &opens));
	assert_int_equal(TT_ERANGE, schedule_opens(1000, 1001, &opens));
	assert_int_equal(TT_ERANGE, schedule_opens(-2, INT64_MAX, &opens));
	assert_int_equal(-7, opens);
}

#define NOW	"2026-12-01T12:00:00Z"

static const struct {
	const char *name, *public_at, *opens[2];
	unsigned want;
} checks[] = {
	{ "nothing to say on a Tuesday", "2026-12-08T18:00:00Z",
	  { "2026-12-03T18:00:00Z", "2026-12-07T18:00:00Z" }, 0 },
	{ "the public instant is now", NOW, { NULL, NULL },
	  BIT(SCHEDULE_PUBLIC_PAST) },
	{ "a wave opens now", "2026-12-08T18:00:00Z", { NOW, NULL },
	  BIT(SCHEDULE_WAVE_PAST) },
	{ "four minutes and 59 seconds of notice", "2026-12-08T18:00:00Z",
	  { "2026-12-01T12:04:59Z", NULL }, BIT(SCHEDULE_SHORT_NOTICE) },
	{ "five minutes", "2026-12-08T18:00:00Z",
	  { "2026-12-01T12:05:00Z", NULL }, 0 },
	{ "a wave at the public instant", "2026-12-08T18:00:00Z",
	  { "2026-12-08T18:00:00Z", NULL }, BIT(SCHEDULE_WAVE_LATE) },
	{ "Thursday", "2026-12-03T18:00:00Z", { NULL, NULL }, 0 },
	{ "Friday", "2026-12-04T00:00:00Z", { NULL, NULL },
	  BIT(SCHEDULE_WEEKEND) },
	{ "Sunday", "2026-12-06T23:59:59Z", { NULL, NULL },
	  BIT(SCHEDULE_WEEKEND) },
	{ "Monday", "2026-12-07T00:00:00Z", { NULL, NULL }, 0 },
	{ "exactly 14 days", "2026-12-17T18:00:00Z",
	  { "2026-12-03T18:00:00Z", NULL }, 0 },
	{ "14 days and a second", "2026-12-17T18:00:01Z",
	  { "2026-12-03T18:00:00Z", NULL }, BIT(SCHEDULE_LONG_LEAD) },
};

static void
faults_and_warnings(void **state)
{
	int64_t opens[2];
	size_t n;

	for (size_t i = 0; i < N_ROWS(checks); i++) {
		CHECK_ROW(state, checks[i].name);
		for (n = 0; n < 2 && checks[i].opens[n] != NULL; n++)
			opens[n] = at(checks[i].opens[n]);
		assert_int_equal(checks[i].want, schedule_check(
		    at(checks[i].public_at), opens, n, at(NOW)));
	}
	for (enum schedule_finding f = 0; f < SCHEDULE_FINDINGS; f++)
		assert_true(strlen(schedule_finding_text(f)) > 0);
}

#define NOW_S	1000

static const struct {
	const char *name;
	struct schedule_wave wave;
	int64_t public_s;
	enum schedule_move want;
	int64_t opens_s;
} moves[] = {
	{ "a slip moves a wave that is given by before", { 2000, 500, false },
	  3500, SCHEDULE_MOVES, 3000 },
	{ "not one that is given by its instant", { 2000, -1, false }, 3500,
	  SCHEDULE_STAYS, 2000 },
	{ "nor one that is open", { 900, 1600, true }, 3500,
	  SCHEDULE_IS_OPEN, 900 },
	{ "open by its instant, likewise", { 900, -1, true }, 3500,
	  SCHEDULE_IS_OPEN, 900 },
	{ "pulled in", { 2000, 500, false }, 1600, SCHEDULE_MOVES, 1100 },
	{ "pulled in past its opening", { 2000, 500, false }, 1400,
	  SCHEDULE_OPENS_NOW, 900 },
	{ "to this very second", { 2000, 500, false }, 1500,
	  SCHEDULE_OPENS_NOW, 1000 },
	{ "an instant that comes too late then", { 2000, -1, false }, 2000,
	  SCHEDULE_CLOSES_OUT, 2000 },
	{ "and one that does not", { 2000, -1, false }, 2001, SCHEDULE_STAYS,
	  2000 },
	{ "the same instant", { 2000, 500, false }, 2500, SCHEDULE_STAYS,
	  2000 },
	{ "longer than there is time", { 2000, 5000, false }, 3500,
	  SCHEDULE_BEYOND, 2000 },
};

static void
waves_move_with_the_public_instant(void **state)
{
	int64_t opens;

	for (size_t i = 0; i < N_ROWS(moves); i++) {
		CHECK_ROW(state, moves[i].name);
		assert_int_equal(moves[i].want, schedule_moved(
		    &moves[i].wave, moves[i].public_s, NOW_S, &opens));
		assert_int_equal(moves[i].opens_s, opens);
	}
	for (enum schedule_move m = 0; m < SCHEDULE_MOVE_COUNT; m++)
		assert_true(strlen(schedule_move_text(m)) > 0);
}

/* The ones that have not confirmed are too few to open at the old instant. */
static void
a_slip_leaves_too_few_keepers(void **state)
{
	unsigned later, earlier;

	(void)state;
	for (unsigned n = 1; n <= 16; n++)
		for (unsigned k = 1; k <= n; k++) {
			later = schedule_keepers(k, n, true);
			earlier = schedule_keepers(k, n, false);
			assert_true(n - later < k);
			assert_true(n - (later - 1) >= k);
			assert_int_equal(k, earlier);
		}
}

static void
the_end_opens_every_wave(void **state)
{
	struct schedule_wave closed = { 2000, 500, false };
	struct schedule_wave open = { 900, 500, true };

	(void)state;
	assert_int_equal(NOW_S, schedule_ended(&closed, NOW_S));
	assert_int_equal(900, schedule_ended(&open, NOW_S));
}

static void
who_joins_late(void **state)
{
	(void)state;
	assert_int_equal(SCHEDULE_AS_OTHERS, schedule_join(1001, 2000,
	    NOW_S));
	assert_int_equal(SCHEDULE_BY_TWO, schedule_join(1000, 2000, NOW_S));
	assert_int_equal(SCHEDULE_TOO_LATE, schedule_join(500, 1000, NOW_S));
}

static const struct {
	const char *name;
	struct schedule_opened o;	/* instant, text, terms, opened */
	enum schedule_opening want;
	int64_t late_s;
} openings[] = {
	{ "not open", { 1000, 100, 0, 0 }, SCHEDULE_NOT_OPEN, 0 },
	{ "at its instant", { 1000, 100, 0, 1000 }, SCHEDULE_IN_TIME, 0 },
	{ "as soon as a hub notices", { 1000, 100, 0, 1060 },
	  SCHEDULE_IN_TIME, 60 },
	{ "missed", { 1000, 100, 0, 1061 }, SCHEDULE_MISSED, 61 },
	{ "with an end", { 1000, 100, 0, 900 }, SCHEDULE_AHEAD, 0 },
	{ "a text that came when its wave was open", { 1000, 2000, 0, 2003 },
	  SCHEDULE_IN_TIME, 3 },
	{ "which was missed, too", { 1000, 2000, 0, 2100 },
	  SCHEDULE_MISSED, 100 },
	{ "pulled in", { 1000, 100, 5000, 5002 }, SCHEDULE_PULLED_IN, 2 },
	{ "a moment before the terms", { 1000, 100, 5000, 4998 },
	  SCHEDULE_PULLED_IN, 0 },
	{ "pulled in, and missed", { 1000, 100, 5000, 5100 },
	  SCHEDULE_MISSED, 100 },
	{ "moved to what was still ahead", { 1000, 100, 500, 1000 },
	  SCHEDULE_IN_TIME, 0 },
	{ "a later text than the terms", { 1000, 6000, 5000, 6001 },
	  SCHEDULE_IN_TIME, 1 },
};

static void
how_a_wave_opened(void **state)
{
	bool seen[SCHEDULE_OPENINGS] = { false };
	int64_t late_s;

	for (size_t i = 0; i < N_ROWS(openings); i++) {
		CHECK_ROW(state, openings[i].name);
		assert_int_equal(openings[i].want,
		    schedule_opened(&openings[i].o, &late_s));
		assert_int_equal(openings[i].late_s, late_s);
		seen[openings[i].want] = true;
	}
	for (enum schedule_opening o = 0; o < SCHEDULE_OPENINGS; o++) {
		assert_true(seen[o]);
		assert_true(strlen(schedule_opening_text(o)) > 0);
	}
}

static const struct {
	const char *name;
	int64_t asked_s, noticed_s, opens_s, public_s, want;
} responses[] = {
	{ "the public instant by default", 0, 100, 1000, 2000, 2000 },
	{ "as asked", 1500, 100, 1000, 2000, 1500 },
	{ "raised to half of the lead after the notice", 500, 100, 1000,
	  2000, 600 },
	{ "exactly half", 600, 100, 1000, 2000, 600 },
	{ "never after the public instant", 2500, 100, 1000, 2000, 2000 },
	{ "nor when the notice came late", 1000, 1900, 1000, 2000, 2000 },
};

static void
respond_by_is_clamped(void **state)
{
	for (size_t i = 0; i < N_ROWS(responses); i++) {
		CHECK_ROW(state, responses[i].name);
		assert_int_equal(responses[i].want, schedule_respond_by(
		    responses[i].asked_s, responses[i].noticed_s,
		    responses[i].opens_s, responses[i].public_s));
	}
}

static void
night_is_where_most_readers_sleep(void **state)
{
	static const unsigned day[] = { 6, 12, 21 }, night[] = { 22, 5, 12 },
	    half[] = { 12, 3 };

	(void)state;
	assert_false(schedule_is_night(day, 3));
	assert_true(schedule_is_night(night, 3));
	assert_false(schedule_is_night(half, 2));
	assert_false(schedule_is_night(NULL, 0));
}

TEST_MAIN(cmocka_unit_test(a_day_is_86400_seconds),
    cmocka_unit_test(a_wave_lies_before_the_public_instant),
    cmocka_unit_test(faults_and_warnings),
    cmocka_unit_test(waves_move_with_the_public_instant),
    cmocka_unit_test(a_slip_leaves_too_few_keepers),
    cmocka_unit_test(the_end_opens_every_wave),
    cmocka_unit_test(who_joins_late),
    cmocka_unit_test(how_a_wave_opened),
    cmocka_unit_test(respond_by_is_clamped),
    cmocka_unit_test(night_is_where_most_readers_sleep))
