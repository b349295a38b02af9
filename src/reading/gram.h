/* SPDX-License-Identifier: ISC */
/*
 * gram - four words in a row as one number, of a text or of what a marked
 * text can become.
 *
 * Words are runs of letters and digits of the normal text.  Of all grams only
 * those are kept of which the lowest bit is 0: every second one, the same
 * ones on both sides.  What is kept of one is the upper half of its 64 bits.
 */
#ifndef READING_GRAM_H
#define READING_GRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"
#include "telltale/normal.h"

#define GRAM_WORDS	4

/* One that was kept, and where it stands in the normal text. */
struct gram {
	uint32_t key;
	uint32_t from, to;	/* bytes */
};

struct grams {
	struct gram *at;	/* as they stand */
	size_t n, cap;
};

/* All kept grams of t, twins too.  TT_ENOMEM. */
enum tt_err grams_of_text(struct grams *out, const struct tt_normal *t)
    MUST_USE;

/*
 * Those of every rendering that b can have, in no order; where many sites
 * stand side by side, of a part of their combinations.  Values of value sites
 * are in none.  from and to are 0.  TT_ENOMEM.
 */
enum tt_err grams_of_bulletin(struct grams *out, const struct tt_bulletin *b)
    MUST_USE;
void grams_done(struct grams *g);	/* safe on a zeroed one; wipes */

#endif
