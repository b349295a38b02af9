/* SPDX-License-Identifier: ISC */
#include "telltale/age_armor.h"
#include "test.h"

#define BEGIN	"-----BEGIN AGE ENCRYPTED FILE-----\n"
#define END	"-----END AGE ENCRYPTED FILE-----\n"
#define SIXTEEN	"QUJDREVGR0hJSktM"	/* ABCDEFGHIJKL */
#define FULL	SIXTEEN SIXTEEN SIXTEEN SIXTEEN
#define PLAIN	"ABCDEFGHIJKLABCDEFGHIJKLABCDEFGHIJKLABCDEFGHIJKL"

static const struct {
	const char *fact, *text;
	const char *inside;	/* NULL: refused */
} rows[] = {
	{ "short line", BEGIN "QQ==\n" END, "A" },
	{ "a full last line", BEGIN FULL "\n" END, PLAIN },
	{ "full, then short", BEGIN FULL "\nQUI=\n" END, PLAIN "AB" },
	{ "nothing inside", BEGIN END, "" },
	{ "white space around", " \t\r\n\n" BEGIN "QQ==\n" END "\n \n", "A" },
	{ "no last line end", BEGIN "QQ==\n-----END AGE ENCRYPTED FILE-----",
	  "A" },
	{ "CRLF", "-----BEGIN AGE ENCRYPTED FILE-----\r\nQQ==\r\n"
	  "-----END AGE ENCRYPTED FILE-----\r\n", "A" },
	{ "text before", "hello\n" BEGIN "QQ==\n" END, NULL },
	{ "text after", BEGIN "QQ==\n" END "hello\n", NULL },
	{ "twice", BEGIN "QQ==\n" END BEGIN "QQ==\n" END, NULL },
	{ "no begin", "QQ==\n" END, NULL },
	{ "no end", BEGIN "QQ==\n", NULL },
	{ "only the begin", BEGIN, NULL },
	{ "nothing", "", NULL },
	{ "another label", "-----BEGIN PGP MESSAGE-----\nQQ==\n" END, NULL },
	{ "begin in lower case", "-----begin age encrypted file-----\nQQ==\n"
	  END, NULL },
	{ "space after the begin", "-----BEGIN AGE ENCRYPTED FILE----- \nQQ==\n"
	  END, NULL },
	{ "space after the end", BEGIN "QQ==\n"
	  "-----END AGE ENCRYPTED FILE----- \n", NULL },
	{ "headers", BEGIN "Comment: x\n\nQQ==\n" END, NULL },
	{ "checksum", BEGIN "QQ==\n=AAAA\n" END, NULL },
	{ "empty line first", BEGIN "\nQQ==\n" END, NULL },
	{ "empty line last", BEGIN "QQ==\n\n" END, NULL },
	{ "empty line after a full one", BEGIN FULL "\n\n" END, NULL },
	{ "short line before the last", BEGIN SIXTEEN "\n" SIXTEEN "\n" END,
	  NULL },
	{ "padding before the last", BEGIN "QQ==\nQQ==\n" END, NULL },
	{ "long line", BEGIN FULL SIXTEEN "\n" END, NULL },
	{ "no padding", BEGIN "QQ\n" END, NULL },
	{ "bits left over", BEGIN "QR==\n" END, NULL },
	{ "space inside", BEGIN "QQ= =\n" END, NULL },
	{ "space at a line's end", BEGIN "QQ== \n" END, NULL },
	{ "URL letters", BEGIN "__--\n" END, NULL },
	{ "byte 0xef as a letter", BEGIN "\357Q==\n" END, NULL },
};

static void
armor_is_taken_off_or_refused(void **state)
{
	struct buf out;

	buf_init(&out, 1024);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].fact);
		buf_clear(&out);
		buf_str(&out, "kept");
		if (rows[i].inside == NULL) {
			assert_int_equal(TT_ESYNTAX, tt_age_dearmor(&out,
			    span_str(rows[i].text)));
			assert_string_equal("kept", out.p);
			continue;
		}
		assert_int_equal(TT_OK, tt_age_dearmor(&out,
		    span_str(rows[i].text)));
		assert_string_equal(rows[i].inside, out.p + 4);
	}
	buf_done(&out);
}

static void
space_around_has_a_limit(void **state)
{
	struct buf text, out;

	(void)state;
	buf_init(&text, 4096);
	buf_init(&out, 4096);
	for (int i = 0; i < TT_AGE_ARMOR_SPACE_MAX; i++)
		buf_char(&text, ' ');
	buf_str(&text, BEGIN "QQ==\n" END);
	for (int i = 0; i < TT_AGE_ARMOR_SPACE_MAX; i++)
		buf_char(&text, '\n');
	assert_true(tt_age_is_armored(buf_view(&text)));
	assert_int_equal(TT_OK, tt_age_dearmor(&out, buf_view(&text)));
	buf_char(&text, '\n');
	assert_int_equal(TT_ESYNTAX, tt_age_dearmor(&out, buf_view(&text)));
	buf_clear(&text);
	for (int i = 0; i < TT_AGE_ARMOR_SPACE_MAX + 1; i++)
		buf_char(&text, ' ');
	buf_str(&text, BEGIN "QQ==\n" END);
	assert_false(tt_age_is_armored(buf_view(&text)));
	assert_int_equal(TT_ESYNTAX, tt_age_dearmor(&out, buf_view(&text)));
	buf_done(&out);
	buf_done(&text);
}

static void
what_is_armored_comes_back(void **state)
{
	struct buf text, out;
	char bytes[200];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 7);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		buf_init(&text, 1024);
		buf_init(&out, 1024);
		tt_age_armor(&text, span_of(bytes, n));
		assert_true(tt_age_is_armored(buf_view(&text)));
		assert_int_equal(TT_OK, tt_age_dearmor(&out, buf_view(&text)));
		assert_true(span_eq(span_of(bytes, n), buf_view(&out)));
		buf_done(&out);
		buf_done(&text);
	}
}

static void
more_than_fits_is_a_limit(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 47);
	assert_int_equal(TT_ELIMIT, tt_age_dearmor(&out,
	    span_str(BEGIN FULL "\n" END)));
	assert_int_equal(0, out.n);
	buf_done(&out);
}

TEST_MAIN(cmocka_unit_test(armor_is_taken_off_or_refused),
    cmocka_unit_test(space_around_has_a_limit),
    cmocka_unit_test(what_is_armored_comes_back),
    cmocka_unit_test(more_than_fits_is_a_limit))
