/* SPDX-License-Identifier: ISC */
/* specs/stories.md 3.4: permitted uses, their values and defaults. */
#include "test.h"

#include "programme/uses.h"

static const struct {
	const char *name, *values;	/* the default first */
} rows[] = {
	{ "copy-into-product", "no|yes" },
	{ "deploy-detection", "yes|yes if not observable outside|no" },
	{ "deploy-mitigation", "yes|yes if not observable outside|no" },
	{ "hunt", "yes|no" },
	{ "machine-learning", "no|own only|yes" },
	{ "ship-detection", "no|obfuscated|yes" },
	{ "tell-authority", "say so first|say so after|as the law allows" },
	{ "tell-colleagues", "named readers only|need to know with a list|no" },
	{ "tell-contractors", "no|listed" },
};

static void
each_use_has_its_values(void **state)
{
	char values[256];
	enum use u;
	size_t v;

	assert_int_equal(USES, N_ROWS(rows));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_true(use_parse(span_str(rows[i].name), &u));
		assert_int_equal(i, u);
		values[0] = '\0';
		for (size_t k = 0; k < USES_VALUES_MAX &&
		    use_rule(u)->value[k] != NULL; k++) {
			snprintf(values + strlen(values), sizeof(values) -
			    strlen(values), "%s%s", k > 0 ? "|" : "",
			    use_rule(u)->value[k]);
			assert_true(use_value_parse(u,
			    span_str(use_rule(u)->value[k]), &v));
			assert_int_equal(k, v);
		}
		assert_string_equal(rows[i].values, values);
		assert_true(strlen(use_rule(u)->text) > 0);
		/* as a terms file sorts them */
		assert_true(i == 0 || strcmp(rows[i - 1].name,
		    rows[i].name) < 0);
	}
}

static void
others_are_refused(void **state)
{
	enum use u = USES;
	size_t v = 99;

	(void)state;
	assert_false(use_parse(SPAN("deploy"), &u));
	assert_false(use_parse(SPAN(""), &u));
	assert_false(use_value_parse(USE_HUNT, SPAN("maybe"), &v));
	assert_false(use_value_parse(USE_HUNT, SPAN(""), &v));
	assert_int_equal(USES, u);
	assert_int_equal(99, v);
}

TEST_MAIN(cmocka_unit_test(each_use_has_its_values),
    cmocka_unit_test(others_are_refused))
