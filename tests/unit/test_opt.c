/* SPDX-License-Identifier: ISC */
#include "base/opt.h"
#include "test.h"

static const struct opt table[] = {
	{ "verbose", 'v', OPT_FLAG, NULL, "say more" },
	{ "json", 0, OPT_FLAG, NULL, "one JSON text on stdout" },
	{ "out", 'o', OPT_VALUE, "DIR", "where to write; a text that is long "
	  "enough to be broken into lines, the second of which begins below "
	  "the first" },
	{ "key", 'k', OPT_LIST, "FILE", "an identity; may be repeated" },
	{ NULL, 0, OPT_FLAG, NULL, NULL },
};

#define WORDS	10

/* What is left of a row: flags, out, keys joined by '+', args likewise. */
static const struct {
	const char *name;
	const char *argv[WORDS];
	bool verbose, json;
	const char *out, *keys, *args;
} good[] = {
	{ "nothing", { "seal" }, false, false, NULL, "", "" },
	{ "arguments alone", { "seal", "a", "b" }, false, false, NULL, "",
	  "a+b+" },
	{ "options after arguments", { "seal", "a", "--json", "b", "-v" },
	  true, true, NULL, "", "a+b+" },
	{ "a value after =", { "seal", "--out=d" }, false, false, "d", "", "" },
	{ "an empty value", { "seal", "--out=" }, false, false, "", "", "" },
	{ "a value with =", { "seal", "--out=a=b" }, false, false, "a=b", "",
	  "" },
	{ "a value as the next word", { "seal", "--out", "d" }, false, false,
	  "d", "", "" },
	{ "a value that looks like an option", { "seal", "--out", "--json" },
	  false, false, "--json", "", "" },
	{ "the last value counts", { "seal", "--out=a", "-o", "b" }, false,
	  false, "b", "", "" },
	{ "a value joined to its letter", { "seal", "-od" }, false, false,
	  "d", "", "" },
	{ "flags together, then a value", { "seal", "-vvod" }, true, false,
	  "d", "", "" },
	{ "a list", { "seal", "-k", "a", "--key=b", "-kc" }, false, false,
	  NULL, "a+b+c+", "" },
	{ "after --, all are arguments", { "seal", "--", "-v", "--", "x" },
	  false, false, NULL, "", "-v+--+x+" },
	{ "a dash is an argument", { "seal", "-" }, false, false, NULL, "",
	  "-+" },
};

