/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/case.h"

#define ALL	(CASE_NEEDS_SPECIMEN | CASE_NEEDS_TRACE | \
		CASE_NEEDS_FINDING | CASE_NEEDS_REASON)
#define NO	(-1)
#define O	CASE_OPENED
#define F	CASE_FOUND
#define A	CASE_ASKED
#define R	CASE_REPLIED
#define C	CASE_CLOSED
#define N	CASE_REOPENED

/* Where each act leads from each state, with all that it may need. */
static const int leads[CASE_ACTS][CASE_STATES] = {
	/*			  O   F   A   R   C   N */
	[CASE_OPEN] =		{ NO, NO, NO, NO, NO, NO },
	[CASE_ADD] =		{ O,  F,  A,  R,  NO, N },
	[CASE_TRACE] =		{ O,  F,  A,  R,  NO, N },
	[CASE_NOTE] =		{ O,  F,  A,  R,  C,  N },
	[CASE_HYPOTHESIS] =	{ O,  F,  A,  R,  NO, N },
	[CASE_TELL] =		{ O,  F,  A,  R,  C,  N },
	[CASE_FINDING] =	{ F,  F,  F,  F,  NO, F },
	[CASE_LETTER] =		{ NO, A,  A,  A,  NO, A },
	[CASE_REPLY] =		{ NO, R,  R,  R,  C,  R },
	[CASE_STATEMENT] =	{ O,  F,  A,  R,  C,  N },
	[CASE_EXPORT] =		{ O,  F,  A,  R,  C,  N },
	[CASE_CLOSE] =		{ C,  C,  C,  C,  NO, C },
	[CASE_REOPEN] =		{ NO, NO, NO, NO, N,  NO },
};

/* What each act needs, wherever it is allowed. */
static const unsigned needs[CASE_ACTS] = {
	[CASE_TRACE] = CASE_NEEDS_SPECIMEN,
	[CASE_FINDING] = CASE_NEEDS_TRACE,
	[CASE_LETTER] = CASE_NEEDS_FINDING,
	[CASE_REPLY] = CASE_NEEDS_FINDING,
	[CASE_REOPEN] = CASE_NEEDS_REASON,
};

static void
every_act_leads_where_the_table_says(void **state)
{
	enum case_state to;
	const char *why;

	for (enum case_act a = 0; a < CASE_ACTS; a++)
		for (enum case_state s = 0; s < CASE_STATES; s++) {
			CHECK_ROW(state, case_act_text(a));
			to = CASE_STATES;
			why = NULL;
			if (leads[a][s] == NO) {
				assert_int_equal(TT_ESTATE,
				    case_move(s, a, ALL, &to, &why));
				assert_int_equal(CASE_STATES, to);
				assert_string_equal("another state", why);
				continue;
			}
			assert_int_equal(TT_OK,
			    case_move(s, a, ALL, &to, &why));
			assert_int_equal(leads[a][s], to);
			assert_null(why);
		}
}

static void
no_act_goes_without_what_it_needs(void **state)
{
	enum case_state to;
	const char *why;

	for (enum case_act a = 0; a < CASE_ACTS; a++)
		for (enum case_state s = 0; s < CASE_STATES; s++)
			for (unsigned has = 0; has <= ALL; has++) {
				CHECK_ROW(state, case_act_text(a));
				if (leads[a][s] == NO)
					continue;
				to = CASE_STATES;
				why = NULL;
				if ((needs[a] & ~has) == 0) {
					assert_int_equal(TT_OK, case_move(s, a,
					    has, &to, &why));
					continue;
				}
				assert_int_equal(TT_EREFUSED, case_move(s, a,
				    has, &to, &why));
				assert_int_equal(CASE_STATES, to);
				assert_non_null(why);
			}
}

/* Whatever there is, an outcome never says more than a finding does. */
static void
an_outcome_rests_on_evidence(void **state)
{
	struct case_evidence e;
	const char *why;

	for (unsigned bits = 0; bits < 16; bits++)
		for (enum tt_verdict t = 0; t < TT_VERDICT_COUNT; t++)
			for (enum tt_verdict f = t; f < TT_VERDICT_COUNT; f++)
				for (enum case_outcome o = 0;
				    o < CASE_OUTCOMES; o++) {
		enum tt_err got, want = TT_OK;

		CHECK_ROW(state, case_outcome_text(o));
		e = (struct case_evidence){ .traced = bits & 1,
			.found = (bits & 1) && (bits & 2), .heard = bits & 4,
			.reason = bits & 8, .traced_best = t,
			.found_best = f };
		why = NULL;
		got = case_close_check(o, &e, &why);
		if (o == CASE_OUT_WITHDRAWN)
			want = e.reason ? TT_OK : TT_EREFUSED;
		else if (!e.traced)
			want = TT_EREFUSED;
		else if (o == CASE_OUT_NAMED)
			want = e.found && f == TT_VERDICT_NAMED && e.heard ?
			    TT_OK : TT_EREFUSED;
		else if (o == CASE_OUT_STRONG && !(e.found &&
		    f <= TT_VERDICT_STRONG))
			want = TT_EREFUSED;
		else if ((unsigned)t < (unsigned)o && !e.reason)
			want = TT_EREFUSED;
		assert_int_equal(want, got);
		assert_true((why != NULL) == (want != TT_OK));
	}
}

static void
no_name_is_told_below_named_unheard_or_set_aside(void **state)
{
	struct case_evidence e = { .found = true, .heard = true };

	(void)state;
	for (enum tt_verdict f = 0; f < TT_VERDICT_COUNT; f++)
		for (unsigned bits = 0; bits < 8; bits++) {
			e.found_best = f;
			e.found = bits & 1;
			e.heard = bits & 2;
			e.set_aside = bits & 4;
			assert_int_equal(f == TT_VERDICT_NAMED && bits == 3 ?
			    CASE_TELL_PARTNER : CASE_TELL_VERDICT,
			    case_tell_limit(CASE_TELL_PARTNER, &e));
			for (enum case_tell t = 0; t < CASE_TELL_PARTNER; t++)
				assert_int_equal(t, case_tell_limit(t, &e));
		}
}

#define BOTH_WAYS(noun, type, count)					\
	do {								\
		type x = count;						\
		for (type i = 0; i < count; i++) {			\
			assert_true(case_##noun##_parse(span_str(	\
			    case_##noun##_text(i)), &x));		\
			assert_int_equal(i, x);				\
		}							\
		assert_false(case_##noun##_parse(SPAN("Opened"), &x));	\
	} while (0)

static void
words_are_the_same_both_ways(void **state)
{
	(void)state;
	BOTH_WAYS(state, enum case_state, CASE_STATES);
	BOTH_WAYS(act, enum case_act, CASE_ACTS);
	BOTH_WAYS(outcome, enum case_outcome, CASE_OUTCOMES);
	BOTH_WAYS(tell, enum case_tell, CASE_TELLS);
	BOTH_WAYS(hypothesis, enum case_hypothesis, CASE_HYPOTHESES);
	for (enum case_hypothesis h = 0; h < CASE_HYPOTHESES; h++)
		assert_non_null(case_hypothesis_means(h));
}

TEST_MAIN(cmocka_unit_test(every_act_leads_where_the_table_says),
    cmocka_unit_test(no_act_goes_without_what_it_needs),
    cmocka_unit_test(an_outcome_rests_on_evidence),
    cmocka_unit_test(no_name_is_told_below_named_unheard_or_set_aside),
    cmocka_unit_test(words_are_the_same_both_ways))
