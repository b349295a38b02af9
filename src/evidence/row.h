/* SPDX-License-Identifier: ISC */
/*
 * row - the rows of holders and copies, as classes at the sites seen.
 *
 * A holder's row has its own symbols at holder-level sites; a holder with one
 * copy has that copy's at the copy-level ones, for the copy is the holder.
 * Sites of parts that a row never had are absent.  Nothing is kept of a row:
 * a million can be walked, by several threads at once.
 */
#ifndef EVIDENCE_ROW_H
#define EVIDENCE_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/seen.h"
#include "telltale/codebook.h"
#include "telltale/roster.h"

struct row_source {
	const struct tt_codebook *codebook;
	const struct tt_roster *roster;
	const size_t *first;	/* of each holder's copies; n_holders + 1 */
	const struct seen_list *list;
	unsigned threads;	/* that walk them */
	struct tt_pick *pick[TT_SITE_LEVEL_COUNT];
	size_t n[TT_SITE_LEVEL_COUNT];	/* sites of each level */
	uint32_t *value[TT_SITE_LEVEL_COUNT];	/* value sites, in list */
	size_t n_values[TT_SITE_LEVEL_COUNT];
};

/* Where each holder's copies begin, and the end; free it.  NULL: no memory. */
size_t *row_first_copies(const struct tt_roster *roster) MUST_USE;

/* All borrowed.  threads 0 is 1.  TT_ENOMEM. */
enum tt_err row_source_init(struct row_source *src,
    const struct tt_codebook *codebook, const struct tt_roster *roster,
    const size_t *first, const struct seen_list *list, unsigned threads)
    MUST_USE;
void row_source_done(struct row_source *src);	/* safe on a zeroed one */

/*
 * A class, or CLASS_ABSENT, for each site of the list.  values: scratch for a
 * number a site, secret.
 */
void row_holder(const struct row_source *src, size_t holder, uint8_t *row,
    uint64_t *values);

/* Only copy-level sites; the others absent. */
void row_copy(const struct row_source *src, size_t copy, uint8_t *row,
    uint64_t *values);

/* Does the holder's row have this slot, in any copy of it? */
bool row_has(const struct row_source *src, size_t holder, uint32_t slot);

#endif