static const struct {
	const char *name;
	const char *argv[WORDS];
	const char *what;
} bad[] = {
	{ "a letter swapped", { "seal", "--jsno" },
	  "there is no option --jsno; did you mean --json?" },
	{ "a letter missing", { "seal", "--verbos" },
	  "there is no option --verbos; did you mean --verbose?" },
	{ "near to none", { "seal", "--quantum" },
	  "there is no option --quantum" },
	{ "a beginning is not enough", { "seal", "--verb=1" },
	  "there is no option --verb" },
	{ "an unknown letter", { "seal", "-vx" }, "there is no option -x" },
	{ "no value", { "seal", "--out" }, "--out needs a value: DIR" },
	{ "no value for a letter", { "seal", "-vo" },
	  "--out needs a value: DIR" },
	{ "a value too many", { "seal", "--json=1" },
	  "--json takes no value" },
	{ "a very long name", { "seal",
	  "--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
	  "there is no option "
	  "--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
};

/* main's argv is not const; nothing here writes to it. */
static enum tt_err
parse(const char *const *words, struct opt_values *v, char what[160])
{
	char *argv[WORDS + 1] = { NULL };
	int argc = 0;

	for (; argc < WORDS && words[argc] != NULL; argc++)
		argv[argc] = (char *)(uintptr_t)words[argc];
	return opt_parse(table, argc, argv, v, what);
}

static void
check_joined(const char *want, const char *const *words, size_t n)
{
	char text[200] = "";

	for (size_t i = 0; i < n; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "%s+", words[i]);
	assert_string_equal(want, text);
}

static void
options_are_found_wherever_they_stand(void **state)
{
	static struct opt_values v;
	char what[160] = "untouched";
	size_t key = opt_row(table, "key");

	for (size_t i = 0; i < N_ROWS(good); i++) {
		CHECK_ROW(state, good[i].name);
		assert_int_equal(TT_OK, parse(good[i].argv, &v, what));
		assert_string_equal("untouched", what);
		assert_int_equal(good[i].verbose,
		    opt_set(table, &v, "verbose"));
		assert_int_equal(good[i].json, opt_set(table, &v, "json"));
		assert_int_equal(good[i].out != NULL,
		    opt_set(table, &v, "out"));
		if (good[i].out == NULL)
			assert_null(opt_value(table, &v, "out"));
		else
			assert_string_equal(good[i].out,
			    opt_value(table, &v, "out"));
		check_joined(good[i].keys, v.list[key], v.n_list[key]);
		check_joined(good[i].args, v.args, v.n_args);
	}
}

static void
a_mistake_is_named_with_the_nearest(void **state)
{
	static struct opt_values v;
	char what[160];

	for (size_t i = 0; i < N_ROWS(bad); i++) {
		CHECK_ROW(state, bad[i].name);
		v.n_args = 77;
		assert_int_equal(TT_ESYNTAX, parse(bad[i].argv, &v, what));
		assert_string_equal(bad[i].what, what);
		assert_int_equal(77, v.n_args);
	}
}

static void
more_than_the_limits_are_refused(void **state)
{
	static char *argv[OPT_ARGS_MAX + 3];
	static struct opt_values v;
	char what[160], key[] = "--key=x", arg[] = "a";

	(void)state;
	for (size_t i = 0; i < N_ROWS(argv); i++)
		argv[i] = i <= OPT_LIST_MAX + 1 ? key : arg;
	assert_int_equal(TT_OK, opt_parse(table, OPT_LIST_MAX + 1, argv, &v,
	    what));
	assert_int_equal(OPT_LIST_MAX, v.n_list[opt_row(table, "key")]);
	assert_int_equal(TT_ELIMIT, opt_parse(table, OPT_LIST_MAX + 2, argv,
	    &v, what));
	assert_string_equal("--key stands more than 64 times", what);
	for (size_t i = 0; i < N_ROWS(argv); i++)
		argv[i] = arg;
	assert_int_equal(TT_OK, opt_parse(table, OPT_ARGS_MAX + 1, argv, &v,
	    what));
	assert_int_equal(OPT_ARGS_MAX, v.n_args);
	assert_int_equal(TT_ELIMIT, opt_parse(table, OPT_ARGS_MAX + 2, argv,
	    &v, what));
	assert_string_equal("more than 4096 arguments", what);
}

static void
help_is_aligned_and_wrapped(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 2000);
	opt_help(table, &b);
	assert_int_equal(TT_OK, buf_err(&b));
	assert_string_equal(
	    "  -v, --verbose   say more\n"
	    "      --json      one JSON text on stdout\n"
	    "  -o, --out DIR   where to write; a text that is long enough to be"
	    " broken into\n"
	    "                  lines, the second of which begins below the"
	    " first\n"
	    "  -k, --key FILE  an identity; may be repeated\n", b.p);
	buf_done(&b);
}

static const struct {
	const char *typed, *want;
} near[] = {
	{ "seal", "seal" },
	{ "sela", "seal" },
	{ "sael", "seal" },
	{ "sea", "seal" },
	{ "publsih", "publish" },
	{ "pubish", "publish" },
	{ "pblsh", "publish" },
	{ "open2", "open" },
	{ "x", NULL },
	{ "xy", NULL },
	{ "", NULL },
	{ "receipts", NULL },
};

static void
the_nearest_word_is_near(void **state)
{
	static const char *const words[] = { "seal", "publish", "open", NULL };
	const char *got;

	for (size_t i = 0; i < N_ROWS(near); i++) {
		CHECK_ROW(state, near[i].typed);
		got = opt_nearest(near[i].typed, words);
		if (near[i].want == NULL)
			assert_null(got);
		else
			assert_string_equal(near[i].want, got);
	}
}

TEST_MAIN(cmocka_unit_test(options_are_found_wherever_they_stand),
    cmocka_unit_test(a_mistake_is_named_with_the_nearest),
    cmocka_unit_test(more_than_the_limits_are_refused),
    cmocka_unit_test(help_is_aligned_and_wrapped),
    cmocka_unit_test(the_nearest_word_is_near))
