/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/permitted.h"
#include "draftkit.h"

/* In the order of their definitions. */
static const struct {
	const char *name;
	bool permitted;
} rows[] = {
	{ "words of the advisory", false },
	{ "a constant of the advisory", false },
	{ "a constant of the proof of concept alone", false },
	{ "one that the rule looks for", true },
	{ "words of the rule", false },
	{ "a constant of the rule", true },
};

static void
constants_of_a_rule_are_in_products(void **state)
{
	struct draft *d = draftkit_whole("{{a|b}} {{int 1..999}}\n",
	    "{{hex 8}} {{@k name}}\n", "{{c|d}} {{@k}} {{hex 4}}\n");

	assert_int_equal(d->bulletin->n_sites, N_ROWS(rows));
	for (uint32_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(permitted_site(d, i), rows[i].permitted);
	}
	draftkit_done(d);
}

static void
without_a_manifest_nothing_is_a_rule(void **state)
{
	struct draft *d = draftkit_loose("{{hex 8}}\n");

	(void)state;
	assert_false(permitted_site(d, 0));
	draftkit_done(d);
}

TEST_MAIN(cmocka_unit_test(constants_of_a_rule_are_in_products),
    cmocka_unit_test(without_a_manifest_nothing_is_a_rule))
