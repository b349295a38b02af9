/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/case/words.h"

#define NAME	"Alder Research"
#define TEXT_MAX	65536

static const struct words_receipt receipt = { "00aa", "2026-12-01T09:00:00Z",
	"77cc", "" };

static struct words_letter
letter(enum tt_verdict v)
{
	return (struct words_letter){ .origin = "Example", .in_case = "c0",
		.bulletin = "b0", .partner = NAME, .date = "D", .term = "T",
		.verdict = v, .sites = 9, .read = 5, .one_in = "1,000",
		.receipt = &receipt, .n = 1 };
}

static void
a_letter_has_what_it_must_and_a_name_only_if_named(void **state)
{
	struct words_letter l;
	struct buf b;

	for (enum tt_verdict v = TT_VERDICT_NAMED; v <= TT_VERDICT_STRONG;
	    v++) {
		CHECK_ROW(state, tt_verdict_name(v));
		l = letter(v);
		buf_init(&b, TEXT_MAX);
		words_letter(&l, &b);
		assert_int_equal(TT_OK, buf_err(&b));
		assert_non_null(strstr(b.p, words_bound));
		assert_non_null(strstr(b.p, words_keys));
		assert_non_null(strstr(b.p, "77cc"));
		assert_non_null(strstr(b.p, "Term       T"));
		assert_non_null(strstr(b.p, "1,000"));
		assert_true((strstr(b.p, NAME) != NULL) ==
		    (v == TT_VERDICT_NAMED));
		buf_done(&b);
	}
}

/* Whatever is passed in, by the setting and the verdict alone. */
static void
a_statement_names_only_who_is_named(void **state)
{
	const struct words_named named = { NAME, "99ee" };
	const char *bulletin = "b0";
	struct words_statement s = { .origin = "Example", .date = "D",
		.bulletin = &bulletin, .n_bulletins = 1, .found = true,
		.one_in = "1,000", .named = &named, .n_named = 1 };
	struct buf b;

	for (enum case_tell t = 0; t < CASE_TELLS; t++)
		for (enum tt_verdict v = 0; v < TT_VERDICT_COUNT; v++) {
			bool may = t == CASE_TELL_PARTNER &&
			    v == TT_VERDICT_NAMED;

			CHECK_ROW(state, case_tell_text(t));
			s.tell = t;
			s.verdict = v;
			buf_init(&b, TEXT_MAX);
			words_statement(&s, &b);
			if (t == CASE_TELL_NOTHING) {
				assert_int_equal(0, b.n);
				continue;
			}
			assert_non_null(strstr(b.p, words_bound));
			assert_true((strstr(b.p, NAME) != NULL) == may);
			assert_true((strstr(b.p, "99ee") != NULL) == may);
			assert_true((strstr(b.p, "1,000") != NULL) ==
			    (t >= CASE_TELL_VERDICT &&
			    v == TT_VERDICT_NAMED));
			buf_done(&b);
		}
}

TEST_MAIN(cmocka_unit_test(a_letter_has_what_it_must_and_a_name_only_if_named),
    cmocka_unit_test(a_statement_names_only_who_is_named))
