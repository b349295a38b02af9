/* SPDX-License-Identifier: ISC */
/*
 * field - all the rows among which a level looks: holders, or one's copies.
 *
 * evidence.md section 10: the lists of the best by each of eight models, and
 * S_single.  Where there is room for all rows they are kept, else derived for
 * each walk.  Walks are done by as many threads as the source of the rows has;
 * what is found does not depend on how many.
 */
#ifndef EVIDENCE_FIELD_H
#define EVIDENCE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/best.h"
#include "evidence/prior.h"
#include "evidence/row.h"
#include "telltale/err.h"

#define FIELD_LIST	50	/* K; 100 of very many rows, all of few */
#define FIELD_LIST_LONG	100
#define FIELD_FEW	128	/* so few are all on a list: no rescan */
#define FIELD_NOBODY	SIZE_MAX

struct hand;	/* what a thread that walks has at hand */

struct field {
	const struct prior *prior;	/* borrowed */
	const struct row_source *rows;	/* borrowed */
	enum tt_site_level level;
	size_t from, to;	/* of the roster's holders, or copies */
	double ln_n;		/* of how many there are in all */
	size_t k;		/* K */
	struct best list[PRIOR_LISTS];
	struct best single;	/* the best by S_single */
	double *s_single;	/* of each, from `from` on */
	uint8_t *kept;		/* all rows; NULL: too many */
	bool complete;		/* they are all there */
	struct hand *hand;	/* scratch, secret: of each thread */
};

/* n: what a bound multiplies with, to - from at least.  TT_ENOMEM. */
enum tt_err field_init(struct field *f, const struct prior *prior,
    const struct row_source *rows, enum tt_site_level level, size_t from,
    size_t to, size_t n) MUST_USE;
void field_done(struct field *f);	/* safe on a zeroed one; wipes */

/* Good until the next call that takes f. */
const uint8_t *field_row(struct field *f, size_t index);

/* The row's number in the codebook. */
uint64_t field_number(const struct field *f, size_t index);

/* The k best of all rows but skip under each table of the fan. */
void field_best(struct field *f, const struct fan *fan, size_t skip, size_t k,
    struct best out[FAN]);

#endif
