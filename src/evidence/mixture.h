/* SPDX-License-Identifier: ISC */
/*
 * mixture - what a certificate scores with: hypotheses and their weights.
 *
 * evidence.md section 11.  A hypothesis is a model and members taken as
 * known; its table was chosen from the specimen and from other rows than the
 * one to be judged.  From all of them follow the weights W and the factors
 * averaged site by site, of which T is a sum.
 */
#ifndef EVIDENCE_MIXTURE_H
#define EVIDENCE_MIXTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/seen.h"
#include "evidence/table.h"
#include "evidence/tail.h"
#include "telltale/err.h"

#define MIXTURE_SHARE	.9	/* of W; the rest is for all alike */

struct hypothesis {
	unsigned model;		/* number in the bank */
	unsigned known;		/* members taken as known */
	double l;		/* ln of its weight, up to a constant */
	const table_site *table;	/* borrowed */
};

struct mixture {
	size_t n_sites;
	size_t n;		/* hypotheses, 1 or more */
	const struct hypothesis *h;	/* borrowed */
	double *weight;		/* W: sum 1 */
	double (*mean)[CLASS_COUNT];	/* ln of the averaged factors */
	struct tail_site *tail;	/* 32 of them, rounded, a class each */
};

/* list and h are borrowed.  TT_ENOMEM. */
enum tt_err mixture_new(struct mixture **out, const struct seen_list *list,
    const struct hypothesis *h, size_t n) MUST_USE;
void mixture_free(struct mixture *m);	/* NULL is fine */

/*
 * ln of the sum over hypotheses of (.9 W + .1 / n) exp(score) times
 * exp(ln_more[model of h]); ln_more NULL: 0.  E_prod, and e_comb.
 */
double mixture_product(const struct mixture *m, const uint8_t *row,
    const double *ln_more);

/* ln of E_site: the product of the averaged factors. */
double mixture_sitewise(const struct mixture *m, const uint8_t *row);

/* ln p of the row: T over the sites that it has.  TT_ENOMEM. */
enum tt_err mixture_tail(const struct mixture *m, const uint8_t *row,
    double *ln_p) MUST_USE;

#endif
