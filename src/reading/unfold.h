/* SPDX-License-Identifier: ISC */
/*
 * unfold - a piece, and what its encodings hide, as one stream after another.
 *
 *	itself
 *	escapes		each stretch without white space, quotes and angle
 *			brackets that has a %41, \x41, \u0041 or \/ in it,
 *			with those resolved, from at most UNFOLD_BEFORE bytes
 *			before the first
 *	UTF-16		each run of at least UNFOLD_WIDE ASCII characters with
 *			a zero byte after each, without the zeros; in the
 *			other byte order it is the same but for its ends
 *	base64		of the above but UTF-16: each run of at least
 *			UNFOLD_BASE64 letters of either alphabet, capital and
 *			small ones among them, from each of its first four, so
 *			that every alignment is there; a run of at least
 *			UNFOLD_PADDED that one or two = and no letter follow
 *			once, from where its padding says
 * A run of the second alphabet counts if it has a - or _ in it: else it is in
 * a run of the first.  Everything a piece offers is in one of these.  Small
 * ones are handed on together, a newline between them, and forgotten: memory
 * is a stretch's length, time linear in the piece.
 */
#ifndef READING_UNFOLD_H
#define READING_UNFOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "reading/planes.h"
#include "telltale/err.h"

#define UNFOLD_BEFORE	64	/* bytes */
#define UNFOLD_WIDE	3	/* characters */
#define UNFOLD_BASE64	20	/* letters */
#define UNFOLD_PADDED	6

/*
 * Who is told.  stream: each stream whole; bytes says that integers may stand
 * in it, else it is text alone.  sheet (may be NULL): its planes, cut into
 * sheets where nothing that is looked for goes across: at a control character
 * but NUL, or a byte over ~.
 */
struct unfold_to {
	void *ctx;
	enum tt_err (*stream)(void *ctx, struct span stream, bool bytes);
	enum tt_err (*sheet)(void *ctx, const struct planes *sheet);
};

/* All streams of a piece, until one call fails; TT_ENOMEM. */
enum tt_err unfold(struct span piece, bool bytes, const struct unfold_to *to)
    MUST_USE;

#endif
