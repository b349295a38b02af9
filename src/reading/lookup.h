/* SPDX-License-Identifier: ISC */
/*
 * lookup - which of many issued constants stand in a piece.
 *
 * Looks at the windows that offer.h counts and no others, so that what it
 * finds is V restricted to issued values.  Fast where it can be: of all but
 * the shortest numbers a sieve that stays in the second-level cache says
 * whether any issued one may end with these four bytes, or these eight
 * hexadecimal digits, and only then is one looked up (sieve.h).  It is asked
 * of many places together before any is looked at, and of sixteen at once
 * where the processor can.  Only where all is text are positions passed over
 * (wide.h): four bytes of random traffic are a window.
 */
#ifndef READING_LOOKUP_H
#define READING_LOOKUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "reading/shape.h"
#include "telltale/err.h"

/* The issued values of one shape, in any order, twice too. */
struct lookup_values {
	struct shape shape;
	const uint64_t *values;
	size_t n;
};

struct lookup;

/* TT_ERANGE if a value is none of its shape, TT_ENOMEM. */
enum tt_err lookup_new(struct lookup **out, const struct lookup_values *sets,
    size_t n) MUST_USE;
void lookup_free(struct lookup *l);	/* NULL is fine; wipes */

/* Look through a piece; may be called of many.  TT_ENOMEM. */
enum tt_err lookup_search(struct lookup *l, struct span piece, bool bytes)
    MUST_USE;

/* Values of set i that were found, ascending; *n how many. Borrowed. */
const uint64_t *lookup_found(struct lookup *l, size_t i, size_t *n);

#endif
