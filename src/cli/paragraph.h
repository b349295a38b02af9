/* SPDX-License-Identifier: ISC */
/* paragraph - sentences for people on stdout, wrapped at 78 columns. */
#ifndef CLI_PARAGRAPH_H
#define CLI_PARAGRAPH_H

#include <stddef.h>

#include "base/attr.h"

/*
 * Each line after indent spaces; an item that begins with "- " hangs.  What
 * may not reach a terminal is escaped, as say.h does.
 */
void paragraph(size_t indent, const char *fmt, ...) PRINTF(2, 3);

#endif
