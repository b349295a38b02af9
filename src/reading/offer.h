/* SPDX-License-Identifier: ISC */
/*
 * offer - all that a specimen offers as values of each shape, counted.
 *
 * The raw search of evidence.md section 4, before any row is touched: V is
 * the set of values that any window of any stream is (shape.h, unfold.h),
 * and N_V is
 *	integers of at most 3 bytes	their number, each counted once
 *	wider integers			their windows (wide.h), each twice
 *	text				the number of distinct values, or of
 *					windows if over TT_VALUES_MAX
 * added up, and at most N.  As each value of V is the value of some window
 * and no window has two values, N_V is never below |V|.  Where nothing but
 * text and narrow integers is on offer, V is kept whole.
 *
 * For an int, the length of each piece of BYTES is one more window, and what
 * is left of it without its first 1 to OFFER_HEAD bytes: fillers are as long
 * as a constant says.
 *
 * A shape whose N_V has come to N is looked at no more.
 */
#ifndef READING_OFFER_H
#define READING_OFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "reading/forms.h"
#include "reading/shape.h"
#include "reading/valueset.h"
#include "telltale/err.h"

#define OFFER_SHAPES_MAX	256
#define OFFER_NARROW		3	/* bytes of an integer kept as a bit */
#define OFFER_HEAD		16	/* bytes */

/* What is on offer for one shape. */
struct offer_shape {
	struct shape shape;
	struct valueset text;	/* values of text windows, and lengths */
	uint64_t text_windows;	/* saturating, as all counts */
	uint64_t wide_windows;
};

struct offer {
	struct offer_shape *at;
	size_t n;
	struct forms forms;
	/* by width: which integers stand there, in either byte order */
	uint64_t *narrow[OFFER_NARROW + 1];
	enum tt_err err;
};

/* TT_ELIMIT if n is over OFFER_SHAPES_MAX, TT_ENOMEM. */
enum tt_err offer_new(struct offer **out, const struct shape *shapes, size_t n)
    MUST_USE;
void offer_free(struct offer *o);	/* NULL is fine */

/* Add a piece.  TT_ENOMEM; then o is good for nothing but offer_free. */
enum tt_err offer_add(struct offer *o, struct span piece, bool bytes) MUST_USE;

/* N_V of shape i, at most its N. */
uint64_t offer_count(const struct offer *o, size_t i);

/* All of V is known: no search is needed. */
bool offer_is_whole(const struct offer *o, size_t i);
/* The values of V among those kept, for a shape that is whole or not. */
bool offer_has(const struct offer *o, size_t i, uint64_t v);
/*
 * Of a whole shape with N_V <= max: V ascending, to out (N_V places).
 */
void offer_list(const struct offer *o, size_t i, uint64_t *out);

#endif
