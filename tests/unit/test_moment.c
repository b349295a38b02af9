/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/instant.h"
#include "programme/moment.h"

#define DAY	86400

static const struct {
	const char *name, *text;
	enum tt_err want;
	const char *said;
} rows[] = {
	{ "an instant", "2025-07-07T09:30:00Z", TT_OK,
	  "2025-07-07T09:30:00Z" },
	{ "with an offset", "2025-07-07T09:30:00+02:00", TT_OK,
	  "2025-07-07T07:30:00Z" },
	{ "a day is a day", "2025-07-07", TT_OK,
	  "between 2025-07-07T00:00:00Z and 2025-07-08T00:00:00Z" },
	{ "the last day of a year", "2025-12-31", TT_OK,
	  "between 2025-12-31T00:00:00Z and 2026-01-01T00:00:00Z" },
	{ "a month", "2025-07", TT_OK,
	  "between 2025-07-01T00:00:00Z and 2025-08-01T00:00:00Z" },
	{ "the shortest", "2025-02", TT_OK,
	  "between 2025-02-01T00:00:00Z and 2025-03-01T00:00:00Z" },
	{ "the last", "2025-12", TT_OK,
	  "between 2025-12-01T00:00:00Z and 2026-01-01T00:00:00Z" },
	{ "between two instants",
	  "between 2025-07-07T09:00:00Z and 2025-07-07T10:00:00Z", TT_OK,
	  "between 2025-07-07T09:00:00Z and 2025-07-07T10:00:00Z" },
	{ "between two days: to the end of the second",
	  "between 2025-07-05 and 2025-07-06", TT_OK,
	  "between 2025-07-05T00:00:00Z and 2025-07-07T00:00:00Z" },
	{ "a time without zone", "2025-07-07T09:30:00", TT_ESYNTAX, NULL },
	{ "no such day", "2025-02-29", TT_ERANGE, NULL },
	{ "no such month", "2025-13", TT_ERANGE, NULL },
	{ "ends before it begins", "between 2025-07-07 and 2025-07-05",
	  TT_ERANGE, NULL },
	{ "between one", "between 2025-07-07", TT_ESYNTAX, NULL },
	{ "nothing", "", TT_ESYNTAX, NULL },
	{ "a fraction is a machine's", "2025-07-07T09:30:00.5Z", TT_ESYNTAX,
	  NULL },
};

static void
what_is_read_prints_as_what_it_is(void **state)
{
	struct moment m, kept = { 1, 2 }, again;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		m = kept;
		assert_int_equal(rows[i].want,
		    moment_parse(span_str(rows[i].text), &m));
		if (rows[i].want != TT_OK) {
			assert_memory_equal(&m, &kept, sizeof(m));
			continue;
		}
		buf_init(&b, 256);
		moment_text(&b, &m);
		assert_string_equal(b.p, rows[i].said);
		assert_int_equal(TT_OK, moment_parse(buf_view(&b), &again));
		assert_memory_equal(&m, &again, sizeof(m));
		buf_done(&b);
	}
}

static const struct {
	const char *name, *text;
	enum tt_err want;
	int64_t at_s, wide_s;
} machine[] = {
	{ "whole", "1970-01-02T00:00:00Z", TT_OK, DAY, 0 },
	{ "no fraction in it", "1970-01-02T00:00:00.000Z", TT_OK, DAY, 0 },
	{ "a fraction", "1970-01-02T00:00:00.25Z", TT_OK, DAY, 1 },
	{ "with an offset", "1970-01-02T01:00:00.25+01:00", TT_OK, DAY, 1 },
	{ "no digits", "1970-01-02T00:00:00.Z", TT_ESYNTAX, 0, 0 },
	{ "no zone", "1970-01-02T00:00:00.25", TT_ESYNTAX, 0, 0 },
	{ "a day", "1970-01-02", TT_ESYNTAX, 0, 0 },
	{ "far too long", "1970-01-02T00:00:00.2500000000000000000000000000Z",
	  TT_ESYNTAX, 0, 0 },
};

static void
fractions_lie_between_seconds(void **state)
{
	struct moment m;

	for (size_t i = 0; i < N_ROWS(machine); i++) {
		CHECK_ROW(state, machine[i].name);
		m = (struct moment){ 0, 0 };
		assert_int_equal(machine[i].want, moment_parse_machine(
		    span_str(machine[i].text), &m));
		assert_int_equal(machine[i].at_s, m.from_s);
		assert_int_equal(machine[i].wide_s, m.until_s - m.from_s);
	}
}

static void
intervals_meet_and_end(void **state)
{
	struct moment a = { 10, 20 }, b = { 20, 30 }, c = { 21, 21 };

	(void)state;
	assert_true(moment_meets(&a, &b));
	assert_true(moment_meets(&b, &c));
	assert_false(moment_meets(&a, &c));
	assert_false(moment_meets(&c, &a));
	assert_true(moment_past(&a, 15));
	assert_int_equal(a.until_s, 15);
	assert_true(moment_past(&a, 99));
	assert_int_equal(a.until_s, 15);
	assert_false(moment_past(&b, 19));
	assert_int_equal(b.until_s, 30);
}

TEST_MAIN(cmocka_unit_test(what_is_read_prints_as_what_it_is),
    cmocka_unit_test(fractions_lie_between_seconds),
    cmocka_unit_test(intervals_meet_and_end))
