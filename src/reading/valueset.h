/* SPDX-License-Identifier: ISC */
/*
 * valueset - distinct values, as many as a bound allows.
 *
 * Past the bound it says only that there were more: what is left out is
 * never more than what was added, so that a count of windows can stand in.
 */
#ifndef READING_VALUESET_H
#define READING_VALUESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

struct valueset {
	uint64_t *slot;		/* cap of them, a power of two; ~0: empty */
	size_t cap, n;
	size_t max;		/* values */
	bool full;		/* a value was left out */
};

void valueset_init(struct valueset *s, size_t max);
void valueset_done(struct valueset *s);

/* v is not UINT64_MAX, which no site has.  TT_ENOMEM. */
enum tt_err valueset_add(struct valueset *s, uint64_t v) MUST_USE;
bool valueset_has(const struct valueset *s, uint64_t v);

/* The n values ascending, to out. */
void valueset_list(const struct valueset *s, uint64_t *out);

#endif
