/* SPDX-License-Identifier: ISC */
/* Attacks played on copies and traced: what is counted, and that it adds up. */
#include "test.h"

#include "base/attr.h"
#include "base/secret.h"
#include "cli/lab_found.h"
#include "cli/lab_measure.h"
#include "draftkit.h"
#include "sodium_start.h"

#include <math.h>

#define TRIALS	8
#define TEN	"{{a|b}} {{c|d}} {{e|f}} {{g|h|H}} {{i|j}} {{k|l}} {{m|n}} " \
		"{{o|p}} {{q|r|R|S}} {{s|t}} "
#define LONG	TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* Holders of as many readers each. */
static struct lab *
make(struct draft *d, uint8_t seed, unsigned holders, unsigned each)
{
	struct lab *lab = calloc(1, sizeof(*lab));

	assert_non_null(lab);
	lab->draft = *d;
	free(d);	/* its contents moved */
	lab->key = SECRET_NEW(struct tt_codebook_key);
	assert_non_null(lab->key);
	lab->key->b[0] = seed;
	lab->epsilon = 1e-6;
	lineup_profiles_of(&lab->lineup, &lab->draft);
	for (unsigned h = 0; h < holders; h++) {
		lineup_add_holder(&lab->lineup, h, "");
		for (unsigned k = 0; k < each; k++)
			lineup_add_copy(&lab->lineup, h * each + k, "",
			    TT_PROFILE_FULL);
	}
	assert_int_equal(TT_OK, lineup_err(&lab->lineup));
	assert_int_equal(TT_OK, lab_codebook(lab));
	return lab;
}

static void
drop(struct lab *lab)
{
	lab_done(lab);
	free(lab);
}

static struct lab_plan
plan_of(const struct lab *lab, size_t colluders)
{
	return (struct lab_plan){ .lab = lab, .colluders = colluders,
		.wear = { .keep = 1 } };
}

static struct lab_count
play(const struct lab_plan *plan, const char *spec, unsigned trials)
{
	struct lab_count count = { .named = 0 };
	const struct tt_attack *attack;
	struct lab_trial *t;
	double parameter;

	assert_int_equal(TT_OK, tt_attack_parse(&attack, &parameter, spec));
	assert_int_equal(TT_OK, lab_trial_new(&t, plan));
	for (unsigned k = 0; k < trials; k++)
		assert_int_equal(TT_OK, lab_trial_play(t, attack, parameter,
		    k, &count));
	lab_trial_free(t);
	return count;
}

static void
adds_up(const struct lab_count *c, unsigned trials, uint64_t guilty)
{
	assert_int_equal(trials, c->named + c->wrong + c->strong + c->misled +
	    c->neither);
	assert_int_equal(trials * guilty, c->guilty);
	assert_true(c->guilty_named <= c->guilty);
	assert_true(c->guilty_named >= c->named);
	assert_true(c->copies_asked <= c->guilty_named);
	assert_true(c->copies_named <= c->copies_asked);
	assert_true((c->wrong > 0) == (c->innocents_named > 0));
}

static void
what_is_counted_adds_up(void **state)
{
	struct lab *lab = make(draftkit_loose(LONG "\n"), 1, 12, 2);
	const struct lab_plan plan = plan_of(lab, 3);

	for (size_t i = 0; tt_attacks[i] != NULL; i++) {
		struct lab_count c;

		CHECK_ROW(state, tt_attacks[i]->name);
		c = play(&plan, tt_attacks[i]->name, TRIALS);
		adds_up(&c, TRIALS, 3);
		assert_int_equal(0, c.wrong + c.innocent_copies);
	}
	drop(lab);
}

