/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/view.h"

static struct view
full(void)
{
	return (struct view){ .bulletin = "0011223344556677",
		.title = "Lantern Mail: the relay", .name = "R. Idler \"\\",
		.role = "finder", .has = { true, true, false, false, true },
		.at = { { 10, 20 }, { 30, 30 }, { 0, 0 }, { 0, 0 },
		{ 40, 50 } },
		.embargo = EMBARGO_REVISING, .terms = 1, .public_s = 1000,
		.planned_s = 900, .asked = true, .proposed = 2,
		.proposed_s = 2000, .respond_by_s = 1000, .answered = 1,
		.accepts = true, .by_key = true, .answered_s = 60,
		.known = true, .as = "finder", .knew = { 5, 6 },
		.source = "report 4711" };
}

static void
round_trip(const struct view *v)
{
	struct view *got = calloc(1, sizeof(*got));
	struct buf b, again;

	buf_init(&b, VIEW_MAX);
	buf_init(&again, VIEW_MAX);
	assert_int_equal(TT_OK, view_format(v, &b));
	assert_int_equal(TT_OK, view_parse(got, buf_view(&b)));
	assert_int_equal(TT_OK, view_format(got, &again));
	assert_true(span_eq(buf_view(&b), buf_view(&again)));
	assert_int_equal(v->embargo, got->embargo);
	assert_int_equal(v->proposed, got->proposed);
	assert_int_equal(v->answered, got->answered);
	assert_int_equal(v->accepts, got->accepts);
	assert_int_equal(v->by_key, got->by_key);
	assert_string_equal(v->source, got->source);
	buf_done(&b);
	buf_done(&again);
	free(got);
}

static void
a_view_is_read_as_it_was_written(void **state)
{
	struct view v = full();

	(void)state;
	round_trip(&v);
	v.answered = 0;
	v.proposed = 0;
	v.known = false;
	v.source[0] = '\0';
	v.accepts = v.by_key = false;
	round_trip(&v);
	for (enum embargo_end e = EMBARGO_SCHEDULED; e < EMBARGO_ENDS; e++) {
		v.embargo = EMBARGO_ENDED;
		v.end = e;
		v.ended_s = 1000;
		round_trip(&v);
	}
}

/* One change to a text that is right. */
static const struct {
	const char *name, *was, *is;
} wrong[] = {
	{ "another format", "telltale-view/1", "telltale-view/2" },
	{ "a member more", "{\"acknowledged\"", "{\"a\":1,\"acknowledged\"" },
	{ "a space", "\"asked\":true", "\"asked\": true" },
	{ "a state that there is not", "revising", "revised" },
	{ "an answer that there is not", "\"answer\":\"accept\"",
	  "\"answer\":\"accepts\"" },
	{ "a state's words of its own", "a fix is being made",
	  "no fix is made" },
	{ "an instant without zone", "00:16:40Z", "00:16:40" },
	{ "a date that ends before it begins", "1970-01-01T00:00:20Z",
	  "1970-01-01T00:00:01Z" },
	{ "a number below none", "\"terms\":1", "\"terms\":-1" },
	{ "a control", "report 4711", "report\\n4711" },
};

static void
replaced(struct buf *out, const char *text, const char *was, const char *is)
{
	const char *at = strstr(text, was);

	assert_non_null(at);
	buf_add(out, text, (size_t)(at - text));
	buf_str(out, is);
	buf_str(out, at + strlen(was));
}

static void
one_writing_is_accepted(void **state)
{
	struct view v = full(), *got = calloc(1, sizeof(*got));
	struct view *kept = calloc(1, sizeof(*kept));
	struct buf b, other;

	buf_init(&b, VIEW_MAX);
	assert_int_equal(TT_OK, view_format(&v, &b));
	buf_char(&b, '\0');
	for (size_t i = 0; i < N_ROWS(wrong); i++) {
		CHECK_ROW(state, wrong[i].name);
		buf_init(&other, VIEW_MAX);
		replaced(&other, b.p, wrong[i].was, wrong[i].is);
		assert_int_equal(TT_ESYNTAX, view_parse(got,
		    buf_view(&other)));
		assert_memory_equal(got, kept, sizeof(*got));
		buf_done(&other);
	}
	assert_int_equal(TT_ESYNTAX, view_parse(got, SPAN("")));
	assert_int_equal(TT_ESYNTAX, view_parse(got, SPAN("[]\n")));
	buf_done(&b);
	free(kept);
	free(got);
}

static void
who_is_asked_waits_until_they_answer(void **state)
{
	struct view v = full();

	(void)state;
	assert_true(view_waits(&v));	/* answered terms 1, asked about 2 */
	v.asked = false;
	assert_false(view_waits(&v));
	v.asked = true;
	v.answered = 2;
	assert_false(view_waits(&v));
	v.proposed = 0;
	assert_false(view_waits(&v));
}

static void
each_date_has_a_name_and_a_state_a_sentence(void **state)
{
	struct view v = full();
	enum view_date d;

	(void)state;
	for (enum view_date i = 0; i < VIEW_DATES; i++) {
		assert_true(view_date_parse(span_str(view_date_name(i)), &d));
		assert_int_equal(i, d);
		assert_true(strlen(view_date_words(i)) > 0);
	}
	assert_false(view_date_parse(SPAN("paid"), &d));
	assert_non_null(strstr(view_state(&v), "acknowledged"));
	v.has[VIEW_FIX] = true;
	assert_non_null(strstr(view_state(&v), "A fix is made"));
	v.embargo = EMBARGO_ENDED;
	v.end = EMBARGO_RETRACTED;
	assert_non_null(strstr(view_state(&v), "retracted"));
	v.end = EMBARGO_SCHEDULED;
	assert_non_null(strstr(view_state(&v), "public"));
}

TEST_MAIN(cmocka_unit_test(a_view_is_read_as_it_was_written),
    cmocka_unit_test(one_writing_is_accepted),
    cmocka_unit_test(who_is_asked_waits_until_they_answer),
    cmocka_unit_test(each_date_has_a_name_and_a_state_a_sentence))
