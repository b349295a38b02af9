/* SPDX-License-Identifier: ISC */
/* What marks can prove, simulated: evidence.md section 14 for one leaker. */
#include "test.h"

#include "base/attr.h"
#include "telltale/power.h"
#include "telltale/trace.h"
#include "world.h"

#include <math.h>

/* Known outputs of xoshiro256** for the words 1, 2, 3, 4. */
static void
coins_are_xoshiro256(void **state)
{
	static const uint64_t want[] = { 11520, 0, 1509978240,
		1215971899390074240 };
	const uint8_t seed[32] = { [0] = 1, [8] = 2, [16] = 3, [24] = 4 };
	struct coin c;

	(void)state;
	coin_init(&c, seed);
	for (size_t i = 0; i < N_ROWS(want); i++)
		assert_int_equal(want[i], coin_next(&c));
	for (int i = 0; i < 1000; i++)
		assert_in_range(coin_below(&c, 3), 0, 2);
	assert_false(coin_chance(&c, 0));
	assert_true(coin_chance(&c, 1));
}

static void
intervals_are_wilson_s(void **state)
{
	static const struct {
		unsigned named, trials;
		double lo, hi;
	} rows[] = {
		{ 95, 100, .88825, .97846 },
		{ 0, 100, 0, .03699 },
		{ 200, 200, .98115, 1 },
		{ 1, 2, .09453, .90547 },
	};

	(void)state;
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct tt_power p = { .trials = rows[i].trials,
			.named = rows[i].named };

		tt_power_interval(&p);
		assert_true(fabs(p.lo - rows[i].lo) < 1e-5);
		assert_true(fabs(p.hi - rows[i].hi) < 1e-5);
		assert_true(p.share == (double)p.named / p.trials);
	}
}

static struct tt_power_plan
plan_of(const struct world *w)
{
	return (struct tt_power_plan){ .codebook = w->codebook,
		.roster = &w->roster, .epsilon = TT_EPSILON, .t = 1,
		.trials = 60 };
}

static void
mixed_world(struct world *w, size_t n_holders, size_t n_each)
{
	struct tt_slot slots[160];

	world_mix(slots, N_ROWS(slots), WORLD_MIXED_LEVELS, true);
	world_new(w, 3, slots, N_ROWS(slots), n_holders, n_each);
}

static void
less_text_and_worse_reading_prove_less(void **state)
{
	struct tt_power whole, copy, half, tenth, bad, bad_copy;
	struct tt_power_plan plan;
	struct world w;

	(void)state;
	mixed_world(&w, 20, 4);
	plan = plan_of(&w);
	MUST(tt_power_run(&plan, TT_EXTENT_WHOLE, &whole, &copy));
	MUST(tt_power_run(&plan, TT_EXTENT_HALF, &half, NULL));
	MUST(tt_power_run(&plan, TT_EXTENT_TENTH, &tenth, NULL));
	assert_true(whole.share >= .95);
	assert_true(copy.share >= .95);
	assert_true(half.share >= .95);
	assert_int_equal(0, tenth.named);
	assert_int_equal(60, copy.trials);
	plan.loss = .6;
	plan.misread = .1;
	MUST(tt_power_run(&plan, TT_EXTENT_HALF, &bad, NULL));
	MUST(tt_power_run(&plan, TT_EXTENT_WHOLE, NULL, &bad_copy));
	assert_true(bad.share < half.share);
	assert_true(bad_copy.share < copy.share);
	world_done(&w);
}

static void
two_hundred_words_are_their_share_of_the_sites(void **state)
{
	struct tt_power words, half, whole;
	struct tt_power_plan plan;
	struct world w;

	(void)state;
	mixed_world(&w, 20, 1);
	plan = plan_of(&w);
	plan.loss = .7;
	MUST(tt_power_run(&plan, TT_EXTENT_HALF, &half, NULL));
	MUST(tt_power_run(&plan, TT_EXTENT_WHOLE, &whole, NULL));
	assert_true(half.named < whole.named);
	plan.words = 400;
	MUST(tt_power_run(&plan, TT_EXTENT_WORDS, &words, NULL));
	assert_int_equal(half.named, words.named);
	plan.words = 150;	/* the text is shorter than that */
	MUST(tt_power_run(&plan, TT_EXTENT_WORDS, &words, NULL));
	assert_int_equal(whole.named, words.named);
	world_done(&w);
}

