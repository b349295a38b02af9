/* SPDX-License-Identifier: ISC */
/*
 * say - the conversation on stderr: errors with cause and remedy, warnings,
 * notes.
 *
 * An error is one line `telltale: cannot THING: CAUSE`, lower case, no full
 * stop, and a line `hint: REMEDY`.  Whatever comes from outside may stand in
 * it: control characters and marks that turn the direction of text are
 * printed as escapes, so that no name can paint the terminal.
 */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "cli/cli.h"
#include "telltale/err.h"

/* The exit code that an error of the library means by itself. */
int say_exit(enum tt_err e);

/* Prints, returns code.  hint may be NULL. */
int say_fail(int code, const char *hint, const char *fmt, ...)
    PRINTF(3, 4);

/*
 * The same with the text of e as the cause (errno's text for TT_EIO and
 * TT_EFULL, where errno says more) and its code: say_err(e, NULL, "cannot
 * read %s", path).  For TT_EFULL the remedy is always the same one, in place
 * of hint.
 */
int say_err(enum tt_err e, const char *hint, const char *fmt, ...)
    PRINTF(3, 4);

/* A further `hint:` line, with arguments. */
void say_hint(const char *fmt, ...) PRINTF(1, 2);

void say_warn(const char *fmt, ...) PRINTF(1, 2);

/*
 * A line that belongs to the error before it and begins with a place, so
 * that editors find it: FILE:LINE:COLUMN: ...
 */
void say_place(const char *fmt, ...) PRINTF(1, 2);

/* What was done and what is next; nothing when --quiet. */
void say_note(const struct cli *c, const char *fmt, ...) PRINTF(2, 3);

/* Adds s to out with what may not reach a terminal written as escapes. */
void say_escape(struct buf *out, struct span s);

#endif
