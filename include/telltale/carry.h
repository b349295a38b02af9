/* SPDX-License-Identifier: ISC */
/*
 * carry - which slot each site of a revised text has.
 *
 * A site keeps its slot, and so every reader's symbol at it, while its
 * alternatives and its level stay as they are, however the text around it
 * changes; a new or changed one gets the next slot, and none is used again
 * (evidence.md section 2, "Slots are stable").  Else one reader with two
 * revisions would hold two independent renderings, and mix them alone.
 *
 * Of sites that look alike, those between the same words are taken for each
 * other first, then those after the same words, before the same words, and in
 * the order in which they stand.  Pure.
 */
#ifndef TT_CARRY_H
#define TT_CARRY_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/bulletin.h"
#include "telltale/code.h"
#include "telltale/err.h"

#define TT_CARRY_NEW	UINT32_MAX

/* A text that was sealed: slot_of has the slot of each of its sites. */
struct tt_carry_text {
	const struct tt_bulletin *bulletin;
	const uint32_t *slot_of;
};

struct tt_carry {
	uint32_t *slot_of;	/* of each site of the new text */
	uint32_t *from;		/* its number in the old text, or NEW */
	struct tt_slot *slots;	/* the old table, and after it the new slots */
	size_t n_sites, n_slots;
	size_t n_kept;		/* sites that kept their slot */
};

/*
 * The slots of text's sites, from those of old, whose codebook has n_slots
 * slots.  Levels and flatness of new slots that their author leaves open are
 * those of the old table: copy-level at every third number if it has any,
 * flat if all that are not value sites are.  TT_ELIMIT if the table would be
 * over TT_SLOTS_MAX, TT_ERANGE if old does not fit its table, TT_ENOMEM.
 */
enum tt_err tt_carry_new(struct tt_carry **out,
    const struct tt_carry_text *old, const struct tt_slot *slots,
    size_t n_slots, const struct tt_bulletin *text) MUST_USE;
void tt_carry_free(struct tt_carry *c);	/* NULL is fine */

#endif
