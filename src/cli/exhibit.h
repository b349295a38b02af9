/* SPDX-License-Identifier: ISC */
/*
 * exhibit - a specimen read against one bulletin, in all its revisions: what
 * stands in it at which slot.  Looks at no row of a codebook.
 *
 * The revision that most is read of speaks; of another, what it has not.
 */
#ifndef CLI_EXHIBIT_H
#define CLI_EXHIBIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/specimen.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/reading.h"
#include "telltale/site.h"

/* A revision's text, and the slot of each of its sites. */
struct exhibit_text {
	const struct tt_bulletin *bulletin;
	const uint32_t *slot_of;	/* NULL: their numbers */
};

/* The site at a slot, in the text where it was last; NULL: in none. */
struct exhibit_site {
	const struct tt_bulletin *bulletin;
	const struct tt_site *site;
};

struct exhibit {
	struct tt_reading *reading;	/* of all the specimen's pieces, as
					 * the text that speaks has them */
	size_t text;			/* that one */
	const struct tt_observations *observations;	/* by slot */
	struct tt_observations *merged;	/* those, of several texts */
	struct exhibit_site *site;	/* of each slot */
	size_t n_slots;
	size_t n_read;		/* slots: symbol, soft or values */
	size_t read[TT_SITE_CLASS_COUNT], total[TT_SITE_CLASS_COUNT];
};

/*
 * n texts, the last one last, in a codebook of n_slots; they outlive *x.
 * Errors of tt_reading_read.
 */
enum tt_err exhibit_read(struct exhibit *x, const struct exhibit_text *texts,
    size_t n, size_t n_slots, const struct specimen *s) MUST_USE;
void exhibit_done(struct exhibit *x);	/* safe on a zeroed one */

/*
 * Append what was found at a slot, as one line for people: the alternative,
 * or the values.  "nothing" for an empty one.
 */
void exhibit_found(const struct exhibit *x, uint32_t slot, struct buf *out);

#endif
