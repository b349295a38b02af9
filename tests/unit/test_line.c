/* SPDX-License-Identifier: ISC */
/* Rows of a time line, where they stand, and how they are told. */
#include "test.h"

#include "cli/line/events_file.h"
#include "cli/line/line.h"

#define DAY	86400

static const struct {
	const char *name, *at, *until, *want;
} whens[] = {
	{ "an instant", "2025-07-07T17:00:00Z", "", "2025-07-07 17:00Z" },
	{ "a day", "2025-07-07", "", "on 2025-07-07" },
	{ "days", "2025-07-07", "2025-07-09", "2025-07-07 to 2025-07-09" },
	{ "hours of a day", "2025-07-07T17:00:00Z", "2025-07-07T18:30:00Z",
	  "2025-07-07 17:00 to 18:30Z" },
	{ "over midnight", "2025-07-07T17:00:00Z", "2025-07-08T02:00:00Z",
	  "2025-07-07 17:00 to 07-08 02:00Z" },
	{ "seconds of a minute", "2025-07-07T17:00:01Z",
	  "2025-07-07T17:00:09Z", "2025-07-07 17:00Z" },
};

static void
instants_are_told_shortly(void **state)
{
	char when[LINE_WHEN_LEN];
	struct census_since s;

	for (size_t i = 0; i < N_ROWS(whens); i++) {
		CHECK_ROW(state, whens[i].name);
		assert_int_equal(TT_OK, history_interval(
		    span_str(whens[i].at), span_str(whens[i].until), &s));
		line_when(when, &s);
		assert_string_equal(when, whens[i].want);
	}
}

static struct census_since
at(int64_t from_s, int64_t until_s)
{
	return (struct census_since){ true, from_s, until_s };
}

static struct line *
some_line(void)
{
	const struct line_fetched none = { .readers = 3 };
	const struct line_fetched two = { 5, 2, at(210, 260) };
	struct history_event e = { HISTORY_PATCH, at(900, 900), "notes" };
	struct history_sighting s = { .seen = at(150, 190),
		.source = HISTORY_TELEMETRY };
	struct line *l = line_new("x");

	assert_non_null(l);
	assert_int_equal(TT_OK, line_add_wave(l, "early", at(200, 200),
	    &two));
	assert_int_equal(TT_OK, line_add_wave(l, "first", at(100, 100),
	    &none));
	assert_int_equal(TT_OK, line_add_wave(l, "never",
	    (struct census_since){ .known = false }, &none));
	assert_int_equal(TT_OK, line_add_event(l, &e));
	assert_int_equal(TT_OK, line_add_sighting(l, &s));
	s = (struct history_sighting){ .seen = at(120, 120),
		.source = HISTORY_PARTNER, .who = "alder", .interested = true };
	assert_int_equal(TT_OK, line_add_sighting(l, &s));
	return l;
}

static void
rows_stand_in_their_order(void **state)
{
	static const struct {
		enum line_mark mark;
		const char *label;
	} want[] = {
		{ LINE_OPENS, "wave first opens" },
		{ LINE_SAID, "attack seen" },
		{ LINE_SEEN, "attack seen" },
		{ LINE_OPENS, "wave early opens" },
		{ LINE_FETCHED, "its receipts, early" },
		{ LINE_EVENT, "the patch is out" },
	};
	struct line *l = some_line();
	struct line_scale s;
	struct line_row *row;
	size_t n;

	row = line_rows(l, &n);
	assert_int_equal(n, N_ROWS(want));
	s = line_scale_of(row, n);
	for (size_t i = 0; i < n; i++) {
		CHECK_ROW(state, want[i].label);
		assert_int_equal(row[i].mark, want[i].mark);
		assert_string_equal(row[i].label, want[i].label);
		assert_true(line_scale_at(&s, row[i].at.from_s) > 0);
		assert_true(line_scale_at(&s, row[i].at.until_s) < 1);
	}
	free(row);
	line_free(l);
}

static void
both_explanations_are_there(void **state)
{
	struct line *l = some_line();

	(void)state;
	assert_int_equal(TT_OK, line_explain(l));
	assert_true(line_has_interested(l));
	assert_int_equal(l->independent.first->source, HISTORY_TELEMETRY);
	assert_int_equal(l->all.first->source, HISTORY_PARTNER);
	line_free(l);
}