static void
the_same_plan_has_the_same_answer(void **state)
{
	struct tt_power_worst a, b;
	struct tt_power_plan plan;
	struct world w;

	(void)state;
	mixed_world(&w, 10, 2);
	plan = plan_of(&w);
	plan.trials = 30;
	plan.colluders = 2;
	plan.loss = .3;
	MUST(tt_power_worst(&plan, TT_EXTENT_WHOLE, &a, NULL));
	MUST(tt_power_worst(&plan, TT_EXTENT_WHOLE, &b, NULL));
	assert_true(a.attack != NULL && a.attack == b.attack);
	assert_int_equal(a.power.named, b.power.named);
	assert_int_equal(a.power.trials, b.power.trials);
	world_done(&w);
}

/* A holder of one copy has no copies to tell apart. */
static void
the_largest_holder_is_asked_for_its_copy(void **state)
{
	struct tt_power holder, copy;
	struct tt_power_plan plan;
	struct world w;

	(void)state;
	mixed_world(&w, 10, 3);
	plan = plan_of(&w);
	plan.trials = 5;
	plan.colluders = 4;	/* all of 2's */
	w.copies[9].holder = 2;	/* 2 has four, 3 has two */
	MUST(tt_power_run(&plan, TT_EXTENT_WHOLE, &holder, &copy));
	assert_int_equal(5, copy.trials);
	world_done(&w);
	mixed_world(&w, 10, 1);
	plan = plan_of(&w);
	plan.trials = 5;
	MUST(tt_power_run(&plan, TT_EXTENT_WHOLE, &holder, &copy));
	assert_int_equal(0, copy.trials);
	assert_int_equal(5, holder.trials);
	world_done(&w);
}

/* 118 sites for two who redraw, the whole of epsilon for one specimen. */
static void
those_who_mix_are_harder_to_name(void **state)
{
	struct tt_slot slots[112];
	struct tt_power_worst worst, lone;
	struct tt_power_plan plan;
	struct tt_power inter;
	struct world w;

	(void)state;
	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, false);
	world_new(&w, 1, slots, N_ROWS(slots), 40, 1);
	plan = plan_of(&w);
	plan.trials = 40;
	MUST(tt_power_worst(&plan, TT_EXTENT_WHOLE, &lone, NULL));
	assert_int_equal(40, lone.power.named);
	assert_null(lone.attack);
	plan.colluders = 2;
	MUST(tt_power_worst(&plan, TT_EXTENT_WHOLE, &worst, NULL));
	assert_non_null(worst.attack);
	assert_in_range(worst.power.named, 24, 39);
	MUST(tt_power_run(&plan, TT_EXTENT_WHOLE, &inter, NULL));
	assert_true(inter.share >= worst.power.share);
	plan.colluders = 5;
	MUST(tt_power_worst(&plan, TT_EXTENT_WHOLE, &worst, NULL));
	assert_true(worst.power.share < .3);
	world_done(&w);
}

/* ln(4 P / epsilon / .8) nats, at .81 a site: 25 or 26 for 100 holders. */
static void
a_lone_leaker_needs_so_many_sites(void **state)
{
	struct tt_slot slots[20];
	struct tt_power_plan plan;
	struct world w;
	uint32_t sites = 0;

	(void)state;
	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, true);
	world_new(&w, 1, slots, N_ROWS(slots), 100, 1);
	plan = plan_of(&w);
	assert_int_equal(TT_OK, tt_power_sites_needed(&plan, 100, &sites));
	assert_in_range(sites, 25, 27);
	assert_int_equal(TT_OK, tt_power_sites_needed(&plan, 20, &sites));
	assert_int_equal(0, sites);
	plan.misread = .05;
	assert_int_equal(TT_OK, tt_power_sites_needed(&plan, 100, &sites));
	assert_in_range(sites, 34, 48);
	world_done(&w);
}

/* Holders that are only counted. */
static void
many_holders_cost_sites_not_time(void **state)
{
	struct tt_slot slots[60];
	struct tt_power_plan plan;
	struct tt_power p;
	struct world w;

	(void)state;
	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, true);
	world_new(&w, 1, slots, N_ROWS(slots), 4 * TT_POWER_WALK, 1);
	plan = plan_of(&w);
	plan.trials = 20;
	assert_int_equal(TT_OK, tt_power_run(&plan, TT_EXTENT_WHOLE, &p, NULL));
	assert_int_equal(20, p.named);
	assert_int_equal(TT_OK, tt_power_run(&plan, TT_EXTENT_TENTH, &p, NULL));
	assert_int_equal(0, p.named);
	world_done(&w);
}

