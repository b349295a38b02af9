/* SPDX-License-Identifier: ISC */
/* Files of each kind, good and bad, through the confined child. */
#include "test.h"

#include "extract/extract.h"

static void
plain_text_is_text_and_bytes(void **state)
{
	struct extract *x = NULL;

	(void)state;
	assert_int_equal(TT_OK, extract_run(&x, SPAN("A few words.\n"),
	    SPAN("")));
	assert_string_equal("text/plain", x->type);
	assert_int_equal(2, x->n_pieces);
	assert_int_equal(0, x->n_notes);
	assert_int_equal(TT_PIECE_TEXT, x->pieces[0].kind);
	assert_true(span_is(x->pieces[0].bytes, "A few words.\n"));
	extract_free(x);
}

TEST_MAIN(cmocka_unit_test(plain_text_is_text_and_bytes))
