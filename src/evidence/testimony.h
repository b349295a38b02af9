/* SPDX-License-Identifier: ISC */
/*
 * testimony - one row weighed against all that was found without it.
 *
 * evidence.md section 11: leave one out, the hypotheses, the certificate, and
 * what an outsider could be shown.
 */
#ifndef EVIDENCE_TESTIMONY_H
#define EVIDENCE_TESTIMONY_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/certificate.h"
#include "evidence/decoder.h"
#include "evidence/panel.h"
#include "telltale/err.h"
#include "telltale/trace.h"

struct testimony {
	struct certificate certificate;
	struct tt_team team;		/* D */
	struct tt_team outside;
	double log_e_out;
	struct panel panel;
	struct mixture *mix;		/* of the panel */
	uint8_t *row;			/* as classes; secret */
};

/*
 * index: in the roster.  comb: at holder level, with ln_more the ln of C for
 * each model, NULL where C is 1.  n: what the bound multiplies with.
 * TT_ENOMEM.
 */
enum tt_err testimony_init(struct testimony *t, struct decoder *d,
    size_t index, uint64_t n, bool comb, const double *ln_more) MUST_USE;
void testimony_done(struct testimony *t);	/* safe on a zeroed one */

/*
 * log_e_out: what a score is worth to somebody who sees the row, `shown`
 * others of n and nothing else.  The score is one term of a mixture, over all
 * models and all sets of 0 to 8 others, that was fixed before anything was
 * seen.
 */
double testimony_outside(double score, uint64_t n, unsigned shown);

/* The team's places in the pool as indexes in the roster. */
struct tt_team testimony_team(const struct decoder *d,
    const struct team *team);

#endif
