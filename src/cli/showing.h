/* SPDX-License-Identifier: ISC */
/*
 * showing - a specimen read against one bulletin in all its revisions: what
 * stands in it at which slot.
 *
 * Each text is read for itself (exhibit.h).  The one that most is read of
 * speaks; of the others, what it has not.  Slots are those of the codebook,
 * which all revisions share (telltale/carry.h).
 */
#ifndef CLI_SHOWING_H
#define CLI_SHOWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/exhibit.h"

/* A text of the bulletin, and the slot of each of its sites. */
struct showing_text {
	const struct tt_bulletin *bulletin;
	const uint32_t *slot_of;	/* NULL: their numbers */
};

/* The site at a slot, in the last text that has it; NULL: in none. */
struct showing_site {
	const struct tt_bulletin *bulletin;
	const struct tt_site *site;
};

struct showing {
	struct showing_text *text;
	struct exhibit *at;	/* of each text */
	size_t n;		/* of them; 1 at least, the last one last */
	size_t speaks;		/* the one that most is read of */
	struct tt_observations *observations;	/* by slot */
	struct showing_site *site;		/* of each slot */
	bool *searched;		/* likewise: it is to be searched for */
	size_t n_slots;
	size_t n_read;		/* slots: symbol, soft or values */
	size_t read[TT_SITE_CLASS_COUNT], total[TT_SITE_CLASS_COUNT];
};

/* Errors of exhibit_read; TT_EINTEGRITY if a slot is over n_slots. */
enum tt_err showing_read(struct showing *x, const struct showing_text *texts,
    size_t n, size_t n_slots, const struct specimen *s) MUST_USE;
void showing_done(struct showing *x);	/* safe on a zeroed one */

/* Slots that were read at a field of their own, in what is bytes. */
size_t showing_fields(const struct showing *x);

/*
 * What was read elsewhere in the place of all that was read here: o, whose
 * items fit the sites at their slots.  TAKES o.
 */
void showing_give(struct showing *x, struct tt_observations *o);

/* As exhibit_search; issued[i].site is a slot. */
enum tt_err showing_search(struct showing *x, const struct tt_issued *issued,
    size_t n) MUST_USE;

/* Append what was found at a slot: exhibit_found. */
void showing_found(const struct showing *x, uint32_t slot, struct buf *out);

#endif
