/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "seal/age_header.h"
#include "sodium_start.h"
#include "telltale/age_file.h"
#include "test.h"

#define V1	"age-encryption.org/v1\n"
#define B32	"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY" /* 32 bytes */
#define X	"-> X25519 " B32 "\n" B32 "\n"
#define FULL	B32 "QUJDREVGR0hJSktMTU5PU"		/* 64 letters */
#define MAC	"--- " B32 "\n"
#define SALT	"QUJDREVGR0hJSktMTU5PUA"		/* 16 bytes */

static const struct {
	const char *fact, *text;
	enum tt_err want;
} rows[] = {
	{ "one X25519 stanza", V1 X MAC, TT_OK },
	{ "two", V1 X X MAC, TT_OK },
	{ "one of scrypt", V1 "-> scrypt " SALT " 18\n" B32 "\n" MAC, TT_OK },
	{ "grease", V1 "-> joint-oil !#$%&'()*+,./~ x\n\n" X MAC, TT_OK },
	{ "a full line and an empty one", V1 "-> a\n" FULL "\n\n" MAC, TT_OK },
	{ "nothing", "", TT_ESYNTAX },
	{ "only the version", V1, TT_ESYNTAX },
	{ "version 2", "age-encryption.org/v2\n" X MAC, TT_EVERSION },
	{ "version 1.1", "age-encryption.org/v1.1\n" X MAC, TT_EVERSION },
	{ "no version", "age-encryption.org/\n" X MAC, TT_ESYNTAX },
	{ "CRLF", "age-encryption.org/v1\r\n" X MAC, TT_ESYNTAX },
	{ "something else", "-----BEGIN", TT_ESYNTAX },
	{ "begins like it", "age-encryption.com/v1\n", TT_ESYNTAX },
	{ "no stanza", V1 MAC, TT_ESYNTAX },
	{ "stanza without arguments", V1 "-> \n\n" MAC, TT_ESYNTAX },
	{ "arrow without space", V1 "->\n\n" MAC, TT_ESYNTAX },
	{ "two spaces", V1 "-> a  b\n\n" MAC, TT_ESYNTAX },
	{ "space first", V1 "->  a\n\n" MAC, TT_ESYNTAX },
	{ "space last", V1 "-> a \n\n" MAC, TT_ESYNTAX },
	{ "byte over 0x7e", V1 "-> \303\251\n\n" MAC, TT_ESYNTAX },
	{ "control", V1 "-> a\tb\n\n" MAC, TT_ESYNTAX },
	{ "body over 64", V1 "-> a\n" FULL "Q\n\n" MAC, TT_ESYNTAX },
	{ "no last line", V1 "-> a\n" FULL "\n" MAC, TT_ESYNTAX },
	{ "no body", V1 "-> a\n" MAC, TT_ESYNTAX },
	{ "short line before the last", V1 "-> a\nQUI\nQUI\n" MAC, TT_ESYNTAX },
	{ "padding", V1 "-> a\nQUI=\n" MAC, TT_ESYNTAX },
	{ "bits left over", V1 "-> a\nQUJ\n" MAC, TT_ESYNTAX },
	{ "a letter alone", V1 "-> a\nQ\n" MAC, TT_ESYNTAX },
	{ "byte 0xef as a letter", V1 "-> a\n\357UI\n" MAC, TT_ESYNTAX },
	{ "MAC without space", V1 X "---" B32 "\n", TT_ESYNTAX },
	{ "MAC with two", V1 X "---  " B32 "\n", TT_ESYNTAX },
	{ "MAC cut", V1 X "--- QUI\n", TT_ESYNTAX },
	{ "MAC and a space", V1 X "--- " B32 " \n", TT_ESYNTAX },
	{ "MAC without line end", V1 X "--- " B32, TT_ESYNTAX },
	{ "MAC of left over bits", V1 X "--- QUJDREVGR0hJSktMTU5PUFFSU1RVVl"
	  "dYWVphYmNkZWZ\n", TT_ESYNTAX },
	{ "X25519 without a share", V1 "-> X25519\n" B32 "\n" MAC, TT_ESYNTAX },
	{ "X25519 and another argument",
	  V1 "-> X25519 " B32 " a\n" B32 "\n" MAC, TT_ESYNTAX },
	{ "share of 31 bytes", V1 "-> X25519 QUJDREVGR0hJSktMTU5PUFFSU1RVVldYW"
	  "VphYmNkZQ\n" B32 "\n" MAC, TT_ESYNTAX },
	{ "share of the field's prime", V1 "-> X25519 7f//////////////////"
	  "/////////////////////38\n" B32 "\n" MAC, TT_ESYNTAX },
	{ "one less", V1 "-> X25519 7P//////////////////"
	  "/////////////////////38\n" B32 "\n" MAC, TT_OK },
	{ "share of 2^255 + 9", V1 "-> X25519 CQAAAAAAAAAAAAAAAAAA"
	  "AAAAAAAAAAAAAAAAAAAAAIA\n" B32 "\n" MAC, TT_ESYNTAX },
	{ "X25519 body of 33", V1 "-> X25519 " B32 "\n" B32 "A\n" MAC,
	  TT_ESYNTAX },
	{ "type in lower case is another type", V1 "-> x25519\n\n" MAC, TT_OK },
	{ "scrypt beside X25519", V1 "-> scrypt " SALT " 18\n" B32 "\n" X MAC,
	  TT_ESYNTAX },
	{ "scrypt beside grease", V1 "-> a\n\n-> scrypt " SALT " 18\n" B32 "\n"
	  MAC, TT_ESYNTAX },
	{ "scrypt twice", V1 "-> scrypt " SALT " 9\n" B32 "\n-> scrypt " SALT
	  " 9\n" B32 "\n" MAC, TT_ESYNTAX },
	{ "scrypt without a factor", V1 "-> scrypt " SALT "\n" B32 "\n" MAC,
	  TT_ESYNTAX },
	{ "scrypt's largest", V1 "-> scrypt " SALT " 20\n" B32 "\n" MAC,
	  TT_OK },
	{ "one more", V1 "-> scrypt " SALT " 21\n" B32 "\n" MAC, TT_ELIMIT },
	{ "2^64 more", V1 "-> scrypt " SALT " 18446744073709551634\n" B32 "\n"
	  MAC, TT_ELIMIT },
	{ "factor 0", V1 "-> scrypt " SALT " 0\n" B32 "\n" MAC, TT_ESYNTAX },
	{ "factor 018", V1 "-> scrypt " SALT " 018\n" B32 "\n" MAC,
	  TT_ESYNTAX },
	{ "factor +18", V1 "-> scrypt " SALT " +18\n" B32 "\n" MAC,
	  TT_ESYNTAX },
	{ "factor 0x12", V1 "-> scrypt " SALT " 0x12\n" B32 "\n" MAC,
	  TT_ESYNTAX },
	{ "salt of 32 bytes", V1 "-> scrypt " B32 " 18\n" B32 "\n" MAC,
	  TT_ESYNTAX },
};

