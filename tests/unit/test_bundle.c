/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/bundle.h"

static const struct {
	const char *name;
	struct span bytes;
	enum tt_err want;
	size_t n;
} rows[] = {
	{ "none", { "", 0 }, TT_OK, 0 },
	{ "one", { "\0\1a", 3 }, TT_OK, 1 },
	{ "two", { "\0\1a\0\2bc", 7 }, TT_OK, 2 },
	{ "an empty one", { "\0\0", 2 }, TT_OK, 1 },
	{ "half a length", { "\0\1a\0", 4 }, TT_ESYNTAX, 0 },
	{ "a byte short", { "\0\2a", 3 }, TT_ESYNTAX, 0 },
	{ "a length over ours", { "\x40\x01", 2 }, TT_ELIMIT, 0 },
};

static void
parse_then_add_is_identity_or_error(void **state)
{
	struct tt_bundle b;
	struct buf out;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		b.n = 99;
		assert_int_equal(rows[i].want, tt_bundle_parse(&b,
		    rows[i].bytes));
		if (rows[i].want != TT_OK) {
			assert_int_equal(99, b.n);
			continue;
		}
		assert_int_equal(rows[i].n, b.n);
		buf_init(&out, TT_BUNDLE_MAX);
		for (size_t k = 0; k < b.n; k++)
			assert_int_equal(TT_OK, tt_bundle_add(&out,
			    b.entry[k]));
		assert_true(span_eq(rows[i].bytes, buf_view(&out)));
		buf_done(&out);
	}
}

static void
limits_are_256_entries_of_16_kib(void **state)
{
	static char zero[2 * 257], longest[TT_ENTRY_MAX + 1];
	struct tt_bundle b;
	struct buf out;

	(void)state;
	assert_int_equal(TT_OK, tt_bundle_parse(&b, span_of(zero, 512)));
	assert_int_equal(256, b.n);
	assert_int_equal(TT_ELIMIT, tt_bundle_parse(&b, span_of(zero, 514)));
	buf_init(&out, TT_BUNDLE_MAX);
	assert_int_equal(TT_ELIMIT, tt_bundle_add(&out, span_of(longest,
	    sizeof(longest))));
	assert_int_equal(0, out.n);
	for (size_t i = 0; i < 256; i++)
		assert_int_equal(TT_OK, tt_bundle_add(&out, span_of(longest,
		    TT_ENTRY_MAX)));
	assert_int_equal(TT_ELIMIT, tt_bundle_add(&out, SPAN("")));
	assert_int_equal(TT_BUNDLE_MAX, out.n);
	assert_int_equal(TT_OK, tt_bundle_parse(&b, buf_view(&out)));
	assert_int_equal(256, b.n);
	buf_done(&out);
}

TEST_MAIN(
	cmocka_unit_test(parse_then_add_is_identity_or_error),
	cmocka_unit_test(limits_are_256_entries_of_16_kib)
)
