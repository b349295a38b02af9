/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <math.h>

#include "cli/axis.h"

/* A trace with one suspect of that bound, at epsilon_t. */
static struct axis
axis_for(double epsilon_t, struct tt_suspect *s, double log10_x)
{
	struct tt_trace t = { .epsilon_t = epsilon_t, .suspects = s,
		.n_suspects = 1 };

	s->ln_bound = -log10_x * M_LN10;
	return axis_of(&t);
}

static const struct {
	const char *name;
	double log10_x, epsilon_t;
	const char *step;
} rows[] = {
	{ "nothing said: both thresholds are on it", 0, 1e-6, "ten times" },
	{ "just named", 6.6, 5e-7, "ten times" },
	{ "of a real leak", 17, 5e-7, "a hundred times" },
	{ "of a long one", 120, 5e-7, "a million million times" },
	{ "of thousands of sites: no lines", 5000, 5e-7, NULL },
	{ "the share of a late reading", 3, 1e-20, "a hundred times" },
	{ "a promise that is less than strong asks", 1, .5, "ten times" },
};

static void
all_that_is_drawn_is_on_the_chart(void **state)
{
	struct tt_suspect s = { .level = TT_SITE_HOLDER };

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct axis a = axis_for(rows[i].epsilon_t, &s,
		    rows[i].log10_x);
		double named = axis_at(&a, log(rows[i].epsilon_t / 2));
		double strong = axis_at(&a, log(TT_STRONG));

		CHECK_ROW(state, rows[i].name);
		assert_true(named > 0 && named < 100);
		assert_true(strong > 0 && strong < 100);
		assert_true(axis_at(&a, s.ln_bound) < 100);
		assert_true(a.lines <= AXIS_LINES);
		for (size_t k = 0; k < a.lines; k++)
			assert_true(axis_line(&a, k) > 0 &&
			    axis_line(&a, k) < 100);
		if (rows[i].step == NULL)
			assert_null(axis_step(&a));
		else
			assert_string_equal(axis_step(&a), rows[i].step);
	}
}

static void
each_decade_is_as_long(void **state)
{
	struct tt_suspect s = { .level = TT_SITE_HOLDER };
	struct axis a = axis_for(5e-7, &s, 20);
	double ten = axis_at(&a, -10 * M_LN10);

	(void)state;
	assert_true(fabs(axis_at(&a, -20 * M_LN10) - 2 * ten) < 1e-9);
	assert_true(fabs(axis_at(&a, -5 * M_LN10) - ten / 2) < 1e-9);
	assert_true(fabs(axis_line(&a, 0) -
	    axis_at(&a, -(double)a.step * M_LN10)) < 1e-9);
	assert_true(fabs(axis_line(&a, 2) -
	    axis_at(&a, -3. * a.step * M_LN10)) < 1e-9);
}

static void
what_says_nothing_is_at_the_left_end(void **state)
{
	struct tt_suspect s = { .level = TT_SITE_HOLDER };
	struct axis a = axis_for(5e-7, &s, 20);

	(void)state;
	assert_true(axis_at(&a, 0) == 0);
	assert_true(axis_at(&a, 3) == 0);
	assert_true(axis_at(&a, INFINITY) == 0);
	assert_true(axis_at(&a, -1e9) == 100);
}

TEST_MAIN(cmocka_unit_test(all_that_is_drawn_is_on_the_chart),
    cmocka_unit_test(each_decade_is_as_long),
    cmocka_unit_test(what_says_nothing_is_at_the_left_end))
