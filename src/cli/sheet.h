/* SPDX-License-Identifier: ISC */
/*
 * sheet - what the pages of a trace have in common: their look, lists of
 * terms, tables, the files of the specimen.
 *
 * A page is one file without scripts that loads nothing.  All text goes
 * through html_out.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "base/attr.h"
#include "base/html_out.h"
#include "cli/trace.h"

#define SHEET_MAX	((size_t)256 << 20)	/* bytes of a page */
#define SHEET_STYLES	64	/* pieces of style, of the page's own too */

/* Opens the page; style: what it has besides, NULL after the last. */
void sheet_begin(struct html_out *h, struct buf *b, struct span title,
    const char *const *style);

/* Closes it and writes it to path; an exit code after saying why not. */
int sheet_end(struct html_out *h, const char *path) MUST_USE;

/* A link to id that shows when a key brings one to it. */
void sheet_skip(struct html_out *h, const char *id, const char *says);

/* A heading, "h2" or so, that can be linked to. */
void sheet_heading(struct html_out *h, const char *element, const char *id,
    const char *text);

/* Within a dl. */
void sheet_pair(struct html_out *h, const char *term, const char *class,
    const char *s);
void sheet_hash(struct html_out *h, const char *term, const struct hash *sum);
void sheet_files(struct html_out *h, const struct specimen *s);

/* "EX-1 (b-12), its title". */
void sheet_bulletin(struct html_out *h, const struct tracing *t);

/*
 * Opens a table, in a region that scrolls by itself, down to its tbody; of
 * this class, or NULL.  The caption is for who cannot see it.
 */
void sheet_table(struct html_out *h, const char *class, const char *caption,
    const char *const *heads, size_t n);
void sheet_table_end(struct html_out *h);

extern const char *const sheet_style[];	/* what sheet_begin begins with */

#endif
