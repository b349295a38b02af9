/* SPDX-License-Identifier: ISC */
/*
 * log - logfmt lines on stderr, for the programs; library rooms never log.
 *
 * A line: ts=INSTANT level=info program=NAME msg="..." key=value ...  Where
 * stderr is the journal (JOURNAL_STREAM names it) the priority <N> stands
 * before it, sd-daemon(3), and ts and program, which the journal knows, are
 * left out.  No secret, no embargoed text, no symbol is ever an argument.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG };

/*
 * program is borrowed for ever; lines above max are dropped.  Before threads
 * are started; without it, "telltale" and LOG_LEVEL_INFO.
 */
void log_open(const char *program, enum log_level max);

/*
 * msg is a constant text; then pairs of const char *key, const char *value,
 * and NULL.  Values are quoted where they need it, controls escaped; a NULL
 * value is written as "".  A pair that would make the line longer than 8 KiB
 * is left out with all after it, and cut=true ends the line.
 */
void log_line(enum log_level level, const char *msg, ...)
    __attribute__((sentinel));

#endif
