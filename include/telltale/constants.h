/* SPDX-License-Identifier: ISC */
/*
 * constants - what a specimen offers as values of data sites (evidence.md 4).
 *
 * For traffic, logs, binaries: pieces that are no prose.  Three steps, and
 * between the first and the others nobody looks back:
 *
 *	tt_constants_settle	how each site is read, before any row
 *	tt_constants_search	which issued values a raw search meets
 *	tt_constants_observe	the observations
 *
 * A site is read in one of two ways.
 *
 * At its *field*: the bytes and sites right beside it in its part, or beside
 * the name that holds it (reading/field.h), in the specimen or in what its
 * encodings hide (reading/unfold.h).  V is all values that stand there, over
 * the whole specimen.  Choices and small data sites are read there too: one
 * alternative is a symbol, several are equally likely; and the order of
 * header lines where that is the choice (reading/heads.h).
 *
 * By raw *search*: V is the value of every window (reading/shape.h), N_V
 * their number (reading/offer.h), whatever was issued.  Too large an N_V is
 * safe, too small never: each value of V has a window, and none has two.
 *
 * Which, follows from bulletin and specimen alone.  Where a field of the site
 * was met, that.  Else, if the site has a field that can go over a wire and
 * any site of that part was met at its own, then what speaks here is the part
 * as it was written, and this site did not come to word: it is left erased.
 * Else it is searched for, if N_V is so small that a hit would say something:
 * N / N_V at least TT_CONSTANTS_LEAST.  For what was searched and not found
 * counts against everybody (evidence.md 9), the guilty too.
 *
 * Pure.  Time is linear in the pieces (and what their encodings unfold to, at
 * most about ten times that); memory is 2 MiB for integers of three bytes,
 * 1 MiB a shape of site, of which at most TT_CONSTANTS_SHAPES are searched
 * for, and 128 bytes a site, field and value.
 */
#ifndef TT_CONSTANTS_H
#define TT_CONSTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/piece.h"

#define TT_CONSTANTS_LEAST	64	/* N / N_V of a search, at least */
#define TT_CONSTANTS_SHAPES	256	/* different data sites searched for */

enum tt_constants_way {
	TT_CONSTANTS_NONE,	/* erased */
	TT_CONSTANTS_FIELD,
	TT_CONSTANTS_SEARCH,
	TT_CONSTANTS_WAY_COUNT
};

struct tt_constants_site {
	enum tt_constants_way way;
	uint64_t count;		/* N_V; of a q-ary site, symbols that stand */
	bool whole;		/* V is known, no search is needed */
	const uint64_t *values;	/* V, or what a search met of it; ascending */
	size_t n_values;
	uint32_t piece;		/* FIELD: the first that it was read in */
};

struct tt_constants {
	const struct tt_constants_site *sites;	/* the bulletin's n_sites */
	size_t n_sites;
	size_t n_field, n_search;
};

/* The values that copies hold at one site; of a search that is not whole. */
struct tt_issued {
	uint32_t site;
	const uint64_t *values;	/* in any order */
	size_t n;
};

/*
 * How each site of b is read in these pieces, and V where it is known.  b and
 * the pieces' bytes are borrowed until tt_constants_free.  SEEN is read as
 * TEXT is.  TT_ELIMIT over TT_PIECES_MAX, TT_ENOMEM.
 */
enum tt_err tt_constants_settle(struct tt_constants **out,
    const struct tt_bulletin *b, const struct tt_piece *pieces, size_t n)
    MUST_USE;
void tt_constants_free(struct tt_constants *c);	/* NULL is fine */

/*
 * Meet issued values: of SEARCH sites that are not whole, values become V
 * restricted to them.  Others, and sites that are not named, stay as they
 * are.  Called once.  TT_ERANGE if there is no such site or value, TT_ELIMIT
 * if over TT_VALUES_MAX of one site were met, TT_ENOMEM.
 */
enum tt_err tt_constants_search(struct tt_constants *c,
    const struct tt_issued *issued, size_t n) MUST_USE;

/*
 * The observations, in the slots slots[site], or the sites' numbers if slots
 * is NULL.  They borrow from nothing.  TT_ENOMEM.
 */
enum tt_err tt_constants_observe(struct tt_observations **out,
    const struct tt_constants *c, const uint32_t *slots) MUST_USE;

#endif
