/* SPDX-License-Identifier: ISC */
/* Forms, combination and hash of observations: evidence.md section 6. */
#include "test.h"

#include <math.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "telltale/observation.h"

/* Parsed, then written: the same text, another (canonical) or an error. */
static const struct {
	const char *name, *text;
	enum tt_err want;
	const char *canonical;	/* NULL: text itself */
} forms[] = {
	{ "nothing read", "[]", TT_OK, NULL },
	{ "every form", "[{\"site\":0,\"symbol\":2},"
	  "{\"likelihood\":[0.9,0.1,0,0],\"site\":3},"
	  "{\"gone\":true,\"site\":5},"
	  "{\"novel\":true,\"site\":6},{\"site\":7,\"values\":[\"4711\"]},"
	  "{\"count\":600000000,\"matches\":[\"1\",\"4711\"],\"site\":8}]",
	  TT_OK, "[{\"site\":0,\"symbol\":2},"
	  "{\"likelihood\":[0.9,0.1,0,0],\"site\":3},"
	  "{\"gone\":true,\"site\":5},"
	  "{\"novel\":true,\"site\":6},{\"site\":7,\"values\":[\"4711\"]},"
	  "{\"count\":600000000,\"matches\":[\"1\",\"4711\"],\"site\":8}]" },
	{ "any order of sites and values",
	  "[{\"site\":9,\"values\":[\"10\",\"9\"]}, {\"symbol\":1,\"site\":2}]",
	  TT_OK, "[{\"site\":2,\"symbol\":1},{\"site\":9,\"values\":"
	  "[\"9\",\"10\"]}]" },
	{ "a site that stands twice is combined",
	  "[{\"site\":1,\"symbol\":1},{\"site\":1,\"likelihood\":[0.5,0.5]}]",
	  TT_OK, "[{\"site\":1,\"symbol\":1}]" },
	{ "largest value",
	  "[{\"site\":1,\"values\":[\"18446744073709551615\"]}]", TT_OK, NULL },
	{ "a search without a match",
	  "[{\"count\":7,\"matches\":[],\"site\":1}]", TT_OK, NULL },
	{ "integers among likelihoods", "[{\"likelihood\":[1,0],\"site\":1}]",
	  TT_OK, NULL },
	{ "negative zero is zero", "[{\"likelihood\":[1,-0.0],\"site\":1}]",
	  TT_OK, "[{\"likelihood\":[1,0],\"site\":1}]" },
	{ "an object", "{}", TT_ESYNTAX, NULL },
	{ "a number in the array", "[1]", TT_ESYNTAX, NULL },
	{ "no site", "[{\"symbol\":1}]", TT_ESYNTAX, NULL },
	{ "no reading", "[{\"site\":1}]", TT_ESYNTAX, NULL },
	{ "two forms", "[{\"site\":1,\"symbol\":1,\"gone\":true}]", TT_ESYNTAX,
	  NULL },
	{ "a member of no form", "[{\"site\":1,\"symbol\":1,\"note\":\"x\"}]",
	  TT_ESYNTAX, NULL },
	{ "gone is false", "[{\"site\":1,\"gone\":false}]", TT_ESYNTAX, NULL },
	{ "matches without count", "[{\"site\":1,\"matches\":[\"1\"]}]",
	  TT_ESYNTAX, NULL },
	{ "symbol as a string", "[{\"site\":1,\"symbol\":\"1\"}]", TT_ESYNTAX,
	  NULL },
	{ "value as a number", "[{\"site\":1,\"values\":[1]}]", TT_ESYNTAX,
	  NULL },
	{ "value with a leading zero", "[{\"site\":1,\"values\":[\"01\"]}]",
	  TT_ESYNTAX, NULL },
	{ "value of 2^64",
	  "[{\"site\":1,\"values\":[\"18446744073709551616\"]}]", TT_ERANGE,
	  NULL },
	{ "symbol 16", "[{\"site\":1,\"symbol\":16}]", TT_ERANGE, NULL },
	{ "site -1", "[{\"site\":-1,\"symbol\":1}]", TT_ERANGE, NULL },
	{ "site 2^18", "[{\"site\":262144,\"symbol\":1}]", TT_ERANGE, NULL },
	{ "one likelihood", "[{\"site\":1,\"likelihood\":[1]}]", TT_ERANGE,
	  NULL },
	{ "all likelihoods 0", "[{\"site\":1,\"likelihood\":[0,0]}]", TT_ERANGE,
	  NULL },
	{ "a likelihood above 1", "[{\"site\":1,\"likelihood\":[0,1.1]}]",
	  TT_ERANGE, NULL },
	{ "a likelihood below 0", "[{\"site\":1,\"likelihood\":[1,-0.1]}]",
	  TT_ERANGE, NULL },
	{ "no value at all", "[{\"site\":1,\"values\":[]}]", TT_ERANGE, NULL },
	{ "a value twice", "[{\"site\":1,\"values\":[\"1\",\"1\"]}]", TT_ERANGE,
	  NULL },
	{ "more matches than count",
	  "[{\"site\":1,\"count\":1,\"matches\":[\"1\",\"2\"]}]", TT_ERANGE,
	  NULL },
	{ "count 0", "[{\"site\":1,\"count\":0,\"matches\":[]}]", TT_ERANGE,
	  NULL },
	{ "a symbol and a set of values at one site",
	  "[{\"site\":1,\"symbol\":1},{\"site\":1,\"values\":[\"1\"]}]",
	  TT_ERANGE, NULL },
	{ "a symbol that the likelihoods do not have",
	  "[{\"site\":1,\"symbol\":2},{\"site\":1,\"likelihood\":[1,0.1]}]",
	  TT_ERANGE, NULL },
};

