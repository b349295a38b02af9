/* SPDX-License-Identifier: ISC */
/* suspects - a list of suspects that grows, and its order. */
#ifndef EVIDENCE_SUSPECTS_H
#define EVIDENCE_SUSPECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "evidence/seen.h"
#include "evidence/table.h"
#include "telltale/err.h"
#include "telltale/trace.h"

struct suspects {
	struct tt_suspect *at;
	size_t n, cap;
};

/* A copy of *s, TAKES its grounds, also on error.  TT_ENOMEM. */
enum tt_err suspects_add(struct suspects *list, struct tt_suspect *s) MUST_USE;
void suspects_done(struct suspects *list);	/* safe on a zeroed one */

/* Is the holder (at holder level), the copy (at copy level) among them? */
bool suspects_have(const struct suspects *list, enum tt_site_level level,
    uint32_t index);

/*
 * From at[from] on: rising bound, falling log e, then rising number of the
 * row in the roster.  TT_ENOMEM.
 */
enum tt_err suspects_sort(struct suspects *list, size_t from,
    const struct tt_roster *roster) MUST_USE;

/* The sites read that the row has, the most telling first.  TT_ENOMEM. */
enum tt_err suspect_grounds(struct tt_suspect *s, const struct seen_list *list,
    double (*mean)[CLASS_COUNT], const uint8_t *row) MUST_USE;

#endif
