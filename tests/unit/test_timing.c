/* SPDX-License-Identifier: ISC */
/*
 * The promise of specs/evidence.md section 17 by counting all permutations,
 * and the sums that rest on it.
 */
#include <math.h>

#include "prop.h"
#include "programme/timing.h"

#define EPSILON		1e-6
#define SLIGHTLY	1e-12
#define K_MAX		7
#define KEYS		19208	/* 8 * 7^4: of what T may depend on */

static const struct {
	const char *name;
	uint32_t slots, before;
	double pi;
} chances[] = {
	{ "nothing before T", 50, 0, 0 },
	{ "all before T", 50, 50, 1 },
	{ "found independently is the worst of both", 50, 1, 1. / 50 },
	{ "a leak is the worst of both", 50, 25, 24. / 47 },
	{ "as many as cannot leak", 3, 1, 1 },
	{ "one more", 4, 1, 1. / 4 },
	{ "one more, two before", 4, 2, 1 },
	{ "nearly all", 50, 49, 1 },
};

static void
chances_are_those_of_the_text(void **state)
{
	for (size_t i = 0; i < N_ROWS(chances); i++) {
		CHECK_ROW(state, chances[i].name);
		assert_true(fabs(chances[i].pi - timing_chance(
		    chances[i].slots, chances[i].before, 1)) < SLIGHTLY);
	}
}

/* A group's chance by counting: 6 slots, 2 before, two of them innocent. */
static void
a_group_is_counted(void **state)
{
	(void)state;
	/* none of two among 2 of 6: 4/6 * 3/5; none among 1 of 3: 2/3 * 1/2 */
	assert_true(fabs(timing_chance(6, 2, 2) - fmax(1 - 12. / 30,
	    1 - 1. / 3)) < SLIGHTLY);
	assert_true(timing_chance(6, 2, 5) == 1);
	for (uint32_t k = 0; k <= 20; k++)
		for (uint32_t g = 1; g < 20; g++)
			assert_true(timing_chance(20, k, g) <=
			    timing_chance(20, k, g + 1) + SLIGHTLY);
}

/* All orders of n, one after the other. */
struct orders {
	uint32_t slot[K_MAX];
	uint32_t n;
};

static bool
next_order(struct orders *o)
{
	uint32_t i = o->n - 1, j = o->n - 1, t;

	while (i > 0 && o->slot[i - 1] > o->slot[i])
		i--;
	if (i == 0)
		return false;
	while (o->slot[j] < o->slot[i - 1])
		j--;
	t = o->slot[i - 1];
	o->slot[i - 1] = o->slot[j];
	o->slot[j] = t;
	for (j = o->n - 1; i < j; i++, j--) {
		t = o->slot[i];
		o->slot[i] = o->slot[j];
		o->slot[j] = t;
	}
	return true;
}

/* Sums of an innocent's factor, for all that T may depend on. */
struct sums {
	double sum[KEYS];
	unsigned n[KEYS];
};

/* c leakers are first; then, if it reports, an innocent reporter. */
struct world {
	uint32_t slots, leakers;
	bool reporter_leaks, reporter_innocent;
};

/* The slots that T may depend on, and k, as one number. */
static size_t
key_of(const struct world *w, const struct orders *o, uint32_t k)
{
	uint32_t n = w->leakers + (w->reporter_innocent ? 1 : 0);
	size_t key = k;

	for (uint32_t i = 0; i < n; i++)
		key = key * w->slots + o->slot[i];
	assert_true(key < KEYS);
	return key;
}

/* T stands after k slots.  False: no such leak, nobody had it yet. */
static bool
can_be(const struct world *w, const struct orders *o, uint32_t k)
{
	bool early = w->leakers == 0;

	for (uint32_t i = 0; i < w->leakers; i++)
		early = early || o->slot[i] < k;
	return early;
}

static void
add_order(const struct world *w, const struct orders *o, struct sums *s)
{
	uint32_t reporter = w->reporter_leaks ? 0 : w->leakers;
	uint32_t judged = w->leakers + (w->reporter_innocent ? 1 : 0);

	for (uint32_t k = 0; k <= w->slots; k++) {
		struct timing_incident i = { w->slots, k, false, false };
		size_t key = key_of(w, o, k);

		if (!can_be(w, o, k))
			continue;
		i.reported = w->reporter_leaks || w->reporter_innocent;
		i.reporter_early = i.reported && o->slot[reporter] < k;
		s->sum[key] += exp(timing_ln_factor(&i, 1,
		    o->slot[judged] < k, false));
		s->n[key]++;
	}
}

