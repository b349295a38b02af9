/* SPDX-License-Identifier: ISC */
/*
 * census_knowers - who knew without being a reader: those whom an officer
 * entered, and staff who were shown a preview of what was sealed.
 */
#ifndef CLI_CENSUS_KNOWERS_H
#define CLI_CENSUS_KNOWERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "cli/census_about.h"
#include "store/db.h"
#include "store/vault_known.h"

/*
 * Of a bulletin; *out is malloced.  A preview has no number (n is 0), a
 * partner's and a reader's id, and the parts of its revision.  An organisation
 * that is a partner too goes by the partner's id.  Errors of store/db.h.
 */
enum tt_err census_knowers_read(struct db *db, const char *bulletin,
    const struct census_about *about, struct vault_knower **out, size_t *n)
    MUST_USE;

/* Was the reader of that id shown a preview? */
bool census_knowers_has(const struct vault_knower *k, size_t n,
    const char *reader);

/* Does the list, a name a line, have it?  An empty list has all. */
bool census_lists(const char *names, const char *name);

/* Does it know a proof of concept, of any revision? */
bool census_knower_poc(const struct census_about *a,
    const struct vault_knower *k);

#endif
