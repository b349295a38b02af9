/* SPDX-License-Identifier: ISC */
/*
 * outside - what a few opened rows say to somebody who sees no others.
 *
 * The outside certificate of evidence.md section 11: whatever model and
 * whatever known members the vendor chose to show, log_e_out is one term of a
 * mixture that was fixed before anything was seen, so it holds however they
 * were chosen.  Needs no codebook: rows, biases, table and observations.
 * Pure.
 */
#ifndef TT_OUTSIDE_H
#define TT_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/code.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/site.h"
#include "telltale/trace.h"

/* One row, of all slots of the code.  Borrowed. */
struct tt_outside_row {
	const uint64_t *symbols;
	const bool *has;	/* it lacks the slots of which this is false */
};

struct tt_outside {
	const struct tt_code *code;
	const struct tt_observations *observations;
	enum tt_site_level level;	/* of copies: copy-level sites only */
	unsigned model;			/* below TT_MODELS */
	struct tt_outside_row judged;
	struct tt_outside_row shown[TT_TEAM_MAX];	/* D */
	unsigned n_shown;		/* fewer than the model's colluders */
	uint64_t n;			/* what the bound multiplies with */
};

struct tt_outside_said {
	double log_e;		/* log_e_out */
	double ln_bound;	/* at most 0: ln of min(1, n / e_out) */
	/* sites read with a likelihood that is not constant, that it has */
	unsigned symbols, values;
	bool rare;		/* one of the values stands for 2^48 */
};

/*
 * TT_ERANGE if an observation does not fit its slot, a symbol its site, or
 * model, n_shown and n cannot be; TT_ENOMEM.
 */
enum tt_err tt_outside_weigh(const struct tt_outside *o,
    struct tt_outside_said *out) MUST_USE;

/* Are so many sites enough to name?  evidence.md section 13. */
bool tt_outside_enough(const struct tt_outside_said *said);

/*
 * ln of the bound that numbers of a finding give over n (section 11): what
 * whoever reads them can work out.  log_e_comb NAN: none.
 */
double tt_bound_of(enum tt_site_level level, double log_e,
    double log_e_comb, double ln_p, uint64_t n);

#endif
