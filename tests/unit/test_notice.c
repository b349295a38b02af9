/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/notice.h"

#define TEXT_MAX	65536

/* What no fact is, and so no notice says. */
static const char *const never[] = { "title", "product", "severity", "cve",
	"recipients", "count", "partners", "name", "score", "suspect" };

static void
give(enum notice_event e, struct span facts[NOTICE_FACTS])
{
	for (enum notice_fact f = 0; f < NOTICE_FACTS; f++)
		facts[f] = notice_rule(e)->facts >> f & 1 ?
		    span_str(notice_fact_lines(f) ? "one line\nand another" :
		    "7f3a") : (struct span){ NULL, 0 };
}

/* The facts that a template asks for are those of its row, and it is its. */
static void
templates_and_table_agree(void **state)
{
	for (enum notice_event e = 0; e < NOTICE_EVENTS; e++) {
		struct span t = span_str(notice_template(e)), line, name;
		uint64_t seen = 0;

		CHECK_ROW(state, notice_rule(e)->name);
		assert_true(span_line(&t, &line));
		assert_true(span_skip(&line, "notice "));
		assert_true(span_is(line, notice_rule(e)->name));
		assert_true(span_starts(t, "Subject: "));
		while (memchr(t.p, '{', t.n) != NULL) {
			enum notice_fact f = 0;

			assert_true(span_word(&t, '{', &name));
			assert_true(span_word(&t, '}', &name));
			while (f < NOTICE_FACTS &&
			    !span_is(name, notice_fact_name(f)))
				f++;
			assert_true(f < NOTICE_FACTS);
			seen |= UINT64_C(1) << f;
		}
		assert_true(seen == notice_rule(e)->facts);
	}
}

static void
no_fact_is_what_no_notice_may_say(void **state)
{
	for (enum notice_fact f = 0; f < NOTICE_FACTS; f++)
		for (size_t i = 0; i < N_ROWS(never); i++) {
			CHECK_ROW(state, notice_fact_name(f));
			assert_string_not_equal(never[i],
			    notice_fact_name(f));
		}
}

/* Filled, each is lines of at most 76 columns with nothing left open. */
static void
each_is_filled_whole(void **state)
{
	struct span facts[NOTICE_FACTS], t, line, found;
	const char *about;
	struct buf subject, text;

	for (enum notice_event e = 0; e < NOTICE_EVENTS; e++) {
		CHECK_ROW(state, notice_rule(e)->name);
		give(e, facts);
		buf_init(&subject, NOTICE_SUBJECT_MAX);
		buf_init(&text, TEXT_MAX);
		assert_int_equal(TT_OK, notice_fill(e, facts, &subject, &text,
		    &about));
		assert_null(memchr(text.p, '{', text.n));
		assert_null(memchr(subject.p, '{', subject.n));
		assert_null(memchr(subject.p, '\n', subject.n));
		assert_true(notice_clean(buf_view(&text), NULL, 0, &found));
		assert_true(notice_clean(buf_view(&subject), NULL, 0,
		    &found));
		assert_int_equal('\n', text.p[text.n - 1]);
		t = buf_view(&text);
		while (span_line(&t, &line))
			assert_true(line.n <= 76);
		buf_done(&subject);
		buf_done(&text);
	}
}

/* Whatever the event, each of its facts is needed and no other is taken. */
static void
facts_are_those_of_the_event(void **state)
{
	struct span facts[NOTICE_FACTS];
	struct buf subject, text;
	const char *about;

	for (enum notice_event e = 0; e < NOTICE_EVENTS; e++)
		for (enum notice_fact f = 0; f < NOTICE_FACTS; f++) {
			bool takes = notice_rule(e)->facts >> f & 1;

			CHECK_ROW(state, notice_rule(e)->name);
			give(e, facts);
			facts[f] = takes ? (struct span){ NULL, 0 } :
			    SPAN("x");
			buf_init(&subject, NOTICE_SUBJECT_MAX);
			buf_init(&text, TEXT_MAX);
			assert_int_equal(takes ? TT_ENOENT : TT_EREFUSED,
			    notice_fill(e, facts, &subject, &text, &about));
			assert_string_equal(notice_fact_name(f), about);
			assert_int_equal(0, text.n);
			facts[f] = SPAN("a\rb");
			if (takes)
				assert_int_equal(TT_ESYNTAX, notice_fill(e,
				    facts, &subject, &text, &about));
			facts[f] = SPAN("a\nb");
			if (takes)
				assert_int_equal(notice_fact_lines(f) ? TT_OK :
				    TT_ESYNTAX, notice_fill(e, facts,
				    &subject, &text, &about));
			buf_done(&subject);
			buf_done(&text);
		}
}