static void
a_lone_leaker_of_a_long_text_is_named(void **state)
{
	struct lab *lab = make(draftkit_loose(LONG "\n"), 2, 10, 2);
	const struct lab_plan plan = plan_of(lab, 1);
	struct lab_count c;

	(void)state;
	c = play(&plan, "inter", TRIALS);
	adds_up(&c, TRIALS, 1);
	assert_int_equal(TRIALS, c.named);
	assert_int_equal(TRIALS, c.guilty_named);
	assert_int_equal(TRIALS, c.copies_asked);
	assert_int_equal(TRIALS, c.copies_named);
	drop(lab);
	/* who has one copy is named by it: nothing more to ask */
	lab = make(draftkit_loose(LONG "\n"), 2, 10, 1);
	c = play(&(const struct lab_plan){ .lab = lab, .colluders = 1,
	    .wear = { .keep = 1 } }, "inter", TRIALS);
	assert_int_equal(TRIALS, c.named);
	assert_int_equal(0, c.copies_asked);
	drop(lab);
}

/* Of one holder's readers: at its level it is one leaker, whole. */
static void
readers_of_one_holder_are_one_holder(void **state)
{
	struct lab *lab = make(draftkit_loose(LONG "\n"), 3, 10, 4);
	struct lab_plan plan = plan_of(lab, 3);
	struct lab_count c;

	(void)state;
	plan.within = true;
	c = play(&plan, "redraw", TRIALS);
	adds_up(&c, TRIALS, 1);
	assert_int_equal(TRIALS, c.named);
	assert_int_equal(0, c.innocent_copies);
	drop(lab);
}

static void
little_that_is_found_names_nobody(void **state)
{
	struct lab *lab = make(draftkit_loose(LONG "\n"), 4, 10, 2);
	struct lab_plan plan = plan_of(lab, 1);
	struct lab_count c;

	(void)state;
	plan.wear.keep = .05;
	c = play(&plan, "inter", TRIALS);
	adds_up(&c, TRIALS, 1);
	assert_int_equal(0, c.named);
	plan.wear = (struct tt_wear){ .keep = 1, .misread = .5 };
	c = play(&plan, "inter", TRIALS);
	assert_int_equal(0, c.named + c.wrong);
	drop(lab);
}

/* Trial k is the same whatever was played before it; another seed, others. */
static void
a_seed_says_it_all(void **state)
{
	struct lab *lab = make(draftkit_loose(LONG "\n"), 5, 12, 2);
	struct lab_plan plan = plan_of(lab, 2);
	const struct tt_attack *inter = tt_attack_find("inter");
	struct lab_count first, again = { .named = 0 }, c = { .named = 0 };
	struct lab_trial *t;

	(void)state;
	plan.wear.keep = .8;
	first = play(&plan, "inter", 2 * TRIALS);
	assert_int_equal(TT_OK, lab_trial_new(&t, &plan));
	for (unsigned k = 2 * TRIALS; k-- > 0;) {
		assert_int_equal(TT_OK, lab_trial_play(t,
		    tt_attack_find("redraw"), 0, k, &c));
		assert_int_equal(TT_OK, lab_trial_play(t, inter, 0, k,
		    &again));
	}
	assert_memory_equal(&first, &again, sizeof(first));
	lab_trial_free(t);
	drop(lab);
	lab = make(draftkit_loose(LONG "\n"), 6, 12, 2);
	plan.lab = lab;
	again = play(&plan, "inter", 2 * TRIALS);
	assert_memory_not_equal(&first, &again, sizeof(first));
	drop(lab);
}

/* The rule's constants are everybody's to see: they never name. */
static void
constants_seen_in_use_accuse_nobody(void **state)
{
	struct lab *lab = make(draftkit_whole("{{a|b}} {{c|d}}\n",
	    "{{@k hex 8}} {{@l hex 8}} {{@m hex 8}}\n",
	    "{{@k}} {{@l}} {{@m}}\n"), 7, 10, 2);
	const struct lab_plan plan = plan_of(lab, 2);
	struct lab_count c;

	(void)state;
	c = play(&plan, "copied", TRIALS);
	adds_up(&c, TRIALS, 2);
	assert_int_equal(TRIALS, c.misled);	/* all agrees with theirs */
	assert_int_equal(0, c.named + c.wrong);
	drop(lab);
}

