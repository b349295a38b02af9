/* SPDX-License-Identifier: ISC */
/*
 * log - logfmt lines on stderr, for the programs; library rooms never log.
 *
 * A line: [<N>]ts=INSTANT level=info msg="..." key=value ...  With a journal
 * (JOURNAL_STREAM set) the priority stands before it, sd-daemon(3), and ts is
 * left out.  No secret, no embargoed text, no symbol is ever an argument.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG };

/* program is borrowed for ever; lines above max are dropped. */
void log_open(const char *program, enum log_level max);

/*
 * msg is a constant text; then pairs of const char *key, const char *value,
 * and NULL.  Values are quoted where they need it, controls escaped.
 */
void log_line(enum log_level level, const char *msg, ...)
    __attribute__((sentinel));

#endif
