/* SPDX-License-Identifier: ISC */
/*
 * rehearsal - specimens that leakers would make, before there are any.
 *
 * A codebook with the same slots under another key, a roster of the same
 * shape with numbers 0, 1, ..., and what a plan says of leakers and reading.
 */
#ifndef EVIDENCE_REHEARSAL_H
#define EVIDENCE_REHEARSAL_H

#include <stddef.h>
#include <stdint.h>

#include "attack/coin.h"
#include "base/attr.h"
#include "evidence/memo.h"
#include "telltale/power.h"

struct rehearsal {
	const struct tt_power_plan *plan;	/* borrowed */
	struct tt_codebook *codebook;
	struct tt_holder *holders;	/* the first has most copies; none of
					 * them is public */
	struct tt_copy_of *copies;
	size_t *first;			/* of each holder's copies */
	struct tt_roster roster;
	size_t n_others;	/* holders that are only counted */
	size_t public;		/* the public rendering, or SIZE_MAX */
	uint64_t *offer;	/* per slot: N_V, 0 if it cannot be read */
	struct stage *stage;
	unsigned n_stages;	/* as many as the plan has threads */
};

/* Where one thread plays. */
struct stage {
	const struct rehearsal *p;
	uint64_t *symbols;	/* scratch, secret: of all colluders */
	struct tt_leak *leak;	/* scratch */
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

/*
 * What is read of the text that the attack makes of n copies; the caller
 * frees *out.  TT_ENOMEM.
 */
enum tt_err rehearsal_leak(struct stage *s, struct coin *c,
    const size_t *copies, size_t n, const struct tt_attack *attack,
    double parameter, enum tt_extent extent, struct tt_observations **out)
    MUST_USE;

/*
 * As many values on offer as there, or one; none where nothing was read, or
 * not clearly: then power is underestimated, rather than a leaker excluded.
 */
uint64_t rehearsal_offer(const struct tt_observations *like, uint32_t slot);

#endif