static void
parse_then_write_is_canonical_or_an_error(void **state)
{
	for (size_t i = 0; i < N_ROWS(forms); i++) {
		struct tt_observations *o = NULL;
		struct json_diag diag = { .line = -1 };
		struct buf b;

		CHECK_ROW(state, forms[i].name);
		assert_int_equal(forms[i].want, tt_observations_parse(&o,
		    span_str(forms[i].text), &diag));
		if (forms[i].want != TT_OK) {
			assert_null(o);
			assert_int_not_equal(-1, diag.line);
			assert_true(diag.text[0] != '\0');
			continue;
		}
		buf_init(&b, 1 << 16);
		assert_int_equal(TT_OK, tt_observations_write(o, &b));
		assert_string_equal(forms[i].canonical != NULL ?
		    forms[i].canonical : forms[i].text, b.p);
		buf_done(&b);
		tt_observations_free(o);
	}
}

static const uint64_t one[] = { 1 }, one_two[] = { 1, 2 },
    two_three[] = { 2, 3 }, four[] = { 4 }, falling[] = { 2, 1 };

#define SYMBOL(y)	{ .slot = 4, .kind = TT_OBS_SYMBOL, .symbol = (y) }
#define SOFT2(a, b)	{ .slot = 4, .kind = TT_OBS_SOFT, .q = 2,	\
	.likelihood = { a, b } }
#define SOFT3(a, b, c)	{ .slot = 4, .kind = TT_OBS_SOFT, .q = 3,	\
	.likelihood = { a, b, c } }
#define WHOLE(v)	{ .slot = 4, .kind = TT_OBS_VALUES, .values = (v), \
	.n_values = N_ROWS(v), .count = N_ROWS(v), .whole = true }
#define FOUND(v, n)	{ .slot = 4, .kind = TT_OBS_VALUES, .values = (v), \
	.n_values = N_ROWS(v), .count = (n) }
#define CUT(k)		{ .slot = 4, .kind = (k) }

