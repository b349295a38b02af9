/* SPDX-License-Identifier: ISC */
/*
 * child - one program, run to its end without a shell: a time it may take,
 * and the beginning of what it prints.
 */
#ifndef CLI_CHILD_H
#define CLI_CHILD_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

struct child_result {
	int status;		/* its exit, or 128 and the signal */
	bool timed_out;		/* it was ended, and all that it started */
};

/*
 * argv ends with NULL; argv[0] is looked for in PATH.  Standard input is
 * empty, output and errors go to out up to its maximum.  The environment is
 * PATH, HOME (dir) and LC_ALL.  TT_ENOENT if there is no such program, TT_EIO
 * if it cannot be started.
 */
enum tt_err child_run(char *const *argv, const char *dir, int seconds,
    struct buf *out, struct child_result *result) MUST_USE;

/* This very program again, as a verb of its own. */
#define CHILD_GIVEN		3
#define CHILD_GIVEN_PATH	"/dev/fd/3"

struct child_self {
	char *const *argv;	/* ends with NULL */
	struct span given;	/* a secret line, read once at CHILD_GIVEN_PATH;
				 * .p NULL: none */
	int seconds;
	atomic_bool *stop;	/* once true it is ended; or NULL */
	struct buf *out, *err;	/* up to their maxima */
};

/* In this environment and folder, without a terminal.  Errors as above. */
enum tt_err child_self(const struct child_self *c,
    struct child_result *result) MUST_USE;

#endif
