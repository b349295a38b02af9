/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/census.h"

#define NEVER	CENSUS_NEVER

static const struct {
	const char *name;
	struct census_record record;
	int64_t at;
	enum census_answer told, could, fetched, opened;
} rows[] = {
	{ "nothing before it is published",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  99, 0, 0, 0, 0 },
	{ "told when it is published",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  100, CENSUS_YES, 0, 0, 0 },
	{ "could read from the release on",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  200, CENSUS_YES, CENSUS_YES, 0, 0 },
	{ "a late joiner from the key on, not from the release",
	  { "a", "a-1", "main", true, 100, 200, 300, NEVER, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  299, 0, 0, 0, 0 },
	{ "one for whom an open wave was opened: not before the receipt",
	  { "a", "a-1", "main", true, 300, 200, 10, NEVER, { true, 310, 310 },
	    { false, 0, 0 }, NULL, 0, 2, true, 0 },
	  309, CENSUS_YES, 0, 0, 0 },
	{ "and from the receipt on",
	  { "a", "a-1", "main", true, 300, 200, 10, NEVER, { true, 310, 310 },
	    { false, 0, 0 }, NULL, 0, 2, true, 0 },
	  310, CENSUS_YES, CENSUS_YES, CENSUS_YES, 0 },
	{ "a key that was late: perhaps from its instant on",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 260 },
	  259, CENSUS_YES, CENSUS_PERHAPS, 0, 0 },
	{ "and for sure once it was out",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 260 },
	  260, CENSUS_YES, CENSUS_YES, 0, 0 },
	{ "cut off meanwhile: could not",
	  { "a", "a-1", "main", true, 100, 200, 10, 250, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 260 },
	  9999, CENSUS_YES, 0, 0, 0 },
	{ "a wave that never opened",
	  { "a", "a-1", "main", true, 100, NEVER, 10, NEVER, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  9999, CENSUS_YES, 0, 0, 0 },
	{ "revoked before the release: could not",
	  { "a", "a-1", "main", true, 100, 200, 10, 150, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  9999, CENSUS_YES, 0, 0, 0 },
	{ "revoked after it: knowledge does not end",
	  { "a", "a-1", "main", true, 100, 200, 10, 201, { false, 0, 0 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  9999, CENSUS_YES, CENSUS_YES, 0, 0 },
	{ "a receipt between two instants",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { true, 210, 220 },
	    { false, 0, 0 }, NULL, 0, 1, false, 0 },
	  215, CENSUS_YES, CENSUS_YES, CENSUS_PERHAPS,
	  0 },
	{ "and after both",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { true, 210, 220 },
	    { true, 230, 230 }, NULL, 0, 1, false, 0 },
	  220, CENSUS_YES, CENSUS_YES, CENSUS_YES,
	  0 },
	{ "opened as the client says",
	  { "a", "a-1", "main", true, 100, 200, 10, NEVER, { true, 210, 220 },
	    { true, 230, 230 }, NULL, 0, 1, false, 0 },
	  230, CENSUS_YES, CENSUS_YES, CENSUS_YES,
	  CENSUS_YES },
};

static const struct {
	const char *name;
	int64_t fetched, revoked;	/* fetched: 0 is never */
	struct census_gap gap[2];
	size_t n_gaps;
	int64_t could;			/* the wave opens at 200 */
	enum census_why why;		/* at 400 */
} cuts[] = {
	{ "never cut off", 0, NEVER, { { 0, 0 } }, 0, 200, CENSUS_WHY_COULD },
	{ "back before the wave opened", 0, NEVER, { { 150, 190 } }, 1, 200,
	  CENSUS_WHY_COULD },
	{ "at the opening, and back: from then", 0, NEVER, { { 150, 300 } },
	  1, 300, CENSUS_WHY_COULD },
	{ "cut off at that very instant", 0, NEVER, { { 200, 300 } }, 1, 300,
	  CENSUS_WHY_COULD },
	{ "back at that very instant", 0, NEVER, { { 150, 200 } }, 1, 200,
	  CENSUS_WHY_COULD },
	{ "cut off later: knowledge does not end", 0, NEVER,
	  { { 201, NEVER } }, 1, 200, CENSUS_WHY_COULD },
	{ "cut off for good", 0, NEVER, { { 150, NEVER } }, 1, NEVER,
	  CENSUS_WHY_SUSPENDED },
	{ "cut off, back only later than asked", 0, NEVER, { { 150, 450 } },
	  1, 450, CENSUS_WHY_SUSPENDED },
	{ "twice, the one upon the other", 0, NEVER,
	  { { 150, 250 }, { 250, 350 } }, 2, 350, CENSUS_WHY_COULD },
	{ "revoked before their partner was back", 0, 250, { { 150, 300 } },
	  1, NEVER, CENSUS_WHY_SUSPENDED },
	{ "revoked, but the copy was here: the key is public", 140, 150,
	  { { 0, 0 } }, 0, 200, CENSUS_WHY_COULD },
	{ "cut off likewise", 140, NEVER, { { 150, NEVER } }, 1, 200,
	  CENSUS_WHY_COULD },
	{ "fetched once they were back", 320, NEVER, { { 150, 300 } }, 1,
	  300, CENSUS_WHY_COULD },
};

static void
who_is_cut_off_could_not_read(void **state)
{
	struct census_record r = { .partner = "a", .reader = "a-1",
		.wave = "main", .published_s = 100, .released_s = 200,
		.active_s = 10 };
	struct census_line l;

	for (size_t i = 0; i < N_ROWS(cuts); i++) {
		CHECK_ROW(state, cuts[i].name);
		r.fetched = (struct census_since){ cuts[i].fetched != 0,
			cuts[i].fetched, cuts[i].fetched };
		r.revoked_s = cuts[i].revoked;
		r.gap = cuts[i].gap;
		r.n_gaps = cuts[i].n_gaps;
		l = census_line_of(&r);
		assert_int_equal(l.since[CENSUS_COULD].known,
		    cuts[i].could != NEVER);
		if (cuts[i].could != NEVER)
			assert_int_equal(l.since[CENSUS_COULD].from_s,
			    cuts[i].could);
		assert_int_equal(cuts[i].why, census_why_not(&r, true, 400));
	}
}

static void
levels_begin_and_never_end(void **state)
{
	struct census_line l;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		l = census_line_of(&rows[i].record);
		assert_int_equal(rows[i].told,
		    census_at(&l, CENSUS_TOLD, rows[i].at));
		assert_int_equal(rows[i].could,
		    census_at(&l, CENSUS_COULD, rows[i].at));
		assert_int_equal(rows[i].fetched,
		    census_at(&l, CENSUS_FETCHED, rows[i].at));
		assert_int_equal(rows[i].opened,
		    census_at(&l, CENSUS_OPENED, rows[i].at));
		assert_int_equal(CENSUS_NO,
		    census_at(&l, CENSUS_KNEW, rows[i].at));
	}
}