static const struct {
	const char *name;
	struct tt_observation a, b;
	enum tt_err want;
	struct tt_observation out;
} pairs[] = {
	{ "the same symbol", SYMBOL(1), SYMBOL(1), TT_OK, SYMBOL(1) },
	{ "two symbols contradict", SYMBOL(1), SYMBOL(0), TT_ESTATE, { 0 } },
	{ "likelihoods are multiplied, normalised once", SOFT2(.9, .1),
	  SOFT2(.5, .5), TT_OK, SOFT2(.9, .1) },
	{ "twice ambiguous is not certain", SOFT3(.6, .3, .1),
	  SOFT3(.3, .6, .1), TT_OK, SOFT3(18. / 37, 18. / 37, 1. / 37) },
	{ "small likelihoods do not vanish", SOFT2(1e-300, 2e-300),
	  SOFT2(1e-300, 1e-300), TT_OK, SOFT2(1. / 3, 2. / 3) },
	{ "likelihoods that exclude each other", SOFT2(1, 0), SOFT2(0, 1),
	  TT_ESTATE, { 0 } },
	{ "a symbol that the other allows", SYMBOL(1), SOFT2(.9, .1), TT_OK,
	  SYMBOL(1) },
	{ "a symbol that the other excludes", SOFT2(1, 0), SYMBOL(1),
	  TT_ESTATE, { 0 } },
	{ "of different q", SOFT2(.5, .5), SOFT3(.5, .3, .2), TT_ERANGE,
	  { 0 } },
	{ "cut and cut", CUT(TT_OBS_GONE), CUT(TT_OBS_GONE), TT_OK,
	  CUT(TT_OBS_GONE) },
	{ "rewritten twice", CUT(TT_OBS_NOVEL), CUT(TT_OBS_NOVEL), TT_OK,
	  CUT(TT_OBS_NOVEL) },
	{ "rewritten and cut", CUT(TT_OBS_NOVEL), CUT(TT_OBS_GONE), TT_OK,
	  CUT(TT_OBS_GONE) },
	{ "cut in one, a symbol in the other", CUT(TT_OBS_GONE), SYMBOL(0),
	  TT_ESTATE, { 0 } },
	{ "erased says nothing", CUT(TT_OBS_ERASED), SYMBOL(0), TT_OK,
	  SYMBOL(0) },
	{ "nor as the second", CUT(TT_OBS_GONE), CUT(TT_OBS_ERASED), TT_OK,
	  CUT(TT_OBS_GONE) },
	{ "whole sets are intersected and counted", WHOLE(one_two),
	  WHOLE(two_three), TT_OK, { .slot = 4, .kind = TT_OBS_VALUES,
	  .values = two_three, .n_values = 1, .count = 1, .whole = true } },
	{ "whole sets without a common value", WHOLE(one), WHOLE(four),
	  TT_ESTATE, { 0 } },
	{ "a whole set and a search: the smaller count", WHOLE(one_two),
	  FOUND(two_three, 9), TT_OK, { .slot = 4, .kind = TT_OBS_VALUES,
	  .values = two_three, .n_values = 1, .count = 2 } },
	{ "two searches", FOUND(one_two, 7), FOUND(four, 9), TT_OK,
	  { .slot = 4, .kind = TT_OBS_VALUES, .count = 7 } },
	{ "values that do not ascend", WHOLE(falling), WHOLE(one), TT_ERANGE,
	  { 0 } },
	{ "a symbol and values", SYMBOL(1), WHOLE(one), TT_ERANGE, { 0 } },
	{ "of two slots", SYMBOL(1), { .slot = 5, .kind = TT_OBS_SYMBOL },
	  TT_ERANGE, { 0 } },
	{ "not well formed", SYMBOL(16), SYMBOL(1), TT_ERANGE, { 0 } },
};

static void
assert_same(const struct tt_observation *want, const struct tt_observation *got)
{
	assert_int_equal(want->slot, got->slot);
	assert_int_equal(want->kind, got->kind);
	assert_int_equal(want->symbol, got->symbol);
	assert_int_equal(want->q, got->q);
	for (unsigned a = 0; a < want->q; a++)
		assert_true(fabs(want->likelihood[a] -
		    got->likelihood[a]) < 1e-15);
	assert_int_equal(want->n_values, got->n_values);
	for (size_t i = 0; i < want->n_values; i++)
		assert_int_equal(want->values[i], got->values[i]);
	assert_int_equal(want->count, got->count);
	assert_int_equal(want->whole, got->whole);
}

static void
two_readings_combine_as_likelihoods(void **state)
{
	for (size_t i = 0; i < N_ROWS(pairs); i++) {
		struct tt_observation out = { .slot = 77 };
		uint64_t room[2];

		CHECK_ROW(state, pairs[i].name);
		assert_int_equal(pairs[i].want, tt_observation_combine(
		    &pairs[i].a, &pairs[i].b, room, &out));
		if (pairs[i].want == TT_OK)
			assert_same(&pairs[i].out, &out);
		else
			assert_int_equal(77, out.slot);
	}
}

