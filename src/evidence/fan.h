/* SPDX-License-Identifier: ISC */
/*
 * fan - eight tables at once: what a row scores under each.
 *
 * For walks over all rows: one load and one addition of eight numbers a site.
 */
#ifndef EVIDENCE_FAN_H
#define EVIDENCE_FAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/seen.h"
#include "evidence/table.h"

#define FAN	8	/* tables */

/* Where a site's scores are: a row of eight for each class, then absent. */
struct fan_site {
	uint32_t first;
	uint8_t n;	/* classes */
};

struct fan {
	size_t n, n_rows;
	struct fan_site *site;
	double (*at)[FAN];	/* of n_rows; in memory, at a cache line */
	void *memory;
};

/* All zero.  TT_ENOMEM. */
enum tt_err fan_init(struct fan *f, const struct seen_list *list) MUST_USE;
void fan_done(struct fan *f);	/* safe on a zeroed one; wipes */

/* What one class gains at one site, under the eight. */
double *fan_at(const struct fan *f, size_t site, uint8_t class);

/* Table t of all sites as the k-th. */
void fan_set(struct fan *f, unsigned k, const table_site *t);

void fan_score(const struct fan *f, const uint8_t *row, double score[FAN]);

/* Of n rows that stand stride bytes apart: the same numbers, but sooner. */
void fan_score_rows(const struct fan *f, const uint8_t *rows, size_t stride,
    size_t n, double (*score)[FAN]);

/* How that is done here: the k-th way, the quickest first; NULL: no more. */
typedef void fan_scorer(const struct fan *f, const uint8_t *rows,
    size_t stride, size_t n, double (*score)[FAN]);
fan_scorer *fan_way(unsigned k);

#endif
