/* SPDX-License-Identifier: ISC */
#include "base/json_in.h"
#include "test.h"

#define MAX	1000	/* bytes */
#define X8(s)	s s s s s s s s

static const struct {
	const char *name;
	struct span text;
	enum tt_err want;
	int line, column;
} rows[] = {
	{ "an object", SPAN_INIT("{\"a\": [1, 2.5, true, null]}"), TT_OK, 0,
	  0 },
	{ "a value alone", SPAN_INIT("\"text\""), TT_OK, 0, 0 },
	{ "white space around", SPAN_INIT(" \t\r\n1\n"), TT_OK, 0, 0 },
	{ "the largest integer", SPAN_INIT("9223372036854775807"), TT_OK, 0,
	  0 },
	{ "a surrogate pair", SPAN_INIT("\"\\ud83d\\ude00\""), TT_OK, 0, 0 },
	{ "64 levels", SPAN_INIT(X8(X8("[")) X8(X8("]"))), TT_OK, 0, 0 },
	{ "65 levels", SPAN_INIT(X8(X8("[")) "{}" X8(X8("]"))), TT_ELIMIT, 1,
	  65 },
	{ "65 levels, mixed",
	  SPAN_INIT("\n{\"a\":" X8(X8("[")) "]" X8(X8("]"))), TT_ELIMIT, 2,
	  69 },
	{ "brackets in a string are none",
	  SPAN_INIT("\"\\\"" X8(X8("[")) X8(X8("{")) "\""), TT_OK, 0, 0 },
	{ "nothing", SPAN_INIT(""), TT_ESYNTAX, 1, 0 },
	{ "a key twice", SPAN_INIT("{\"a\": 1,\n \"a\": 2}"), TT_ESYNTAX, 2,
	  4 },
	{ "a key twice, once escaped", SPAN_INIT("{\"a\":1,\"\\u0061\":2}"),
	  TT_ESYNTAX, 1, 15 },
	{ "something after it", SPAN_INIT("{} x"), TT_ESYNTAX, 1, 4 },
	{ "a second value", SPAN_INIT("1 2"), TT_ESYNTAX, 1, 3 },
	{ "NUL in a string", SPAN_INIT("\"\\u0000\""), TT_ESYNTAX, 1, 8 },
	{ "a bare NUL, which jansson 2.14 takes for the end",
	  SPAN_INIT("1\0"), TT_ESYNTAX, 1, 2 },
	{ "something after a NUL", SPAN_INIT("{}\0{}"), TT_ESYNTAX, 1, 3 },
	{ "invalid UTF-8", SPAN_INIT("\"\xff\""), TT_ESYNTAX, 1, 1 },
	{ "overlong UTF-8", SPAN_INIT("\"\xc0\xaf\""), TT_ESYNTAX, 1, 1 },
	{ "a surrogate alone", SPAN_INIT("\"\\ud800\""), TT_ESYNTAX, 1, 8 },
	{ "an integer too large", SPAN_INIT("9223372036854775808"), TT_ESYNTAX,
	  1, 19 },
	{ "a real too large", SPAN_INIT("1e999"), TT_ESYNTAX, 1, 5 },
	{ "a leading zero", SPAN_INIT("01"), TT_ESYNTAX, 1, 1 },
	{ "a trailing comma", SPAN_INIT("[1,]"), TT_ESYNTAX, 1, 4 },
	{ "a comment", SPAN_INIT("/* */ 1"), TT_ESYNTAX, 1, 1 },
	{ "an open object", SPAN_INIT("{\"a\":\n\n1"), TT_ESYNTAX, 3, 1 },
	{ "a line end in a string", SPAN_INIT("\"a\nb\""), TT_ESYNTAX, 1, 2 },
	{ "a byte order mark", SPAN_INIT("\xef\xbb\xbf{}"), TT_ESYNTAX, 1, 1 },
};

static void
one_value_is_read_or_its_place_named(void **state)
{
	struct json_diag diag;
	json_t *v;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		memset(&diag, 0, sizeof(diag));
		v = NULL;
		assert_int_equal(rows[i].want, json_in_parse(rows[i].text, MAX,
		    &v, &diag));
		assert_int_equal(rows[i].want == TT_OK, v != NULL);
		assert_int_equal(rows[i].want == TT_OK, diag.text[0] == '\0');
		assert_int_equal(rows[i].line, diag.line);
		assert_int_equal(rows[i].column, diag.column);
		json_decref(v);
		if (rows[i].want != TT_OK)
			assert_int_equal(rows[i].want, json_in_parse(
			    rows[i].text, MAX, &v, NULL));
	}
}

static void
more_bytes_than_allowed_are_refused(void **state)
{
	struct json_diag diag;
	json_t *v = NULL;

	(void)state;
	assert_int_equal(TT_ELIMIT, json_in_parse(SPAN("[1]"), 2, &v, &diag));
	assert_string_equal("longer than 2 bytes", diag.text);
	assert_int_equal(0, diag.line);
	assert_null(v);
	assert_int_equal(TT_OK, json_in_parse(SPAN("[1]"), 3, &v, &diag));
	json_decref(v);
}

static json_t *
parse(const char *text)
{
	json_t *v = NULL;

	assert_int_equal(TT_OK, json_in_parse(span_str(text), MAX, &v, NULL));
	return v;
}

