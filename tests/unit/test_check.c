/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/rng.h"
#include "telltale/check.h"

#define SITES_MAX	64

static struct tt_diags diags;

static struct span
text_of(const char *s)
{
	return (struct span){ s, strlen(s) };
}

static struct tt_bulletin *
parse(const char *text)
{
	struct tt_part_text part = { text_of("part"), text_of(text) };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&b, &part, 1, &diags));
	assert_true(b->n_sites <= SITES_MAX);
	return b;
}

static struct rng
some_rng(struct rng_seeded *state)
{
	static const uint8_t seed[32] = { 7 };

	return rng_seeded(state, seed);
}

static void
rows_show_every_alternative(void **state)
{
	struct tt_bulletin *b = parse("{{a|b}} {{a|b|c}} {{a|b|c|d|e}} "
	    "{{int 1..7}} {{int 5..100}} {{name}}");
	uint64_t row[SITES_MAX];
	struct rng_seeded seeded;
	struct rng rng = some_rng(&seeded);

	(void)state;
	assert_int_equal(7 + TT_CHECK_RANDOM_ROWS, tt_check_n_rows(b));
	for (size_t k = 0; k < tt_check_n_rows(b); k++) {
		tt_check_row(b, k, rng, row);
		for (size_t i = 0; i < b->n_sites; i++)
			assert_true(row[i] < b->sites[i].n);
		if (k >= 7)
			continue;
		for (size_t i = 0; i < 4; i++)
			assert_int_equal(k % b->sites[i].n, row[i]);
		if (k < 2) {
			assert_int_equal(k == 0 ? 0 : 95, row[4]);
			assert_int_equal(k == 0 ? 0 : (1 << 24) - 1, row[5]);
		}
	}
	tt_bulletin_free(b);
}

static void
value_sites_alone_take_three_rows(void **state)
{
	struct tt_bulletin *b = parse("{{hex 8}}");

	(void)state;
	assert_int_equal(3 + TT_CHECK_RANDOM_ROWS, tt_check_n_rows(b));
	tt_bulletin_free(b);
	b = parse("no site");
	assert_int_equal(1, tt_check_n_rows(b));
	tt_bulletin_free(b);
}

static const struct {
	const char *name, *file, *text;
	enum tt_err want;
	uint32_t line;
} formats[] = {
	{ "JSON", "a.json", "{\"a\": [1, 1e5, \"\\u0000\"]}", TT_OK, 0 },
	{ "JSON, a number of any size", "a.json",
	  "123456789012345678901234567890", TT_OK, 0 },
	{ "JSON, a comma too much", "a.JSON", "{\n\"a\": 1,\n}", TT_ESYNTAX,
	  3 },
	{ "JSON, a name twice", "a.csaf", "{\"a\": 1,\n\"a\": 2}",
	  TT_ESYNTAX, 2 },
	{ "JSON, empty", "a.json", "", TT_ESYNTAX, 1 },
	{ "YAML", "a.yml", "a: [1, 2]\nb:\n  - c\n---\nd: e\n", TT_OK, 0 },
	{ "YAML, a quotation that stays open", "dir/a.yaml",
	  "a: 1\nb: \"c\nd: 2\n", TT_ESYNTAX, 4 },
	{ "YAML, a tab as indentation", "a.yaml", "a:\n\t- b\n", TT_ESYNTAX,
	  2 },
	{ "YAML, not UTF-8", "a.yaml", "a: \xff\n", TT_ESYNTAX, 1 },
	{ "XML", "a.xml", "<a>\n<b c='d'/>&amp;</a>", TT_OK, 0 },
	{ "XML, not closed", "a.xml", "<a>\n<b></a>", TT_ESYNTAX, 2 },
	{ "XML, a bare ampersand", "a.xml", "<a>\n\nx & y</a>", TT_ESYNTAX,
	  3 },
	{ "HTML is not looked at", "a.html", "<p>x<br>", TT_OK, 0 },
	{ "nor is what only ends like it", "json", "{", TT_OK, 0 },
	{ "nor a name that is nothing else", ".json", "{", TT_OK, 0 },
};

static void
formats_parse_or_say_where_not(void **state)
{
	for (size_t i = 0; i < N_ROWS(formats); i++) {
		struct tt_fault fault = { .line = 0 };

		CHECK_ROW(state, formats[i].name);
		assert_int_equal(formats[i].want, tt_format_check(
		    tt_format_of(text_of(formats[i].file)),
		    text_of(formats[i].text), &fault));
		assert_int_equal(formats[i].line, fault.line);
		assert_int_equal(formats[i].want != TT_OK,
		    fault.text[0] != '\0');
	}
}

