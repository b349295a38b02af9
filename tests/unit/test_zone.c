/* SPDX-License-Identifier: ISC */
/* The vectors of specs/stories.md 3.5, as people type them. */
#include "test.h"

#include "base/instant.h"
#include "cli/embargo/zone.h"
#include "programme/schedule.h"

#define LA	"America/Los_Angeles"
#define BERLIN	"Europe/Berlin"

static int64_t
at(const char *s)
{
	int64_t t;

	assert_int_equal(TT_OK, instant_parse(span_str(s), &t));
	return t;
}

static const struct {
	const char *name, *text, *utc, *zone, *before, *opens, *local;
} rows[] = {
	{ "the patch of July 2025, 14 days", "2025-07-08 10:00 " LA,
	  "2025-07-08T17:00:00Z", LA, "14d", "2025-06-24T17:00:00Z",
	  "2025-06-24 10:00 PDT" },
	{ "5 days", "2025-07-08 10:00 " LA, "2025-07-08T17:00:00Z", LA, "5d",
	  "2025-07-03T17:00:00Z", "2025-07-03 10:00 PDT" },
	{ "24 hours", "2025-07-08 10:00:00 " LA, "2025-07-08T17:00:00Z", LA,
	  "24h", "2025-07-07T17:00:00Z", "2025-07-07 10:00 PDT" },
	{ "summer time begins inside", "2026-03-10 10:00 " LA,
	  "2026-03-10T17:00:00Z", LA, "5d", "2026-03-05T17:00:00Z",
	  "2026-03-05 09:00 PST" },
	{ "summer time ends inside", "2027-11-09 10:00 " LA,
	  "2027-11-09T18:00:00Z", LA, "5d", "2027-11-04T18:00:00Z",
	  "2027-11-04 11:00 PDT" },
	{ "Berlin, autumn", "2026-10-27 18:00 " BERLIN,
	  "2026-10-27T17:00:00Z", BERLIN, "5d", "2026-10-22T17:00:00Z",
	  "2026-10-22 19:00 CEST" },
	{ "Berlin, spring", "2027-03-29 18:00 " BERLIN,
	  "2027-03-29T16:00:00Z", BERLIN, "5d", "2027-03-24T16:00:00Z",
	  "2027-03-24 17:00 CET" },
	{ "Berlin, spring, a day", "2027-03-29 18:00 " BERLIN,
	  "2027-03-29T16:00:00Z", BERLIN, "24h", "2027-03-28T16:00:00Z",
	  "2027-03-28 18:00 CEST" },
	{ "leap day inside", "2028-03-02T18:00:00Z", "2028-03-02T18:00:00Z",
	  "UTC", "5d", "2028-02-26T18:00:00Z", "2028-02-26 18:00 UTC" },
	{ "year inside", "2027-01-05T18:00:00Z", "2027-01-05T18:00:00Z",
	  "UTC", "14d", "2026-12-22T18:00:00Z", "2026-12-22 18:00 UTC" },
	{ "an offset", "2026-12-08T10:00:00-08:00", "2026-12-08T18:00:00Z",
	  LA, "1h", "2026-12-08T17:00:00Z", "2026-12-08 09:00 PST" },
	{ "half an hour of a zone", "2026-12-08 23:30 Asia/Kolkata",
	  "2026-12-08T18:00:00Z", "Asia/Kolkata", "1h",
	  "2026-12-08T17:00:00Z", "2026-12-08 22:30 IST" },
};

static void
local_times_become_utc(void **state)
{
	struct zone_diag diag;
	char text[ZONE_TEXT_LEN];
	int64_t t, before, opens;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, zone_parse(span_str(rows[i].text), &t,
		    &diag));
		assert_int_equal(at(rows[i].utc), t);
		assert_int_equal(TT_OK, length_parse(
		    span_str(rows[i].before), &before));
		assert_int_equal(TT_OK, schedule_opens(t, before, &opens));
		assert_int_equal(at(rows[i].opens), opens);
		zone_format(rows[i].zone, opens, text);
		assert_string_equal(rows[i].local, text);
	}
}

static const struct {
	const char *name, *text;
	enum tt_err want;
	bool twice;
	const char *first, *second;
} refused[] = {
	{ "Berlin skips it", "2027-03-28 02:30 " BERLIN, TT_EREFUSED, false,
	  "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z" },
	{ "Berlin has it twice", "2026-10-25 02:30 " BERLIN, TT_EREFUSED,
	  true, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z" },
	{ "Los Angeles skips it", "2027-03-14 02:30 " LA, TT_EREFUSED, false,
	  "2027-03-14T09:30:00Z", "2027-03-14T10:30:00Z" },
	{ "Los Angeles has it twice", "2026-11-01 01:30 " LA, TT_EREFUSED,
	  true, "2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z" },
	{ "a date alone", "2026-12-08", TT_ESYNTAX, false, NULL, NULL },
	{ "a time without zone", "2026-12-08 10:00", TT_ESYNTAX, false, NULL,
	  NULL },
	{ "no such day", "2026-02-30 10:00 " BERLIN, TT_ERANGE, false, NULL,
	  NULL },
	{ "no such zone", "2026-12-08 10:00 Europe/Atlantis", TT_ENOENT,
	  false, NULL, NULL },
	{ "a zone that is a way out", "2026-12-08 10:00 ../../etc/passwd",
	  TT_ENOENT, false, NULL, NULL },
	{ "a file that is no zone", "2026-12-08 10:00 zone.tab", TT_ENOENT,
	  false, NULL, NULL },
	{ "a folder", "2026-12-08 10:00 Europe", TT_ENOENT, false, NULL,
	  NULL },
	{ "an empty zone", "2026-12-08 10:00 ", TT_ESYNTAX, false, NULL,
	  NULL },
	{ "an abbreviation at the end", "2026-12-08 10:00 " BERLIN " CET",
	  TT_ENOENT, false, NULL, NULL },
	{ "half a time", "2026-12-08 10 " BERLIN, TT_ESYNTAX, false, NULL,
	  NULL },
};

static void
others_are_refused_with_their_candidates(void **state)
{
	struct zone_diag diag;
	int64_t t;

	for (size_t i = 0; i < N_ROWS(refused); i++) {
		CHECK_ROW(state, refused[i].name);
		t = -7;
		assert_int_equal(refused[i].want, zone_parse(
		    span_str(refused[i].text), &t, &diag));
		assert_int_equal(-7, t);
		if (refused[i].first == NULL)
			continue;
		assert_int_equal(refused[i].twice, diag.twice);
		assert_int_equal(at(refused[i].first), diag.at_s[0]);
		assert_int_equal(at(refused[i].second), diag.at_s[1]);
	}
}

static void
the_own_zone_stays(void **state)
{
	char text[ZONE_TEXT_LEN];

	(void)state;
	assert_int_equal(0, setenv("TZ", "Asia/Tokyo", 1));
	zone_format(BERLIN, at("2026-12-08T18:00:00Z"), text);
	assert_string_equal("Asia/Tokyo", getenv("TZ"));
	assert_int_equal(0, unsetenv("TZ"));
	zone_format("Europe/Atlantis", 0, text);
	assert_string_equal("", text);
	assert_int_equal(19 * 60, zone_minutes(BERLIN,
	    at("2026-12-08T18:00:00Z")));
	assert_int_equal(-1, zone_minutes("Europe/Atlantis", 0));
	assert_null(getenv("TZ"));
}

TEST_MAIN(cmocka_unit_test(local_times_become_utc),
    cmocka_unit_test(others_are_refused_with_their_candidates),
    cmocka_unit_test(the_own_zone_stays))
