/* SPDX-License-Identifier: ISC */
/*
 * scales - what one specimen's rows are weighed on, at both levels.
 *
 * At holder level all sites seen, among all holders; at copy level those of
 * copies, among the copies of one holder.
 */
#ifndef EVIDENCE_SCALES_H
#define EVIDENCE_SCALES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/decoder.h"
#include "evidence/field.h"
#include "evidence/prior.h"
#include "evidence/row.h"
#include "evidence/seen.h"
#include "evidence/testimony.h"

struct scales {
	struct seen_list *list[TT_SITE_LEVEL_COUNT];
	struct prior prior[TT_SITE_LEVEL_COUNT];
	struct row_source rows[TT_SITE_LEVEL_COUNT];
	struct field field[TT_SITE_LEVEL_COUNT];
	struct decoder decoder[TT_SITE_LEVEL_COUNT];
	size_t n_holders;	/* that a bound multiplies with */
};

/* Who is weighed, and by whom.  All borrowed, as long as there are scales. */
struct weighing {
	struct memo *memo;
	const struct tt_codebook *codebook;
	const struct tt_roster *roster;
	const size_t *first;	/* of each holder's copies */
	size_t n_holders;	/* how many a bound counts */
	unsigned threads;	/* for walks; 0 is 1 */
};

/*
 * On those of list for which keep is set, NULL: all.  At holder level
 * everybody is looked at.  TT_ENOMEM.
 */
enum tt_err scales_new(struct scales **out, const struct weighing *w,
    const struct seen_list *list, const bool *keep) MUST_USE;
void scales_free(struct scales *s);	/* NULL is fine */

/* From now on copy level is the copies of this holder.  TT_ENOMEM. */
enum tt_err scales_enter(struct scales *s, size_t holder) MUST_USE;

/*
 * Weigh a holder, or a copy of the holder entered, by index; close *out with
 * testimony_done.  TT_ENOMEM.
 */
enum tt_err scales_weigh(struct scales *s, enum tt_site_level level,
    size_t index, struct testimony *out) MUST_USE;

#endif
