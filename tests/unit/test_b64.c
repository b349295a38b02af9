/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "base/b64.h"
#include "prop.h"

/* RFC 4648 section 10. */
static const struct {
	const char *bytes, *text;
} rfc[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
};

static const struct {
	const char *name, *text;
	bool padded, raw;	/* whether each writing takes it */
} rows[] = {
	{ "nothing", "", true, true },
	{ "two letters and padding", "Zg==", true, false },
	{ "two letters alone", "Zg", false, true },
	{ "three letters and padding", "Zm8=", true, false },
	{ "three letters alone", "Zm8", false, true },
	{ "four letters", "Zm9v", true, true },
	{ "one letter", "Z", false, false },
	{ "five letters", "Zm9vY", false, false },
	{ "padding short of one", "Zg=", false, false },
	{ "padding of three", "Z===", false, false },
	{ "padding alone", "====", false, false },
	{ "padding in the middle", "Zg==Zg==", false, false },
	{ "more padding than asked", "Zm9v====", false, false },
	{ "spare bits of two letters", "Zh==", false, false },
	{ "the lowest spare bit of three", "Zm9=", false, false },
	{ "spare bits without padding", "Zh", false, false },
	{ "the URL alphabet", "-_-_", false, false },
	{ "letters 62 and 63", "+/+/", true, true },
	{ "line break", "Zm9v\n", false, false },
	{ "a space within", "Zm 9v", false, false },
	{ "byte 0xef as a letter, as libsodium 1.0.18 takes it", "Zm9\xef",
	  false, false },
	{ "before A", "@AAA", false, false },
	{ "after Z", "[AAA", false, false },
	{ "before a", "`AAA", false, false },
	{ "after z", "{AAA", false, false },
	{ "after 9", ":AAA", false, false },
	{ "between + and /", ",AAA", false, false },
};

static void
the_rfcs_examples_hold_both_ways(void **state)
{
	char text[16], raw[16];
	uint8_t out[8];
	size_t n;

	for (size_t i = 0; i < N_ROWS(rfc); i++) {
		CHECK_ROW(state, rfc[i].text);
		n = strlen(rfc[i].bytes);
		b64_encode(text, rfc[i].bytes, n);
		assert_string_equal(rfc[i].text, text);
		assert_int_equal(B64_LEN(n), strlen(text));
		assert_true(b64_decode(out, n, text, strlen(text)));
		assert_memory_equal(rfc[i].bytes, out, n);

		b64_raw_encode(raw, rfc[i].bytes, n);
		assert_int_equal(B64_RAW_LEN(n), strlen(raw));
		assert_memory_equal(raw, text, strlen(raw));
		assert_true(b64_raw_decode(out, n, raw, strlen(raw)));
		assert_memory_equal(rfc[i].bytes, out, n);
	}
}

static void
one_writing_is_read(void **state)
{
	uint8_t out[16];
	size_t n, len;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		len = strlen(rows[i].text);
		memset(out, 0xaa, sizeof(out));
		n = 77;
		assert_int_equal(rows[i].padded, b64_decode_any(out,
		    sizeof(out), &n, rows[i].text, len));
		assert_true(rows[i].padded ? n <= len : n == 77);
		if (!rows[i].padded)
			assert_int_equal(0xaa, out[0]);
		memset(out, 0xaa, sizeof(out));
		assert_int_equal(rows[i].raw, b64_raw_decode_any(out,
		    sizeof(out), &n, rows[i].text, len));
		if (!rows[i].raw)
			assert_int_equal(0xaa, out[0]);
	}
}

static void
the_length_is_exact(void **state)
{
	uint8_t out[8];
	size_t n;

	(void)state;
	assert_false(b64_decode(out, 1, "Zm8=", 4));
	assert_true(b64_decode(out, 2, "Zm8=", 4));
	assert_false(b64_decode(out, 3, "Zm8=", 4));
	assert_false(b64_raw_decode(out, 1, "Zm8", 3));
	assert_false(b64_raw_decode(out, 3, "Zm8", 3));
	assert_false(b64_decode_any(out, 2, &n, "Zm9v", 4));
	assert_true(b64_decode_any(out, 3, &n, "Zm9v", 4));
	assert_int_equal(3, n);
}

static void
it_agrees_with_libsodium(void **state)
{
	char ours[B64_LEN(100) + 1], theirs[B64_LEN(100) + 1];
	uint8_t in[100], out[100];
	struct prop p;
	size_t n;

	(void)state;
	PROP_CASES(&p, 500) {
		n = prop_bytes(&p, in, sizeof(in));
		b64_encode(ours, in, n);
		sodium_bin2base64(theirs, sizeof(theirs), in, n,
		    sodium_base64_VARIANT_ORIGINAL);
		assert_string_equal(theirs, ours);
		assert_true(b64_decode(out, n, ours, strlen(ours)));
		assert_memory_equal(in, out, n);
		b64_raw_encode(ours, in, n);
		sodium_bin2base64(theirs, sizeof(theirs), in, n,
		    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
		assert_string_equal(theirs, ours);
		assert_true(b64_raw_decode(out, n, ours, strlen(ours)));
		assert_memory_equal(in, out, n);
	}
}

TEST_MAIN(cmocka_unit_test(the_rfcs_examples_hold_both_ways),
    cmocka_unit_test(one_writing_is_read),
    cmocka_unit_test(the_length_is_exact),
    cmocka_unit_test(it_agrees_with_libsodium))
