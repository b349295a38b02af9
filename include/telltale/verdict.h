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

enum tt_verdict {
	TT_VERDICT_NAMED,	/* this holder's copies, this copy, contributed */
	TT_VERDICT_STRONG,	/* worth asking; never published */
	TT_VERDICT_INCONCLUSIVE,
	TT_VERDICT_NONE,	/* no copy of this bulletin explains the text */
	TT_VERDICT_COUNT
};

/* "named" and so on: the words of `trace --json`. */
const char *tt_verdict_name(enum tt_verdict v);

/* What it says, a sentence each. */
const char *tt_verdict_text(enum tt_verdict v);

/* What no finding excludes, NULL after the last. */
extern const char *const tt_not_excluded[];

/*
 * Append the two sentences that a bound may be told in: what it is, and what
 * it is not.  X = 1/bound is rounded down to two digits.
 */
void tt_verdict_sentence(double ln_bound, struct buf *out);

#endif
