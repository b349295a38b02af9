/* SPDX-License-Identifier: ISC */
/* member - what holds for members together, when writing and when reading. */
#ifndef SEAL_MEMBER_H
#define SEAL_MEMBER_H

#include <stddef.h>

#include "base/attr.h"
#include "telltale/archive.h"
#include "telltale/err.h"

/*
 * The i-th among those before it, which are good: TT_ETAR_DUPLICATE,
 * TT_ETAR_ORDER.
 */
enum tt_err member_check_place(const struct tt_member *m, size_t i) MUST_USE;

/* Its number and size: TT_ELIMIT, else its data is added to *total. */
enum tt_err member_check_limits(const struct tt_member *m, size_t i,
    size_t *total) MUST_USE;

#endif
