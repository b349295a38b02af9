/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <math.h>

#include "cli/strategy.h"

static void
every_model_is_in_one_strategy(void **state)
{
	struct strategy s[TT_MODELS];
	struct tt_trace t = { .n_holders = 0 };
	unsigned seen[TT_MODELS] = { 0 };
	double sum = 0;
	size_t n;

	(void)state;
	for (unsigned b = 0; b < TT_MODELS; b++)
		t.weight[b] = 1. / TT_MODELS;
	n = strategies_of(&t, s);
	assert_int_equal(n, 7);	/* alone, and six ways to mix */
	for (size_t i = 0; i < n; i++) {
		assert_true(s[i].n >= 1);
		assert_true(fabs(s[i].weight - (double)s[i].n / TT_MODELS) <
		    1e-12);
		sum += s[i].weight;
		for (unsigned k = 0; k < s[i].n; k++)
			seen[s[i].model[k]]++;
	}
	assert_true(fabs(sum - 1) < 1e-12);
	for (unsigned b = 0; b < TT_MODELS; b++)
		assert_int_equal(seen[b], 1);
}

static void
lone_leakers_are_apart(void **state)
{
	struct strategy s[TT_MODELS];
	struct tt_trace t = { .n_holders = 0 };
	size_t n;

	(void)state;
	t.weight[0] = .5;	/* one leaker */
	t.weight[2] = .5;	/* two, in the same manner */
	n = strategies_of(&t, s);
	assert_string_equal(s[0].name, "alone");
	assert_true(s[0].weight == .5);
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < s[i].n; k++)
			assert_int_equal(i == 0, tt_model_tell(
			    s[i].model[k]).colluders == 1);
}

TEST_MAIN(cmocka_unit_test(every_model_is_in_one_strategy),
    cmocka_unit_test(lone_leakers_are_apart))