static void
count_world(const struct world *w)
{
	static struct sums s;
	struct orders o = { .n = w->slots };

	memset(&s, 0, sizeof(s));
	for (uint32_t i = 0; i < w->slots; i++)
		o.slot[i] = i;
	do
		add_order(w, &o, &s);
	while (next_order(&o));
	for (size_t i = 0; i < KEYS; i++)
		if (s.n[i] > 0)
			assert_true(s.sum[i] / s.n[i] <= 1 + SLIGHTLY);
}

/*
 * Whatever T makes of the leakers' slots, and of the slot of whoever reports
 * it: given those, an innocent's mean is at most 1.
 */
static void
an_innocents_mean_is_at_most_one(void **state)
{
	char name[64];

	for (uint32_t slots = 2; slots <= K_MAX; slots++)
		for (uint32_t c = 0; c <= TIMING_C_MAX; c++)
			for (unsigned how = 0; how < 3; how++) {
				struct world w = { slots, c, how == 1,
					how == 2 };

				if (c + (how == 2) >= slots ||
				    (how == 1 && c == 0))
					continue;
				snprintf(name, sizeof(name), "%u slots, %u "
				    "leakers, %u", slots, c, how);
				CHECK_ROW(state, name);
				count_world(&w);
			}
}

/* One leaker more than the promise is for does break it. */
static void
the_assumption_is_needed(void **state)
{
	const struct timing_incident i = { 8, 4, false, false };
	/* four leakers with one slot of four before: 3 of 4 others are */
	double mean = 3. / 4 * exp(timing_ln_factor(&i, 1, true, false)) +
	    1. / 4 * exp(timing_ln_factor(&i, 1, false, false));

	(void)state;
	assert_true(mean > 1);
}

static void
what_says_nothing_is_a_factor_of_one(void **state)
{
	const struct timing_incident none = { 20, 0, false, false };
	const struct timing_incident all = { 20, 20, false, false };
	const struct timing_incident some = { 20, 5, true, true };

	(void)state;
	assert_true(timing_ln_factor(&none, 1, false, false) == 0);
	assert_true(timing_ln_factor(&all, 1, true, false) == 0);
	assert_true(timing_ln_factor(&some, 1, true, true) == 0);
	assert_true(timing_ln_factor(&some, 1, true, false) > 0);
	assert_true(timing_ln_factor(&some, 1, false, false) < 0);
}

#define WHO	"p1"
static const struct {
	const char *name;
	struct history_sighting s;
	bool fixes;
} sightings[] = {
	{ "the vendor's telemetry", { { true, 10, 20 }, HISTORY_TELEMETRY,
	    NULL, false, false, NULL, false }, true },
	{ "a hunt after release", { { true, 10, 20 }, HISTORY_HUNT, NULL,
	    false, false, NULL, false }, true },
	{ "a partner's word", { { true, 1, 2 }, HISTORY_PARTNER, WHO, true,
	    false, NULL, false }, false },
	{ "a partner's word without interest", { { true, 1, 2 },
	    HISTORY_PARTNER, WHO, false, false, NULL, false }, false },
	{ "a partner's word, confirmed", { { true, 1, 2 }, HISTORY_PARTNER,
	    WHO, true, true, NULL, false }, true },
	{ "a feed that partners fill", { { true, 1, 2 }, HISTORY_FEED, NULL,
	    false, false, NULL, false }, false },
	{ "a victim that has an interest", { { true, 1, 2 }, HISTORY_VICTIM,
	    NULL, true, false, NULL, false }, false },
	{ "telemetry that is not sure", { { true, 1, 2 }, HISTORY_TELEMETRY,
	    NULL, false, false, NULL, true }, false },
	{ "no instant at all", { { false, 0, 0 }, HISTORY_TELEMETRY, NULL,
	    false, false, NULL, false }, false },
};

static void
only_who_cannot_be_influenced_fixes_the_clock(void **state)
{
	struct history_sighting two[2];

	for (size_t i = 0; i < N_ROWS(sightings); i++) {
		CHECK_ROW(state, sightings[i].name);
		two[0] = sightings[i].s;
		assert_ptr_equal(timing_first(two, 1),
		    sightings[i].fixes ? two : NULL);
		/* beside a later one that does */
		two[1] = sightings[0].s;
		two[1].seen = (struct census_since){ true, 30, 40 };
		assert_ptr_equal(timing_first(two, 2),
		    sightings[i].fixes ? two : two + 1);
	}
}

