/* SPDX-License-Identifier: ISC */
/*
 * vault_replaced - which bulletin one names as the one before it; both by
 * their ids in the ledger.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_REPLACED_H
#define STORE_VAULT_REPLACED_H

#include "base/attr.h"
#include "store/db.h"
#include "store/vault_bulletin.h"

/* old "": none. */
enum tt_err vault_replaces_set(struct db *db, const char *bulletin,
    const char *old) MUST_USE;

/* out "": none. */
enum tt_err vault_replaces_get(struct db *db, const char *bulletin,
    char out[VAULT_BULLETIN_LEN + 1]) MUST_USE;

#endif
