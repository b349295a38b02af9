/* SPDX-License-Identifier: ISC */
/*
 * combine - what several voices about one q-ary site say together.
 *
 * Quotes of one place that agree are copies of one leak: the clearest of them
 * counts, once.  What differs, and other places of the site, are texts of
 * their own: likelihoods multiply.
 */
#ifndef READING_COMBINE_H
#define READING_COMBINE_H

#include <stdbool.h>

#include "base/attr.h"
#include "reading/hearing.h"
#include "telltale/observation.h"

/*
 * Of n voices of one site with q symbols, at least one a CHOICE, into l, the
 * largest 1.  *mixed: they exclude each other, and l is what any of them
 * said.  TT_ENOMEM.
 */
enum tt_err combine(const struct voice *v, size_t n, unsigned q,
    float l[TT_Q_MAX], bool *mixed) MUST_USE;

/* The likelihoods as an observation: a symbol, soft, or still erased. */
void combine_observe(const float l[TT_Q_MAX], unsigned q,
    struct tt_observation *o);

#endif
