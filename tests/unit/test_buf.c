/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "test.h"

static void
what_is_added_stands_there(void **state)
{
	static const char want[] = "abcd7\0\0\x12\x34"
	    "\x01\x02\x03\x04\x05\x06\x07\x08" "\x04\x03\x02\x01"
	    "\x08\x07\x06\x05\x04\x03\x02\x01";
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	buf_char(&b, 'a');
	buf_str(&b, "b");
	buf_span(&b, SPAN("c"));
	buf_add(&b, "d", 1);
	buf_add(&b, NULL, 0);
	buf_printf(&b, "%d", 7);
	buf_zero(&b, 2);
	buf_be16(&b, 0x1234);
	buf_be64(&b, 0x0102030405060708);
	buf_le32(&b, 0x01020304);
	buf_le64(&b, 0x0102030405060708);
	assert_int_equal(TT_OK, buf_err(&b));
	assert_int_equal(sizeof(want) - 1, b.n);
	assert_memory_equal(want, b.p, sizeof(want));	/* the NUL too */
	buf_done(&b);
}

/* Grown in small steps over many sizes; the same bytes for both kinds. */
static void
grow(struct buf *b)
{
	for (int i = 0; i < 1000; i++)
		buf_printf(b, "%d,", i);
	assert_int_equal(TT_OK, buf_err(b));
	assert_int_equal(3890, b->n);
	assert_memory_equal("0,1,2,3,4,", b->p, 10);
	assert_string_equal("998,999,", b->p + b->n - 8);
	buf_done(b);
	assert_null(b->p);
	buf_done(b);
}

static void
it_grows_and_keeps_what_it_has(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10000);
	grow(&b);
	buf_init_secret(&b, 10000);
	grow(&b);
	assert_true(b.secret);
}

static void
over_the_maximum_sticks(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	buf_str(&b, "1234");
	assert_int_equal(TT_OK, buf_err(&b));
	buf_char(&b, '5');
	assert_int_equal(TT_ELIMIT, buf_err(&b));
	assert_true(span_is(buf_view(&b), "1234"));
	buf_add(&b, NULL, 0);
	assert_int_equal(TT_ELIMIT, buf_err(&b));
	buf_clear(&b);
	assert_int_equal(TT_OK, buf_err(&b));
	assert_int_equal(0, b.n);
	buf_printf(&b, "%s", "12345");
	assert_int_equal(TT_ELIMIT, buf_err(&b));
	assert_int_equal(0, b.n);
	buf_done(&b);
}

static void
sizes_that_overflow_are_over_the_maximum(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, SIZE_MAX);
	buf_char(&b, 'x');
	buf_zero(&b, SIZE_MAX);
	assert_int_equal(TT_ELIMIT, buf_err(&b));
	buf_clear(&b);
	buf_zero(&b, SIZE_MAX);
	assert_int_equal(TT_ELIMIT, buf_err(&b));
	buf_done(&b);
}

static void
taken_bytes_are_the_takers(void **state)
{
	char *p = NULL;
	size_t n = 0;
	struct buf b;

	(void)state;
	buf_init(&b, 3);
	buf_str(&b, "abc");
	assert_int_equal(TT_OK, buf_take(&b, &p, &n));
	assert_int_equal(3, n);
	assert_string_equal("abc", p);
	assert_null(b.p);
	assert_int_equal(3, b.max);
	free(p);
	assert_int_equal(TT_OK, buf_take(&b, &p, &n));	/* of nothing */
	assert_int_equal(0, n);
	assert_string_equal("", p);
	buf_str(&b, "abcd");
	assert_int_equal(TT_ELIMIT, buf_take(&b, &(char *){ NULL }, &n));
	free(p);
	buf_done(&b);
}

static void
what_is_cut_off_is_gone(void **state)
{
	struct buf b;

	(void)state;
	buf_init_secret(&b, 100);
	buf_str(&b, "keep-drop");
	buf_cut(&b, 10);
	assert_string_equal("keep-drop", b.p);
	buf_cut(&b, 4);
	assert_memory_equal("keep\0\0\0\0", b.p, 9);
	assert_int_equal(4, b.n);
	buf_done(&b);
	buf_cut(&b, 0);	/* of nothing */
}

static void
an_empty_buf_has_a_view(void **state)
{
	struct buf b = { .n = 0 };

	(void)state;
	assert_non_null(buf_view(&b).p);
	assert_int_equal(0, buf_view(&b).n);
	buf_done(&b);	/* a zeroed one */
}

static void
clearing_a_secret_wipes_it(void **state)
{
	struct buf b;

	(void)state;
	buf_init_secret(&b, 100);
	buf_str(&b, "hidden");
	buf_clear(&b);
	assert_memory_equal("\0\0\0\0\0\0", b.p, 6);
	buf_done(&b);
}

TEST_MAIN(cmocka_unit_test(what_is_added_stands_there),
    cmocka_unit_test(it_grows_and_keeps_what_it_has),
    cmocka_unit_test(over_the_maximum_sticks),
    cmocka_unit_test(sizes_that_overflow_are_over_the_maximum),
    cmocka_unit_test(taken_bytes_are_the_takers),
    cmocka_unit_test(what_is_cut_off_is_gone),
    cmocka_unit_test(an_empty_buf_has_a_view),
    cmocka_unit_test(clearing_a_secret_wipes_it))
