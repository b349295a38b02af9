/* SPDX-License-Identifier: ISC */
/*
 * opt - options from a table that also makes the help.
 *
 * One table per verb: parsing, usage line, help text and, later, completion
 * and man page come from it.  Pure: reads argv, prints nothing.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "telltale/err.h"

enum opt_kind { OPT_FLAG, OPT_VALUE, OPT_LIST };

#define OPT_MAX		32	/* rows of a table */
#define OPT_LIST_MAX	64	/* values of one OPT_LIST option */
#define OPT_ARGS_MAX	4096

struct opt {
	const char *name;	/* long name without dashes; NULL ends */
	char letter;		/* or 0 */
	enum opt_kind kind;
	const char *value;	/* how help calls the value: "DIR" */
	const char *help;
};

struct opt_values {
	bool set[OPT_MAX];
	const char *value[OPT_MAX];			/* the last one given */
	const char *list[OPT_MAX][OPT_LIST_MAX];
	size_t n_list[OPT_MAX];
	const char *args[OPT_ARGS_MAX];			/* what is no option */
	size_t n_args;
};

/*
 * argv[0], the program or verb, is passed over.  Options may stand anywhere
 * before "--"; --name=value, --name value, -n value, -nvalue, flags together
 * as -xy; names in full; "-" is an argument.  TT_ESYNTAX with *what naming the
 * option and the nearest that exists ("did you mean"), TT_ELIMIT over one of
 * the limits above.  All pointers into argv.
 */
enum tt_err opt_parse(const struct opt *table, int argc, char **argv,
    struct opt_values *out, char what[160]) MUST_USE;

bool opt_has(const struct opt *table, const char *name);	/* the row */

/* The row of name in table; asserts that it exists. */
size_t opt_row(const struct opt *table, const char *name);

bool opt_set(const struct opt *table, const struct opt_values *v,
    const char *name);
const char *opt_value(const struct opt *table, const struct opt_values *v,
    const char *name);	/* NULL: not given */

/* The options' part of a help text, aligned, in 80 columns. */
void opt_help(const struct opt *table, struct buf *out);

/* The word of words (NULL ends) nearest to typed, or NULL if none is near. */
const char *opt_nearest(const char *typed, const char *const *words);

#endif
