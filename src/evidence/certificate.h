/* SPDX-License-Identifier: ISC */
/*
 * certificate - the evidence against one row: evidence.md section 11.
 *
 * All in logarithms.  A row that was not certified has p = 1 and no e_comb;
 * its e is the single score's, so that selection does no harm.
 */
#ifndef EVIDENCE_CERTIFICATE_H
#define EVIDENCE_CERTIFICATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/mixture.h"
#include "telltale/err.h"
#include "telltale/trace.h"

struct certificate {
	bool certified;
	double s_single;
	double log_e;
	double log_e_comb;	/* NAN: none */
	double ln_p;
};

/* What can be said of a row of which only the single score is known. */
struct certificate certificate_single(double s_single);

/*
 * mix was chosen without the row.  comb: at holder level, with ln_more the ln
 * of C for each model, of the copies' rows, NULL where C is 1.  TT_ENOMEM.
 */
enum tt_err certificate_make(struct certificate *out,
    const struct mixture *mix, double s_single, const uint8_t *row, bool comb,
    const double *ln_more) MUST_USE;

/* What each of its numbers bounds over n rows, by itself. */
struct tt_parts certificate_parts(const struct certificate *c,
    enum tt_site_level level, uint64_t n);

/*
 * ln of the bound over n rows, at most 0.  *by_comb (may be NULL) is set if
 * it is e_comb that gives it.
 */
double certificate_bound_holder(const struct certificate *c, uint64_t n,
    bool *by_comb);
double certificate_bound_copy(const struct certificate *c, uint64_t n);

#endif
