/* SPDX-License-Identifier: ISC */
#include "base/name.h"
#include "test.h"

#define TEN	"abcdefghij"
#define HUNDRED	TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define NINETY	TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define FIFTY	TEN TEN TEN TEN TEN

static const struct {
	const char *fact, *name;
	bool want;
} names[] = {
	{ "one letter", "a", true },
	{ "a usual part", "advisory.md", true },
	{ "all characters that may stand", "Az09._+@-x", true },
	{ "eight components", "a/b/c/d/e/f/g/h", true },
	{ "nine components", "a/b/c/d/e/f/g/h/i", false },
	{ "no bytes", "", false },
	{ "absolute", "/a", false },
	{ "slash last", "a/", false },
	{ "two slashes", "a//b", false },
	{ "folder itself", ".", false },
	{ "folder above", "a/../b", false },
	{ "hidden", ".profile", false },
	{ "hidden below", "a/.git/b", false },
	{ "an option", "-rf", false },
	{ "dot last", "a.", false },
	{ "dot last in a folder", "a./b", false },
	{ "space", "a b", false },
	{ "backslash", "a\\b", false },
	{ "colon", "a:b", false },
	{ "newline", "a\nb", false },
	{ "delete", "a\177", false },
	{ "not ASCII", "caf\303\251", false },
	{ "device", "con", false },
	{ "device in capitals, with a suffix", "NUL.tar.gz", false },
	{ "device in a folder", "a/Aux/b", false },
	{ "numbered device", "lpt9.txt", false },
	{ "numbered from 1", "com0", true },
	{ "two digits are no device", "com10", true },
	{ "begins like a device", "console", true },
	{ "device after the first dot", "a.con", true },
	{ "a component of 100", HUNDRED, true },
	{ "a component of 101", HUNDRED "k", false },
	{ "255 bytes that can be split", FIFTY "abcd/" HUNDRED "/" NINETY
	  "123456789", true },
	{ "256 bytes", FIFTY "abcd/" HUNDRED "/" HUNDRED, false },
	{ "no slash lets both parts fit", NINETY "/" TEN TEN TEN TEN TEN TEN TEN
	  "/" NINETY, false },
};

static void
name_is_allowed_or_not(void **state)
{
	for (size_t i = 0; i < N_ROWS(names); i++) {
		CHECK_ROW(state, names[i].fact);
		assert_int_equal(names[i].want, name_member_ok((struct span){
		    names[i].name, strlen(names[i].name) }));
	}
	assert_false(name_member_ok((struct span){ "a\0b", 3 }));
	assert_false(name_member_ok((struct span){ NULL, 0 }));
}

static const struct {
	const char *fact, *a, *b;
	bool want;
} pairs[] = {
	{ "the same", "a", "a", true },
	{ "equal but for case", "Read.me", "rEAD.ME", true },
	{ "another", "a", "b", false },
	{ "one begins with the other", "a", "ab", false },
	{ "one is the other's folder", "a", "a/b", true },
	{ "folder in another case", "x/A/c", "X/a", true },
	{ "one folder", "a/b", "a/c", false },
};

static void
names_clash_or_not(void **state)
{
	for (size_t i = 0; i < N_ROWS(pairs); i++) {
		struct span a = { pairs[i].a, strlen(pairs[i].a) };
		struct span b = { pairs[i].b, strlen(pairs[i].b) };

		CHECK_ROW(state, pairs[i].fact);
		assert_int_equal(pairs[i].want, name_member_clash(a, b));
		assert_int_equal(pairs[i].want, name_member_clash(b, a));
	}
}

static const struct {
	const char *fact, *name;
	size_t want;	/* bytes before the slash */
} splits[] = {
	{ "100 bytes fit whole", NINETY "/123456789", 0 },
	{ "the last slash that fits, not the first",
	  "a/" FIFTY "/" NINETY, 52 },
	{ "a slash whose prefix would be 156 is too late",
	  "abcde/" HUNDRED "/" FIFTY "/" TEN, 106 },
	{ "prefix of 155", FIFTY "abcd/" HUNDRED "/" NINETY, 155 },
};

static void
name_is_split_at_the_last_slash_that_fits(void **state)
{
	for (size_t i = 0; i < N_ROWS(splits); i++) {
		CHECK_ROW(state, splits[i].fact);
		assert_int_equal(splits[i].want, name_member_split(
		    (struct span){ splits[i].name, strlen(splits[i].name) }));
	}
}

TEST_MAIN(cmocka_unit_test(name_is_allowed_or_not),
    cmocka_unit_test(names_clash_or_not),
    cmocka_unit_test(name_is_split_at_the_last_slash_that_fits))
