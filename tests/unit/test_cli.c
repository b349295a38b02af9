/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <unistd.h>

#include "cli/cli.h"

static const struct opt opts[] = {
	{ "name", 0, OPT_VALUE, "NAME", "who" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "thing add",
	.args = "WHAT",
	.examples = { { "thing add a", "adds a" },
	    { "thing add b", "adds b" } },
	.opts = opts,
	.args_min = 1,
	.args_max = 2,
};

static int
add(struct cli *c, int argc, char **argv)
{
	static struct opt_values v;
	int code = cli_parse(c, &usage, argc, argv, &v);

	return code == CLI_GO ? 40 + (int)v.n_args : code;
}

static const struct verb verbs[] = {
	{ "add", "add one", add },
	{ "list", "list them", add },
	{ NULL, NULL, NULL },
};

static const struct {
	const char *name;
	const char *argv[6];
	int want;
	bool json, quiet;
	const char *dir;
	const char *out, *err;	/* a part of what is printed */
} rows[] = {
	{ "runs with its arguments", { "thing", "add", "a" }, 41, false, false,
	  NULL, "", "" },
	{ "options of all verbs, anywhere",
	  { "thing", "list", "-C", "d", "a", "--json" }, 41, true, false, "d",
	  "", "" },
	{ "quiet", { "thing", "add", "-q", "a", "b" }, 42, false, true, NULL,
	  "", "" },
	{ "too few", { "thing", "add" }, CLI_USAGE, false, false, NULL, "",
	  "telltale: thing add: an argument is missing\n"
	  "hint: telltale thing add --help\n" },
	{ "too many", { "thing", "add", "a", "b", "c" }, CLI_USAGE, false,
	  false, NULL, "", "one argument too many: c" },
	{ "a slip in an option", { "thing", "add", "--nmae", "x" }, CLI_USAGE,
	  false, false, NULL, "", "--name" },
	{ "a slip in a verb", { "thing", "ad", "x" }, CLI_USAGE, false, false,
	  NULL, "", "did you mean: telltale thing add" },
	{ "nothing like any verb", { "thing", "zzzzzz" }, CLI_USAGE, false,
	  false, NULL, "", "hint: telltale help thing" },
	{ "no verb", { "thing" }, CLI_USAGE, false, false, NULL, "",
	  "a verb is missing" },
	{ "help begins with two examples", { "thing", "add", "--help" },
	  CLI_DONE, false, false, NULL,
	  "  telltale thing add a\n      adds a\n"
	  "  telltale thing add b\n      adds b\n"
	  "\nusage: telltale thing add [options] WHAT\n", "" },
	{ "help on a noun lists its verbs", { "thing", "-h" }, CLI_DONE, false,
	  false, NULL, "  list       list them\n", "" },
};

/* What goes to fd while f runs, into out. */
static int
begin_capture(int fd, FILE **t)
{
	int old = dup(fd);

	fflush(NULL);
	*t = tmpfile();
	dup2(fileno(*t), fd);
	return old;
}

static void
end_capture(int fd, int old, FILE *t, char *out, size_t cap)
{
	fflush(NULL);
	dup2(old, fd);
	close(old);
	rewind(t);
	out[fread(out, 1, cap - 1, t)] = '\0';
	fclose(t);
}

static void
verbs_read_their_arguments(void **state)
{
	char out[8192], err[8192], *argv[7];
	int argc, code, old_out, old_err;
	FILE *o, *e;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct cli c = { .dir = NULL };

		CHECK_ROW(state, rows[i].name);
		for (argc = 0; argc < 6 && rows[i].argv[argc] != NULL; argc++)
			argv[argc] = strdup(rows[i].argv[argc]);
		argv[argc] = NULL;
		old_out = begin_capture(1, &o);
		old_err = begin_capture(2, &e);
		code = cli_dispatch(&c, "thing", verbs, argc, argv);
		end_capture(2, old_err, e, err, sizeof(err));
		end_capture(1, old_out, o, out, sizeof(out));
		assert_int_equal(rows[i].want, code);
		assert_int_equal(rows[i].json, c.json);
		assert_int_equal(rows[i].quiet, c.quiet);
		if (rows[i].dir != NULL)
			assert_string_equal(rows[i].dir, c.dir);
		assert_non_null(strstr(out, rows[i].out));
		assert_non_null(strstr(err, rows[i].err));
		for (int k = 0; k < argc; k++)
			free(argv[k]);
	}
}

TEST_MAIN(cmocka_unit_test(verbs_read_their_arguments))
