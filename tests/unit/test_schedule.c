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

TEST_MAIN(cmocka_unit_test(a_day_is_86400_seconds),
    cmocka_unit_test(a_wave_lies_before_the_public_instant),
    cmocka_unit_test(faults_and_warnings))