static void
power_can_be_asked_for_the_sites_that_were_read(void **state)
{
	struct tt_observations *o;
	struct tt_power_plan plan;
	struct tt_power p;
	struct world w;

	(void)state;
	mixed_world(&w, 20, 1);
	world_leak(&w, 3, 0);
	for (size_t i = 0; i < 150; i++)
		world_erase(&w, i);
	o = world_observe(&w);
	plan = plan_of(&w);
	assert_int_equal(TT_OK, tt_power_run(&plan, TT_EXTENT_WHOLE, &p, NULL));
	assert_true(p.share >= .95);
	plan.like = o;
	assert_int_equal(TT_OK, tt_power_run(&plan, TT_EXTENT_WHOLE, &p, NULL));
	assert_int_equal(0, p.named);
	tt_observations_free(o);
	world_done(&w);
}

/* Coins depend on the trial alone, and so does what comes of it. */
static void
any_number_of_threads_has_the_same_answer(void **state)
{
	static const unsigned rows[] = { 1, 2, 3, TT_THREADS_MAX };
	struct tt_power_worst want, want_copy;
	struct tt_power_plan plan;
	uint32_t want_sites = 0;
	struct world w;

	(void)state;
	mixed_world(&w, 6, 3);
	plan = plan_of(&w);
	plan.colluders = 2;
	plan.misread = .05;
	plan.trials = 30;
	MUST(tt_power_worst(&plan, TT_EXTENT_WHOLE, &want, &want_copy));
	assert_in_range(want.power.named, 1, want.power.trials - 1);
	plan.colluders = 1;
	MUST(tt_power_sites_needed(&plan, 100, &want_sites));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct tt_power_worst got, got_copy;
		uint32_t sites;

		plan.threads = rows[i];
		plan.colluders = 2;
		MUST(tt_power_worst(&plan, TT_EXTENT_WHOLE, &got, &got_copy));
		assert_ptr_equal(want.attack, got.attack);
		assert_memory_equal(&want.power, &got.power,
		    sizeof(got.power));
		assert_ptr_equal(want_copy.attack, got_copy.attack);
		assert_memory_equal(&want_copy.power, &got_copy.power,
		    sizeof(got_copy.power));
		plan.colluders = 1;
		MUST(tt_power_sites_needed(&plan, 100, &sites));
		assert_int_equal(want_sites, sites);
	}
	plan.threads = TT_THREADS_MAX + 1;
	assert_int_equal(TT_ERANGE, tt_power_sites_needed(&plan, 100,
	    &want_sites));
	world_done(&w);
}

static void
plans_that_cannot_be_are_refused(void **state)
{
	static const struct {
		const char *name;
		double epsilon, misread, loss;
		uint64_t t;
	} rows[] = {
		{ "no epsilon", 0, 0, 0, 1 },
		{ "epsilon 1", 1, 0, 0, 1 },
		{ "no specimen", .1, 0, 0, 0 },
		{ "all misread", .1, 1, 0, 1 },
		{ "all lost", .1, 0, 1, 1 },
		{ "less than none lost", .1, 0, -.1, 1 },
		{ "misread is no number", .1, NAN, 0, 1 },
	};
	struct tt_power p = { .trials = 77 };
	struct world w;

	mixed_world(&w, 5, 2);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const struct tt_power_plan plan = { .codebook = w.codebook,
			.roster = &w.roster, .epsilon = rows[i].epsilon,
			.misread = rows[i].misread, .loss = rows[i].loss,
			.t = rows[i].t, .trials = 2 };

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_ERANGE, tt_power_run(&plan,
		    TT_EXTENT_WHOLE, &p, NULL));
		assert_int_equal(77, p.trials);
	}
	world_done(&w);
}

TEST_MAIN(cmocka_unit_test(coins_are_xoshiro256),
    cmocka_unit_test(intervals_are_wilson_s),
    cmocka_unit_test(less_text_and_worse_reading_prove_less),
    cmocka_unit_test(two_hundred_words_are_their_share_of_the_sites),
    cmocka_unit_test(the_same_plan_has_the_same_answer),
    cmocka_unit_test(the_largest_holder_is_asked_for_its_copy),
    cmocka_unit_test(those_who_mix_are_harder_to_name),
    cmocka_unit_test(a_lone_leaker_needs_so_many_sites),
    cmocka_unit_test(many_holders_cost_sites_not_time),
    cmocka_unit_test(power_can_be_asked_for_the_sites_that_were_read),
    cmocka_unit_test(any_number_of_threads_has_the_same_answer),
    cmocka_unit_test(plans_that_cannot_be_are_refused))
