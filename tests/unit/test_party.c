/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/party.h"

static const struct {
	const char *name;
	struct embargo_now now;
	unsigned asked;
	int64_t public_s;
} rows[] = {
	{ "sealed, and nothing said: the first terms",
	  { .state = EMBARGO_NONE }, 1, 700 },
	{ "proposed: the first terms", { .state = EMBARGO_PROPOSED }, 1, 700 },
	{ "in force, nothing open",
	  { .state = EMBARGO_ACTIVE, .revision = 1, .public_s = 700 }, 0, 0 },
	{ "another date is proposed",
	  { .state = EMBARGO_REVISING, .revision = 1, .public_s = 700,
	    .proposed = 3, .proposed_s = 900 }, 3, 900 },
	{ "over", { .state = EMBARGO_ENDED, .revision = 1 }, 0, 0 },
	{ "over before any terms were in force", { .state = EMBARGO_ENDED },
	  0, 0 },
};

static void
parties_are_asked_about_what_is_open(void **state)
{
	int64_t public_s;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].asked, party_asked(&rows[i].now, 700,
		    &public_s));
		if (rows[i].asked != 0)
			assert_int_equal(rows[i].public_s, public_s);
		assert_int_equal(rows[i].now.revision == 0 &&
		    rows[i].now.state != EMBARGO_ENDED,
		    party_asked_first(&rows[i].now));
	}
}

/* Every combination of what can be wrong: one that is right counts. */
static void
nothing_but_the_right_key_and_the_open_terms_count(void **state)
{
	struct party_answer a;
	enum party_verdict v;
	size_t counted = 0;

	(void)state;
	for (unsigned bits = 0; bits < 1u << 9; bits++) {
		a = (struct party_answer){ .speaks = bits & 1,
			.in_force = bits & 2, .party = bits & 4,
			.clear = bits & 8, .asked = bits & 16 ? 3 : 0,
			.asked_s = 900, .revision = bits & 32 ? 3 : 2,
			.public_s = bits & 64 ? 900 : 901,
			.seen = (bits & 128) == 0, .written_s = 50,
			.had = 3, .had_written_s = bits & 256 ? 50 : 51 };
		v = party_judge(&a);
		counted += v == PARTY_COUNTS;
		assert_int_equal(v == PARTY_COUNTS, bits == (1u << 9) - 1);
		assert_int_equal(v == PARTY_COUNTS, party_why(v) == NULL);
	}
	assert_int_equal(1, counted);
}

static const struct {
	const char *name;
	struct party_answer a;
	enum party_verdict want;
} answers[] = {
#define RIGHT	.speaks = true, .in_force = true, .party = true, \
		.clear = true, .asked = 3, .asked_s = 900, .revision = 3, \
		.public_s = 900, .written_s = 50
	{ "the first answer", { RIGHT }, PARTY_COUNTS },
	{ "a change of mind", { RIGHT, .had = 3, .had_written_s = 40 },
	  PARTY_COUNTS },
	{ "one that was overtaken", { RIGHT, .had = 3, .had_written_s = 60 },
	  PARTY_OLDER },
	{ "after an answer to other terms, whenever that was",
	  { RIGHT, .had = 2, .had_written_s = 60 }, PARTY_COUNTS },
	{ "the same letter again", { RIGHT, .seen = true }, PARTY_SEEN },
#undef RIGHT
	{ "a reader whom nobody named", { .speaks = false }, PARTY_STRANGER },
	{ "a key that was lost", { .speaks = true, .party = true },
	  PARTY_KEY_OVER },
	{ "a finder who is not asked about dates",
	  { .speaks = true, .in_force = true }, PARTY_NOT_ASKED },
};

static void
why_an_answer_does_not_count(void **state)
{
	for (size_t i = 0; i < N_ROWS(answers); i++) {
		CHECK_ROW(state, answers[i].name);
		assert_int_equal(answers[i].want, party_judge(&answers[i].a));
	}
}

TEST_MAIN(cmocka_unit_test(parties_are_asked_about_what_is_open),
    cmocka_unit_test(nothing_but_the_right_key_and_the_open_terms_count),
    cmocka_unit_test(why_an_answer_does_not_count))
