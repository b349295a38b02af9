/* SPDX-License-Identifier: ISC */
/*
 * passphrase - a secret from a file or from the terminal, never from an
 * argument or the environment.
 *
 * From a file: its first line; a file that others can read is refused.  Else
 * it is asked for on /dev/tty without echo.  What was asked once is kept until
 * passphrase_done, so that two files of one home ask once.
 */
#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"

#define PASSPHRASE_MAX	1024	/* bytes */

struct passphrase {
	const char *file;	/* --passphrase-file, or NULL */
	bool known;
	struct buf text;	/* secret */
};

void passphrase_init(struct passphrase *p, const char *file);
void passphrase_done(struct passphrase *p);

/*
 * The passphrase of `what` ("this home"), asked for if it is not known.
 * CLI_DONE, or an exit code after saying why: CLI_USAGE where there is
 * neither file nor terminal.
 */
int passphrase_get(struct passphrase *p, const char *what, struct span *out)
    MUST_USE;

/* A new one: asked for twice, at least 8 bytes. */
int passphrase_new(struct passphrase *p, const char *what, struct span *out)
    MUST_USE;

/* The one that was given is wrong: forget it. */
void passphrase_forget(struct passphrase *p);

/* For verbs that make keys: the two options that decide how they are kept. */
#define PASSPHRASE_NEW_OPTS						\
	{ "passphrase-file", 0, OPT_VALUE, "FILE",			\
	    "the passphrase that keys are kept under" },		\
	{ "no-passphrase", 0, OPT_FLAG, NULL,				\
	    "keep keys without one" }

/* For verbs that use keys. */
#define PASSPHRASE_OPTS							\
	{ "passphrase-file", 0, OPT_VALUE, "FILE",			\
	    "the passphrase of the keys, instead of asking" }

#endif
