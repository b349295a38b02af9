/* SPDX-License-Identifier: ISC */
/*
 * html_part - what stands in pages of every kind: headings that can be linked
 * to, links over what comes before, terms, tables that scroll by themselves.
 */
#ifndef BASE_HTML_PART_H
#define BASE_HTML_PART_H

#include "base/html_out.h"

/* A link to id that shows when a key brings one to it. */
void part_skip(struct html_out *h, const char *id, const char *says);

/* A heading, "h2" or so, that can be linked to. */
void part_heading(struct html_out *h, const char *element, const char *id,
    const char *text);

/* Within a dl. */
void part_pair(struct html_out *h, const char *term, const char *class,
    const char *s);

/*
 * Opens a table, in a region that scrolls by itself, down to its tbody; of
 * this class, or NULL.  The caption is for who cannot see it.
 */
void part_table(struct html_out *h, const char *class, const char *caption,
    const char *const *heads, size_t n);
void part_table_end(struct html_out *h);

#endif
