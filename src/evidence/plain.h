/* SPDX-License-Identifier: ISC */
/*
 * plain - the score that needs no model: evidence.md section 7.
 *
 * For a guessed share 1/c of the rows that made the specimen, a row in class
 * a gains ln(1 - 1/c + L(a) / (c M)), M the mean of L over random rows.
 */
#ifndef EVIDENCE_PLAIN_H
#define EVIDENCE_PLAIN_H

/*
 * ln f of each of n classes; -INFINITY where f is 0.  A value site is n = 2:
 * L is 1 for values on offer, else 0.  A class that cannot occur (p = 0) has
 * whatever it would have.
 */
void plain_factors(unsigned n, const double *p, const double *likelihood,
    unsigned c, double *ln_f);

/* The likelihoods of reading y with a share nu of misreadings. */
void plain_misread(unsigned q, unsigned y, double nu, double *likelihood);

#endif
