/* SPDX-License-Identifier: ISC */
/*
 * reading - from a text that was found to observations.
 *
 * The marked text is cut into stretches of a few sentences.  Each is looked
 * for by itself, so that they may stand in the specimen in any order, twice,
 * in part, or not at all, with anything between them: words that both share
 * say where, a local alignment with sites as sets of alternatives says how.
 * Each byte of the specimen belongs to the stretch that explains it best.
 * No row of a codebook is looked at, here or before (evidence.md, A3).
 *
 * What is reported (evidence.md sections 6 and 17):
 *   symbol	one alternative stands there, and the words beside it; slips of
 *		typing are forgiven as far as no other alternative comes near
 *   soft	several may have been meant
 *   values	a value site: all its possible values that stand at any of
 *		its places, anywhere in the specimen
 *   gone	the words on both sides are there, and nothing between them
 *   novel	a text that is none of the alternatives, or no possible value
 *   erased	the sentence is missing, or something in doubt
 * Alternatives that differ in case, white space or quotes alone are told
 * apart only where the text around shows that the channel kept such things.
 *
 * Where two stretches explain the same bytes, the one with fewer faults does,
 * then the one that goes on to explain what stands beside them; what nobody
 * can tell apart is erased.  Where others stand in the places of the
 * bulletin's names and numbers, the text near by is another of its kind and
 * nothing is read in it; boilerplate that has no names is read wherever it
 * is copied: which bulletin a specimen is from, find.h says.  A line that is
 * too short to be looked for is read in a text that is the bulletin's anyway.
 *
 * What a likelihood says is what happens: bench calibration counts it.  In
 * what was seen, letters are taken for those that look like them; a constant
 * of which the recogniser was not sure is offered with those that one digit
 * taken for another would have made of it.
 *
 * A specimen is one or more pieces (a mail's text and its HTML, pages).  What
 * stands in them is said once, however often it is found: of quotes of one
 * place that agree the clearest counts, for they are copies of one leak, and
 * what spoilt one may have spoilt all.  Quotes that differ, and the places of
 * a label, are texts of their own: likelihoods multiply.  Readings that
 * exclude each other show a mixture of copies: all that was read is then
 * equally likely, and if that is everything the site is erased and listed as
 * contradicted.  Sets of values are joined, over quotes, places and pieces,
 * so that N_V counts all that the specimen offers.  A site of which more
 * quotes may stand there than were looked at (TT_QUOTES_MAX) is erased.
 *
 * Pure.  Time and memory are bounded by the lengths of bulletin and specimen
 * and TT_QUOTES_MAX, whatever the specimen is: about a hundred kilobytes and
 * a millisecond for each stretch and quote, though sixteen alternatives of
 * four kilobytes take 300 MB and seconds for a moment.
 */
#ifndef TT_READING_H
#define TT_READING_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"
#include "telltale/normal.h"
#include "telltale/observation.h"
#include "telltale/piece.h"

#define TT_SPECIMEN_MAX		TT_NORMAL_MAX	/* bytes, of all pieces */
#define TT_QUOTES_MAX		64	/* of one stretch, that differ, in a
					 * piece; four times as many in all */

/* One place of a site, as one quote of it was read. */
struct tt_reading_quote {
	uint32_t site;
	uint32_t place;		/* index in the bulletin's places */
	enum tt_observation_kind kind;	/* as if this were all */
	uint32_t piece;		/* index of it */
	size_t offset, length;	/* its bytes; what stands there */
};

/* One site, all its quotes taken together. */
struct tt_reading_site {
	enum tt_observation_kind kind;
	size_t first, n;	/* its run of the quotes; n may be 0 */
};

struct tt_reading {
	const struct tt_observations *observations;	/* owned */
	const struct tt_reading_site *sites;	/* the bulletin's n_sites */
	size_t n_sites;
	const struct tt_reading_quote *quotes;	/* by site, piece, offset */
	size_t n_quotes;
	size_t n_read, n_novel, n_gone, n_erased;	/* add up to n_sites */
};

/*
 * Read every part of b in those of the n pieces that are TEXT or SEEN; BYTES
 * are left to others, and so is a piece whose text is that of an earlier one.
 * The observations' slots are slots[site], or the sites' numbers if slots is
 * NULL.  The outcome borrows from nothing.
 * TT_ELIMIT if the pieces are over TT_SPECIMEN_MAX together or more than
 * TT_PIECES_MAX, TT_ENOMEM.
 */
enum tt_err tt_reading_read(struct tt_reading **out,
    const struct tt_bulletin *b, const uint32_t *slots,
    const struct tt_piece *pieces, size_t n) MUST_USE;

/* The same, of one text. */
enum tt_err tt_reading_read_text(struct tt_reading **out,
    const struct tt_bulletin *b, const uint32_t *slots, struct span text)
    MUST_USE;
void tt_reading_free(struct tt_reading *r);	/* NULL is fine */

#endif
