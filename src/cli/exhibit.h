/* SPDX-License-Identifier: ISC */
/*
 * exhibit - a specimen read against one bulletin: what stands in it at which
 * site.
 *
 * Texts and pictures are read sentence by sentence.  What is bytes, a capture
 * or a program, is looked through for constants, at their fields or by a raw
 * search; what is bytes and text, as a log is, at their fields only, for
 * prose that does not have a constant is no evidence against whoever has it.
 * What a sentence says of a site goes before a field, and that before a
 * search.  No row of a codebook is looked at but by exhibit_search.
 */
#ifndef CLI_EXHIBIT_H
#define CLI_EXHIBIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/specimen.h"
#include "telltale/bulletin.h"
#include "telltale/constants.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/reading.h"
#include "telltale/site.h"

struct exhibit {
	struct tt_reading *reading;	/* of all the specimen's pieces */
	struct tt_piece *bytes[2];	/* pieces of bytes only; of texts */
	struct tt_constants *constants[2];	/* NULL: no such pieces */
	struct tt_observations *merged;	/* NULL: constants say nothing */
	const struct tt_observations *observations; /* slots are sites */
	size_t n_read;		/* sites: symbol, soft or values */
	size_t read[TT_SITE_CLASS_COUNT], total[TT_SITE_CLASS_COUNT];
};

/* Errors of tt_reading_read and tt_constants_settle. */
enum tt_err exhibit_read(struct exhibit *x, const struct tt_bulletin *b,
    const struct specimen *s) MUST_USE;
void exhibit_done(struct exhibit *x);	/* safe on a zeroed one */

/* Sites that were read at a field of their own, in what is bytes. */
size_t exhibit_fields(const struct exhibit *x);

/* Is site to be searched for? */
bool exhibit_is_searched(const struct exhibit *x, uint32_t site);

/*
 * Once what was read is logged: which of the issued values the search meets.
 * The observations are then those that were logged, and the matches.  Errors
 * of tt_constants_search.
 */
enum tt_err exhibit_search(struct exhibit *x, const struct tt_bulletin *b,
    const struct tt_issued *issued, size_t n) MUST_USE;

/* Append a symbol's text, in quotes, cut short; "nothing" if it is empty. */
void exhibit_symbol(const struct tt_site *s, uint64_t v, struct buf *out);

/* Symbol, soft or values. */
bool exhibit_is_read(const struct tt_observation *o);

/*
 * The one symbol or value that was read, of alternatives the likeliest.
 * False if it is none, or several values; then *v is left as it was.
 */
bool exhibit_settles(const struct tt_observation *o, uint64_t *v);

/* Two readings of a site that exclude each other: it is contradicted. */
void exhibit_contradict(struct tt_observation o[2], const struct tt_site *s);

/*
 * Append what was found at a site, as one line for people: the alternative,
 * or the values.  "nothing" for an empty one; o NULL: no line.
 */
void exhibit_found(const struct tt_site *s, const struct tt_observation *o,
    struct buf *out);

#endif