static void
header_is_read_or_refused(void **state)
{
	struct tt_age_info info, kept;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].fact);
		memset(&info, 0xaa, sizeof(info));
		kept = info;
		assert_int_equal(rows[i].want, tt_age_file_inspect(&info,
		    span_str(rows[i].text)));
		if (rows[i].want != TT_OK)
			assert_memory_equal(&info, &kept, sizeof(info));
		else
			assert_int_equal(strlen(rows[i].text), info.header_len);
	}
}

/* Writes h, which was parsed from text, again. */
static void
format(struct buf *out, const struct age_header *h, struct span text)
{
	uint8_t body[TT_AGE_BODY_MAX];
	const struct age_stanza *s;

	age_header_put_version(out);
	for (size_t i = 0; i < h->n; i++) {
		s = &h->stanza[i];
		assert_int_equal(TT_OK, age_stanza_body(s, text, body,
		    s->body_len));
		age_header_put_stanza(out, span_of(text.p + s->args,
		    s->args_len), body, s->body_len);
	}
	age_header_put_mac_start(out);
	assert_int_equal(h->mac_over, out->n);
	age_header_put_mac(out, h->mac);
}

static void
what_is_parsed_is_written_the_same(void **state)
{
	static struct age_header_parser p;
	struct buf out;
	size_t seen = 0;

	buf_init(&out, TT_AGE_HEADER_MAX);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct span text = span_str(rows[i].text);

		CHECK_ROW(state, rows[i].fact);
		if (age_header_parse(&p, text) != TT_OK)
			continue;
		buf_clear(&out);
		format(&out, &p.h, text);
		assert_true(span_eq(text, buf_view(&out)));
		seen++;
	}
	assert_true(seen >= 6);
	buf_done(&out);
}

