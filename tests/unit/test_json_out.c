/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "base/json_in.h"
#include "base/json_out.h"
#include "test.h"

/* Writes v as it was parsed: its own depth is bounded by json_in's. */
static void
copy(struct json_out *j, const json_t *v)
{
	const char *key;
	json_t *member;
	size_t i;

	switch (json_typeof(v)) {
	case JSON_OBJECT:
		json_out_object(j);
		json_object_foreach((json_t *)(uintptr_t)v, key, member) {
			json_out_key(j, key);
			copy(j, member);
		}
		json_out_object_end(j);
		return;
	case JSON_ARRAY:
		json_out_array(j);
		json_array_foreach(v, i, member)
			copy(j, member);
		json_out_array_end(j);
		return;
	case JSON_STRING:
		json_out_span(j, span_of(json_string_value(v),
		    json_string_length(v)));
		return;
	case JSON_INTEGER:
		json_out_int(j, json_integer_value(v));
		return;
	case JSON_REAL:
		json_out_real(j, json_real_value(v));
		return;
	case JSON_TRUE:
	case JSON_FALSE:
		json_out_bool(j, json_is_true(v));
		return;
	case JSON_NULL:
		json_out_null(j);
	}
}

static const struct {
	const char *name, *text, *canonical, *pretty;
} rows[] = {
	{ "RFC 8785, section 3.2.2",
	  "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, "
	  "0.000000000000000000000000001],\"string\": \"\\u20ac$\\u000F"
	  "\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\", "
	  "\"literals\": [null, true, false]}",
	  "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,"
	  "1e+30,4.5,0.002,1e-27],\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\""
	  "\\\\\\\\\\\"/\"}", NULL },
	{ "RFC 8785, section 3.2.3: names in order of UTF-16",
	  "{\"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\", "
	  "\"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\", "
	  "\"\\ud83d\\ude00\": \"Emoji: Grinning Face\", "
	  "\"\\u0080\": \"Control\", "
	  "\"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}",
	  "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
	  "\"\xc3\xb6\":\"Latin Small Letter O With Diaeresis\","
	  "\"\xe2\x82\xac\":\"Euro Sign\","
	  "\"\xf0\x9f\x98\x80\":\"Emoji: Grinning Face\","
	  "\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}", NULL },
	{ "a name before its extensions", "{\"ab\":1,\"a\":2,\"\":3}",
	  "{\"\":3,\"a\":2,\"ab\":1}", NULL },
	{ "names that differ within a code point",
	  "{\"\xc3\xb6\":1,\"\xc3\xa4\":2}", "{\"\xc3\xa4\":2,\"\xc3\xb6\":1}",
	  NULL },
	{ "objects in objects are sorted each",
	  "{\"z\":{\"b\":[{\"d\":1,\"c\":2}],\"a\":3},\"y\":4}",
	  "{\"y\":4,\"z\":{\"a\":3,\"b\":[{\"c\":2,\"d\":1}]}}",
	  "{\n  \"z\": {\n    \"b\": [\n      {\n        \"d\": 1,\n"
	  "        \"c\": 2\n      }\n    ],\n    \"a\": 3\n  },\n"
	  "  \"y\": 4\n}\n" },
	{ "an empty object alone, found by fuzz_json", "{}", "{}", "{}\n" },
	{ "nothing in them", "{\"a\":{},\"b\":[]}", "{\"a\":{},\"b\":[]}",
	  "{\n  \"a\": {},\n  \"b\": []\n}\n" },
	{ "all short escapes", "\"\\b\\t\\n\\f\\r\\\"\\\\\\/\\u000b\\u007f\"",
	  "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u000b\x7f\"",
	  "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u000b\x7f\"\n" },
	{ "the smallest integer", "-9223372036854775808",
	  "-9223372036854775808", "-9223372036854775808\n" },
	{ "minus zero", "-0.0", "0", "0\n" },
};

static void
text_is_written_in_both_styles(void **state)
{
	struct json_out *j;
	struct buf b;
	json_t *v;

	buf_init(&b, 10000);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, json_in_parse(span_str(rows[i].text),
		    10000, &v, NULL));
		buf_clear(&b);
		assert_non_null(j = json_out_new(&b, JSON_CANONICAL));
		copy(j, v);
		assert_int_equal(TT_OK, json_out_end(j));
		assert_string_equal(rows[i].canonical, b.p);
		buf_clear(&b);
		assert_non_null(j = json_out_new(&b, JSON_PRETTY));
		copy(j, v);
		assert_int_equal(TT_OK, json_out_end(j));
		if (rows[i].pretty != NULL)
			assert_string_equal(rows[i].pretty, b.p);
		json_decref(v);
	}
	buf_done(&b);
}

