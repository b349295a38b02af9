/* SPDX-License-Identifier: ISC */
/*
 * pool - the rows that may be members of a coalition, side by side.
 *
 * Site by site, so that one table scores them all in a pass.
 */
#ifndef EVIDENCE_POOL_H
#define EVIDENCE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/memo.h"
#include "evidence/table.h"
#include "telltale/err.h"

#define POOL_NONE	SIZE_MAX

struct pool {
	size_t n_sites, n;
	size_t cap;		/* a multiple of 8 */
	uint32_t *index;	/* in the roster */
	uint64_t *number;	/* in the codebook */
	uint8_t *class;		/* n_sites times cap; secret */
	double *score;		/* what pool_score found */
};

/* TT_ENOMEM. */
enum tt_err pool_init(struct pool *p, size_t n_sites, size_t cap) MUST_USE;
void pool_done(struct pool *p);	/* safe on a zeroed one; wipes */

/* Its place, or POOL_NONE. */
size_t pool_find(const struct pool *p, uint32_t index);

/* Its place, the same if it is in it already.  Never over cap. */
size_t pool_add(struct pool *p, uint32_t index, uint64_t number,
    const uint8_t *row);

/* Set score of all to what each gains from the table. */
void pool_score(struct pool *p, const table_site *t);

/* Of the k-th alone. */
double pool_score_one(const struct pool *p, const table_site *t, size_t k);

/* Add the k-th to the members counted at each site, or take it away. */
void pool_join(const struct pool *p, size_t k, members *known);
void pool_leave(const struct pool *p, size_t k, members *known);

#endif