static void
arguments_are_counted_from_the_type(void **state)
{
	static struct age_header_parser p;
	struct span text = SPAN(V1 "-> a bc d\n\n" MAC);
	const struct age_stanza *s = &p.h.stanza[0];

	(void)state;
	assert_int_equal(TT_OK, age_header_parse(&p, text));
	assert_int_equal(3, s->n_args);
	assert_true(span_is(age_stanza_arg(s, text, 0), "a"));
	assert_true(span_is(age_stanza_arg(s, text, 1), "bc"));
	assert_true(span_is(age_stanza_arg(s, text, 2), "d"));
	assert_true(span_is(age_stanza_arg(s, text, 3), ""));
}

/* start, n times piece, end. */
static const struct {
	const char *fact, *start, *piece, *end;
	size_t n;
	enum tt_err want;
} large[] = {
	{ "256 stanzas", V1, X, MAC, 256, TT_OK },
	{ "257 stanzas", V1, X, MAC, 257, TT_ELIMIT },
	{ "thousands of stanzas", V1, X, MAC, 5000, TT_ELIMIT },
	{ "32 arguments", V1 "-> a", " b", "\n\n" MAC, 31, TT_OK },
	{ "33 arguments", V1 "-> a", " b", "\n\n" MAC, 32, TT_ELIMIT },
	{ "body of 8,160 bytes", V1 "-> a\n", FULL "\n", "\n" MAC, 170, TT_OK },
	{ "body of 8,208 bytes", V1 "-> a\n", FULL "\n", "\n" MAC, 171,
	  TT_ELIMIT },
	{ "a line of megabytes", V1 "-> ", "aaaaaaaa", "\n\n" MAC, 1 << 18,
	  TT_ELIMIT },
	{ "a version of megabytes", "age-encryption.org/", "vvvvvvvv",
	  "\n" X MAC, 1 << 18, TT_ELIMIT },
	{ "megabytes of something else", "agents", "xxxxxxxx", "", 1 << 18,
	  TT_ESYNTAX },
};

static void
header_has_limits(void **state)
{
	struct tt_age_info info;
	struct buf text;

	buf_init(&text, 16 << 20);
	for (size_t i = 0; i < N_ROWS(large); i++) {
		CHECK_ROW(state, large[i].fact);
		buf_clear(&text);
		buf_str(&text, large[i].start);
		for (size_t k = 0; k < large[i].n; k++)
			buf_str(&text, large[i].piece);
		buf_str(&text, large[i].end);
		assert_int_equal(large[i].want, tt_age_file_inspect(&info,
		    buf_view(&text)));
	}
	buf_done(&text);
}

/* A header of n bytes: its only stanza's last argument makes it so long. */
static enum tt_err
inspect_long(struct buf *text, size_t n)
{
	struct tt_age_info info;

	buf_clear(text);
	buf_str(text, V1 "-> ");
	while (text->n < n - sizeof("\n\n" MAC) + 1)
		buf_char(text, 'a');
	buf_str(text, "\n\n" MAC);
	assert_int_equal(n, text->n);
	return tt_age_file_inspect(&info, buf_view(text));
}

static void
header_ends_within_64_KiB(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	assert_int_equal(TT_OK, inspect_long(&text, TT_AGE_HEADER_MAX));
	assert_int_equal(TT_ELIMIT, inspect_long(&text, TT_AGE_HEADER_MAX + 1));
	buf_done(&text);
}

static void
types_are_counted(void **state)
{
	struct tt_age_info info;

	(void)state;
	assert_int_equal(TT_OK, tt_age_file_inspect(&info, SPAN(V1 X
	    "-> mlkem768x25519 a\n\n-> grease\n\n" X MAC)));
	assert_int_equal(4, info.stanzas);
	assert_int_equal(2, info.x25519);
	assert_int_equal(1, info.hybrid);
	assert_int_equal(1, info.other);
	assert_int_equal(0, info.scrypt);
	assert_int_equal(TT_OK, tt_age_file_inspect(&info, SPAN(V1
	    "-> scrypt " SALT " 17\n" B32 "\n" MAC)));
	assert_int_equal(1, info.scrypt);
	assert_int_equal(17, info.log_n);
}

TEST_MAIN_SETUP(sodium_start, cmocka_unit_test(header_is_read_or_refused),
    cmocka_unit_test(what_is_parsed_is_written_the_same),
    cmocka_unit_test(arguments_are_counted_from_the_type),
    cmocka_unit_test(header_has_limits),
    cmocka_unit_test(header_ends_within_64_KiB),
    cmocka_unit_test(types_are_counted))
