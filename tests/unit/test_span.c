/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "test.h"

static const struct {
	const char *name, *text;
	uint64_t max;
	enum tt_err want;
	uint64_t value;
} numbers[] = {
	{ "zero", "0", 10, TT_OK, 0 },
	{ "at the maximum", "10", 10, TT_OK, 10 },
	{ "over the maximum", "11", 10, TT_ERANGE, 0 },
	{ "the largest there is", "18446744073709551615", UINT64_MAX, TT_OK,
	  UINT64_MAX },
	{ "one more", "18446744073709551616", UINT64_MAX, TT_ERANGE, 0 },
	{ "wraps round twice", "99999999999999999999999", UINT64_MAX,
	  TT_ERANGE, 0 },
	{ "nothing", "", 10, TT_ESYNTAX, 0 },
	{ "leading zero", "01", 10, TT_ESYNTAX, 0 },
	{ "two zeroes", "00", 10, TT_ESYNTAX, 0 },
	{ "a sign", "+1", 10, TT_ESYNTAX, 0 },
	{ "a letter, though too large", "99999999999999999999x", 10,
	  TT_ESYNTAX, 0 },
	{ "a space", " 1", 10, TT_ESYNTAX, 0 },
	{ "byte below the digits", "1/", 100, TT_ESYNTAX, 0 },
	{ "byte above the digits", "1:", 100, TT_ESYNTAX, 0 },
};

static void
numbers_have_one_writing(void **state)
{
	uint64_t v;

	for (size_t i = 0; i < N_ROWS(numbers); i++) {
		CHECK_ROW(state, numbers[i].name);
		v = 77;
		assert_int_equal(numbers[i].want, span_u64(
		    span_str(numbers[i].text), numbers[i].max, &v));
		assert_true(v == (numbers[i].want == TT_OK ?
		    numbers[i].value : 77));
	}
}

static void
lines_end_with_lf(void **state)
{
	struct span in = SPAN("one\n\nthree\r\nrest"), line;

	(void)state;
	assert_true(span_line(&in, &line));
	assert_true(span_is(line, "one"));
	assert_true(span_line(&in, &line));
	assert_int_equal(0, line.n);
	assert_true(span_line(&in, &line));
	assert_true(span_is(line, "three\r"));
	assert_false(span_line(&in, &line));
	assert_true(span_is(line, "three\r"));
	assert_true(span_is(in, "rest"));
}

static void
words_end_with_the_separator_or_the_text(void **state)
{
	struct span in = SPAN("a,,b"), word;

	(void)state;
	assert_true(span_word(&in, ',', &word));
	assert_true(span_is(word, "a"));
	assert_true(span_word(&in, ',', &word));
	assert_true(span_is(word, ""));
	assert_true(span_word(&in, ',', &word));
	assert_true(span_is(word, "b"));
	assert_int_equal(0, in.n);
	assert_false(span_word(&in, ',', &word));
	assert_true(span_is(word, "b"));
}

static void
prefixes_are_seen_and_skipped(void **state)
{
	struct span in = SPAN("age1xyz");

	(void)state;
	assert_true(span_starts(in, ""));
	assert_true(span_starts(in, "age1"));
	assert_false(span_starts(in, "age1xyzz"));
	assert_false(span_skip(&in, "x"));
	assert_true(span_skip(&in, "age1"));
	assert_true(span_is(in, "xyz"));
}

static void
order_is_by_bytes_then_length(void **state)
{
	(void)state;
	assert_true(span_cmp(SPAN("a"), SPAN("b")) < 0);
	assert_true(span_cmp(SPAN("\xff"), SPAN("a")) > 0);
	assert_true(span_cmp(SPAN("a"), SPAN("ab")) < 0);
	assert_true(span_cmp(SPAN("ab"), SPAN("a")) > 0);
	assert_int_equal(0, span_cmp(SPAN("ab"), SPAN("ab")));
}

static void
the_span_of_nothing_is_a_span(void **state)
{
	struct span none = span_of(NULL, 0), word;
	char out[1] = { 'x' };

	(void)state;
	assert_true(span_eq(none, SPAN("")));
	assert_int_equal(0, span_cmp(none, SPAN("")));
	assert_true(span_starts(none, ""));
	assert_true(span_skip(&none, ""));
	assert_false(span_line(&none, &word));
	assert_false(span_word(&none, ',', &word));
	assert_int_equal(0, span_trim(none).n);
	assert_int_equal(TT_OK, span_copy(none, out, sizeof(out)));
	assert_string_equal("", out);
}

static void
trim_takes_ascii_white_space_off_both_ends(void **state)
{
	(void)state;
	assert_true(span_is(span_trim(SPAN(" \t\r\n\v\fa b\n ")), "a b"));
	assert_true(span_is(span_trim(SPAN(" \n ")), ""));
	assert_true(span_is(span_trim(SPAN("\xa0x")), "\xa0x"));
}

static void
a_copy_fits_or_is_refused(void **state)
{
	char out[4] = "old";

	(void)state;
	assert_int_equal(TT_ELIMIT, span_copy(SPAN("four"), out, sizeof(out)));
	assert_int_equal(TT_ESYNTAX, span_copy(SPAN("a\0b"), out, sizeof(out)));
	assert_string_equal("old", out);
	assert_int_equal(TT_OK, span_copy(SPAN("new"), out, sizeof(out)));
	assert_string_equal("new", out);
}

TEST_MAIN(cmocka_unit_test(numbers_have_one_writing),
    cmocka_unit_test(lines_end_with_lf),
    cmocka_unit_test(words_end_with_the_separator_or_the_text),
    cmocka_unit_test(prefixes_are_seen_and_skipped),
    cmocka_unit_test(order_is_by_bytes_then_length),
    cmocka_unit_test(the_span_of_nothing_is_a_span),
    cmocka_unit_test(trim_takes_ascii_white_space_off_both_ends),
    cmocka_unit_test(a_copy_fits_or_is_refused))
