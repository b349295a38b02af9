/* SPDX-License-Identifier: ISC */
/* line - lines as people's editors leave them: LF, CRLF, or cut at the end. */
#ifndef SEAL_LINE_H
#define SEAL_LINE_H

#include <stdbool.h>

#include "base/span.h"

/* Cut the next line off *in, without its end; false if *in is empty. */
bool line_cut(struct span *in, struct span *line);

#endif
