/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/init.h"
#include "programme/agreement.h"
#include "programme/partner.h"

#define DAY	86400
#define END	(1000 * (int64_t)DAY)

static const struct {
	const char *name;
	int64_t ends_s, at_s;
	enum agreement_end want;
} rows[] = {
	{ "no end", PARTNER_NO_END, INT64_MAX, AGREEMENT_RUNS },
	{ "over 60 days before", END, END - 60 * DAY - 1, AGREEMENT_RUNS },
	{ "60 days before", END, END - 60 * DAY, AGREEMENT_IN_60 },
	{ "a second over 30 days", END, END - 30 * DAY - 1, AGREEMENT_IN_60 },
	{ "30 days before", END, END - 30 * DAY, AGREEMENT_IN_30 },
	{ "a second over 7 days", END, END - 7 * DAY - 1, AGREEMENT_IN_30 },
	{ "7 days before", END, END - 7 * DAY, AGREEMENT_IN_7 },
	{ "the last second", END, END - 1, AGREEMENT_IN_7 },
	{ "the end", END, END, AGREEMENT_ENDED },
	{ "long after", END, END + 1000 * DAY, AGREEMENT_ENDED },
};

static void
the_end_is_warned_of_60_30_and_7_days_before(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, agreement_end(rows[i].ends_s,
		    rows[i].at_s));
		assert_int_equal(rows[i].want == AGREEMENT_RUNS,
		    agreement_end_text(rows[i].want) == NULL);
	}
}

static const struct {
	const char *name;
	const char *text;
	bool want;
} texts[] = {
	{ "the clause that is shipped", AGREEMENT_MARKING_CLAUSE, true },
	{ "in other words", "Each copy that we hand out is individually "
	  "marked, for your company and for every\nemployee who reads it.",
	  true },
	{ "nothing", "", false },
	{ "confidential, and no word of marks", "1. The partner's readers "
	  "keep each copy secret. The organisation is liable.\n", false },
	{ "per person alone", "Copies are marked, per person.", false },
	{ "per organisation alone", "Copies are marked per organisation.",
	  false },
	{ "words of several paragraphs are no clause",
	  "1. Copies are kept by each organisation.\n2. Persons and their "
	  "names differ.\n", false },
	{ "an empty line ends a paragraph, too",
	  "Copies are marked\n\nper organisation and per person.", false },
	{ "a paragraph of several lines is one",
	  "1. Copies\n   are marked\n   per organisation\n   and per "
	  "person.", true },
	{ "a number in a text begins no paragraph",
	  "Copies are marked per organisation\n2026 times, and per person.",
	  true },
};

static void
a_text_that_is_silent_about_marks_is_found_out(void **state)
{
	for (size_t i = 0; i < N_ROWS(texts); i++) {
		CHECK_ROW(state, texts[i].name);
		assert_int_equal(texts[i].want,
		    agreement_says_marked(span_str(texts[i].text)));
	}
}

static void
the_model_agreement_tells(void **state)
{
	(void)state;
	assert_true(agreement_says_marked(init_agreement_text()));
}

static const struct {
	const char *name, *need, *held;
	bool want;
} met[] = {
	{ "the same", "2", "2", true },
	{ "a later one", "2", "2026-a", true },
	{ "an earlier one", "2", "1", false },
	{ "the last, by the one before", "2026-a", "2", false },
	{ "none", "1", "", false },
	{ "one that is not known", "2", "old", false },
	{ "it will do for the first", "1", "old", true },
	{ "for one that is not known, any", "old", "1", true },
};

static void
a_later_version_counts_for_an_earlier(void **state)
{
	static struct agreement_versions v;

	agreement_versions_add(&v, SPAN("1"));
	agreement_versions_add(&v, SPAN("2"));
	agreement_versions_add(&v, SPAN("1"));
	agreement_versions_add(&v, SPAN("no version"));
	agreement_versions_add(&v, SPAN("2026-a"));
	assert_int_equal(3, v.n);
	for (size_t i = 0; i < N_ROWS(met); i++) {
		CHECK_ROW(state, met[i].name);
		assert_int_equal(met[i].want, agreement_meets(&v, met[i].need,
		    met[i].held));
	}
}

static void
of_too_many_versions_the_oldest_are_forgotten(void **state)
{
	static struct agreement_versions v;
	char id[16];

	(void)state;
	for (int i = 0; i <= AGREEMENT_VERSIONS_MAX; i++) {
		snprintf(id, sizeof(id), "%d", i);
		agreement_versions_add(&v, span_str(id));
	}
	assert_int_equal(AGREEMENT_VERSIONS_MAX, v.n);
	assert_int_equal(0, agreement_rank(&v, "0"));
	assert_int_equal(AGREEMENT_VERSIONS_MAX, agreement_rank(&v, id));
	assert_true(agreement_meets(&v, "2", id));
	assert_false(agreement_meets(&v, id, "0"));
}

TEST_MAIN(cmocka_unit_test(a_later_version_counts_for_an_earlier),
    cmocka_unit_test(of_too_many_versions_the_oldest_are_forgotten),
    cmocka_unit_test(the_end_is_warned_of_60_30_and_7_days_before),
    cmocka_unit_test(a_text_that_is_silent_about_marks_is_found_out),
    cmocka_unit_test(the_model_agreement_tells))
