/* SPDX-License-Identifier: ISC */
/*
 * Every explanation against every order of what it needs and the first
 * attack, and by every source.
 */
#include "test.h"

#include "programme/explain.h"

#define OPEN	100	/* when whatever it needs came */

static const struct {
	const char *name;
	struct census_since seen;
	enum explain_answer known;	/* if it came at OPEN */
} orders[] = {
	{ "after", { true, 150, 160 }, EXPLAIN_COMPATIBLE },
	{ "at that instant", { true, 100, 100 }, EXPLAIN_COMPATIBLE },
	{ "before", { true, 50, 60 }, EXPLAIN_EXCLUDED },
	{ "around it", { true, 50, 150 }, EXPLAIN_UNDECIDED },
};

static const struct {
	enum explain_kind kind;
	enum history_what what;	/* HISTORY_WHATS: an opening */
	bool always;		/* compatible whatever the instants */
	bool never_excluded;
	enum explain_answer missing;	/* nothing on record */
} kinds[] = {
	{ EXPLAIN_WAVE, HISTORY_WHATS, false, false, EXPLAIN_EXCLUDED },
	{ EXPLAIN_GROUP, HISTORY_WHATS, false, false, EXPLAIN_EXCLUDED },
	{ EXPLAIN_KEYS, HISTORY_WHATS, false, false, EXPLAIN_EXCLUDED },
	{ EXPLAIN_INSIDER, HISTORY_REPORT, false, true, EXPLAIN_UNDECIDED },
	{ EXPLAIN_INSIDER, HISTORY_VENDOR, false, true, EXPLAIN_UNDECIDED },
	{ EXPLAIN_FINDER, HISTORY_CONTEST, false, true, EXPLAIN_UNDECIDED },
	{ EXPLAIN_FINDER, HISTORY_REPORT, false, true, EXPLAIN_UNDECIDED },
	{ EXPLAIN_FINDER, HISTORY_FOUND, false, true, EXPLAIN_UNDECIDED },
	{ EXPLAIN_TOLD, HISTORY_TOLD, false, false, EXPLAIN_UNDECIDED },
	{ EXPLAIN_PUBLIC, HISTORY_TALK, false, false, EXPLAIN_UNDECIDED },
	{ EXPLAIN_PUBLIC, HISTORY_COMMIT, false, false, EXPLAIN_UNDECIDED },
	{ EXPLAIN_PATCH, HISTORY_PATCH, false, false, EXPLAIN_UNDECIDED },
	{ EXPLAIN_PATCH, HISTORY_RELEASE, false, false, EXPLAIN_UNDECIDED },
	{ EXPLAIN_FOUND, HISTORY_WHATS, true, true, EXPLAIN_COMPATIBLE },
};

static struct explain answer;

static const struct explain_row *
row_of(enum explain_kind k)
{
	for (size_t i = 0; i < answer.n; i++)
		if (answer.row[i].kind == k)
			return &answer.row[i];
	fail();
	return NULL;
}

/* One explanation, with what it needs at OPEN or not at all. */
static const struct explain_row *
ask(size_t k, bool known, const struct history_sighting *s, bool by_all)
{
	const struct explain_opening o = { "w", { known, OPEN, OPEN } };
	const struct history_event e = { kinds[k].what, { true, OPEN, OPEN },
		"somebody" };
	const struct explain_facts f = { .waves = &o, .n_waves = 1,
		.groups = &o, .n_groups = 1, .events = &e,
		.n_events = known && kinds[k].what < HISTORY_WHATS ? 1 : 0,
		.sightings = s, .n_sightings = s != NULL ? 1 : 0 };

	assert_int_equal(TT_OK, explain_all(&answer, &f, by_all));
	return row_of(kinds[k].kind);
}

static enum explain_answer
expected(size_t k, size_t order)
{
	enum explain_answer a = orders[order].known;

	if (kinds[k].always)
		return EXPLAIN_COMPATIBLE;
	return a == EXPLAIN_EXCLUDED && kinds[k].never_excluded ?
	    EXPLAIN_UNDECIDED : a;
}

static void
each_explanation_by_each_order(void **state)
{
	for (size_t k = 0; k < N_ROWS(kinds); k++)
		for (size_t o = 0; o < N_ROWS(orders); o++) {
			const struct history_sighting s = { orders[o].seen,
				HISTORY_TELEMETRY, NULL, false, false, NULL,
				false };
			const struct explain_row *r;

			CHECK_ROW(state, orders[o].name);
			r = ask(k, true, &s, false);
			assert_int_equal(r->answer, expected(k, o));
			assert_true(r->because[0] != '\0');
			r = ask(k, false, &s, false);
			assert_int_equal(r->answer, kinds[k].missing);
		}
}

