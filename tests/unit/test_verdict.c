/* SPDX-License-Identifier: ISC */
/* The sentences in which evidence is told: evidence.md section 13. */
#include "test.h"

#include <math.h>

#include "telltale/power.h"
#include "telltale/verdict.h"

static void
one_in_so_many(void **state)
{
	static const struct {
		const char *name;
		double bound;
		const char *want;
	} rows[] = {
		{ "certain", 1, "1" },
		{ "a half", .5, "2" },
		{ "a third is rounded down", .3, "3" },
		{ "a tenth", .1, "10" },
		{ "a thousandth", 1e-3, "1,000" },
		{ "two digits, rounded down", 1 / 57999999., "57,000,000" },
		{ "a million, not 990,000", 1e-6, "1,000,000" },
		{ "still written out", 1e-14, "100,000,000,000,000" },
		{ "no longer", 1e-15, "1.0 x 10^15" },
		{ "far off", 1.7418563701179725e-22, "5.7 x 10^21" },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct buf b;

		CHECK_ROW(state, rows[i].name);
		buf_init(&b, 100);
		tt_verdict_one_in(log(rows[i].bound), &b);
		assert_string_equal(rows[i].want, b.p);
		buf_done(&b);
	}
}

static void
the_sentence_says_what_the_bound_is_and_is_not(void **state)
{
	static const struct {
		const char *name;
		double bound;
		enum tt_site_level level;
		const char *want;
	} rows[] = {
		{ "a holder", 1e-7, TT_SITE_HOLDER,
		  "A procedure that names any innocent holder in at most one "
		  "of 10,000,000 specimens named this one. That is not the "
		  "probability that this holder is innocent: to give one would "
		  "mean to weigh who else could have leaked." },
		{ "a copy", 2e-4, TT_SITE_COPY,
		  "A procedure that names any innocent copy of this holder in "
		  "at most one of 5,000 specimens named this copy. That is not "
		  "the probability that this copy is innocent: to give one "
		  "would mean to weigh who else could have leaked." },
		{ "nothing to say", 1, TT_SITE_HOLDER,
		  "A procedure that singles out this one says nothing more of "
		  "it than of the others. That is not the probability that "
		  "this holder is innocent: to give one would mean to weigh "
		  "who else could have leaked." },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct buf b;

		CHECK_ROW(state, rows[i].name);
		buf_init(&b, 1000);
		tt_verdict_sentence(log(rows[i].bound), rows[i].level, &b);
		assert_string_equal(rows[i].want, b.p);
		buf_done(&b);
	}
}

static void
every_verdict_has_its_words(void **state)
{
	static const char *const names[] = { "named", "strong", "inconclusive",
		"none" };

	(void)state;
	assert_int_equal(TT_VERDICT_COUNT, N_ROWS(names));
	for (int v = 0; v < TT_VERDICT_COUNT; v++) {
		assert_string_equal(names[v],
		    tt_verdict_name((enum tt_verdict)v));
		for (int l = 0; l < TT_SITE_LEVEL_COUNT; l++)
			assert_true(strlen(tt_verdict_text((enum tt_verdict)v,
			    (enum tt_site_level)l)) > 20);
	}
}

/* A stolen copy, an insider in four ways, a second copy of one reader. */
static void
what_is_not_excluded_is_said(void **state)
{
	size_t n = 0;

	(void)state;
	while (tt_verdict_not_excluded[n] != NULL)
		n++;
	assert_int_equal(6, n);
	assert_non_null(strstr(tt_verdict_not_excluded[0], "stolen"));
	assert_non_null(strstr(tt_verdict_not_excluded[1], "vault"));
	assert_non_null(strstr(tt_verdict_not_excluded[2], "drew keys"));
	assert_non_null(strstr(tt_verdict_not_excluded[3], "made a reader"));
	assert_non_null(strstr(tt_verdict_not_excluded[4], "not count them"));
	assert_non_null(strstr(tt_verdict_not_excluded[5], "second copy"));
}

static void
sites_are_told_in_words_of_text(void **state)
{
	static const struct {
		const char *name;
		uint32_t needed, n_sites;
		uint64_t n_words;
		const char *want;
	} rows[] = {
		{ "in words", 43, 22, 200, "A lone leaker is named in 95 of "
		  "100 cases from about 43 sites like these, some 400 words "
		  "marked as densely as this text; it has 22." },
		{ "without", 43, 22, 0, "A lone leaker is named in 95 of 100 "
		  "cases from about 43 sites like these; it has 22." },
		{ "never", 0, 22, 200, "However long a text with sites like "
		  "these, a lone leaker would not be named in 95 of 100 "
		  "cases." },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct buf b;

		CHECK_ROW(state, rows[i].name);
		buf_init(&b, 1000);
		tt_power_sentence(rows[i].needed, rows[i].n_sites,
		    rows[i].n_words, &b);
		assert_string_equal(rows[i].want, b.p);
		buf_done(&b);
	}
}

TEST_MAIN(cmocka_unit_test(one_in_so_many),
    cmocka_unit_test(the_sentence_says_what_the_bound_is_and_is_not),
    cmocka_unit_test(every_verdict_has_its_words),
    cmocka_unit_test(what_is_not_excluded_is_said),
    cmocka_unit_test(sites_are_told_in_words_of_text))
