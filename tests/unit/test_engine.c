/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/engine.h"

static const struct {
	const char *name, *text, *reads;	/* NULL: no engine */
} rows[] = {
	{ "advisory.json", "{ \"document\": { \"csaf_version\": \"2.0\" } }",
	    "CSAF" },
	{ "notes.json", "{ \"a\": 1 }", NULL },
	{ "rule.yml", "title: x\ndetection:\n  a: b\n", "Sigma rules" },
	{ "config.yml", "title: x\n", NULL },
	{ "LATCH.YAR", "rule a { condition: true }", "YARA rules" },
	{ "poc.py", "print()", "Python" },
	{ "check.sh", "#!/bin/sh\n", "shell" },
	{ "check.sh", "#!/bin/bash\n", "bash" },
	{ "latch.c", "int x;", "C" },
	{ "advisory.md", "text", NULL },
	{ ".py", "print()", NULL },
	{ "py", "print()", NULL },
};

static void
a_part_has_the_engine_that_reads_it(void **state)
{
	const struct engine *e;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		e = engine_for(span_str(rows[i].name), span_str(rows[i].text));
		if (rows[i].reads == NULL) {
			assert_null(e);
			continue;
		}
		assert_non_null(e);
		assert_string_equal(rows[i].reads, e->reads);
	}
}

static void
a_rule_has_one_of_two(void **state)
{
	const struct engine *e = engine_for(span_str("a.rules"),
	    span_str("alert tcp any any -> any any (sid:1;)"));

	(void)state;
	assert_non_null(e);
	assert_true(strcmp(e->reads, "Suricata rules") == 0 ||
	    engine_is_there(e));
}

static void
a_program_is_looked_for_in_path(void **state)
{
	static const struct engine here = { .check = "sh -n {}" };
	static const struct engine whole = { .check = "/bin/sh -n {}" };
	static const struct engine nowhere = { .check = "no-such-engine {}" };
	static const struct engine gone = { .check = "/no/such/engine {}" };

	(void)state;
	assert_true(engine_is_there(&here));
	assert_true(engine_is_there(&whole));
	assert_false(engine_is_there(&nowhere));
	assert_false(engine_is_there(&gone));
}

TEST_MAIN(cmocka_unit_test(a_part_has_the_engine_that_reads_it),
    cmocka_unit_test(a_rule_has_one_of_two),
    cmocka_unit_test(a_program_is_looked_for_in_path))
