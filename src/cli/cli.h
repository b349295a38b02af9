/* SPDX-License-Identifier: ISC */
/*
 * cli - what every verb is given, and how it reads its arguments.
 *
 * A verb is one function in a file of its own and one row in main.c's table.
 * It describes itself in a struct usage: cli_parse reads the options, prints
 * the help that follows from the same table, and says what is wrong with a
 * nearest name.  Exit codes: specs of the command line, DESIGN section 5.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/opt.h"

enum cli_exit {
	CLI_DONE = 0,		/* done, or found */
	CLI_NO = 1,		/* the answer is no */
	CLI_USAGE = 2,
	CLI_TROUBLE = 3,	/* cannot reach, cannot read */
	CLI_REFUSED = 4,	/* by policy: embargo, role, second person */
	CLI_ALARM = 5,		/* fork, rollback, bad signature */
	CLI_LATER = 75,		/* try again */
};

#define CLI_GO	(-1)		/* cli_parse: no exit, go on */

struct cli {
	const char *dir;	/* -C, or NULL */
	const char *as;		/* --as: the officer at work, or NULL */
	bool json, quiet;
	bool tty_out, tty_err;
};

/* argv[0] is the verb as typed. */
typedef int cli_run(struct cli *c, int argc, char **argv);

struct verb {
	const char *name;	/* NULL ends a table */
	const char *brief;	/* half a line, lower case */
	cli_run *run;
};

struct cli_example {
	const char *command;	/* without "telltale" */
	const char *what;
};

struct usage {
	const char *verb;		/* "partner import" */
	const char *args;		/* "FILE"; "" if none */
	struct cli_example examples[2];
	const struct opt *opts;		/* ends with CLI_OPTS */
	size_t args_min, args_max;
	const char *notes;		/* after the options, or NULL */
};

/* The last rows of every verb's table. */
#define CLI_OPTS							\
	{ "dir", 'C', OPT_VALUE, "DIR",					\
	    "the folder to work in, or the one above it" },		\
	{ "json", 0, OPT_FLAG, NULL, "print JSON" },			\
	{ "quiet", 'q', OPT_FLAG, NULL, "only the answer and errors" },	\
	{ "help", 'h', OPT_FLAG, NULL, "print this" },			\
	{ NULL, 0, OPT_FLAG, NULL, NULL }

/*
 * Reads argv[1] and on.  CLI_GO, or the exit code when help was printed or
 * the arguments are wrong, which then has been said.
 */
int cli_parse(struct cli *c, const struct usage *u, int argc, char **argv,
    struct opt_values *v) MUST_USE;

/*
 * A noun with verbs of its own: runs the one that argv[1] names.  noun is
 * "telltale" for the table of all, else "partner".
 */
int cli_dispatch(struct cli *c, const char *noun, const struct verb *verbs,
    int argc, char **argv);

/* The row of that name, or NULL. */
const struct verb *cli_find(const struct verb *verbs, const char *name);

#endif
