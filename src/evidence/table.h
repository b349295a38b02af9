/* SPDX-License-Identifier: ISC */
/*
 * table - what a row gains at each site seen, under one model and with some
 * members known.
 */
#ifndef EVIDENCE_TABLE_H
#define EVIDENCE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/memo.h"
#include "telltale/err.h"

/* The sites of a list, by what kinds they are. */
struct kinds {
	struct memo *memo;	/* borrowed */
	size_t n;
	uint32_t *of;
};

/* One of the n sites of the list; the factors live as long as the memo. */
typedef const struct factors *table_site;

/* TT_ENOMEM. */
enum tt_err kinds_init(struct kinds *k, struct memo *memo,
    const struct seen_list *list) MUST_USE;
void kinds_done(struct kinds *k);	/* safe on a zeroed one */

/* known: of each site; NULL: nobody.  TT_ENOMEM. */
enum tt_err table_fill(const struct kinds *k, unsigned model,
    const members *known, table_site *out) MUST_USE;

/* The sum over the sites that the row has. */
double table_score(const table_site *t, size_t n, const uint8_t *row);

/* Which of a list's sites count for table_marginal. */
enum table_level { TABLE_HOLDER = TT_SITE_HOLDER, TABLE_COPY = TT_SITE_COPY,
	TABLE_BOTH };

/*
 * The specimen's own ln likelihood under a model, nobody known, up to a
 * constant that all models share: marg of section 9.  t: of that model.
 */
double table_marginal(const struct model *m, const table_site *t,
    const struct seen_list *list, enum table_level level);

#endif