static void
slots_before_are_counted(void **state)
{
	const int64_t opens[] = { 40, 10, 30, 20 };
	struct timing_incident i = { .slots = 0 };

	(void)state;
	assert_int_equal(TT_OK, timing_incident_of(&i, opens, 4, 30,
	    TIMING_NOBODY));
	assert_int_equal(i.slots, 4);
	assert_int_equal(i.before, 2);
	assert_false(i.reported);
	assert_int_equal(TT_OK, timing_incident_of(&i, opens, 4, 30, 3));
	assert_true(i.reported && i.reporter_early);
	assert_int_equal(TT_OK, timing_incident_of(&i, opens, 4, 30, 2));
	assert_true(i.reported && !i.reporter_early);
	assert_int_equal(TT_ERANGE, timing_incident_of(&i, opens, 4, 30, 4));
	assert_int_equal(TT_ERANGE, timing_incident_of(&i, opens, 0, 30,
	    TIMING_NOBODY));
}

static void
an_incident_has_a_chance(void **state)
{
	const struct timing_incident none = { 10, 0, false, false },
		all = { 10, 10, false, false }, plain = { 10, 4, false, false },
		early = { 10, 4, true, true }, late = { 10, 4, true, false };

	(void)state;
	assert_true(timing_incident_chance(&none, 1) == 1);
	assert_true(timing_incident_chance(&all, 1) == 1);
	assert_true(fabs(timing_incident_chance(&plain, 1) - 3. / 7) < 1e-12);
	assert_true(fabs(timing_incident_chance(&early, 1) - 3. / 7) < 1e-12);
	assert_true(fabs(timing_incident_chance(&late, 1) - .5) < 1e-12);
}

/* The counts of section 17, at the pi that stands there. */
static void
incidents_until_are_those_of_the_text(void **state)
{
	(void)state;
	assert_int_equal(timing_least(.5, 50, EPSILON), 44);
	assert_int_equal(timing_least(.25, 50, EPSILON), 20);
	assert_int_equal(timing_least(.1, 50, EPSILON), 11);
	assert_int_equal(timing_least(.05, 50, EPSILON), 8);
	assert_int_equal(timing_least(1, 50, EPSILON), 0);
}

static void
who_was_accused_once_is(void **state)
{
	struct timing_score s = { .ln_e = 0 };

	(void)state;
	timing_score_add(&s, timing_threshold(50, EPSILON));
	assert_true(timing_accuses(&s, 50, EPSILON));
	timing_score_add(&s, -10);
	assert_true(timing_accuses(&s, 50, EPSILON));
	assert_false(timing_accuses(&s, 51, EPSILON));
	assert_int_equal(s.incidents, 2);
}

/* Against sums over all outcomes. */
static void
the_tail_is_exact(void **state)
{
	struct prop p;

	(void)state;
	PROP_CASES(&p, 200) {
		size_t n = prop_below(&p, 10) + 1;
		size_t hits = prop_below(&p, n + 1);
		double chance[10], got, want = 0, one;

		for (size_t i = 0; i < n; i++)
			chance[i] = (double)prop_below(&p, 1001) / 1000;
		for (unsigned x = 0; x < 1U << n; x++) {
			one = 1;
			for (size_t i = 0; i < n; i++)
				one *= x >> i & 1 ? chance[i] : 1 - chance[i];
			if ((size_t)__builtin_popcount(x) >= hits)
				want += one;
		}
		assert_int_equal(TT_OK, timing_tail(chance, n, hits, &got));
		assert_true(fabs(got - want) < 1e-9);
	}
	assert_int_equal(TT_ERANGE, timing_tail(&(double){ 2 }, 1, 0,
	    &(double){ 0 }));
	assert_int_equal(TT_ERANGE, timing_tail(&(double){ .5 }, 1, 2,
	    &(double){ 0 }));
}

TEST_MAIN(cmocka_unit_test(chances_are_those_of_the_text),
    cmocka_unit_test(a_group_is_counted),
    cmocka_unit_test(an_innocents_mean_is_at_most_one),
    cmocka_unit_test(the_assumption_is_needed),
    cmocka_unit_test(what_says_nothing_is_a_factor_of_one),
    cmocka_unit_test(only_who_cannot_be_influenced_fixes_the_clock),
    cmocka_unit_test(slots_before_are_counted),
    cmocka_unit_test(an_incident_has_a_chance),
    cmocka_unit_test(incidents_until_are_those_of_the_text),
    cmocka_unit_test(who_was_accused_once_is),
    cmocka_unit_test(the_tail_is_exact))
