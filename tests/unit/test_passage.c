/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/passage.h"
#include "draftkit.h"

#define LONG	"words that go on and on and on and on and on and on and " \
		"on and on and on and on "

static const struct {
	const char *name, *marked;
	uint32_t slot;
	const char *specimen;
	const char *before, *behind;
} rows[] = {
	{ "alone on its line", "One.\nThe gateway {{answers|replies}} "
	    "quickly.\nThree.\n", 0, "", "The gateway ", " quickly." },
	{ "at the start of it", "One.\n{{Nobody|No person}} knows.\n", 0, "",
	    "", " knows." },
	{ "its neighbours as they were read",
	    "The service on the gateway {{answers|replies to}} every request "
	    "that {{arrives|comes in}} now.\n", 1,
	    "The service on the gateway replies to every request that arrives "
	    "now.\n", "The service on the gateway replies to every request "
	    "that ", " now." },
	{ "and else as they stand first", "It {{may|can}} be {{cut|left "
	    "out}}.\n", 1, "", "It may be ", "." },
	{ "a value that was not read", "id {{hex 12}}, then {{one|two}}.\n", 1,
	    "", "id ..., then ", "." },
	{ "two beside each other", "It is {{very |}}{{large|big}} here.\n", 0,
	    "", "It is ", "large here." },
	{ "the second of them", "It is {{very |}}{{large|big}} here.\n", 1,
	    "", "It is very ", " here." },
	{ "a long line, cut at words", LONG "{{here|there}} " LONG "\n", 0, "",
	    "... and on and on and on and on and on and on and on and on and "
	    "on ", " words that go on and on and on and on and on and on and "
	    "on and..." },
};

static void
a_line_is_told(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct draft *d = draftkit_loose(rows[i].marked);
		struct tt_piece piece = { .kind = TT_PIECE_TEXT,
			.name = SPAN("found"),
			.bytes = span_str(rows[i].specimen) };
		struct specimen s = { .piece = &piece, .n_pieces = 1 };
		struct showing_text text = { d->bulletin, NULL };
		struct buf before, behind;
		struct showing x;

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, showing_read(&x, &text, 1,
		    d->bulletin->n_sites, &s));
		buf_init(&before, 4096);
		buf_init(&behind, 4096);
		passage_around(&x, rows[i].slot, &before, &behind);
		assert_true(span_is(buf_view(&before), rows[i].before));
		assert_true(span_is(buf_view(&behind), rows[i].behind));
		buf_done(&before);
		buf_done(&behind);
		showing_done(&x);
		draftkit_done(d);
	}
}

/* Letters of several bytes, and not one space: still whole letters. */
static void
no_letter_is_cut(void **state)
{
	struct draft *d;
	struct specimen s = { .n_pieces = 0 };
	struct showing_text text;
	struct buf marked, before, behind;
	struct showing x;

	(void)state;
	buf_init(&marked, 4096);
	for (size_t i = 0; i < 120; i++)
		buf_str(&marked, i != 60 ? "\xe2\x82\xac" :
		    "{{a|b}}\xe2\x82\xac");
	d = draftkit_loose(marked.p);
	text = (struct showing_text){ d->bulletin, NULL };
	assert_int_equal(TT_OK, showing_read(&x, &text, 1, 1, &s));
	buf_init(&before, 4096);
	buf_init(&behind, 4096);
	passage_around(&x, 0, &before, &behind);
	assert_int_equal(before.n, 3 + 63);	/* dots, 21 letters */
	assert_int_equal(behind.n, 63 + 3);
	assert_true(span_starts(buf_view(&before), "...\xe2\x82\xac"));
	buf_clear(&before);
	passage_around(&x, 1, &before, &behind);
	assert_int_equal(before.n, 0);		/* there is no such slot */
	buf_done(&before);
	buf_done(&behind);
	showing_done(&x);
	draftkit_done(d);
	buf_done(&marked);
}

TEST_MAIN(cmocka_unit_test(a_line_is_told),
    cmocka_unit_test(no_letter_is_cut))
