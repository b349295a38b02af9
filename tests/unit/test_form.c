/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "http/form.h"

static const struct {
	const char *name, *form, *want;
	enum tt_err e;
} rows[] = {
	{ "plain", "id=a&b=c", "a", TT_OK },
	{ "the last", "b=c&id=a", "a", TT_OK },
	{ "empty", "id=&b=c", "", TT_OK },
	{ "no equals sign", "id", "", TT_OK },
	{ "a plus is a blank", "id=a+b", "a b", TT_OK },
	{ "percent", "id=%2fa%2Fb%26", "/a/b&", TT_OK },
	{ "beyond ASCII", "id=%C3%A9", "\xc3\xa9", TT_OK },
	{ "an equals sign in the value", "id=a=b", "a=b", TT_OK },
	{ "nothing", "", NULL, TT_ENOENT },
	{ "another", "idea=a", NULL, TT_ENOENT },
	{ "an encoded name is none of ours", "%69d=a", NULL, TT_ENOENT },
	{ "twice", "id=a&id=a", NULL, TT_ESYNTAX },
	{ "half a percent", "id=%2", NULL, TT_ESYNTAX },
	{ "no digits", "id=%zz", NULL, TT_ESYNTAX },
	{ "NUL", "id=a%00", NULL, TT_ESYNTAX },
	{ "half a character", "id=%C3", NULL, TT_ESYNTAX },
	{ "overlong", "id=%C0%AF", NULL, TT_ESYNTAX },
	{ "eight bytes fit", "id=%41%41%41%41%41%41%41%41", "AAAAAAAA",
	    TT_OK },
	{ "nine do not", "id=123456789", NULL, TT_ELIMIT },
	{ "nor encoded", "id=%41%41%41%41%41%41%41%41%41", NULL, TT_ELIMIT },
	{ "a fault after more than fits", "id=123456789%", NULL, TT_ESYNTAX },
};

static void
values_are_as_they_were_typed(void **state)
{
	struct buf out;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		buf_init(&out, 8);
		assert_int_equal(rows[i].e, form_get(span_str(rows[i].form),
		    "id", &out));
		assert_int_equal(TT_OK, buf_err(&out));
		assert_true(span_is(buf_view(&out), rows[i].want != NULL ?
		    rows[i].want : ""));
		buf_done(&out);
	}
}

static void
what_is_put_is_read_again(void **state)
{
	char all[255];
	struct buf text, out;

	(void)state;
	for (int i = 1; i < 128; i++)
		all[i - 1] = (char)i;
	buf_init(&text, 4096);
	buf_init(&out, 4096);
	buf_str(&text, "id=");
	form_put(&text, span_of(all, 127));
	assert_int_equal(TT_OK, form_get(buf_view(&text), "id", &out));
	assert_true(span_eq(span_of(all, 127), buf_view(&out)));
	buf_done(&text);
	buf_done(&out);
}

static const struct {
	const char *name, *header, *want;
} cookies[] = {
	{ "alone", "id=a", "a" },
	{ "among others", "x=y; id=a; z=", "a" },
	{ "none", NULL, NULL },
	{ "another", "idea=a; aid=b", NULL },
	{ "two of one name are nobody's", "id=a; id=b", NULL },
};

static void
a_cookie_is_found(void **state)
{
	struct span got;

	for (size_t i = 0; i < N_ROWS(cookies); i++) {
		CHECK_ROW(state, cookies[i].name);
		got = SPAN("");
		assert_int_equal(cookies[i].want != NULL,
		    form_cookie(cookies[i].header, "id", &got));
		if (cookies[i].want != NULL)
			assert_true(span_is(got, cookies[i].want));
	}
}

TEST_MAIN(cmocka_unit_test(values_are_as_they_were_typed),
    cmocka_unit_test(what_is_put_is_read_again),
    cmocka_unit_test(a_cookie_is_found))
