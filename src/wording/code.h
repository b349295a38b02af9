/* SPDX-License-Identifier: ISC */
/* code - the tokens of languages like C, as far as comments need them. */
#ifndef WORDING_CODE_H
#define WORDING_CODE_H

#include <stddef.h>

#include "base/span.h"

/*
 * Behind the comment that begins at `at`, a line's without its LF; at if none
 * does.  A block comment that does not end is none.
 */
size_t code_comment(struct span s, size_t at);

/* Behind the string, the escaped byte or the byte at `at`. */
size_t code_token(struct span s, size_t at);

/* Behind a string between " or ' at `at`, which a line's end ends too. */
size_t code_string(struct span s, size_t at);

/* Behind the next `end` from at on, or the end of s. */
size_t code_behind(struct span s, size_t at, const char *end);

#endif
