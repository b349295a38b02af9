/* SPDX-License-Identifier: ISC */
/*
 * out - the product on stdout: one description of a table's columns gives an
 * aligned table on a terminal, TSV in a pipe, and JSON with --json.
 *
 * JSON is one object: {"format": "telltale-NOUN/1", ..., MEMBER: [rows]}.
 * The number counts up when a member changes its meaning or goes; members
 * may be added.  TSV has no heading; tab, LF, CR and backslash in a value
 * are \t, \n, \r and \\.
 */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "base/span.h"
#include "cli/cli.h"

enum out_kind { OUT_TEXT, OUT_NUMBER };

struct out_column {
	const char *name;	/* of the member in JSON: "opens_at" */
	const char *title;	/* of the column on a terminal: "opens" */
	enum out_kind kind;	/* numbers stand to the right */
};

struct out_table;

/* format: "telltale-partner-list/1"; cols is borrowed.  Aborts: no memory. */
struct out_table *out_table_new(const struct cli *c, const char *format,
    const char *member, const struct out_column *cols, size_t n);

/*
 * With --json the writer, for members that stand before the rows; else NULL.
 * Only before the first cell.
 */
struct json_out *out_table_head(struct out_table *t);

/* The next cell; after the last column a new row begins. */
void out_str(struct out_table *t, const char *s);	/* NULL: none */
void out_span(struct out_table *t, struct span s);	/* valid UTF-8 */
void out_hex(struct out_table *t, const void *p, size_t n);	/* n <= 64 */
void out_int(struct out_table *t, int64_t v);
void out_real(struct out_table *t, double v);
void out_bool(struct out_table *t, bool v);		/* yes, no */
void out_instant(struct out_table *t, int64_t at_s);
void out_none(struct out_table *t);			/* "-", JSON null */

/* Prints and frees.  CLI_DONE, or CLI_TROUBLE if stdout fails. */
int out_table_end(struct out_table *t) MUST_USE;
void out_table_drop(struct out_table *t);	/* frees, prints nothing */

/* One JSON object of a verb's own making, for --json. */
struct out_json {
	struct buf buf;
	struct json_out *j;
};

/* Opens the object and writes its format; returns o->j. */
struct json_out *out_json_begin(struct out_json *o, const char *format);
int out_json_end(struct out_json *o) MUST_USE;	/* closes, prints, frees */
void out_json_drop(struct out_json *o);		/* frees, prints nothing */

/* A line for people on stdout, escaped as say.h does, and LF. */
void out_line(const char *fmt, ...) PRINTF(1, 2);

/* "2026-12-08 18:00:00Z (in 5 d 3 h)", "... (2 h ago)"; local time too. */
#define OUT_MOMENT_LEN	96	/* with NUL */
void out_moment(char out[OUT_MOMENT_LEN], int64_t at_s, int64_t now_s);

#endif
