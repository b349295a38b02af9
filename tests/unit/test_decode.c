/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <stdbool.h>

#include "base/utf8.h"
#include "extract/decode.h"

#define E_ACUTE	"\xc3\xa9"

static const struct {
	const char *name, *charset;
	struct span in;
	const char *want;
} rows[] = {
	{ "ASCII", NULL, SPAN_INIT("plain"), "plain" },
	{ "UTF-8", NULL, SPAN_INIT("caf" E_ACUTE), "caf" E_ACUTE },
	{ "its mark goes", NULL, SPAN_INIT("\xef\xbb\xbf" "a"), "a" },
	{ "UTF-16, mark, low first", NULL, SPAN_INIT("\xff\xfe" "a\0\xe9\0"),
	  "a" E_ACUTE },
	{ "UTF-16, mark, high first", NULL, SPAN_INIT("\xfe\xff" "\0a\0\xe9"),
	  "a" E_ACUTE },
	{ "UTF-16 without a mark", NULL, SPAN_INIT("t\0e\0x\0t\0"), "text" },
	{ "a pair of surrogates", NULL, SPAN_INIT("\xff\xfe\x3d\xd8\x00\xde"),
	  "\xf0\x9f\x98\x80" },
	{ "half a pair", NULL, SPAN_INIT("\xff\xfe\x00\xde" "a\0"),
	  "\xef\xbf\xbd" "a" },
	{ "Windows-1252", NULL, SPAN_INIT("\x93" "caf\xe9\x94 \x96"),
	  "\xe2\x80\x9c" "caf" E_ACUTE "\xe2\x80\x9d \xe2\x80\x93" },
	{ "said to be Latin 1", "ISO-8859-1", SPAN_INIT("\x93\xe9"),
	  "\xe2\x80\x9c" E_ACUTE },
	{ "said to be Latin 1, is UTF-8", "iso-8859-1", SPAN_INIT(E_ACUTE),
	  E_ACUTE },
	{ "KOI8-R as declared", "koi8-r", SPAN_INIT("\xc1\xc2"),
	  "\xd0\xb0\xd0\xb1" },
	{ "Shift-JIS as declared", "shift_jis", SPAN_INIT("\x83\x65"),
	  "\xe3\x83\x86" },
	{ "a charset that nobody knows", "x-not-there", SPAN_INIT("a\xe9"),
	  "a" E_ACUTE },
	{ "declared, and wrong in every byte", "utf-32be",
	  SPAN_INIT("words of plain ASCII."), "words of plain ASCII." },
	{ "line ends are one", NULL, SPAN_INIT("a\r\nb\rc\nd"),
	  "a\nb\nc\nd" },
	{ "one bad byte in good UTF-8", NULL, SPAN_INIT(E_ACUTE E_ACUTE
	  E_ACUTE E_ACUTE E_ACUTE "\xff after it"), E_ACUTE E_ACUTE E_ACUTE
	  E_ACUTE E_ACUTE "\xef\xbf\xbd after it" },
	{ "zero bytes go", NULL, SPAN_INIT("a\0b"), "ab" },
};

static void
text_becomes_utf8(void **state)
{
	struct buf out;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		buf_init(&out, 4096);
		assert_int_equal(TT_OK, decode_text(rows[i].in,
		    rows[i].charset, &out));
		assert_string_equal(rows[i].want, out.p);
		assert_true(utf8_valid(out.p, out.n));
		buf_done(&out);
	}
}

static void
limits_hold(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 3);
	assert_int_equal(TT_ELIMIT, decode_text(SPAN("four"), NULL, &out));
	buf_done(&out);
}

static const struct {
	const char *name;
	struct span in;
	bool text;
} kinds[] = {
	{ "nothing", SPAN_INIT(""), true },
	{ "words", SPAN_INIT("words\n"), true },
	{ "a zero byte", SPAN_INIT("words\0and"), false },
	{ "UTF-16", SPAN_INIT("\xff\xfe" "a\0"), true },
	{ "a terminal's colours", SPAN_INIT("\x1b[31mred\x1b[0m"), true },
	{ "controls", SPAN_INIT("a\1\2\3\4"), false },
};

static void
text_is_told_from_bytes(void **state)
{
	for (size_t i = 0; i < N_ROWS(kinds); i++) {
		CHECK_ROW(state, kinds[i].name);
		assert_int_equal(kinds[i].text, decode_is_text(kinds[i].in));
	}
}

TEST_MAIN(
    cmocka_unit_test(text_becomes_utf8),
    cmocka_unit_test(limits_hold),
    cmocka_unit_test(text_is_told_from_bytes))
