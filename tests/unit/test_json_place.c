/* SPDX-License-Identifier: ISC */
/* Where the k-th item of "list" stands, however the text is written. */
#include "test.h"

#include "base/json_in.h"
#include "base/json_place.h"

static const struct {
	const char *name, *text;
	size_t index;
	uint32_t line, column;
} items[] = {
	{ "all on one line", "{\"list\": [1, 22, 3]}", 2, 1, 18 },
	{ "an item a line", "{\"list\": [\n1,\n2,\n3]}", 2, 4, 1 },
	{ "the first", "{\"list\": [\n1,\n2]}", 0, 2, 1 },
	{ "commas that begin lines", "{\"list\": [1\n,2\n,3]}", 2, 3, 2 },
	{ "an item over many lines", "{\"list\": [{\n\"a\":\n1\n},\n{}]}", 1, 5,
	  1 },
	{ "items of every kind",
	  "{\"list\": [true,\nnull,\n\"x\",\n-1.5e3,\n[],\n{},\n7]}", 6, 7, 1 },
	{ "brackets within strings",
	  "{\"list\": [\"[{\",\n\"]}\",\n\",\",\n4]}", 3, 4, 1 },
	{ "quotation marks and backslashes within strings",
	  "{\"list\": [\"\\\"\",\n\"\\\\\",\n\"\\\\\\\",\",\n4]}", 3, 4, 1 },
	{ "lists within lists", "{\"list\": [[1, [2,\n3], 4],\n[5],\n6]}", 2, 4,
	  1 },
	{ "another list before it", "{\"a\": [1,\n2,\n3], \"list\": [\n4]}", 0,
	  4, 1 },
	{ "one of that name within another member",
	  "{\"a\": {\"list\": [1,\n2]},\n\"list\": [\n4]}", 0, 4, 1 },
	{ "its name as a text", "{\"a\": \"list\",\n\"list\": [\n4]}", 0, 3,
	  1 },
	{ "its name with escapes", "{\"\\u006ci\\u0073t\": [\n4]}", 0, 2, 1 },
	{ "a name of the same length with escapes",
	  "{\"\\u006cost\": [1],\n\"list\": [\n4]}", 0, 3, 1 },
	{ "characters, not bytes, are columns",
	  "{\"\303\251\": \"\342\202\254\", \"list\": [4]}", 0, 1, 21 },
	{ "carriage returns", "{\"list\": [\r\n1,\r\n2]}\r\n", 1, 3, 1 },
	{ "nothing before it", " \n\t{ \"list\" :\n[ 4 ] }", 0, 3, 3 },
	{ "one too many: the list", "{\"a\": 1,\n\"list\": [4,\n5]}", 2, 2, 1 },
	{ "an empty list", "{\"a\": 1,\n\"list\": [\n]}", 0, 2, 1 },
	{ "no such list: the object", "\n{\"a\":\n[4]}", 0, 2, 1 },
	{ "no object: the value", "\n\n[1]", 0, 3, 1 },
};

static void
items_are_found_in_any_writing(void **state)
{
	struct json_path path = { .n = 0 };

	path = json_path_key(path, "list");
	for (size_t i = 0; i < N_ROWS(items); i++) {
		struct span text = span_str(items[i].text);
		struct json_path item = json_path_index(path, items[i].index);
		uint32_t line = 0, column = 0;
		json_t *v = NULL;

		CHECK_ROW(state, items[i].name);
		assert_int_equal(TT_OK, json_in_parse(text, text.n, &v, NULL));
		json_decref(v);
		json_place(text, &item, &line, &column);
		assert_int_equal(items[i].line, line);
		assert_int_equal(items[i].column, column);
	}
}

TEST_MAIN(cmocka_unit_test(items_are_found_in_any_writing))
