/* SPDX-License-Identifier: ISC */
/* Evidence over bulletins: products, weights, and that the promise is kept. */
#include "test.h"

#include <math.h>

#include "telltale/sequence.h"
#include "wronged.h"

static const uint8_t one[32] = { 1 }, two[32] = { 2 }, three[32] = { 3 };

static const struct tt_sequence_holder *
find(const struct tt_sequence_holder *h, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(h[i].id, id) == 0)
			return &h[i];
	fail_msg("no %s", id);
	return NULL;
}

static void
bulletins_multiply_and_readings_of_one_share_it(void **state)
{
	const struct tt_sequence_e a[] = { { "x", 5 }, { "y", -1 } };
	const struct tt_sequence_e b[] = { { "y", 2 }, { "z", 1 }, { "x", 7 } };
	struct tt_sequence_holder *h = NULL;
	struct tt_sequence *s = NULL;
	size_t n;

	(void)state;
	MUST(tt_sequence_new(&s));
	MUST(tt_sequence_add(s, one, 1, a, 2));
	MUST(tt_sequence_add(s, two, 3, b, 3));
	MUST(tt_sequence_add(s, one, 2, b, 3));
	MUST(tt_sequence_judge(s, .5, &h, &n));
	assert_int_equal(3, n);
	assert_string_equal("x", h[0].id);	/* the largest first */
	assert_int_equal(2, h[0].bulletins);
	assert_true(fabs(h[0].ln_e - (log(.9 * exp(5) + .05 * exp(7)) +
	    log(.1 / 6) + 7)) < 1e-12);
	assert_true(fabs(h[0].ln_bound - (log(3) - h[0].ln_e)) < 1e-12);
	assert_int_equal(TT_VERDICT_NAMED, h[0].verdict);
	assert_int_equal(2, find(h, n, "z")->bulletins);
	assert_int_equal(TT_VERDICT_INCONCLUSIVE, find(h, n, "z")->verdict);
	assert_true(find(h, n, "z")->ln_bound <= 0);
	free(h);
	tt_sequence_free(s);
}

/* Whoever never had a copy of one is neither helped nor harmed by it. */
static void
a_bulletin_says_nothing_of_those_who_had_no_copy(void **state)
{
	const struct tt_sequence_e a[] = { { "x", 3 } }, b[] = { { "y", 9 } };
	struct tt_sequence_holder *h = NULL;
	struct tt_sequence *s = NULL;
	size_t n;

	(void)state;
	MUST(tt_sequence_new(&s));
	MUST(tt_sequence_add(s, one, 1, a, 1));
	MUST(tt_sequence_add(s, two, 1, b, 1));
	MUST(tt_sequence_judge(s, 1e-6, &h, &n));
	assert_true(fabs(find(h, n, "x")->ln_e - 3 - log(.9)) < 1e-12);
	assert_int_equal(1, find(h, n, "x")->bulletins);
	free(h);
	tt_sequence_free(s);
}

static void
what_cannot_be_is_refused_and_changes_nothing(void **state)
{
	static const struct tt_sequence_e good[] = { { "x", 1 } },
	    empty[] = { { "", 1 } }, twice[] = { { "x", 1 }, { "x", 2 } },
	    infinite[] = { { "x", INFINITY } }, none[] = { { "x", NAN } };
	static const struct {
		const char *name;
		const uint8_t *codebook;
		uint64_t t;
		const struct tt_sequence_e *e;
		size_t n;
		enum tt_err want;
	} rows[] = {
		{ "t 0", three, 0, good, 1, TT_ERANGE },
		{ "a t that was used", one, 1, good, 1, TT_EEXIST },
		{ "an id without a letter", three, 1, empty, 1, TT_ERANGE },
		{ "a holder twice", three, 1, twice, 2, TT_ERANGE },
		{ "an infinite e", three, 1, infinite, 1, TT_ERANGE },
		{ "no number", three, 1, none, 1, TT_ERANGE },
	};
	struct tt_sequence_holder *h = NULL;
	struct tt_sequence *s = NULL;
	size_t n;

	MUST(tt_sequence_new(&s));
	MUST(tt_sequence_add(s, one, 1, good, 1));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, tt_sequence_add(s,
		    rows[i].codebook, rows[i].t, rows[i].e, rows[i].n));
	}
	assert_int_equal(TT_ERANGE, tt_sequence_judge(s, 0, &h, &n));
	assert_int_equal(TT_ERANGE, tt_sequence_judge(s, 1, &h, &n));
	MUST(tt_sequence_judge(s, .1, &h, &n));
	assert_int_equal(1, n);
	assert_true(fabs(h[0].ln_e - 1 - log(.9)) < 1e-12);
	free(h);
	tt_sequence_free(s);
}

/* Weights of all readings that there may ever be. */
static void
the_weights_of_a_bulletin_add_up_to_one(void **state)
{
	const struct tt_sequence_e e[] = { { "x", 0 } };
	struct tt_sequence_holder *h = NULL;
	struct tt_sequence *s = NULL;
	size_t n;

	(void)state;
	MUST(tt_sequence_new(&s));
	for (uint64_t t = 1; t <= 400; t++)
		MUST(tt_sequence_add(s, one, t, e, 1));
	MUST(tt_sequence_judge(s, .1, &h, &n));
	assert_true(h[0].ln_e < 0 && h[0].ln_e > log(.999));
	free(h);
	tt_sequence_free(s);
}

TEST_MAIN(cmocka_unit_test(bulletins_multiply_and_readings_of_one_share_it),
    cmocka_unit_test(a_bulletin_says_nothing_of_those_who_had_no_copy),
    cmocka_unit_test(what_cannot_be_is_refused_and_changes_nothing),
    cmocka_unit_test(the_weights_of_a_bulletin_add_up_to_one))
