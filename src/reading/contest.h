/* SPDX-License-Identifier: ISC */
/*
 * contest - whose text it is, if two stretches claim the same bytes.
 *
 * Bulletins say similar things in several places, and a path forgives slips.
 * Where two accepted findings explain the same bytes by different elements,
 * the one with fewer faults there keeps them; if both have as many, the one
 * that goes on to explain what stands beside them; then the one that scores
 * more in all.  If that does not tell either, neither keeps them: nobody
 * knows which place this was.
 */
#ifndef READING_CONTEST_H
#define READING_CONTEST_H

#include "base/attr.h"
#include "reading/docket.h"
#include "telltale/err.h"

/* Adds the losses of d's findings.  TT_ENOMEM. */
enum tt_err contest(struct docket *d) MUST_USE;

#endif
