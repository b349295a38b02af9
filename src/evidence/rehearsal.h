/* SPDX-License-Identifier: ISC */
/*
 * rehearsal - specimens that leakers would make, before there are any.
 *
 * A codebook with the same slots under another key, a roster of the same
 * shape with numbers 0, 1, ..., and what a plan says of reading.
 */
#ifndef EVIDENCE_REHEARSAL_H
#define EVIDENCE_REHEARSAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "attack/coin.h"
#include "base/attr.h"
#include "evidence/memo.h"
#include "telltale/power.h"

struct rehearsal {
	const struct tt_power_plan *plan;	/* borrowed */
	struct tt_codebook *codebook;
	struct tt_holder *holders;	/* none of them public */
	struct tt_copy_of *copies;
	size_t *first;			/* of each holder's copies */
	struct tt_roster roster;
	uint64_t *offer;	/* per slot: N_V, 0 if it cannot be read */
	uint64_t *symbols;	/* scratch, secret */
	struct tt_observation *reading;	/* scratch */
	struct memo *memo;
};

/*
 * slots NULL: those of the plan's codebook, read as plan->like says.  *p is
 * to be closed also after an error: TT_ENOMEM, or of tt_codebook_new.
 */
enum tt_err rehearsal_open(struct rehearsal *p,
    const struct tt_power_plan *plan, const struct tt_slot *slots, size_t n)
    MUST_USE;
void rehearsal_close(struct rehearsal *p);

/* What is read of one copy's text; the caller frees *out.  TT_ENOMEM. */
enum tt_err rehearsal_leak(struct rehearsal *p, struct coin *c, size_t copy,
    enum tt_extent extent, struct tt_observations **out) MUST_USE;

/*
 * As many values on offer as there, or one; none where nothing was read, or
 * not clearly: then power is underestimated, rather than a leaker excluded.
 */
uint64_t rehearsal_offer(const struct tt_observations *like, uint32_t slot);

#endif
