/* SPDX-License-Identifier: ISC */
/*
 * diag - what is wrong with what an author wrote, where, and what to do.
 *
 * Parsers of authors' files go on after a fault and add each to one bounded
 * list, so that a run shows all of them.  Pure: who prints it is the caller.
 */
#ifndef TT_DIAG_H
#define TT_DIAG_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/name.h"
#include "base/span.h"

#define TT_DIAGS_MAX		100	/* kept; more are counted */
#define TT_DIAG_TEXT_MAX	239	/* bytes; longer ones are cut */

enum tt_severity {
	TT_ERROR,	/* refused */
	TT_WARNING,	/* taken, but look */
};

struct tt_diag {
	enum tt_severity severity;
	uint32_t order;		/* of its file among those of the run */
	char file[NAME_MAX_LEN + 1];	/* "" if it concerns none */
	uint32_t line;		/* from 1; 0: the file as a whole */
	uint32_t column;	/* characters, from 1; 0 unknown */
	char text[TT_DIAG_TEXT_MAX + 1]; /* what is wrong; UTF-8, one line */
	const char *remedy;	/* a constant, or NULL */
};

struct tt_diags {
	size_t n;		/* rows kept */
	size_t n_errors, n_warnings;	/* all, also those not kept */
	struct tt_diag row[TT_DIAGS_MAX];
};

/* Where; file is cut to fit. */
struct tt_where {
	struct span file;
	uint32_t order, line, column;
};

void tt_diags_init(struct tt_diags *d);

/* Controls in what fmt gives become '?', and remedy is borrowed for ever. */
void tt_diags_add(struct tt_diags *d, enum tt_severity severity,
    struct tt_where at, const char *remedy, const char *fmt, ...) PRINTF(5, 6);

/* Rows from..n by order, line, column; equals as they were added. */
void tt_diags_sort(struct tt_diags *d, size_t from);

/* "FILE:LINE:COLUMN: error: TEXT; REMEDY", no LF. */
void tt_diag_format(const struct tt_diag *d, struct buf *out);

#endif
