/* SPDX-License-Identifier: ISC */
/*
 * sheet - what the pages of a trace have in common: their look, the
 * specimen, the bulletin.
 *
 * A page is one file without scripts that loads nothing.  All text goes
 * through html_out.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "base/attr.h"
#include "base/html_out.h"
#include "base/html_part.h"
#include "cli/trace.h"

#define SHEET_MAX	((size_t)256 << 20)	/* bytes of a page */
#define SHEET_STYLES	64	/* pieces of style, of the page's own too */

/* Opens the page; style: what it has besides, NULL after the last. */
void sheet_begin(struct html_out *h, struct buf *b, struct span title,
    const char *const *style);

/* Closes it and writes it to path; an exit code after saying why not. */
int sheet_end(struct html_out *h, const char *path) MUST_USE;

/* Within a dl. */
void sheet_hash(struct html_out *h, const char *term, const struct hash *sum);
void sheet_files(struct html_out *h, const struct specimen *s);

/* "EX-1 (b-12), its title". */
void sheet_bulletin(struct html_out *h, const struct tracing *t);

extern const char *const sheet_style[];	/* what sheet_begin begins with */

#endif