static void
a_vector_lists_what_contradicts(void **state)
{
	const struct tt_observation readings[] = {
		{ .slot = 9, .kind = TT_OBS_SYMBOL, .symbol = 1 },
		{ .slot = 2, .kind = TT_OBS_SYMBOL, .symbol = 3 },
		{ .slot = 4, .kind = TT_OBS_ERASED },
		{ .slot = 9, .kind = TT_OBS_SYMBOL, .symbol = 0 },
		{ .slot = 9, .kind = TT_OBS_SYMBOL, .symbol = 1 },
		{ .slot = 5, .kind = TT_OBS_ERASED },
		{ .slot = 5, .kind = TT_OBS_VALUES, .values = one_two,
		  .n_values = 2, .count = 2, .whole = true },
		{ .slot = 5, .kind = TT_OBS_VALUES, .values = two_three,
		  .n_values = 2, .count = 2, .whole = true },
	};
	struct tt_observations *o = NULL;

	(void)state;
	assert_int_equal(TT_OK, tt_observations_new(&o, readings,
	    N_ROWS(readings)));
	assert_int_equal(2, o->n);
	assert_int_equal(1, o->n_contradicted);
	assert_int_equal(9, o->contradicted[0]);
	assert_int_equal(3, tt_observations_at(o, 2)->symbol);
	assert_int_equal(2, tt_observations_at(o, 5)->values[0]);
	assert_int_equal(1, tt_observations_at(o, 5)->count);
	assert_null(tt_observations_at(o, 4));
	assert_null(tt_observations_at(o, 9));
	assert_null(tt_observations_at(o, 10));
	tt_observations_free(o);
}

static const struct {
	const char *name, *text;
	enum tt_err want;
	size_t which;		/* on TT_OK: how many there are */
} lists[] = {
	{ "nothing", "[]", TT_OK, 0 },
	{ "one site twice, and not in order",
	  "[{\"site\":7,\"symbol\":2},{\"site\":1,\"gone\":true},"
	  "{\"site\":7,\"symbol\":3}]", TT_OK, 3 },
	{ "what no vector could hold is kept",
	  "[{\"site\":1,\"likelihood\":[0,3]},"
	  "{\"site\":1,\"values\":[\"1\",\"1\"]}]", TT_OK, 2 },
	{ "the first at fault", "[1,2]", TT_ESYNTAX, 0 },
	{ "the third", "[{\"site\":1,\"symbol\":1},{\"site\":2,\"gone\":true},"
	  "{\"site\":-1,\"symbol\":1}]", TT_ERANGE, 2 },
	{ "no array", "{\"site\":1}", TT_ESYNTAX, 0 },
};

static void
a_list_is_as_it_stands(void **state)
{
	for (size_t i = 0; i < N_ROWS(lists); i++) {
		struct tt_observation_list *l = NULL;
		struct span text = span_str(lists[i].text);
		struct json_diag diag;
		json_t *array;
		size_t which = 99;

		CHECK_ROW(state, lists[i].name);
		assert_int_equal(TT_OK, json_in_parse(text, text.n, &array,
		    NULL));
		assert_int_equal(lists[i].want, tt_observation_list_from_json(
		    &l, array, &which, &diag));
		json_decref(array);
		if (lists[i].want != TT_OK)
			assert_null(l);
		assert_int_equal(lists[i].which, l != NULL ? l->n : which);
		if (l != NULL && l->n == 3) {
			assert_int_equal(7, l->at[0].slot);
			assert_int_equal(1, l->at[1].slot);
			assert_int_equal(3, l->at[2].symbol);
		}
		tt_observation_list_free(l);
	}
}

static void
more_readings_than_the_limit_are_refused(void **state)
{
	struct tt_observations *o = NULL;
	struct tt_observation r = { .slot = 0 };

	(void)state;
	assert_int_equal(TT_ELIMIT, tt_observations_new(&o, &r,
	    TT_READINGS_MAX + 1));
	assert_null(o);
}

static void
the_hash_is_of_the_canonical_line(void **state)
{
	const char *line = "[{\"site\":2,\"symbol\":1}]";
	struct tt_observations *o = NULL;
	uint8_t got[32], want[32];

	(void)state;
	assert_int_equal(TT_OK, tt_observations_parse(&o,
	    span_str(" [ {\"symbol\": 1, \"site\": 2} ]\n"), NULL));
	assert_int_equal(TT_OK, tt_observations_hash(o, got));
	sha256(want, line, strlen(line));
	assert_memory_equal(want, got, sizeof(want));
	tt_observations_free(o);
}

TEST_MAIN(cmocka_unit_test(parse_then_write_is_canonical_or_an_error),
    cmocka_unit_test(two_readings_combine_as_likelihoods),
    cmocka_unit_test(a_vector_lists_what_contradicts),
    cmocka_unit_test(a_list_is_as_it_stands),
    cmocka_unit_test(more_readings_than_the_limit_are_refused),
    cmocka_unit_test(the_hash_is_of_the_canonical_line))
