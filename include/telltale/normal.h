/* SPDX-License-Identifier: ISC */
/*
 * normal - a text without what copying, mailing and retyping change anyway.
 *
 * For each code point: look-alikes of Latin letters, compatibility forms and
 * case are folded (Unicode NFKD with case folding, so that composed and
 * decomposed are the same), marks over letters and what shows nothing (soft
 * hyphens, zero width, direction) are dropped, quotes and dashes become ' "
 * and -, and each stretch of white space one space.  Of mail: "> " at the
 * start of a line, "=" at its end (quoted-printable), and the line end after
 * a hyphen.  Of markup, what pasting drops: ` * # | ~, and rules of - and =.
 * Bytes that are no UTF-8 are read as Windows-1252.
 *
 * What tells alternatives apart may be among what is dropped; whoever needs
 * it looks at the specimen itself, by way of the map.  Linear time.  Pure.
 */
#ifndef TT_NORMAL_H
#define TT_NORMAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_NORMAL_MAX	(64u << 20)	/* bytes, as found */
#define TT_NORMAL_GROWTH 3		/* times as long at most */

struct tt_normal {
	const char *text;	/* n bytes of UTF-8 */
	const uint32_t *at;	/* n + 1, never falling: where text[i] stood,
				 * a byte of what was found; at[n] its size */
	size_t n;
};

/* TT_ELIMIT if found is over TT_NORMAL_MAX, TT_ENOMEM. */
enum tt_err tt_normal_new(struct tt_normal **out, struct span found) MUST_USE;
void tt_normal_free(struct tt_normal *t);	/* NULL is fine */

/*
 * The bytes of found from which text[from..to) was made, without what was
 * dropped before and after them; from <= to <= n.  Empty if from is to.
 */
struct span tt_normal_found(const struct tt_normal *t, struct span found,
    size_t from, size_t to);

#endif
