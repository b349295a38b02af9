/* SPDX-License-Identifier: ISC */
/*
 * inline - markup within a block: Markdown's and HTML's.
 *
 * Each adds the pieces of from..to to the block that is open.
 */
#ifndef WORDING_INLINE_H
#define WORDING_INLINE_H

#include <stddef.h>

#include "wording/cutting.h"

void inline_markdown(struct cutting *c, size_t from, size_t to);

/* Behind the tag, comment or the like that begins at `at`; at if none does. */
size_t inline_tag_end(struct span text, size_t at);

/* The tag's name in lower case, "/b" of one that closes; "" of a comment. */
#define INLINE_NAME_MAX	16
void inline_tag_name(struct span text, size_t at,
    char out[INLINE_NAME_MAX + 1]);

/* Behind the entity that begins at `at`; at if none does. */
size_t inline_entity_end(struct span text, size_t at);

/* What shows as code or in other ways is not the author's own text. */
bool inline_is_opaque(const char *name);

/* Behind the end of the element whose start tag ends at `at`. */
size_t inline_element_end(struct span text, size_t at, const char *name);

#endif