/* The earliest reader of a group is its opening. */
static void
a_group_opens_with_its_first_reader(void **state)
{
	struct line *l = line_new("x");

	(void)state;
	assert_int_equal(TT_OK, line_add_reader(l, "elite",
	    (struct census_since){ .known = false }));
	assert_false(l->group[0].opens.known);
	assert_int_equal(TT_OK, line_add_reader(l, "elite", at(300, 300)));
	assert_int_equal(TT_OK, line_add_reader(l, "elite", at(200, 200)));
	assert_int_equal(TT_OK, line_add_reader(l, "elite", at(400, 400)));
	assert_int_equal(TT_OK, line_add_reader(l, "member", at(100, 100)));
	assert_int_equal(l->n_groups, 2);
	assert_int_equal(l->group[0].opens.from_s, 200);
	line_free(l);
}

static void
ticks_are_few_and_whole(void **state)
{
	int64_t tick[LINE_TICKS_MAX];

	(void)state;
	for (int64_t span = 1; span < 40000LL * DAY; span = span * 2 + 1) {
		const struct line_scale s = { 1000 * DAY + 17,
			1000 * DAY + 17 + span };
		size_t n = line_scale_ticks(&s, tick);

		assert_true(n <= LINE_TICKS_MAX);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(tick[i] % 60, 0);
			assert_true(tick[i] >= s.from_s && tick[i] <= s.to_s);
		}
	}
}

#define HEAD	"{\"format\":\"telltale-events/1\",\n"
static const struct {
	const char *name, *text;
	enum tt_err want;
	int line;
} files[] = {
	{ "nothing in it", HEAD "\"events\":[]}", TT_OK, 0 },
	{ "an event", HEAD "\"events\":[{\"what\":\"patch\",\n\"at\":"
	  "\"2025-07-08\",\"source\":\"x\"}]}", TT_OK, 0 },
	{ "a sighting", HEAD "\"sightings\":[{\"source\":\"feed\",\"at\":"
	  "\"2025-07-08\"}]}", TT_OK, 0 },
	{ "another version", "{\"format\":\"telltale-events/2\"}",
	  TT_EVERSION, 1 },
	{ "no source of an event", HEAD "\"events\":[\n{\"what\":\"patch\","
	  "\"at\":\"2025-07-08\"}]}", TT_ENOENT, 3 },
	{ "no such kind", HEAD "\"events\":[\n{\"what\":\"leak\",\"at\":"
	  "\"2025-07-08\",\"source\":\"x\"}]}", TT_ERANGE, 3 },
	{ "no such source", HEAD "\"sightings\":[{\"source\":\"me\",\"at\":"
	  "\"2025-07-08\"}]}", TT_ERANGE, 2 },
	{ "a time without zone", HEAD "\"sightings\":[{\"source\":\"feed\","
	  "\"at\":\"2025-07-08T10:00:00\"}]}", TT_ESYNTAX, 2 },
	{ "interested is no flag", HEAD "\"sightings\":[{\"source\":\"feed\","
	  "\"at\":\"2025-07-08\",\"interested\":1}]}", TT_ESYNTAX, 2 },
	{ "cut", HEAD "\"events\":[", TT_ESYNTAX, 2 },
};

static void
files_are_taken_whole_or_refused_with_a_line(void **state)
{
	for (size_t i = 0; i < N_ROWS(files); i++) {
		struct json_diag diag;
		struct line *l = line_new("x");

		CHECK_ROW(state, files[i].name);
		assert_int_equal(files[i].want, events_parse(l,
		    span_str(files[i].text), &diag));
		if (files[i].want != TT_OK)
			assert_int_equal(diag.line, files[i].line);
		line_free(l);
	}
}

/* A partner's or a feed's sighting is interested unless it says not. */
static void
partners_are_interested_unless_they_are_not(void **state)
{
	struct json_diag diag;
	struct line *l = line_new("x");

	(void)state;
	assert_int_equal(TT_OK, events_parse(l, SPAN(HEAD "\"sightings\":["
	    "{\"source\":\"feed\",\"at\":\"2025-07-08\"},"
	    "{\"source\":\"partner\",\"at\":\"2025-07-08\","
	    "\"interested\":false},"
	    "{\"source\":\"hunt\",\"at\":\"2025-07-08\"}]}"), &diag));
	assert_true(l->sighting[0].interested);
	assert_false(l->sighting[1].interested);
	assert_false(history_fixes(&l->sighting[1]));
	assert_true(history_fixes(&l->sighting[2]));
	line_free(l);
}

TEST_MAIN(cmocka_unit_test(instants_are_told_shortly),
    cmocka_unit_test(rows_stand_in_their_order),
    cmocka_unit_test(both_explanations_are_there),
    cmocka_unit_test(a_group_opens_with_its_first_reader),
    cmocka_unit_test(ticks_are_few_and_whole),
    cmocka_unit_test(files_are_taken_whole_or_refused_with_a_line),
    cmocka_unit_test(partners_are_interested_unless_they_are_not))
