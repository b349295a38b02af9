/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "base/utf8.h"
#include "test.h"

static const struct {
	const char *name;
	struct span text;
	int32_t cp;
	size_t len;
} rows[] = {
	{ "NUL", SPAN_INIT("\0"), 0, 1 },
	{ "the last of one byte", SPAN_INIT("\x7f"), 0x7f, 1 },
	{ "the first of two", SPAN_INIT("\xc2\x80"), 0x80, 2 },
	{ "the last of two", SPAN_INIT("\xdf\xbf"), 0x7ff, 2 },
	{ "the first of three", SPAN_INIT("\xe0\xa0\x80"), 0x800, 3 },
	{ "before the surrogates", SPAN_INIT("\xed\x9f\xbf"), 0xd7ff, 3 },
	{ "after the surrogates", SPAN_INIT("\xee\x80\x80"), 0xe000, 3 },
	{ "the last of three", SPAN_INIT("\xef\xbf\xbf"), 0xffff, 3 },
	{ "the first of four", SPAN_INIT("\xf0\x90\x80\x80"), 0x10000, 4 },
	{ "the last there is", SPAN_INIT("\xf4\x8f\xbf\xbf"), 0x10ffff, 4 },
	{ "only the first is taken", SPAN_INIT("ab"), 'a', 1 },
	{ "nothing", SPAN_INIT(""), -1, 1 },
	{ "a byte of the middle", SPAN_INIT("\x80"), -1, 1 },
	{ "overlong of two", SPAN_INIT("\xc0\xaf"), -1, 1 },
	{ "overlong of two, the last", SPAN_INIT("\xc1\xbf"), -1, 1 },
	{ "overlong of three", SPAN_INIT("\xe0\x9f\xbf"), -1, 1 },
	{ "overlong of four", SPAN_INIT("\xf0\x8f\xbf\xbf"), -1, 1 },
	{ "the first surrogate", SPAN_INIT("\xed\xa0\x80"), -1, 1 },
	{ "the last surrogate", SPAN_INIT("\xed\xbf\xbf"), -1, 1 },
	{ "above the last", SPAN_INIT("\xf4\x90\x80\x80"), -1, 1 },
	{ "a lead byte of no form", SPAN_INIT("\xf5\x80\x80\x80"), -1, 1 },
	{ "five bytes", SPAN_INIT("\xf8\x88\x80\x80\x80"), -1, 1 },
	{ "byte ff", SPAN_INIT("\xff"), -1, 1 },
	{ "cut after one of two", SPAN_INIT("\xc3"), -1, 1 },
	{ "cut after two of three", SPAN_INIT("\xe2\x82"), -1, 1 },
	{ "cut after three of four", SPAN_INIT("\xf0\x9f\x98"), -1, 1 },
	{ "two begun", SPAN_INIT("\xc3\xc3\xa4"), -1, 1 },
};

static void
one_form_is_read(void **state)
{
	size_t len;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		len = 77;
		assert_int_equal(rows[i].cp,
		    utf8_next(rows[i].text.p, rows[i].text.n, &len));
		assert_int_equal(rows[i].len, len);
	}
}

static void
every_code_point_comes_back(void **state)
{
	char out[4];
	size_t n, len;

	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		n = utf8_put(out, cp);
		assert_int_equal(cp, utf8_next(out, n, &len));
		assert_int_equal(n, len);
	}
}

static void
what_is_none_is_written_as_fffd(void **state)
{
	static const uint32_t none[] = { 0xd800, 0xdfff, 0x110000, UINT32_MAX };
	char out[4];

	(void)state;
	for (size_t i = 0; i < N_ROWS(none); i++) {
		assert_int_equal(3, utf8_put(out, none[i]));
		assert_memory_equal("\xef\xbf\xbd", out, 3);
	}
}

static const struct {
	const char *name;
	struct span text;
	bool valid, printable;
} texts[] = {
	{ "nothing", SPAN_INIT(""), true, true },
	{ "words", SPAN_INIT("caf\xc3\xa9 \xe2\x82\xac"), true, true },
	{ "a line end", SPAN_INIT("a\n"), true, false },
	{ "NUL", SPAN_INIT("a\0"), true, false },
	{ "DEL", SPAN_INIT("\x7f"), true, false },
	{ "the first of C1", SPAN_INIT("\xc2\x80"), true, false },
	{ "the last of C1", SPAN_INIT("\xc2\x9f"), true, false },
	{ "after C1", SPAN_INIT("\xc2\xa0"), true, true },
	{ "cut at the end", SPAN_INIT("abc\xe2\x82"), false, false },
	{ "Latin-1", SPAN_INIT("caf\xe9 au lait"), false, false },
};

static void
a_text_is_valid_or_printable_as_a_whole(void **state)
{
	for (size_t i = 0; i < N_ROWS(texts); i++) {
		CHECK_ROW(state, texts[i].name);
		assert_int_equal(texts[i].valid,
		    utf8_valid(texts[i].text.p, texts[i].text.n));
		assert_int_equal(texts[i].printable,
		    utf8_printable(texts[i].text.p, texts[i].text.n));
	}
	assert_true(utf8_valid(NULL, 0));
}

TEST_MAIN(cmocka_unit_test(one_form_is_read),
    cmocka_unit_test(every_code_point_comes_back),
    cmocka_unit_test(what_is_none_is_written_as_fffd),
    cmocka_unit_test(a_text_is_valid_or_printable_as_a_whole))
