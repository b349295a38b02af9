/* SPDX-License-Identifier: ISC */
/*
 * census_gaps - when each partner was cut off: suspended, removed, vetted
 * anew, and back again, by the vault's record of changes.
 */
#ifndef CLI_CENSUS_GAPS_H
#define CLI_CENSUS_GAPS_H

#include <stddef.h>

#include "base/attr.h"
#include "programme/census.h"
#include "store/db.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

/* Partners by id; gap[first], n of them, in time. */
struct census_owner {
	char partner[VAULT_ID_MAX + 1];
	size_t first, n;
};

struct census_gaps {
	struct census_owner *owner;
	size_t n_owners, cap_owners;
	struct census_gap *gap;
	size_t n, cap;
};

/* Room for one more in *array of n, of size each: twice as many; TT_ENOMEM. */
enum tt_err census_grow(void *array, size_t n, size_t *cap, size_t size)
    MUST_USE;

/* Errors of store/db.h, TT_ENOMEM; then census_gaps_done, too. */
enum tt_err census_gaps_read(struct census_gaps *g, struct db *db) MUST_USE;
void census_gaps_done(struct census_gaps *g);	/* safe on a zeroed one */

/* Those of a partner; *n is 0 if it was never cut off. */
const struct census_gap *census_gaps_of(const struct census_gaps *g,
    const char *partner, size_t *n);

#endif
