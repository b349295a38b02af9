/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/say.h"

#define HELP_MAX	65536	/* bytes */
#define VERBS_MAX	64	/* of one table */

static void
print_usage(const struct usage *u)
{
	struct buf b;

	buf_init(&b, HELP_MAX);
	for (size_t i = 0; i < N_ROWS(u->examples); i++)
		buf_printf(&b, "  telltale %s\n      %s\n",
		    u->examples[i].command, u->examples[i].what);
	buf_printf(&b, "\nusage: telltale %s [options]%s%s\n\n", u->verb,
	    u->args[0] == '\0' ? "" : " ", u->args);
	opt_help(u->opts, &b);
	if (u->notes != NULL)
		buf_printf(&b, "\n%s\n", u->notes);
	if (buf_err(&b) == TT_OK)
		fwrite(b.p, 1, b.n, stdout);
	buf_done(&b);
}

static int
wrong(const struct usage *u, const char *what)
{
	say_fail(CLI_USAGE, NULL, "%s: %s", u->verb, what);
	say_hint("telltale %s --help", u->verb);
	return CLI_USAGE;
}

int
cli_parse(struct cli *c, const struct usage *u, int argc, char **argv,
    struct opt_values *v)
{
	const char *dir, *as;
	char what[160];

	if (opt_parse(u->opts, argc, argv, v, what) != TT_OK)
		return wrong(u, what);
	if (opt_set(u->opts, v, "help")) {
		print_usage(u);
		return CLI_DONE;
	}
	if ((dir = opt_value(u->opts, v, "dir")) != NULL)
		c->dir = dir;
	if (opt_has(u->opts, "as") &&
	    (as = opt_value(u->opts, v, "as")) != NULL)
		c->as = as;
	c->json = c->json || opt_set(u->opts, v, "json");
	c->quiet = c->quiet || opt_set(u->opts, v, "quiet");
	if (v->n_args < u->args_min)
		return wrong(u, "an argument is missing");
	if (v->n_args > u->args_max) {
		snprintf(what, sizeof(what), "one argument too many: %s",
		    v->args[u->args_max]);
		return wrong(u, what);
	}
	return CLI_GO;
}

const struct verb *
cli_find(const struct verb *verbs, const char *name)
{
	for (; verbs->name != NULL; verbs++)
		if (strcmp(verbs->name, name) == 0)
			return verbs;
	return NULL;
}

static void
print_verbs(const char *noun, const struct verb *verbs)
{
	int widest = 10;

	for (const struct verb *v = verbs; v->name != NULL; v++)
		if ((int)strlen(v->name) > widest)
			widest = (int)strlen(v->name);
	printf("usage: telltale %s VERB [options]\n\n", noun);
	for (; verbs->name != NULL; verbs++)
		printf("  %-*s %s\n", widest, verbs->name, verbs->brief);
	printf("\ntelltale %s VERB --help says more of each\n", noun);
}

static int
unknown(const char *noun, const struct verb *verbs, const char *typed)
{
	const char *names[VERBS_MAX + 1] = { NULL }, *near;

	for (size_t i = 0; i < VERBS_MAX && verbs[i].name != NULL; i++)
		names[i] = verbs[i].name;
	near = opt_nearest(typed, names);
	say_fail(CLI_USAGE, NULL, "there is no verb '%s%s%s'", noun,
	    noun[0] == '\0' ? "" : " ", typed);
	if (near != NULL)
		say_hint("did you mean: telltale %s%s%s", noun,
		    noun[0] == '\0' ? "" : " ", near);
	else
		say_hint("telltale help%s%s", noun[0] == '\0' ? "" : " ",
		    noun);
	return CLI_USAGE;
}

int
cli_dispatch(struct cli *c, const char *noun, const struct verb *verbs,
    int argc, char **argv)
{
	const struct verb *v;

	if (argc < 2) {
		say_fail(CLI_USAGE, NULL, "%s: a verb is missing", noun);
		say_hint("telltale help %s", noun);
		return CLI_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_verbs(noun, verbs);
		return CLI_DONE;
	}
	if ((v = cli_find(verbs, argv[1])) == NULL)
		return unknown(noun, verbs, argv[1]);
	return v->run(c, argc - 1, argv + 1);
}
