/* SPDX-License-Identifier: ISC */
#include <time.h>

#include "base/instant.h"
#include "prop.h"

#define LAST	253402300799

/* want is for people's writing; stored says if it is the stored one too. */
static const struct {
	const char *name, *text;
	enum tt_err want;
	int64_t t;
	bool stored;
} rows[] = {
	{ "the first", "1970-01-01T00:00:00Z", TT_OK, 0, true },
	{ "the last", "9999-12-31T23:59:59Z", TT_OK, LAST, true },
	{ "a day of 2026", "2026-03-10T17:00:00Z", TT_OK, 1773162000, true },
	{ "leap day of 2000", "2000-02-29T12:34:56Z", TT_OK, 951827696, true },
	{ "east of Greenwich", "2026-03-10T18:00:00+01:00", TT_OK, 1773162000,
	  false },
	{ "west, by half an hour", "2026-03-10T13:30:00-03:30", TT_OK,
	  1773162000, false },
	{ "an offset of nothing", "2026-03-10T17:00:00+00:00", TT_OK,
	  1773162000, false },
	{ "before 1970 only by its offset", "1969-12-31T23:00:00-02:00", TT_OK,
	  3600, false },
	{ "in year 10000 by its offset", "9999-12-31T23:59:59-00:01",
	  TT_ERANGE, 0, false },
	{ "before 1970 by its offset", "1970-01-01T00:00:00+00:01", TT_ERANGE,
	  0, false },
	{ "before 1970", "1969-12-31T23:59:59Z", TT_ERANGE, 0, false },
	{ "year 0", "0000-01-01T00:00:00Z", TT_ERANGE, 0, false },
	{ "unknown offset, RFC 3339 4.3", "2026-03-10T17:00:00-00:00",
	  TT_ESYNTAX, 0, false },
	{ "no leap day in 2100", "2100-02-29T00:00:00Z", TT_ERANGE, 0, false },
	{ "no leap day in 2025", "2025-02-29T00:00:00Z", TT_ERANGE, 0, false },
	{ "day 31 of April", "2026-04-31T00:00:00Z", TT_ERANGE, 0, false },
	{ "day 0", "2026-04-00T00:00:00Z", TT_ERANGE, 0, false },
	{ "month 13", "2026-13-01T00:00:00Z", TT_ERANGE, 0, false },
	{ "month 0", "2026-00-01T00:00:00Z", TT_ERANGE, 0, false },
	{ "hour 24", "2026-04-01T24:00:00Z", TT_ERANGE, 0, false },
	{ "minute 60", "2026-04-01T00:60:00Z", TT_ERANGE, 0, false },
	{ "a leap second", "2016-12-31T23:59:60Z", TT_ERANGE, 0, false },
	{ "offset of 24 hours", "2026-04-01T00:00:00+24:00", TT_ERANGE, 0,
	  false },
	{ "offset of 60 minutes", "2026-04-01T00:00:00+01:60", TT_ERANGE, 0,
	  false },
	{ "a date alone", "2026-03-10", TT_ESYNTAX, 0, false },
	{ "no zone", "2026-03-10T17:00:00", TT_ESYNTAX, 0, false },
	{ "a space for T", "2026-03-10 17:00:00Z", TT_ESYNTAX, 0, false },
	{ "small t", "2026-03-10t17:00:00Z", TT_ESYNTAX, 0, false },
	{ "small z", "2026-03-10T17:00:00z", TT_ESYNTAX, 0, false },
	{ "a fraction", "2026-03-10T17:00:00.5Z", TT_ESYNTAX, 0, false },
	{ "offset without colon", "2026-03-10T17:00:00+0100", TT_ESYNTAX, 0,
	  false },
	{ "one digit", "2026-3-10T17:00:00Z", TT_ESYNTAX, 0, false },
	{ "five digits of year", "12026-03-10T17:00:00Z", TT_ESYNTAX, 0,
	  false },
	{ "a sign in a number", "2026-+3-10T17:00:00Z", TT_ESYNTAX, 0, false },
	{ "something after it", "2026-03-10T17:00:00Z ", TT_ESYNTAX, 0,
	  false },
	{ "nothing", "", TT_ESYNTAX, 0, false },
};

static void
instants_are_read_or_refused(void **state)
{
	char text[INSTANT_LEN + 1];
	struct span s;
	int64_t t;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		s = span_str(rows[i].text);
		t = -5;
		assert_int_equal(rows[i].want, instant_parse_human(s, &t));
		assert_true(t == (rows[i].want == TT_OK ? rows[i].t : -5));
		t = -5;
		assert_int_equal(rows[i].stored, instant_parse(s, &t) == TT_OK);
		assert_true(t == (rows[i].stored ? rows[i].t : -5));
		if (!rows[i].stored)
			continue;
		instant_format(t, text);
		assert_string_equal(rows[i].text, text);
	}
}