static const struct {
	const char *name;
	size_t colluders;
	bool within;
	struct tt_wear wear;
	enum tt_err want;
} plans[] = {
	{ "as many as there are", 4, false, { 0, 1, 0 }, TT_OK },
	{ "one more", 5, false, { 0, 1, 0 }, TT_ERANGE },
	{ "nobody", 0, false, { 0, 1, 0 }, TT_ERANGE },
	{ "all readers of one", 3, true, { 0, 1, 0 }, TT_OK },
	{ "one more of them", 4, true, { 0, 1, 0 }, TT_ERANGE },
	{ "nothing found", 1, false, { 0, 0, 0 }, TT_ERANGE },
	{ "all misread", 1, false, { 0, 1, 1 }, TT_ERANGE },
};

static void
a_plan_needs_leakers(void **state)
{
	struct lab *lab = make(draftkit_loose(TEN "\n"), 8, 4, 3);
	struct lab_trial *t;

	for (size_t i = 0; i < N_ROWS(plans); i++) {
		const struct lab_plan plan = { .lab = lab,
			.colluders = plans[i].colluders,
			.within = plans[i].within, .wear = plans[i].wear };

		CHECK_ROW(state, plans[i].name);
		t = NULL;
		assert_int_equal(plans[i].want, lab_trial_new(&t, &plan));
		assert_true((t != NULL) == (plans[i].want == TT_OK));
		lab_trial_free(t);
	}
	drop(lab);
}

static void
the_worst_is_told_without_the_floor(void **state)
{
	struct lab *lab = make(draftkit_loose(LONG "\n"), 9, 12, 1);
	const struct lab_measure_asked ask = { .trials = "10",
		.attacks = "inter,remark,strip" };
	static struct lab_measure m;
	const struct cli quiet = { .quiet = true };
	const struct lab_result *worst;

	(void)state;
	assert_int_equal(0, lab_measure_read(&m, lab, &ask));
	assert_int_equal(3, m.n);
	assert_int_equal(LAB_COLLUDERS, m.plan.colluders);
	m.source = "test";
	assert_int_equal(0, lab_measure_run(&m, &quiet));
	worst = lab_measure_worst(&m);
	assert_non_null(worst);
	assert_true(worst == &m.result[0] || worst == &m.result[2]);
	assert_true(worst->count.named <= m.result[0].count.named);
	assert_true(worst->count.named <= m.result[2].count.named);
	assert_ptr_equal(&m.result[1], lab_measure_find(&m, "remark"));
	assert_null(lab_measure_find(&m, "rnd"));
	assert_true(isnan(lab_measure_copy(worst)));
	for (size_t i = 0; i < m.n; i++)
		adds_up(&m.result[i].count, 10, 2);
	drop(lab);
}

/* What the public tables propose, and what they cannot. */
static void
hand_made_sites_are_not_found(void **state)
{
	static const bool want[] = { true, true, true, false, false, false };
	struct draft *d = draftkit_loose("An {{attacker|adversary}} {{who has "
	    "access|with access}} to the network can read the file. The "
	    "service {{does not check|fails to check}} the length. The "
	    "{{hatch|lid}} is at {{hex 8}}, and the number is {{int 3..90}}."
	    "\n");
	bool found[N_ROWS(want)];

	assert_int_equal(N_ROWS(want), d->bulletin->n_sites);
	assert_int_equal(TT_OK, lab_found(d, found));
	for (size_t i = 0; i < N_ROWS(want); i++) {
		char row[32];

		snprintf(row, sizeof(row), "site %zu", i);
		CHECK_ROW(state, row);
		assert_int_equal(want[i], found[i]);
	}
	draftkit_done(d);
}

TEST_MAIN_SETUP(sodium_start, cmocka_unit_test(what_is_counted_adds_up),
    cmocka_unit_test(a_lone_leaker_of_a_long_text_is_named),
    cmocka_unit_test(readers_of_one_holder_are_one_holder),
    cmocka_unit_test(little_that_is_found_names_nobody),
    cmocka_unit_test(a_seed_says_it_all),
    cmocka_unit_test(constants_seen_in_use_accuse_nobody),
    cmocka_unit_test(a_plan_needs_leakers),
    cmocka_unit_test(the_worst_is_told_without_the_floor),
    cmocka_unit_test(hand_made_sites_are_not_found))
