/* SPDX-License-Identifier: ISC */
/*
 * table - what a row gains at each site seen, under one model and with some
 * members known: ln f of evidence.md section 9, of mean 1 over random rows.
 */
#ifndef EVIDENCE_TABLE_H
#define EVIDENCE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "evidence/model.h"
#include "evidence/seen.h"

struct factors {
	double ln[TT_Q_MAX];	/* one a class */
};

/* Rows of known members: a class for each site seen. */
struct table_known {
	const uint8_t *const *rows;
	unsigned n;		/* fewer than the model's c */
};

/* One struct factors for each of list->n sites; known NULL: nobody. */
void table_fill(const struct model *m, const struct seen_list *list,
    const struct table_known *known, struct factors *out);

/* The sum over the sites that the row has. */
double table_score(const struct factors *t, size_t n, const uint8_t *row);

/* Which of a list's sites count for table_marginal. */
enum table_level { TABLE_HOLDER = TT_SITE_HOLDER, TABLE_COPY = TT_SITE_COPY,
	TABLE_BOTH };

/*
 * The specimen's own ln likelihood under a model, nobody known, up to a
 * constant that all models share: marg of section 9.
 */
double table_marginal(const struct model *m, const struct seen_list *list,
    enum table_level level);

#endif
