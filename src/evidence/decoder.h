/* SPDX-License-Identifier: ISC */
/*
 * decoder - which rows made the specimen together, and how: a best guess.
 *
 * evidence.md section 10: for each of the 23 models a team grows from the
 * candidates, one row after another, and the likeliest team of all is taken.
 * Nobody is accused by that; a certificate (section 11) is weighed against
 * what is found here without the row that it is about.
 */
#ifndef EVIDENCE_DECODER_H
#define EVIDENCE_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/field.h"
#include "evidence/pool.h"
#include "telltale/err.h"

#define HYPOTHESES_MAX	90	/* the sum of c over the bank */
#define DROP_MORE	2.5	/* a member must gain ln n less that, in nats */

struct team {
	unsigned model;
	unsigned n;
	size_t at[MODEL_MEMBERS_MAX];	/* places in the pool, as they came */
	double llr;	/* what the members gain, one after another */
	double v;	/* by which teams are compared */
	double gain[MODEL_MEMBERS_MAX];	/* of each given the rest, where
					 * nobody moved since */
};

struct decoder {
	struct field *field;	/* borrowed */
	struct pool pool;
	size_t n_listed;	/* of the pool: from the lists */
	bool *may;		/* of the pool: may be a member now */
	table_site *table;	/* scratch: one table */
	table_site *tables;	/* ... HYPOTHESES_MAX tables */
	members *known;		/* scratch: of each site */
};

/* TT_ENOMEM. */
enum tt_err decoder_init(struct decoder *d, struct field *field) MUST_USE;
void decoder_done(struct decoder *d);	/* safe on a zeroed one */

/*
 * out: a row that does not exist for now, or FIELD_NOBODY.  The team's places
 * are good until the next call.  TT_ENOMEM.
 */
enum tt_err decoder_run(struct decoder *d, size_t out, struct team *team)
    MUST_USE;

#endif
