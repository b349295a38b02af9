/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/secret.h"
#include "cli/power_cases.h"
#include "draftkit.h"
#include "sodium_start.h"

#define TRIALS	40
#define TEN	"{{a|b}} {{c|d}} {{e|f}} {{g|h}} {{i|j}} {{k|l}} {{m|n}} " \
		"{{o|p}} {{q|r}} {{s|t}} "

/* Ten holders of two copies each. */
static struct lab *
make(struct draft *d)
{
	struct lab *lab = calloc(1, sizeof(*lab));

	assert_non_null(lab);
	lab->draft = *d;
	free(d);	/* its contents moved */
	lab->key = SECRET_NEW(struct tt_codebook_key);
	assert_non_null(lab->key);
	lab->epsilon = 1e-6;
	lineup_profiles_of(&lab->lineup, &lab->draft);
	for (unsigned h = 0; h < 10; h++) {
		lineup_add_holder(&lab->lineup, h, "");
		lineup_add_copy(&lab->lineup, 2 * h, "", TT_PROFILE_FULL);
		lineup_add_copy(&lab->lineup, 2 * h + 1, "", TT_PROFILE_FULL);
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

static const struct cli quiet = { .quiet = true };

static void
run(struct power_cases *p, const struct lab *lab)
{
	assert_int_equal(TT_OK, power_cases_run(p, &quiet, lab, TRIALS,
	    false));
}

static void
two_words_are_too_little(void **state)
{
	struct lab *lab = make(draftkit_loose("{{one|two}} words, {{or|and}} "
	    "three\n"));
	struct power_cases p;

	(void)state;
	run(&p, lab);
	assert_false(power_cases_enough(&p));
	assert_int_equal(p.words, 4);
	assert_true(p.sites_needed > 2);
	/* nothing in it is a proof of concept, a fact, or a constant */
	assert_int_equal(p.n, 4);
	drop(lab);
}

static void
a_hundred_sites_are_enough(void **state)
{
	struct lab *lab = make(draftkit_loose(TEN TEN TEN TEN TEN TEN TEN TEN
	    TEN TEN "\n"));
	struct power_cases p;

	(void)state;
	run(&p, lab);
	assert_true(power_cases_enough(&p));
	assert_true(p.sites_needed > 10 && p.sites_needed < 100);
	assert_true(p.row[2].holder[0].power.share <
	    p.row[0].holder[0].power.share);
	assert_int_equal(p.row[0].holder[0].power.trials, TRIALS);
	assert_int_equal(p.row[0].copy[0].power.trials, TRIALS);
	drop(lab);
}

static void
what_is_left_is_counted_apart(void **state)
{
	struct lab *lab = make(draftkit_whole("{{a|b}}\n",
	    "{{hex 8}} {{hex 8}} {{@k hex 8}}\n", "{{@k}}\n"));
	struct power_cases p;

	(void)state;
	run(&p, lab);
	assert_int_equal(p.n, 6);
	assert_string_equal(p.row[4].what, "the proof of concept only");
	assert_int_equal(p.row[4].holder[0].power.named, TRIALS);
	assert_string_equal(p.row[5].what, "facts and constants alone");
	assert_int_equal(p.row[5].holder[0].power.named, TRIALS);
	drop(lab);
}

static void
constants_of_a_rule_prove_nothing_alone(void **state)
{
	struct lab *lab = make(draftkit_whole("{{a|b}}\n", "{{@k hex 8}}\n",
	    "{{@k}}\n"));
	struct power_cases p;

	(void)state;
	run(&p, lab);
	assert_int_equal(p.n, 4);	/* neither of the two */
	drop(lab);
}

TEST_MAIN_SETUP(sodium_start, cmocka_unit_test(two_words_are_too_little),
    cmocka_unit_test(a_hundred_sites_are_enough),
    cmocka_unit_test(what_is_left_is_counted_apart),
    cmocka_unit_test(constants_of_a_rule_prove_nothing_alone))