/* A rendering that is no JSON. */
struct rendered {
	struct tt_bulletin *b;
	size_t calls;
};

static bool
is_no_json(void *ctx, const uint64_t *symbols)
{
	struct rendered *r = ctx;
	struct tt_fault fault;
	struct buf out;
	enum tt_err e;

	r->calls++;
	buf_init(&out, 100000);
	assert_int_equal(TT_OK, tt_bulletin_render(r->b, 0, symbols, &out));
	e = tt_format_check(TT_FORMAT_JSON, buf_view(&out), &fault);
	buf_done(&out);
	return e != TT_OK;
}

static const struct {
	const char *name, *text;
	uint64_t good[8], bad[8];
	size_t n;
	struct tt_culprit want[4];
} hunts[] = {
	{ "the only one", "[{{1|}} ,2]", { 0 }, { 1 }, 1, { { 0, 1 } } },
	{ "one of eight", "[\"{{a|b}}\", \"{{a|b}}\", \"{{a|b}}\", "
	  "\"{{a|b}}\", \"{{a|b}}\", \"{{a|b}}\", \"{{a|\"|b}}\", "
	  "\"{{a|b}}\"]", { 0 }, { 1, 1, 1, 1, 1, 1, 1, 1 }, 1,
	  { { 6, 1 } } },
	{ "one that repeats", "[{{@x 1|a}}, {{2|3}}, {{@x}}, {{4|5}}]",
	  { 0 }, { 1, 1, 1 }, 1, { { 0, 1 } } },
	{ "one of two that go together", "{{[|\"}}{{1|2}}, {{3|4}}{{]|\"}}",
	  { 0 }, { 1, 1, 1, 0 }, 1, { { 0, 1 } } },
	{ "two names that meet", "{\"{{a|b}}\": 1, \"{{x|y}}\": 2, "
	  "\"{{c|d}}\": 3, \"{{e|b}}\": 4, \"{{f|g}}\": 5}",
	  { 0 }, { 1, 1, 1, 1, 1 }, 2, { { 3, 1 }, { 0, 1 } } },
};

static void
a_failure_is_narrowed_down(void **state)
{
	for (size_t i = 0; i < N_ROWS(hunts); i++) {
		struct rendered r = { parse(hunts[i].text), 0 };
		struct tt_check_pair pair = { r.b, hunts[i].good,
			hunts[i].bad, is_no_json, &r };
		struct tt_culprit out[4];
		size_t n = 0;

		CHECK_ROW(state, hunts[i].name);
		assert_false(is_no_json(&r, hunts[i].good));
		assert_true(is_no_json(&r, hunts[i].bad));
		r.calls = 0;
		assert_int_equal(TT_OK, tt_check_narrow(&pair, out, 4, &n));
		assert_int_equal(hunts[i].n, n);
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(hunts[i].want[k].site, out[k].site);
			assert_int_equal(hunts[i].want[k].symbol,
			    out[k].symbol);
		}
		assert_true(r.calls <= 4 * n);	/* log2 of 8 sites, and 1 */
		tt_bulletin_free(r.b);
	}
}

static void
equal_rows_cannot_be_narrowed(void **state)
{
	struct tt_bulletin *b = parse("{{a|b}}");
	struct rendered r = { b, 0 };
	uint64_t row[1] = { 1 };
	struct tt_check_pair pair = { b, row, row, is_no_json, &r };
	struct tt_culprit out[1];
	size_t n = 9;

	(void)state;
	assert_int_equal(TT_ESTATE, tt_check_narrow(&pair, out, 1, &n));
	assert_int_equal(9, n);
	assert_int_equal(0, r.calls);
	tt_bulletin_free(b);
}

