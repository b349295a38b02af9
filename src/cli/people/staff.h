/* SPDX-License-Identifier: ISC */
/*
 * staff - the vendor's own people as readers: each has a record of a holder
 * by themselves, of the tier `staff`, so that their copies are told apart
 * from each other and from partners'.  And parties: a finder, a coordinator,
 * who have a record for the sake of their key, and never a copy.
 */
#ifndef CLI_PEOPLE_STAFF_H
#define CLI_PEOPLE_STAFF_H

#include "base/attr.h"
#include "cli/vault.h"
#include "store/vault_partner.h"

#define STAFF_TIER	"staff"
#define PARTY_TIER	"party"		/* in the ledger; no policy grants it */

/*
 * The record of id, or a new one: id NULL, the first of staff-1, staff-2, ...
 * that is free.  CLI_DONE and its id if it is approved; CLI_LATER if that
 * waits for others; another exit code after saying why.
 */
int staff_admit(struct vault *v, const char *id, const char *name,
    char out[VAULT_ID_MAX + 1]) MUST_USE;

/* What is said of a party, in place of what a partner's state means. */
#define PARTY_IS	"a party to dates, and no partner"
#define PARTY_RECEIVES	"no copy: the state of its report, and what it is asked"

/* Likewise of a party: the record of that name, or a new one. */
int party_admit(struct vault *v, const char *name, char out[VAULT_ID_MAX + 1])
    MUST_USE;

#endif