/* Nothing that an interested source says excludes anybody. */
static void
only_the_uninfluenced_exclude(void **state)
{
	for (size_t k = 0; k < N_ROWS(kinds); k++)
	for (size_t o = 0; o < N_ROWS(orders); o++)
	for (enum history_source src = 0; src < HISTORY_SOURCES; src++)
	for (unsigned x = 0; x < 16; x++) {
		const struct history_sighting s = { orders[o].seen, src, "p",
			(x & 1) != 0, (x & 2) != 0, NULL, (x & 8) != 0 };
		const struct explain_row *r = ask(k, true, &s, (x & 4) != 0);

		CHECK_ROW(state, history_source_word(src));
		if (history_fixes(&s)) {
			assert_int_equal(r->answer, expected(k, o));
			continue;
		}
		assert_int_not_equal(r->answer, EXPLAIN_EXCLUDED);
		assert_false(answer.readers_out);
		if ((x & 4) == 0)
			assert_null(answer.first);
	}
}

static void
a_sighting_before_all_takes_readers_out(void **state)
{
	const struct explain_opening waves[] = { { "a", { true, 100, 100 } },
		{ "b", { true, 200, 200 } } };
	struct history_sighting s = { { true, 50, 99 }, HISTORY_TELEMETRY,
		NULL, false, false, NULL, false };
	const struct explain_facts f = { .waves = waves, .n_waves = 2,
		.sightings = &s, .n_sightings = 1 };
	struct buf b;

	(void)state;
	assert_int_equal(TT_OK, explain_all(&answer, &f, false));
	assert_true(answer.readers_out);
	assert_int_equal(row_of(EXPLAIN_KEYS)->answer, EXPLAIN_EXCLUDED);
	assert_int_equal(row_of(EXPLAIN_FOUND)->answer, EXPLAIN_COMPATIBLE);
	buf_init(&b, 4096);
	explain_sum(&b, &answer);
	assert_non_null(strstr(b.p, "no reader, and nobody with"));
	assert_non_null(strstr(b.p, "accuse nobody"));
	buf_done(&b);
	s.weak = true;		/* a low confidence */
	assert_int_equal(TT_OK, explain_all(&answer, &f, false));
	assert_false(answer.readers_out);
	assert_int_equal(TT_OK, explain_all(&answer, &f, true));
	assert_false(answer.readers_out);
	assert_int_equal(row_of(EXPLAIN_KEYS)->answer, EXPLAIN_UNDECIDED);
	assert_non_null(strstr(row_of(EXPLAIN_KEYS)->because, "not sure"));
	s.weak = false;
	s.seen.until_s = 101;	/* perhaps not before */
	assert_int_equal(TT_OK, explain_all(&answer, &f, false));
	assert_false(answer.readers_out);
	s.seen = (struct census_since){ true, 150, 150 };	/* between */
	assert_int_equal(TT_OK, explain_all(&answer, &f, false));
	assert_false(answer.readers_out);
	assert_int_equal(answer.row[0].answer, EXPLAIN_COMPATIBLE);
	assert_int_equal(answer.row[1].answer, EXPLAIN_EXCLUDED);
}

/* July 2025: a wave of that very day, and a sighting on that day. */
static void
a_day_decides_nothing_within_it(void **state)
{
	struct explain_opening w = { "main", { true, 1751907600, 1751907600 } };
	struct history_sighting s = { .source = HISTORY_TELEMETRY };
	const struct explain_facts f = { .waves = &w, .n_waves = 1,
		.sightings = &s, .n_sightings = 1 };

	(void)state;
	assert_int_equal(TT_OK, history_instant(SPAN("2025-07-07"), &s.seen));
	assert_int_equal(TT_OK, explain_all(&answer, &f, false));
	assert_int_equal(answer.row[0].answer, EXPLAIN_UNDECIDED);
}

static void
a_patch_to_come_was_not_compared(void **state)
{
	struct history_sighting s = { { true, 50, 60 }, HISTORY_TELEMETRY,
		NULL, false, false, NULL, false };
	struct explain_facts f = { .sightings = &s, .n_sightings = 1,
		.unpatched = true };

	(void)state;
	assert_int_equal(TT_OK, explain_all(&answer, &f, false));
	assert_int_equal(row_of(EXPLAIN_PATCH)->answer, EXPLAIN_EXCLUDED);
	assert_int_equal(row_of(EXPLAIN_PUBLIC)->answer, EXPLAIN_UNDECIDED);
	f.unpatched = false;
	assert_int_equal(TT_OK, explain_all(&answer, &f, false));
	assert_int_equal(row_of(EXPLAIN_PATCH)->answer, EXPLAIN_UNDECIDED);
}

static void
too_many_are_refused(void **state)
{
	static struct explain_opening waves[EXPLAIN_MAX];
	struct explain_facts f = { .waves = waves, .n_waves = EXPLAIN_MAX };

	(void)state;
	assert_int_equal(TT_ELIMIT, explain_all(&answer, &f, false));
}

TEST_MAIN(cmocka_unit_test(each_explanation_by_each_order),
    cmocka_unit_test(only_the_uninfluenced_exclude),
    cmocka_unit_test(a_sighting_before_all_takes_readers_out),
    cmocka_unit_test(a_day_decides_nothing_within_it),
    cmocka_unit_test(a_patch_to_come_was_not_compared),
    cmocka_unit_test(too_many_are_refused))