static const struct {
	const char *name, *text;
	size_t warnings;
} touchings[] = {
	{ "a text between", "{{a|ab}} {{bc|c}}", 0 },
	{ "plainly different", "{{a|b}}{{c|d}}", 0 },
	{ "two choices alike", "{{a|ab}}{{c|bc}}", 1 },
	{ "empty ones", "{{|x}}{{|x}}", 1 },
	{ "three together only", "{{a|ab}}{{|c}}{{b|}}", 1 },
	{ "one warning a run", "{{|x}}{{|x}}{{|x}}", 1 },
	{ "two runs", "{{|x}}{{|x}} {{|x}}{{|x}}", 2 },
	{ "in the middle of a long run", "{{a|b}}{{a|b}}{{a|b}}{{a|b}}{{a|b}}"
	  "{{a|b}}{{a|b}}{{a|b}}{{a|b}}{{a|b}}{{a|b}}{{a|b}}{{c|cd}}{{e|de}}"
	  "{{a|b}}", 1 },
	{ "a site beside itself", "{{@x |y}}{{@x}}", 0 },
	{ "ints of any length", "{{int 1..99}}{{int 1..99}}", 1 },
	{ "one of them of one length", "{{int 10..99}}{{int 1..99}}", 0 },
	{ "the greatest ints",
	  "{{int 10000000000000000000..18446744073709551615}}{{int 1..99}}",
	  0 },
	{ "hex beside hex", "{{hex 4}}{{hex 3}}", 0 },
	{ "name beside int", "{{name}}{{int 1..99}}", 0 },
	{ "digits before an int", "{{a|a1}}{{int 1..99}}", 1 },
	{ "letters before an int", "{{a|ab}}{{int 1..99}}", 0 },
	{ "digits after an int", "{{int 1..99}}{{|0}}", 1 },
	{ "other digits after an int", "{{int 1..99}}{{0|1}}", 0 },
};

static void
sites_that_touch_are_warned_of(void **state)
{
	for (size_t i = 0; i < N_ROWS(touchings); i++) {
		struct tt_bulletin *b = parse(touchings[i].text);

		CHECK_ROW(state, touchings[i].name);
		tt_check_touching(b, &diags);
		assert_int_equal(touchings[i].warnings, diags.n_warnings);
		assert_int_equal(0, diags.n_errors);
		tt_bulletin_free(b);
	}
}

static const struct {
	const char *name, *check;
	enum tt_err want;
	const char *argv[6];
} commands[] = {
	{ "words", "yara -w {}", TT_OK, { "yara", "-w", "f x" } },
	{ "spaces do not count", "  a   b ", TT_OK, { "a", "b" } },
	{ "within a word, twice", "a -o={},{}", TT_OK, { "a", "-o=f x,f x" } },
	{ "nothing is quoted", "sh -c 'a $b'", TT_OK,
	  { "sh", "-c", "'a", "$b'" } },
	{ "other braces", "a {b} { }", TT_OK, { "a", "{b}", "{", "}" } },
	{ "no word", "   ", TT_ESYNTAX, { NULL } },
	{ "a tab", "a\tb", TT_ESYNTAX, { NULL } },
};

static void
a_command_is_split_at_spaces(void **state)
{
	char many[2 * TT_CHECK_ARGS_MAX + 3] = "";
	struct tt_check_args a;

	for (size_t i = 0; i < N_ROWS(commands); i++) {
		size_t n = 0;

		CHECK_ROW(state, commands[i].name);
		assert_int_equal(commands[i].want, tt_check_args_make(&a,
		    text_of(commands[i].check), text_of("f x")));
		if (commands[i].want != TT_OK)
			continue;
		for (; commands[i].argv[n] != NULL; n++)
			assert_string_equal(commands[i].argv[n], a.argv[n]);
		assert_int_equal(n, a.n);
		assert_null(a.argv[n]);
		tt_check_args_done(&a);
	}
	for (size_t i = 0; i <= TT_CHECK_ARGS_MAX; i++)
		memcpy(many + 2 * i, "a ", 3);
	assert_int_equal(TT_ELIMIT, tt_check_args_make(&a, text_of(many),
	    text_of("f")));
	many[2 * TT_CHECK_ARGS_MAX] = '\0';
	assert_int_equal(TT_OK, tt_check_args_make(&a, text_of(many),
	    text_of("f")));
	assert_int_equal(TT_CHECK_ARGS_MAX, a.n);
	tt_check_args_done(&a);
}

TEST_MAIN(cmocka_unit_test(rows_show_every_alternative),
    cmocka_unit_test(value_sites_alone_take_three_rows),
    cmocka_unit_test(formats_parse_or_say_where_not),
    cmocka_unit_test(a_failure_is_narrowed_down),
    cmocka_unit_test(equal_rows_cannot_be_narrowed),
    cmocka_unit_test(sites_that_touch_are_warned_of),
    cmocka_unit_test(a_command_is_split_at_spaces))