static void
members_come_out_by_type(void **state)
{
	json_t *obj = parse("{\"s\": \"t\\u00e9xt\", \"i\": -7, \"r\": 0.5, "
	    "\"b\": true, \"a\": [1], \"o\": {\"x\": 1}}"), *v;
	struct span s;
	int64_t i;
	double r;
	bool b;

	(void)state;
	assert_int_equal(TT_OK, json_in_str(obj, "s", &s, NULL));
	assert_true(span_is(s, "t\xc3\xa9xt"));
	assert_int_equal(TT_OK, json_in_int(obj, "i", -7, 0, &i, NULL));
	assert_int_equal(-7, i);
	assert_int_equal(TT_OK, json_in_real(obj, "r", &r, NULL));
	assert_true(r >= 0.5 && r <= 0.5);
	assert_int_equal(TT_OK, json_in_real(obj, "i", &r, NULL));
	assert_true(r >= -7 && r <= -7);
	assert_int_equal(TT_OK, json_in_bool(obj, "b", &b, NULL));
	assert_true(b);
	assert_int_equal(TT_OK, json_in_array(obj, "a", &v, NULL));
	assert_int_equal(1, json_array_size(v));
	assert_int_equal(TT_OK, json_in_object(obj, "o", &v, NULL));
	assert_int_equal(1, json_object_size(v));
	json_decref(obj);
}

enum getter { STR, INT, REAL, BOOL, ARRAY, OBJECT };

static enum tt_err
call(enum getter g, const json_t *obj, const char *key, struct json_diag *d)
{
	json_t *v;
	struct span s;
	int64_t i;
	double r;
	bool b;

	switch (g) {
	case STR:
		return json_in_str(obj, key, &s, d);
	case INT:
		return json_in_int(obj, key, 1, 9, &i, d);
	case REAL:
		return json_in_real(obj, key, &r, d);
	case BOOL:
		return json_in_bool(obj, key, &b, d);
	case ARRAY:
		return json_in_array(obj, key, &v, d);
	case OBJECT:
		return json_in_object(obj, key, &v, d);
	}
	return TT_OK;
}

static const struct {
	enum getter get;
	const char *text, *key;
	enum tt_err want;
	const char *diag;
} wrong[] = {
	{ STR, "{}", "id", TT_ENOENT, "member \"id\" is missing" },
	{ STR, "[]", "id", TT_ESYNTAX,
	  "not an object, so it has no member \"id\"" },
	{ STR, "{\"id\": 1}", "id", TT_ESYNTAX,
	  "member \"id\" should be a string" },
	{ STR, "{\"id\": null}", "id", TT_ESYNTAX,
	  "member \"id\" should be a string" },
	{ INT, "{\"n\": \"1\"}", "n", TT_ESYNTAX,
	  "member \"n\" should be an integer" },
	{ INT, "{\"n\": 1.0}", "n", TT_ESYNTAX,
	  "member \"n\" should be an integer" },
	{ INT, "{\"n\": 0}", "n", TT_ERANGE, "member \"n\" should be 1 to 9" },
	{ INT, "{\"n\": 10}", "n", TT_ERANGE, "member \"n\" should be 1 to 9" },
	{ REAL, "{\"x\": \"1\"}", "x", TT_ESYNTAX,
	  "member \"x\" should be a number" },
	{ BOOL, "{\"b\": 0}", "b", TT_ESYNTAX,
	  "member \"b\" should be true or false" },
	{ ARRAY, "{\"a\": {}}", "a", TT_ESYNTAX,
	  "member \"a\" should be an array" },
	{ OBJECT, "{\"o\": []}", "o", TT_ESYNTAX,
	  "member \"o\" should be an object" },
	{ REAL, "{}", "x", TT_ENOENT, "member \"x\" is missing" },
	{ BOOL, "{}", "b", TT_ENOENT, "member \"b\" is missing" },
	{ INT, "{}", "n", TT_ENOENT, "member \"n\" is missing" },
	{ ARRAY, "{}", "a", TT_ENOENT, "member \"a\" is missing" },
	{ OBJECT, "{}", "o", TT_ENOENT, "member \"o\" is missing" },
};

static void
a_wrong_member_is_named(void **state)
{
	struct json_diag diag;
	json_t *obj;

	for (size_t i = 0; i < N_ROWS(wrong); i++) {
		CHECK_ROW(state, wrong[i].text);
		obj = parse(wrong[i].text);
		assert_int_equal(wrong[i].want, call(wrong[i].get, obj,
		    wrong[i].key, &diag));
		assert_string_equal(wrong[i].diag, diag.text);
		json_decref(obj);
	}
}

/* How often the C library's heap has those bytes. */
static size_t
in_heap(const char *p, size_t n)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512], *at, *end;
	size_t found = 0;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (strstr(line, "[heap]") == NULL)
			continue;
		at = (char *)strtoul(line, &end, 16);
		end = (char *)strtoul(end + 1, NULL, 16);
		for (; at + n <= end; at++)
			found += memcmp(at, p, n) == 0;
	}
	fclose(maps);
	return found;
}

static void
what_is_freed_is_wiped_once_asked_for(void **state)
{
	static const char key[] = "97531eca8642fdb0";
	char text[128];
	size_t live;
	json_t *obj;

	(void)state;
	json_in_wipe();
	snprintf(text, sizeof(text), "{\"key\":\"0123456789abcdef%s%s\"}",
	    key, key);
	obj = parse(text);
	live = in_heap(key, strlen(key));
	json_decref(obj);
	if (live == 0)
		skip();		/* under a tool with a heap of its own */
	assert_int_equal(0, in_heap(key, strlen(key)));
}

TEST_MAIN(cmocka_unit_test(what_is_freed_is_wiped_once_asked_for),
    cmocka_unit_test(one_value_is_read_or_its_place_named),
    cmocka_unit_test(more_bytes_than_allowed_are_refused),
    cmocka_unit_test(members_come_out_by_type),
    cmocka_unit_test(a_wrong_member_is_named))
