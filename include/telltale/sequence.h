/* SPDX-License-Identifier: ISC */
/*
 * sequence - evidence over bulletins: who is in one leak after another.
 *
 * evidence.md section 13.  Bulletins have codebooks of their own, so that e's
 * of one holder multiply, and whoever is innocent of all of them gets to P /
 * epsilon with probability epsilon / P at most, however often and whenever
 * one looks (Ville's inequality).  Specimens of one bulletin share its rows:
 * the e of its t-th reading counts with a weight that was fixed beforehand,
 * .9 for the first, .1 / ((t - 1) t) for the t-th.  The weights add up to 1,
 * so that what a bulletin has given so far is never more than an e, and more
 * readings may follow at any time.  p-values are not combined.  Pure.
 */
#ifndef TT_SEQUENCE_H
#define TT_SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "telltale/verdict.h"

#define TT_SEQUENCE_MAX		((size_t)1 << 24)	/* e's in all */
#define TT_SEQUENCE_ID_MAX	255	/* bytes of a holder's id */

/* One holder's e in one reading: ln of (e + e_comb) / 2, as tt_trace.ln_e. */
struct tt_sequence_e {
	const char *id;		/* of the holder; the same in all bulletins */
	double ln_e;		/* finite */
};

struct tt_sequence;	/* opaque */

enum tt_err tt_sequence_new(struct tt_sequence **out) MUST_USE;
void tt_sequence_free(struct tt_sequence *s);	/* NULL is fine */

/*
 * A reading: of the bulletin whose codebook has this hash, the t-th of it.
 * All of its holders must be there, also those with little e: whoever is
 * in no reading of a bulletin is taken for somebody who never had a copy.
 * TT_EEXIST if it is there already, TT_ERANGE if t is 0, an e is not finite,
 * or an id is empty, too long or twice there; TT_ELIMIT over TT_SEQUENCE_MAX;
 * TT_ENOMEM.  On an error s is as it was.
 */
enum tt_err tt_sequence_add(struct tt_sequence *s, const uint8_t codebook[32],
    uint64_t t, const struct tt_sequence_e *e, size_t n) MUST_USE;

struct tt_sequence_holder {
	const char *id;		/* good as long as the sequence */
	unsigned bulletins;	/* that it was a holder of */
	double ln_e;		/* the product */
	double ln_bound;	/* at most 0: that any innocent one is named */
	enum tt_verdict verdict;	/* NAMED, STRONG or INCONCLUSIVE */
};

/*
 * All holders, by falling e, then by id; the caller frees *out.  A bulletin
 * of which a holder never had a copy says nothing about it: factor 1.  Named
 * at a bound of at most epsilon.  TT_ERANGE unless 0 < epsilon < 1;
 * TT_ENOMEM.
 */
enum tt_err tt_sequence_judge(const struct tt_sequence *s, double epsilon,
    struct tt_sequence_holder **out, size_t *n) MUST_USE;

#endif
