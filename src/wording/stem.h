/* SPDX-License-Identifier: ISC */
/*
 * stem - the letters by which a word is known in all its forms.
 *
 * Hyphens and spaces do not count, nor does the ending: "re-using" and
 * "reuse" are both "reus", "file names" is "filenam".  What a draft has of a
 * stem begins with a word of it and may go over several.
 */
#ifndef WORDING_STEM_H
#define WORDING_STEM_H

#include "wording/table.h"

#define STEM_MAX	64	/* bytes; what is longer is cut */

/*
 * The stem of x without its first lead words and its last tail words, at out.
 * Empty where nothing is left.
 */
struct span stem_of(const struct wording *x, size_t lead, size_t tail,
    char out[STEM_MAX]);

/* Takes off *stem what s has of it; false where s is another word. */
bool stem_takes(struct span *stem, const struct seen *s);

/* Whether some word of x begins an occurrence of the stem; not if empty. */
bool stem_is_in(struct span stem, const struct wording *x);

#endif