static struct census_line
reader(const char *partner, const char *id, bool poc, int64_t released)
{
	return census_line_of(&(struct census_record){ .partner = partner,
		.reader = id, .wave = "w", .poc = poc, .published_s = 100,
		.released_s = released, .active_s = 10,
		.revoked_s = CENSUS_NEVER });
}

static void
counts_people_and_organisations(void **state)
{
	struct census_line lines[6];
	struct census_count c;
	struct buf b;

	(void)state;
	lines[0] = reader("a", "a-1", true, 200);
	lines[1] = reader("a", "a-2", true, 200);
	lines[2] = reader("b", "b-1", false, 200);
	lines[3] = reader("c", "c-1", true, 500);
	lines[4] = census_knower("contest", NULL, "organiser", true,
	    (struct census_since){ true, 50, 250 });
	lines[5] = census_knower("finder", NULL, "finder", true,
	    (struct census_since){ true, 20, 20 });
	c = census_count_at(lines, 6, 200, false);
	assert_int_equal(4, c.people[CENSUS_TOLD]);
	assert_int_equal(3, c.organisations[CENSUS_TOLD]);
	assert_int_equal(3, c.people[CENSUS_COULD]);
	assert_int_equal(2, c.organisations[CENSUS_COULD]);
	assert_int_equal(1, c.people[CENSUS_KNEW]);
	assert_int_equal(4, c.readers);
	assert_int_equal(3, c.reader_organisations);
	assert_int_equal(1, c.perhaps);

	c = census_count_at(lines, 6, 200, true);
	assert_int_equal(3, c.readers);
	buf_init(&b, 1024);
	census_sentence(&b, &c, "the proof of concept", 200);
	assert_int_equal(TT_OK, buf_err(&b));
	assert_string_equal("3 people at 2 organisations could have read the "
	    "proof of concept by 1970-01-01T00:03:20Z, and perhaps 1 more",
	    b.p);
	buf_clear(&b);
	c = census_count_at(lines, 1, 200, true);
	census_sentence(&b, &c, "it", 200);
	assert_string_equal("1 person at 1 organisation could have read it by "
	    "1970-01-01T00:03:20Z", b.p);
	buf_done(&b);
}

