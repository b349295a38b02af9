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

struct fan {
	size_t n;	/* sites */
	double (*at)[CLASS_COUNT][FAN];
};

/* All zero.  TT_ENOMEM. */
enum tt_err fan_init(struct fan *f, size_t n) MUST_USE;
void fan_done(struct fan *f);	/* safe on a zeroed one; wipes */

/* Table t of n sites as the k-th. */
void fan_set(struct fan *f, unsigned k, const table_site *t);

void fan_score(const struct fan *f, const uint8_t *row, double score[FAN]);

#endif