static void
the_writers_own_values(void **state)
{
	struct json_out *j;
	struct buf b;

	(void)state;
	buf_init_secret(&b, 1000);
	buf_str(&b, "x=");	/* what stands before stays */
	assert_non_null(j = json_out_new(&b, JSON_CANONICAL));
	json_out_object(j);
	json_out_key(j, "u");
	json_out_u64(j, UINT64_MAX);
	json_out_key(j, "s");
	json_out_str(j, NULL);
	json_out_key(j, "n");
	json_out_real(j, (double)NAN);
	json_out_key(j, "i");
	json_out_real(j, (double)-INFINITY);
	json_out_key(j, "h");
	json_out_hex(j, "\x00\xff\x12", 3);
	json_out_object_end(j);
	assert_int_equal(TT_OK, json_out_end(j));
	assert_string_equal("x={\"h\":\"00ff12\",\"i\":null,\"n\":null,"
	    "\"s\":null,\"u\":18446744073709551615}", b.p);
	buf_done(&b);
}

enum step { END, OBJ, OBJ_END, ARR, ARR_END, KEY, VALUE, BAD_KEY, BAD_TEXT };

/* Each ends in an error, and every call after it is without effect. */
static const struct {
	const char *name;
	enum step steps[8];
	enum tt_err want;
} wrong[] = {
	{ "nothing written", { END }, TT_ESTATE },
	{ "two values", { VALUE, VALUE, END }, TT_ESTATE },
	{ "an open object", { OBJ, END }, TT_ESTATE },
	{ "an open array", { ARR, VALUE, END }, TT_ESTATE },
	{ "a name at the top", { KEY, VALUE, END }, TT_ESTATE },
	{ "a name in an array", { ARR, KEY, VALUE, ARR_END, END }, TT_ESTATE },
	{ "a value without name", { OBJ, VALUE, OBJ_END, END }, TT_ESTATE },
	{ "an array without name", { OBJ, ARR, ARR_END, OBJ_END, END },
	  TT_ESTATE },
	{ "a name without value", { OBJ, KEY, OBJ_END, END }, TT_ESTATE },
	{ "two names in a row", { OBJ, KEY, KEY, VALUE, OBJ_END, END },
	  TT_ESTATE },
	{ "a name twice", { OBJ, KEY, VALUE, KEY, VALUE, OBJ_END, END },
	  TT_ESTATE },
	{ "an array's end for an object's", { OBJ, ARR_END, END }, TT_ESTATE },
	{ "an end of nothing", { VALUE, OBJ_END, END }, TT_ESTATE },
	{ "a name that is not UTF-8", { OBJ, BAD_KEY, VALUE, OBJ_END, END },
	  TT_ESYNTAX },
	{ "a text that is not UTF-8", { BAD_TEXT, END }, TT_ESYNTAX },
};

static enum tt_err
run(struct json_out *j, const enum step *step)
{
	for (;; step++) {
		switch (*step) {
		case END:
			return json_out_end(j);
		case OBJ:
			json_out_object(j);
			break;
		case OBJ_END:
			json_out_object_end(j);
			break;
		case ARR:
			json_out_array(j);
			break;
		case ARR_END:
			json_out_array_end(j);
			break;
		case KEY:
			json_out_key(j, "k");
			break;
		case VALUE:
			json_out_int(j, 1);
			break;
		case BAD_KEY:
			json_out_key(j, "\xff");
			break;
		case BAD_TEXT:
			json_out_str(j, "\xc3");
			break;
		}
	}
}

static void
what_is_no_json_is_refused(void **state)
{
	struct buf b;

	buf_init(&b, 1000);
	for (size_t i = 0; i < N_ROWS(wrong); i++) {
		CHECK_ROW(state, wrong[i].name);
		for (int style = 0; style < 2; style++) {
			buf_clear(&b);
			assert_int_equal(wrong[i].want, run(json_out_new(&b,
			    (enum json_style)style), wrong[i].steps));
			assert_int_equal(wrong[i].want, buf_err(&b));
		}
	}
	buf_done(&b);
}

static void
levels_have_a_limit(void **state)
{
	struct json_out *j;
	struct buf b;

	(void)state;
	for (int depth = JSON_OUT_DEPTH; depth < JSON_OUT_DEPTH + 2; depth++) {
		buf_init(&b, 1000);
		assert_non_null(j = json_out_new(&b, JSON_CANONICAL));
		for (int i = 0; i < depth; i++)
			json_out_array(j);
		for (int i = 0; i < depth; i++)
			json_out_array_end(j);
		assert_int_equal(depth > JSON_OUT_DEPTH ? TT_ELIMIT : TT_OK,
		    json_out_end(j));
		buf_done(&b);
	}
}

static void
a_full_buf_stays_full(void **state)
{
	struct json_out *j;
	struct buf b;

	(void)state;
	for (size_t max = 0; max < 20; max++) {
		buf_init(&b, max);
		assert_non_null(j = json_out_new(&b, JSON_CANONICAL));
		json_out_object(j);
		json_out_key(j, "b");
		json_out_str(j, "text");
		json_out_key(j, "a");
		json_out_int(j, 12);
		json_out_object_end(j);
		assert_int_equal(max < 19 ? TT_ELIMIT : TT_OK,
		    json_out_end(j));
		buf_done(&b);
	}
}

TEST_MAIN(cmocka_unit_test(text_is_written_in_both_styles),
    cmocka_unit_test(the_writers_own_values),
    cmocka_unit_test(what_is_no_json_is_refused),
    cmocka_unit_test(levels_have_a_limit),
    cmocka_unit_test(a_full_buf_stays_full))