static void
uncertain_instants_print_as_such(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 256);
	buf_str(&b, "");
	census_since_text(&b, &(struct census_since){ true, 0, 86400 });
	assert_string_equal(
	    "between 1970-01-01T00:00:00Z and 1970-01-02T00:00:00Z", b.p);
	buf_clear(&b);
	census_since_text(&b, &(struct census_since){ true, 60, 60 });
	assert_string_equal("1970-01-01T00:01:00Z", b.p);
	buf_clear(&b);
	census_since_text(&b, &(struct census_since){ false, 1, 2 });
	assert_int_equal(0, b.n);
	buf_done(&b);
}

static const struct {
	const char *name;
	int64_t active, revoked, published, released, at;
	bool part;
	enum census_why want;
} reasons[] = {
	{ "could", 10, NEVER, 100, 200, 200, true, CENSUS_WHY_COULD },
	{ "without the part", 10, NEVER, 100, 200, 200, false,
	  CENSUS_WHY_NO_PART },
	{ "not joined", 500, NEVER, 100, 200, 499, true, CENSUS_WHY_NO_KEY },
	{ "never joined", NEVER, NEVER, 100, 200, 9999, true,
	  CENSUS_WHY_NO_KEY },
	{ "revoked before", 10, 150, 100, 200, 9999, true,
	  CENSUS_WHY_REVOKED },
	{ "revoked after", 10, 250, 100, 200, 9999, true, CENSUS_WHY_COULD },
	{ "to be revoked, and not open", 10, 250, 100, 200, 199, true,
	  CENSUS_WHY_CLOSED },
	{ "not published", 10, NEVER, 100, 200, 99, true,
	  CENSUS_WHY_UNPUBLISHED },
	{ "not open", 10, NEVER, 100, 200, 199, true, CENSUS_WHY_CLOSED },
	{ "never open", 10, NEVER, 100, NEVER, 9999, true,
	  CENSUS_WHY_CLOSED },
};

static void
who_could_not_has_a_reason(void **state)
{
	struct census_record r = { .partner = "a", .reader = "a-1" };

	for (size_t i = 0; i < N_ROWS(reasons); i++) {
		CHECK_ROW(state, reasons[i].name);
		r.active_s = reasons[i].active;
		r.revoked_s = reasons[i].revoked;
		r.published_s = reasons[i].published;
		r.released_s = reasons[i].released;
		assert_int_equal(reasons[i].want, census_why_not(&r,
		    reasons[i].part, reasons[i].at));
		assert_true(strlen(census_why_text(reasons[i].want)) > 0);
	}
	r = (struct census_record){ .partner = "a", .reader = "a-1",
		.published_s = 300, .released_s = 200, .active_s = 10,
		.revoked_s = NEVER, .late = true };
	assert_int_equal(CENSUS_WHY_LATE, census_why_not(&r, true, 9999));
	assert_true(strlen(census_why_text(CENSUS_WHY_LATE)) > 0);
}

