/* SPDX-License-Identifier: ISC */
/* grow - an array that gets longer, up to a number of items. */
#ifndef BULLETIN_GROW_H
#define BULLETIN_GROW_H

#include <stddef.h>

#include "base/attr.h"
#include "telltale/err.h"

/*
 * Room for one more item after n in *items, an array of cap items of size
 * bytes.  TT_ELIMIT if n is max already, TT_ENOMEM; then all is as it was.
 */
enum tt_err grow(void **items, size_t *cap, size_t n, size_t size, size_t max)
    MUST_USE;

#endif
