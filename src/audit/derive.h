/* SPDX-License-Identifier: ISC */
/* derive - the symbols of opened rows, and which sites they have. */
#ifndef AUDIT_DERIVE_H
#define AUDIT_DERIVE_H

#include "audit/audit_own.h"

/* Of all slots; both are the caller's, and go with derived_done. */
struct derived {
	uint64_t *symbols;
	bool *has;
};

/*
 * The row of a holder: its own symbols at its level, at copy level those of
 * its only copy, if it has but one; or the row of a copy, at copy level.  The
 * text has been read.  TT_ENOENT: the only copy is not opened.
 */
enum tt_err derive_row(const struct audit *a, const struct row_file *row,
    struct derived *out) MUST_USE;

/* What stands in a copy: symbols of both levels; has: its parts. */
enum tt_err derive_copy(const struct audit *a, const struct row_file *copy,
    const struct row_file *holder, struct derived *out) MUST_USE;
void derived_done(struct derived *d);	/* safe on a zeroed one */

/* Does a set of profiles carry the part of the k-th text? */
bool derive_carries(const struct audit *a, uint64_t profiles, size_t k,
    size_t part);

/* has: of each slot that is in a part of these profiles, set to true. */
void derive_mark(const struct audit *a, uint64_t profiles, bool *has);

#endif
