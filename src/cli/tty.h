/* SPDX-License-Identifier: ISC */
/*
 * tty - a terminal taken over for a while, key by key, and given back.
 *
 * What any VT100 knows: cursor home, clear, bold and the like.  Given back on
 * every way out: tty_close, a signal that stops or ends the program, a crash.
 * One at a time.
 */
#ifndef CLI_TTY_H
#define CLI_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

enum tty_key {		/* others are code points */
	TTY_IDLE = -1,		/* nothing for as long as was asked */
	TTY_GONE = -2,		/* the terminal hung up, or a signal said to
				 * end: give it back and go */
	TTY_RESIZED = -3,	/* or continued: draw anew */
	TTY_LEFT = -4,
	TTY_RIGHT = -5,
	TTY_UP = -6,
	TTY_DOWN = -7,
	TTY_HOME = -8,
	TTY_END = -9,
	TTY_UNKNOWN = -10,
};

#define TTY_CTRL(c)	((c) & 0x1f)
#define TTY_ESCAPE	27
#define TTY_DELETE	127

/* TT_ENOENT if there is no terminal to take. */
enum tt_err tty_open(void) MUST_USE;
void tty_close(void);

/* The signal that said to end, 0 if none; to be raised after tty_close. */
int tty_signal(void);

size_t tty_columns(void);	/* 80 and 24 where it does not say */
size_t tty_rows(void);

int32_t tty_key(int timeout_ms);	/* -1: for as long as it takes */

/* Clear, and write text from the top; LF begins a line. */
void tty_draw(struct span text);

/*
 * A line of text at the bottom row, behind prompt, with out to begin with.
 * False if it was given up (escape), and out is empty; *key is TTY_GONE then
 * if the terminal is.
 */
bool tty_line(const char *prompt, struct buf *out, int32_t *key);

#endif
