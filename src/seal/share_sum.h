/* SPDX-License-Identifier: ISC */
/* share_sum - putting shares together, once they are known to be good. */
#ifndef SEAL_SHARE_SUM_H
#define SEAL_SHARE_SUM_H

#include <stddef.h>

#include "base/attr.h"
#include "telltale/err.h"
#include "telltale/share.h"

/* TT_ESHARE if an index stands twice, *bad the place of the second. */
enum tt_err share_check_distinct(const struct tt_share *shares, size_t n,
    size_t *bad) MUST_USE;

/*
 * The identity of the wave, from as many shares as it has coefficients, of
 * distinct indices.
 */
void share_interpolate(struct tt_age_identity *out,
    const struct tt_share *shares, size_t n);

#endif