static const struct {
	const char *name, *text, *word;
	bool clean;
} words[] = {
	{ "a partner's name", "told by Birch Networks", "birch networks",
	  false },
	{ "in any case", "told by BIRCH", "birch", false },
	{ "at a comma", "birch, then", "birch", false },
	{ "within a word", "birchwood", "birch", true },
	{ "too short to look for", "at it", "at", true },
	{ "an id", "of EX-2026-014.", "EX-2026-014", false },
	{ "a longer id", "of EX-2026-0145", "EX-2026-014", true },
	{ "a CVE", "see CVE-2026-1234", "", false },
	{ "a score", "cvss 9.8", "", false },
	{ "severity", "of high severity", "", false },
	{ "nothing", "the instant has come", "birch", true },
};

static void
words_are_found_whole(void **state)
{
	struct span w, found;

	for (size_t i = 0; i < N_ROWS(words); i++) {
		CHECK_ROW(state, words[i].name);
		w = span_str(words[i].word);
		assert_int_equal(words[i].clean, notice_clean(span_str(
		    words[i].text), &w, 1, &found));
	}
}

static void
retries_grow_and_end_after_a_day(void **state)
{
	int64_t now = 1000, next = 0;
	unsigned tries = 1;

	(void)state;
	assert_int_equal(NOTICE_SENT, notice_tried(NOTICE_TAKEN, 1, now, now,
	    &next));
	assert_int_equal(NOTICE_FAILED, notice_tried(NOTICE_NEVER, 1, now,
	    now, &next));
	assert_int_equal(NOTICE_DROPPED, notice_tried(NOTICE_OBSOLETE, 1, now,
	    now, &next));
	assert_int_equal(0, next);
	while (notice_tried(NOTICE_LATER, tries, 1000, now, &next) ==
	    NOTICE_WAITING) {
		assert_true(next > now && next <= now + 3600);
		now = next;
		tries++;
		assert_true(tries < 100);
	}
	assert_true(now >= 1000 + NOTICE_GIVE_UP_S);
	assert_true(now < 1000 + NOTICE_GIVE_UP_S + 3600);
	assert_int_equal(NOTICE_WAITING, notice_tried(NOTICE_LATER, 1, 0, 0,
	    &next));
	assert_int_equal(60, next);
}

static void
names_are_the_same_both_ways(void **state)
{
	enum notice_state s = NOTICE_STATES;
	enum notice_event e = NOTICE_EVENTS;

	(void)state;
	for (enum notice_event i = 0; i < NOTICE_EVENTS; i++) {
		assert_true(notice_parse(span_str(notice_rule(i)->name), &e));
		assert_int_equal(i, e);
	}
	for (enum notice_state i = 0; i < NOTICE_STATES; i++) {
		assert_true(notice_state_parse(span_str(notice_state_text(i)),
		    &s));
		assert_int_equal(i, s);
	}
	assert_false(notice_parse(SPAN("Open"), &e));
}

TEST_MAIN(cmocka_unit_test(templates_and_table_agree),
    cmocka_unit_test(no_fact_is_what_no_notice_may_say),
    cmocka_unit_test(each_is_filled_whole),
    cmocka_unit_test(facts_are_those_of_the_event),
    cmocka_unit_test(words_are_found_whole),
    cmocka_unit_test(retries_grow_and_end_after_a_day),
    cmocka_unit_test(names_are_the_same_both_ways))