static void
the_stored_writing_tells_form_from_range(void **state)
{
	int64_t t;

	(void)state;
	assert_int_equal(TT_ERANGE,
	    instant_parse(SPAN("2026-02-30T00:00:00Z"), &t));
	assert_int_equal(TT_ESYNTAX,
	    instant_parse(SPAN("2026-03-10T17:00:00+00:00"), &t));
	assert_int_equal(TT_ESYNTAX,
	    instant_parse(SPAN("2026-03-10T17:00:0+Z"), &t));
}

static void
dates_are_those_of_the_c_library(void **state)
{
	char ours[INSTANT_LEN + 1], theirs[64];
	struct prop p;
	struct tm tm;
	time_t t;
	int64_t back;

	(void)state;
	PROP_CASES(&p, 20000) {
		t = (time_t)prop_below(&p, LAST + 1);
		assert_non_null(gmtime_r(&t, &tm));
		strftime(theirs, sizeof(theirs), "%Y-%m-%dT%H:%M:%SZ", &tm);
		instant_format(t, ours);
		assert_string_equal(theirs, ours);
		assert_int_equal(TT_OK, instant_parse(span_str(ours), &back));
		assert_true(back == t);
	}
}

static void
what_cannot_be_written_says_so(void **state)
{
	static const int64_t none[] = { -1, LAST + 1, INT64_MIN, INT64_MAX };
	char text[INSTANT_LEN + 1];

	(void)state;
	for (size_t i = 0; i < N_ROWS(none); i++) {
		instant_format(none[i], text);
		assert_string_equal("(no such time)", text);
	}
}

static const struct {
	const char *text;
	enum tt_err want;
	int64_t seconds;
} lengths[] = {
	{ "0s", TT_OK, 0 },
	{ "90m", TT_OK, 5400 },
	{ "24h", TT_OK, 86400 },
	{ "5d", TT_OK, 432000 },
	{ "9223372036854775807s", TT_OK, INT64_MAX },
	{ "9223372036854775808s", TT_ERANGE, 0 },
	{ "106751991167301d", TT_ERANGE, 0 },
	{ "", TT_ESYNTAX, 0 },
	{ "s", TT_ESYNTAX, 0 },
	{ "5", TT_ESYNTAX, 0 },
	{ "5w", TT_ESYNTAX, 0 },
	{ "5D", TT_ESYNTAX, 0 },
	{ "-5d", TT_ESYNTAX, 0 },
	{ "05d", TT_ESYNTAX, 0 },
	{ "1h30m", TT_ESYNTAX, 0 },
	{ "1.5h", TT_ESYNTAX, 0 },
	{ "5 d", TT_ESYNTAX, 0 },
};

static void
lengths_are_one_number_and_one_unit(void **state)
{
	int64_t s;

	for (size_t i = 0; i < N_ROWS(lengths); i++) {
		CHECK_ROW(state, lengths[i].text);
		s = -5;
		assert_int_equal(lengths[i].want,
		    length_parse(span_str(lengths[i].text), &s));
		assert_true(s == (lengths[i].want == TT_OK ?
		    lengths[i].seconds : -5));
	}
}

static const struct {
	int64_t seconds;
	const char *want;
} spoken[] = {
	{ 0, "0 s" },
	{ 59, "59 s" },
	{ 60, "1 min" },
	{ 125, "2 min 5 s" },
	{ 3600, "1 h" },
	{ 3605, "1 h" },
	{ 7260, "2 h 1 min" },
	{ 442800, "5 d 3 h" },
	{ 432000 + 3599, "5 d" },
	{ -125, "-2 min 5 s" },
	{ INT64_MIN, "-106751991167300 d 15 h" },
	{ INT64_MAX, "106751991167300 d 15 h" },
};

static void
lengths_are_said_in_two_units(void **state)
{
	char text[LENGTH_LEN];

	for (size_t i = 0; i < N_ROWS(spoken); i++) {
		CHECK_ROW(state, spoken[i].want);
		length_format(spoken[i].seconds, text);
		assert_string_equal(spoken[i].want, text);
	}
}

TEST_MAIN(cmocka_unit_test(instants_are_read_or_refused),
    cmocka_unit_test(the_stored_writing_tells_form_from_range),
    cmocka_unit_test(dates_are_those_of_the_c_library),
    cmocka_unit_test(what_cannot_be_written_says_so),
    cmocka_unit_test(lengths_are_one_number_and_one_unit),
    cmocka_unit_test(lengths_are_said_in_two_units))
