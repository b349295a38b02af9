/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/buf.h"
#include "extract/hatch.h"

#define TYPE	"T\x0d\0\0\0text\ntext/abc"
#define NAME_16	"sixteen letters."

static void
put(void *arg, const void *p, size_t n)
{
	buf_add(arg, p, n);
}

static const struct {
	const char *name;
	struct span in;
	enum tt_err want;	/* of the last message; TT_OK all are read */
} rows[] = {
	{ "nothing", SPAN_INIT(""), TT_OK },
	{ "a type", SPAN_INIT(TYPE), TT_OK },
	{ "an item before the type", SPAN_INIT("I\1\0\0\0x"), TT_ESYNTAX },
	{ "two types", SPAN_INIT(TYPE TYPE), TT_ESYNTAX },
	{ "no such message", SPAN_INIT("x"), TT_ESYNTAX },
	{ "a zero byte is no message", SPAN_INIT("\0"), TT_ESYNTAX },
	{ "half a head", SPAN_INIT("T\x0d"), TT_EAGAIN },
	{ "half a body", SPAN_INIT("T\x0d\0\0\0text"), TT_EAGAIN },
	{ "a body over the limit", SPAN_INIT("T\1\0\1\0"), TT_ESYNTAX },
	{ "a type without its line end", SPAN_INIT("T\1\0\0\0x"), TT_ESYNTAX },
	{ "an item, done", SPAN_INIT(TYPE "I\1\0\0\0xZ\0\0\0\0"), TT_OK },
	{ "more after done", SPAN_INIT(TYPE "Z\0\0\0\0Z\0\0\0\0"),
	  TT_ESYNTAX },
	{ "done with a body", SPAN_INIT(TYPE "Z\1\0\0\0x"), TT_ESYNTAX },
	{ "a name with a line end", SPAN_INIT(TYPE "I\1\0\0\0\n"),
	  TT_ESYNTAX },
	{ "a name that is no UTF-8", SPAN_INIT(TYPE "I\1\0\0\0\xff"),
	  TT_ESYNTAX },
	{ "a name that turns the writing",
	  SPAN_INIT(TYPE "I\3\0\0\0\xe2\x80\xae"), TT_ESYNTAX },
	{ "a piece", SPAN_INIT(TYPE "P\x0a\0\0\0\0\0\0\0\0\0\0\0\0x"
	  "D\2\0\0\0abE\0\0\0\0"), TT_OK },
	{ "a piece of no known kind",
	  SPAN_INIT(TYPE "P\x0a\0\0\0\4\0\0\0\0\0\0\0\0x"), TT_ESYNTAX },
	{ "a text with a width",
	  SPAN_INIT(TYPE "P\x0a\0\0\0\0\1\0\0\0\0\0\0\0x"), TT_ESYNTAX },
	{ "data outside a piece", SPAN_INIT(TYPE "D\2\0\0\0ab"), TT_ESYNTAX },
	{ "empty data", SPAN_INIT(TYPE "P\x0a\0\0\0\0\0\0\0\0\0\0\0\0x"
	  "D\0\0\0\0"), TT_ESYNTAX },
	{ "an item within a piece", SPAN_INIT(TYPE
	  "P\x0a\0\0\0\0\0\0\0\0\0\0\0\0xI\1\0\0\0x"), TT_ESYNTAX },
	{ "done within a piece", SPAN_INIT(TYPE
	  "P\x0a\0\0\0\0\0\0\0\0\0\0\0\0xZ\0\0\0\0"), TT_ESYNTAX },
	{ "words of a text", SPAN_INIT(TYPE
	  "P\x09\0\0\0\0\0\0\0\0\0\0\0\0" "D\2\0\0\0abW\x19\0\0\0"
	  "\0\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), TT_ESYNTAX },
	{ "a note", SPAN_INIT(TYPE "N\3\0\0\0a\nb"), TT_OK },
	{ "a note about nothing", SPAN_INIT(TYPE "N\1\0\0\0\n"), TT_OK },
	{ "a note of three lines", SPAN_INIT(TYPE "N\3\0\0\0\n\n\n"),
	  TT_ESYNTAX },
};

static void
only_messages_in_their_places_are_read(void **state)
{
	struct hatch_msg m, kept;
	struct hatch_in s;
	struct span in;
	enum tt_err e;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		s = (struct hatch_in){ .typed = false };
		in = rows[i].in;
		memset(&m, 0xaa, sizeof(m));
		do {
			kept = m;
			e = hatch_next(&s, &in, &m);
		} while (e == TT_OK);
		assert_memory_equal(&kept, &m, sizeof(m));
		if (rows[i].want == TT_OK) {
			assert_int_equal(TT_EAGAIN, e);
			assert_int_equal(0, in.n);
		} else {
			assert_int_equal(rows[i].want, e);
		}
	}
}

static const struct {
	const char *name;
	struct tt_piece_word w;
	enum tt_err want;
} words[] = {
	{ "a word", { 0, 2, 0, 0, 10, 20, 100 }, TT_OK },
	{ "an empty one", { 0, 0, 0, 0, 10, 20, 100 }, TT_ESYNTAX },
	{ "past the text", { 1, 2, 0, 0, 10, 20, 100 }, TT_ESYNTAX },
	{ "wraps round", { 0xffffffff, 2, 0, 0, 1, 2, 100 }, TT_ESYNTAX },
	{ "too wide", { 0, 2, 1, 0, 10, 20, 100 }, TT_ESYNTAX },
	{ "too high", { 0, 2, 0, 1, 10, 20, 100 }, TT_ESYNTAX },
	{ "box wraps", { 0, 2, 0xffffffff, 0, 2, 20, 100 }, TT_ESYNTAX },
	{ "over-sure", { 0, 2, 0, 0, 10, 20, 101 }, TT_ESYNTAX },
};

static enum tt_err
read_all(struct span in, size_t *n_words)
{
	struct hatch_in s = { .typed = false };
	struct hatch_msg m;
	enum tt_err e;

	*n_words = 0;
	while ((e = hatch_next(&s, &in, &m)) == TT_OK)
		if (m.type == HATCH_MSG_WORDS)
			*n_words += m.body.n / HATCH_WORD;
	return e == TT_EAGAIN ? TT_OK : e;
}

static void
words_stand_in_text_and_picture(void **state)
{
	struct hatch h = { .put = put };
	struct buf out;
	size_t n;

	buf_init(&out, 4096);
	h.arg = &out;
	for (size_t i = 0; i < N_ROWS(words); i++) {
		CHECK_ROW(state, words[i].name);
		buf_clear(&out);
		hatch_type(&h, "picture", "image/png");
		hatch_open_seen(&h, SPAN("page 1"), 10, 20);
		hatch_add(&h, SPAN("ab"));
		hatch_words(&h, &words[i].w, 1);
		hatch_close(&h);
		assert_int_equal(words[i].want, read_all(buf_view(&out), &n));
	}
	buf_done(&out);
}

static void
many_words_and_much_data_are_cut(void **state)
{
	struct tt_piece_word w[200];
	struct hatch h = { .put = put };
	char *big = calloc(3, HATCH_BODY_MAX);
	struct buf out;
	size_t n;

	(void)state;
	for (uint32_t i = 0; i < 200; i++)
		w[i] = (struct tt_piece_word){ 2 * i, 1, 0, 0, 1, 1, 50 };
	buf_init(&out, SIZE_MAX);
	h.arg = &out;
	hatch_type(&h, "picture", "image/png");
	hatch_open_seen(&h, SPAN(""), 1, 1);
	hatch_add(&h, (struct span){ big, 3 * HATCH_BODY_MAX });
	hatch_words(&h, w, 200);
	hatch_close(&h);
	hatch_done(&h);
	assert_int_equal(TT_OK, read_all(buf_view(&out), &n));
	assert_int_equal(200, n);
	buf_done(&out);
	free(big);
}

static const struct {
	struct span in;
	const char *out;
} names[] = {
	{ SPAN_INIT("plain"), "plain" },
	{ SPAN_INIT("a\nb\tc"), "a?b?c" },
	{ SPAN_INIT("\xff\xc3"), "??" },
	{ SPAN_INIT("caf\xc3\xa9"), "caf\xc3\xa9" },
	{ SPAN_INIT("invoice\xe2\x80\xae" "fdp.exe"), "invoice?fdp.exe" },
	{ SPAN_INIT("\xe2\x81\xa6" NAME_16), "?" NAME_16 },
	{ SPAN_INIT("a\0b"), "a?b" },
};

static void
names_are_fit_to_be_shown(void **state)
{
	char out[HATCH_NAME_MAX + 1], longer[400];

	for (size_t i = 0; i < N_ROWS(names); i++) {
		CHECK_ROW(state, names[i].out);
		assert_int_equal(strlen(names[i].out),
		    hatch_clean(out, names[i].in));
		assert_string_equal(names[i].out, out);
	}
	for (size_t i = 0; i < sizeof(longer); i += 2)
		memcpy(longer + i, "\xc3\xa9", 2);
	assert_int_equal(254, hatch_clean(out, span_of(longer, 400)));
}

static void
items_seen_to_before_are_skipped(void **state)
{
	struct buf out;
	struct hatch h = { .put = put, .arg = &out, .skip = 2 };

	(void)state;
	buf_init(&out, 4096);
	assert_false(hatch_item(&h, SPAN("one")));
	assert_false(hatch_item(&h, SPAN("two")));
	assert_int_equal(0, out.n);
	assert_true(hatch_item(&h, SPAN("three")));
	assert_true(span_eq(SPAN("I\5\0\0\0three"), buf_view(&out)));
	buf_done(&out);
}

TEST_MAIN(
    cmocka_unit_test(only_messages_in_their_places_are_read),
    cmocka_unit_test(words_stand_in_text_and_picture),
    cmocka_unit_test(many_words_and_much_data_are_cut),
    cmocka_unit_test(names_are_fit_to_be_shown),
    cmocka_unit_test(items_seen_to_before_are_skipped))