/* The two are each other's complement, at every instant. */
static void
either_they_could_or_there_is_a_reason(void **state)
{
	const int64_t when[] = { 10, 100, 150, 200, 250, NEVER };
	struct census_record r = { .partner = "a", .reader = "a-1" };
	const size_t n = N_ROWS(when);

	(void)state;
	for (size_t i = 0; i < n * n * n * n; i++) {
		struct census_line l;

		r.active_s = when[i % n];
		r.revoked_s = when[i / n % n];
		r.published_s = when[i / (n * n) % n];
		r.released_s = when[i / (n * n * n)];
		l = census_line_of(&r);
		for (size_t k = 0; k + 1 < n; k++)
			assert_int_equal(
			    census_could_read(&l, when[k]) != CENSUS_NO,
			    census_why_not(&r, true, when[k]) ==
			    CENSUS_WHY_COULD);
	}
}

static void
an_interval_has_what_began_in_it(void **state)
{
	struct census_line l = reader("a", "a-1", true, 200);
	struct census_line k = census_knower("c", NULL, "contest", true,
	    (struct census_since){ true, 150, 250 });

	(void)state;
	assert_true(census_is_new(&l, 199, 200));
	assert_false(census_is_new(&l, 200, 300));
	assert_false(census_is_new(&l, 100, 199));
	assert_true(census_is_new(&k, 160, 300));	/* perhaps after */
	assert_false(census_is_new(&k, 250, 300));
	assert_true(census_line_cmp(&l, &k) < 0);
	assert_true(census_line_cmp(&k, &l) > 0);
	k.partner = "a";
	assert_true(census_line_cmp(&k, &l) < 0);
}

static const struct {
	const char *name;
	struct census_since a, b, want;
	unsigned revision;	/* a's is 1, b's is 2 */
} joins[] = {
	{ "neither", { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, 0 },
	{ "the first", { 1, 5, 5 }, { 0, 0, 0 }, { 1, 5, 5 }, 1 },
	{ "the second", { 0, 0, 0 }, { 1, 5, 5 }, { 1, 5, 5 }, 2 },
	{ "the first before", { 1, 4, 4 }, { 1, 5, 5 }, { 1, 4, 4 }, 1 },
	{ "the second before", { 1, 5, 5 }, { 1, 4, 4 }, { 1, 4, 4 }, 2 },
	{ "both at once", { 1, 5, 5 }, { 1, 5, 5 }, { 1, 5, 5 }, 1 },
	{ "one within", { 1, 3, 9 }, { 1, 5, 6 }, { 1, 3, 6 }, 2 },
	{ "one around", { 1, 5, 6 }, { 1, 3, 9 }, { 1, 3, 6 }, 1 },
};

static void
two_revisions_join_to_the_earliest(void **state)
{
	for (size_t i = 0; i < N_ROWS(joins); i++)
		for (enum census_level l = 0; l < CENSUS_LEVELS; l++) {
			struct census_line a = { .as = "a", .who = 1 };
			struct census_line b = { .as = "b", .who = 2,
				.poc = true };
			const struct census_since *s = &a.since[l];

			CHECK_ROW(state, joins[i].name);
			a.since[l] = joins[i].a;
			a.revision[l] = joins[i].a.known ? 1 : 0;
			b.since[l] = joins[i].b;
			b.revision[l] = joins[i].b.known ? 2 : 0;
			census_line_join(&a, &b);
			assert_int_equal(joins[i].want.known, s->known);
			assert_int_equal(joins[i].want.from_s, s->from_s);
			assert_int_equal(joins[i].want.until_s, s->until_s);
			assert_int_equal(joins[i].revision, a.revision[l]);
			assert_true(a.poc);
			/* of who could not yet: where they stand now */
			assert_int_equal(a.who, l != CENSUS_COULD ||
			    joins[i].revision != 1 ? 2 : 1);
			assert_string_equal(a.as, a.who == 1 ? "a" : "b");
		}
}

TEST_MAIN(cmocka_unit_test(who_is_cut_off_could_not_read),
    cmocka_unit_test(levels_begin_and_never_end),
    cmocka_unit_test(counts_people_and_organisations),
    cmocka_unit_test(who_could_not_has_a_reason),
    cmocka_unit_test(either_they_could_or_there_is_a_reason),
    cmocka_unit_test(an_interval_has_what_began_in_it),
    cmocka_unit_test(uncertain_instants_print_as_such),
    cmocka_unit_test(two_revisions_join_to_the_earliest))
