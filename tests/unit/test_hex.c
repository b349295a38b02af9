/* SPDX-License-Identifier: ISC */
#include "base/hex.h"
#include "prop.h"

static const struct {
	const char *name, *text;
	size_t n;
	bool want;
} rows[] = {
	{ "nothing", "", 0, true },
	{ "all digits", "0123456789abcdef", 8, true },
	{ "upper case", "0123456789ABCDEF", 8, false },
	{ "a byte too few", "0011", 3, false },
	{ "a byte too many", "0011", 1, false },
	{ "an odd digit", "001", 1, false },
	{ "before 0", "0/", 1, false },
	{ "after 9", "0:", 1, false },
	{ "before a", "0`", 1, false },
	{ "after f", "0g", 1, false },
	{ "the high bit", "0\xb0", 1, false },
	{ "a space", "0 ", 1, false },
};

static void
one_writing_is_read(void **state)
{
	char text[HEX_LEN(8) + 1];
	uint8_t out[8];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(out, 0xaa, sizeof(out));
		assert_int_equal(rows[i].want, hex_decode(out, rows[i].n,
		    rows[i].text, strlen(rows[i].text)));
		if (rows[i].want) {
			hex_encode(text, out, rows[i].n);
			assert_string_equal(rows[i].text, text);
		} else {
			assert_memory_equal(out,
			    "\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa", sizeof(out));
		}
	}
}

static void
every_byte_has_its_two_digits(void **state)
{
	char text[3], want[3];
	uint8_t out;

	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		uint8_t in = (uint8_t)i;

		hex_encode(text, &in, 1);
		snprintf(want, sizeof(want), "%02x", i);
		assert_string_equal(want, text);
		assert_true(hex_decode(&out, 1, text, 2));
		assert_int_equal(i, out);
	}
}

TEST_MAIN(cmocka_unit_test(one_writing_is_read),
    cmocka_unit_test(every_byte_has_its_two_digits))
