/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "telltale/site.h"

#define INT(a, b)	{ .kind = TT_SITE_INT, .lo = (a), .n = (b) - (a) + 1 }
#define HEX(d, values)	{ .kind = TT_SITE_HEX, .digits = (d), .n = (values) }
#define LONG_HEX(d, i)	{ .kind = TT_SITE_HEX, .digits = (d), .n = UINT64_MAX, \
			.number = (i) }
#define NAME		{ .kind = TT_SITE_NAME, .n = 1 << 24 }

static struct span
text_of(const char *s)
{
	return (struct span){ s, strlen(s) };
}

/* Names and long hexadecimal texts as a few lines of Python give them. */
static const struct {
	const char *name;
	struct tt_site site;
	uint64_t v;
	const char *text;
} values[] = {
	{ "least int", INT(0, 1), 0, "0" },
	{ "int", INT(20000, 60000), 26066 - 20000, "26066" },
	{ "greatest int", INT(1, UINT64_MAX), UINT64_MAX - 1,
	  "18446744073709551615" },
	{ "one digit", HEX(1, 16), 15, "f" },
	{ "zeroes in front", HEX(8, UINT64_C(1) << 32), 0xbeef, "0000beef" },
	{ "fifteen digits", HEX(15, UINT64_C(1) << 60),
	  (UINT64_C(1) << 60) - 1, "fffffffffffffff" },
	{ "sixteen digits", HEX(16, UINT64_MAX), UINT64_MAX - 1,
	  "fffffffffffffffe" },
	{ "seventeen digits", LONG_HEX(17, 0), 0, "00000000000000008" },
	{ "thirty-two digits", LONG_HEX(32, 5), 0x0123456789abcdef,
	  "0123456789abcdef40cd6bc1af30b765" },
	{ "forty digits of a late site", LONG_HEX(40, 300), 1,
	  "0000000000000001f2510407e70177f0a59732c2" },
	{ "sixty-four digits", LONG_HEX(64, 65535), UINT64_MAX - 1,
	  "fffffffffffffffec40aa4edfdd6f42d5e32792493d0d853996af16f98c26f36"
	},
	{ "first name", NAME, 0, "babababa" },
	{ "last name", NAME, (1 << 24) - 1, "zuzuzuzu" },
	{ "vowels turn first", NAME, 1, "babababi" },
	{ "then the syllable before", NAME, 64, "bababiba" },
	{ "a name", NAME, 11111111, "pokapudu" },
};

static void
texts_and_values_are_inverse(void **state)
{
	for (size_t i = 0; i < N_ROWS(values); i++) {
		struct buf out;
		uint64_t v = 77;

		CHECK_ROW(state, values[i].name);
		buf_init(&out, 100);
		assert_int_equal(TT_OK, tt_site_text(&values[i].site,
		    values[i].v, &out));
		assert_string_equal(values[i].text, out.p);
		assert_int_equal(TT_ERANGE, tt_site_text(&values[i].site,
		    values[i].site.n, &out));
		assert_string_equal(values[i].text, out.p);
		buf_done(&out);
		assert_int_equal(TT_OK, tt_site_value(&values[i].site,
		    text_of(values[i].text), &v));
		assert_true(v == values[i].v);
	}
}

static const struct {
	const char *name;
	struct tt_site site;
	const char *text;
} no_values[] = {
	{ "nothing", INT(1, 9), "" },
	{ "below", INT(10, 99), "9" },
	{ "above", INT(10, 99), "100" },
	{ "over 64 bits", INT(10, 99), "18446744073709551626" },
	{ "leading zero", INT(1, 99), "07" },
	{ "sign", INT(0, 9), "+1" },
	{ "space", INT(0, 9), " 1" },
	{ "a digit short", HEX(4, 65536), "abc" },
	{ "a digit too many", HEX(4, 65536), "abcde" },
	{ "capital digit", HEX(4, 65536), "ABCD" },
	{ "no digit", HEX(4, 65536), "abcg" },
	{ "the one value of 16 digits that is none", HEX(16, UINT64_MAX),
	  "ffffffffffffffff" },
	{ "tail of another site", LONG_HEX(32, 6),
	  "0123456789abcdef40cd6bc1af30b765" },
	{ "capital in the tail", LONG_HEX(32, 5),
	  "0123456789abcdef40cd6bc1af30B765" },
	{ "three syllables", NAME, "bababa" },
	{ "five syllables", NAME, "bababababa" },
	{ "another vowel", NAME, "bababebe" },
	{ "another consonant", NAME, "cababaca" },
	{ "a capital", NAME, "Babababa" },
	{ "the older form of a name", NAME, "indigo7x" },
};

static void
other_texts_are_no_value(void **state)
{
	for (size_t i = 0; i < N_ROWS(no_values); i++) {
		uint64_t v = 77;

		CHECK_ROW(state, no_values[i].name);
		assert_int_equal(TT_ENOENT, tt_site_value(&no_values[i].site,
		    text_of(no_values[i].text), &v));
		assert_int_equal(77, v);
	}
}

static void
a_choice_is_the_number_of_its_alternative(void **state)
{
	static const struct span alternatives[] = { { "a", 1 }, { "", 0 },
		{ "ab", 2 } };
	struct tt_site s = { .kind = TT_SITE_CHOICE, .n = 3,
		.alternatives = alternatives };
	uint64_t v = 77;

	(void)state;
	assert_int_equal(TT_OK, tt_site_value(&s, text_of("ab"), &v));
	assert_int_equal(2, v);
	assert_int_equal(TT_OK, tt_site_value(&s, text_of(""), &v));
	assert_int_equal(1, v);
	assert_int_equal(TT_ENOENT, tt_site_value(&s, text_of("abc"), &v));
	assert_int_equal(1, v);
	assert_false(tt_site_is_value(&s));
	s.n = TT_Q_MAX + 1;
	assert_true(tt_site_is_value(&s));
}

TEST_MAIN(cmocka_unit_test(texts_and_values_are_inverse),
    cmocka_unit_test(other_texts_are_no_value),
    cmocka_unit_test(a_choice_is_the_number_of_its_alternative))
