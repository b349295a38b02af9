/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/letter.h"

#define BULLETIN	"6f1d0c92b4e87a35"

static void
begin(struct tt_statement_out *o)
{
	tt_statement_begin(o, TT_LETTER, SPAN(ORIGIN), 1770000000);
	tt_statement_put_str(o, "about", "question");
	tt_statement_put_str(o, "bulletin", BULLETIN);
}

static void
make(struct tt_signer *who, uint8_t seed, const char *name)
{
	uint8_t s[TT_SIGN_KEY_LEN];

	memset(s, seed, sizeof(s));
	assert_int_equal(TT_OK, tt_signer_from_seed(who, span_str(name),
	    TT_KEY_SIGN, s));
}

static void
is_read_as_it_was_written(void **state)
{
	struct tt_signer *me = calloc(2, sizeof(*me));
	struct tt_statement_out o;
	struct tt_letter l;
	struct buf b;

	(void)state;
	assert_non_null(me);
	make(&me[0], 5, ORIGIN "/r/a");
	make(&me[1], 6, ORIGIN "/r/b");
	begin(&o);
	buf_init(&b, TT_LETTER_MAX);
	assert_int_equal(TT_OK, tt_letter_sign(&o,
	    SPAN("May we deploy it?\n\nYours\n"), &me[0], &b));
	assert_int_equal(TT_OK, tt_letter_parse(&l, buf_view(&b), NULL));
	assert_true(span_is(l.text, "May we deploy it?\n\nYours\n"));
	assert_true(tt_statement_is(&l.head, "bulletin", BULLETIN));
	assert_int_equal(TT_OK, tt_letter_check(&l, &me[0].vkey));
	assert_int_equal(TT_EREFUSED, tt_letter_check(&l, &me[1].vkey));
	b.p[b.n - 80] ^= 1;	/* in the signature or its base64 */
	if (tt_letter_parse(&l, buf_view(&b), NULL) == TT_OK)
		assert_int_not_equal(TT_OK, tt_letter_check(&l,
		    &me[0].vkey));
	buf_done(&b);
	free(me);
}

static const struct {
	const char *name, *text;
	enum tt_err want;
} texts[] = {
	{ "a line", "a\n", TT_OK },
	{ "no line end", "a", TT_ESYNTAX },
	{ "a tab", "a\tb\n", TT_ESYNTAX },
	{ "an escape", "\033[2Ja\n", TT_ESYNTAX },
	{ "nothing", "", TT_ESYNTAX },
	{ "not UTF-8", "\377\n", TT_ESYNTAX },
};

static void
words_that_can_be_signed(void **state)
{
	struct tt_signer *me = calloc(1, sizeof(*me));
	struct tt_statement_out o;
	struct buf b;

	assert_non_null(me);
	make(me, 5, ORIGIN "/r/a");
	for (size_t i = 0; i < N_ROWS(texts); i++) {
		CHECK_ROW(state, texts[i].name);
		begin(&o);
		buf_init(&b, TT_LETTER_MAX);
		assert_int_equal(texts[i].want, tt_letter_sign(&o,
		    span_str(texts[i].text), me, &b));
		buf_done(&b);
	}
	free(me);
}

/* No statement may pass for a letter, nor a letter for a statement. */
static void
is_no_statement(void **state)
{
	struct tt_signer *me = calloc(1, sizeof(*me));
	const struct tt_signer *by = me;
	struct tt_statement_out o;
	struct tt_statement s;
	struct tt_letter l;
	struct buf b;

	(void)state;
	assert_non_null(me);
	make(me, 5, ORIGIN "/r/a");
	begin(&o);
	buf_init(&b, TT_LETTER_MAX);
	assert_int_equal(TT_OK, tt_letter_sign(&o, SPAN("a\n"), me, &b));
	assert_int_equal(TT_ESYNTAX, tt_statement_parse(&s, buf_view(&b),
	    NULL));
	buf_clear(&b);
	tt_statement_begin(&o, TT_CASE, SPAN(ORIGIN), 1770000000);
	tt_statement_put_str(&o, "case", "a");
	tt_statement_put_str(&o, "state", "opened");
	tt_statement_put_str(&o, "bulletin", BULLETIN);
	assert_int_equal(TT_OK, tt_statement_sign(&o, &by, 1, &b));
	assert_int_equal(TT_ESYNTAX, tt_letter_parse(&l, buf_view(&b), NULL));
	buf_done(&b);
	free(me);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_read_as_it_was_written),
		cmocka_unit_test(words_that_can_be_signed),
		cmocka_unit_test(is_no_statement),
	};
	int r = sodium_init() < 0 ? 1 :
	    cmocka_run_group_tests(tests, NULL, NULL);

	if (r != 0)
		print_row();
	return r;
}
