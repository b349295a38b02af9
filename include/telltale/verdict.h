/* SPDX-License-Identifier: ISC */
/*
 * verdict - the four things that evidence can say, and the sentences for it.
 *
 * evidence.md section 13.  Whoever shows a finding uses these sentences, so
 * that none is read as more than it says.  British English.  Pure.
 */
#ifndef TT_VERDICT_H
#define TT_VERDICT_H

#include <stdint.h>

#include "base/buf.h"
#include "telltale/site.h"

enum tt_verdict {
	TT_VERDICT_NAMED,	/* these copies, this copy, contributed */
	TT_VERDICT_STRONG,	/* worth asking; never published */
	TT_VERDICT_INCONCLUSIVE,
	TT_VERDICT_NONE,	/* no copy of this bulletin explains the text */
	TT_VERDICT_COUNT
};

/* "named" and so on: the words of `trace --json`. */
const char *tt_verdict_name(enum tt_verdict v);

/* What it says of a holder or a copy, in a sentence. */
const char *tt_verdict_text(enum tt_verdict v, enum tt_site_level level);

/* The explanations that no finding excludes, NULL after the last. */
extern const char *const tt_verdict_not_excluded[];

/*
 * Append the two sentences that a bound may be told in: what it is, and what
 * it is not.  X = 1 / bound is rounded down to two digits.
 */
void tt_verdict_sentence(double ln_bound, enum tt_site_level level,
    struct buf *out);

/* Append X = 1 / bound as a person reads it: 57,000,000 or 1.2 x 10^21. */
void tt_verdict_one_in(double ln_bound, struct buf *out);

#endif
