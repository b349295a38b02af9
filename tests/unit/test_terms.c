/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"
#include "ledgerkit.h"
#include "telltale/terms.h"

#define H32	"0123456789abcdef0123456789abcdef"
#define H64	H32 H32
#define HEAD	"telltale/v1/terms\nlog " ORIGIN "\n" \
	"bulletin 6f1d0c92b4e87a35\nrevision 1\npublic 2026-03-10T18:00:00Z\n" \
	"opens 2026-03-10T17:00:00Z\nwave 0011223344556677\nagreement 1\n" \
	"respond-by 2026-03-09T17:00:00Z\n"
#define USES	"use colleagues named readers only\nuse deploy yes\n"

static const struct {
	const char *name, *file;
	enum tt_err want;
} rows[] = {
	{ "no uses", HEAD "\nKeep it to yourself.\n", TT_OK },
	{ "uses", HEAD USES "\nKeep it to yourself.\n", TT_OK },
	{ "any text", HEAD "\n\n\ta\r\n\303\244", TT_OK },
	{ "no text", HEAD "\n", TT_ESYNTAX },
	{ "no empty line", HEAD "text\n", TT_ESYNTAX },
	{ "a control in the text", HEAD "\na\001", TT_ESYNTAX },
	{ "a text not in UTF-8", HEAD "\n\377", TT_ESYNTAX },
	{ "a use without a value", HEAD "use deploy\n\na\n", TT_ESYNTAX },
	{ "a use in upper case", HEAD "use Deploy yes\n\na\n", TT_ESYNTAX },
	{ "uses not sorted", HEAD "use b yes\nuse a yes\n\na\n", TT_ESYNTAX },
	{ "a time", "telltale/v1/terms\nlog " ORIGIN
	    "\ntime 2026-03-10T18:00:00Z\nbulletin 6f1d0c92b4e87a35\n\na\n",
	    TT_ESYNTAX },
	{ "version 2", "telltale/v2/terms\n\na\n", TT_EVERSION },
	{ "a statement", "telltale/v1/case\nlog " ORIGIN
	    "\ntime 2026-03-10T18:00:00Z\ncase a\nstate opened\n\na\n",
	    TT_ESYNTAX },
	{ "empty", "", TT_ESYNTAX },
};

static void
parse_then_write_is_identity_or_error(void **state)
{
	struct tt_statement_out o;
	struct tt_terms t;
	uint8_t hash[32];
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		t.text.n = 99;
		assert_int_equal(rows[i].want, tt_terms_parse(&t,
		    span_str(rows[i].file), NULL));
		if (rows[i].want != TT_OK) {
			assert_int_equal(99, t.text.n);
			continue;
		}
		sha256(hash, rows[i].file, strlen(rows[i].file));
		assert_memory_equal(hash, t.hash.b, sizeof(hash));
		tt_statement_begin(&o, TT_TERMS, t.head.origin, 0);
		for (size_t f = 0; f < t.head.n; f++)
			tt_statement_put(&o, t.head.field[f].name,
			    t.head.field[f].value);
		buf_init(&b, TT_TERMS_MAX);
		assert_int_equal(TT_OK, tt_terms_write(&o, t.text, &b));
		assert_string_equal(b.p, rows[i].file);
		buf_done(&b);
	}
}

static void
uses_are_names_and_values(void **state)
{
	struct span name, value;
	struct tt_terms t;

	(void)state;
	assert_int_equal(TT_OK, tt_terms_parse(&t, SPAN(HEAD USES "\na\n"),
	    NULL));
	assert_int_equal(2, tt_statement_count(&t.head, "use"));
	tt_statement_pair(&t.head, "use", 0, &name, &value);
	assert_true(span_is(name, "colleagues"));
	assert_true(span_is(value, "named readers only"));
	assert_int_equal(1773165600,
	    tt_statement_instant(&t.head, "public", 0));
}

TEST_MAIN(
	cmocka_unit_test(parse_then_write_is_identity_or_error),
	cmocka_unit_test(uses_are_names_and_values)
)
