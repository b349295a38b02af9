/* SPDX-License-Identifier: ISC */
/*
 * model - the bank of ways in which leakers might work, and the channel of
 * each: how likely a reading is, given the symbols of the members known.
 *
 * evidence.md section 9.  A wrong model costs power, never the promise.
 */
#ifndef EVIDENCE_MODEL_H
#define EVIDENCE_MODEL_H

#include "telltale/trace.h"

#define MODEL_MEMBERS_MAX	8

/* How colluders choose between the symbols that they hold. */
enum model_beta {
	BETA_INTER,	/* a random colluder's */
	BETA_RND,	/* uniform over those present */
	BETA_MIN,	/* the rarest among them */
	BETA_MAJ,	/* the most frequent */
	BETA_STRIP,	/* unanimous: kept; else cut */
	BETA_REDRAW,	/* unanimous: kept; else uniform over all */
};

struct model {
	unsigned c;	/* colluders, exchangeable */
	enum model_beta beta;
	double nu;	/* share of misreadings */
};

extern const struct model model_bank[TT_MODELS];

/*
 * P(y | r) for each of the q symbols, of which a random row has y with
 * probability p[y], given counts r of known members' symbols, not more than
 * c.  *gone: the probability that the place is cut, 0 but under STRIP.
 * C(u + q - 1, q - 1) steps for u members unknown, or none where a closed
 * form is known or prescribed.
 */
void model_channel(const struct model *m, unsigned q, const double *p,
    const unsigned *counts, double *out, double *gone);

/*
 * A value site: P(V | r), of `known` members `in` having their value in V,
 * where a random row has it with probability p.
 */
double model_channel_value(const struct model *m, double p, unsigned in,
    unsigned known);

#endif
