/* SPDX-License-Identifier: ISC */
/*
 * fold - normal.h's rules, one code point at a time.
 *
 * What a code point becomes depends on what stood before it, so the state is
 * small and can be copied: the alternatives of a site all go on from one
 * state.
 */
#ifndef READING_FOLD_H
#define READING_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define FOLD_OUT_MAX	12	/* bytes that one code point can become */

struct fold {
	bool in_line;	/* something of this line was seen */
	bool cr;	/* the last byte was a CR */
	char last[2];	/* the last bytes that came out, newest first */
};

/* As before the first byte of a text. */
void fold_init(struct fold *f);

/*
 * Take one code point off *in, which is not empty, and write what it becomes.
 * *back is 1 if the byte that came out last is to be taken back first.
 * Returns how many bytes of out are good.
 */
size_t fold_next(struct fold *f, struct span *in, char out[FOLD_OUT_MAX],
    size_t *back);

#endif
