/* SPDX-License-Identifier: ISC */
/*
 * vault_membership - to whom the programme's members are shown: decisions, of
 * which the last one holds.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_MEMBERSHIP_H
#define STORE_VAULT_MEMBERSHIP_H

#include <stdint.h>

#include "base/attr.h"
#include "programme/membership.h"
#include "store/db.h"
#include "store/vault_partner.h"

struct vault_membership {
	enum membership setting;
	char officer[VAULT_ID_MAX + 1];
	int64_t at_s;
};

enum tt_err vault_membership_add(struct db *db,
    const struct vault_membership *m) MUST_USE;

/* The last one; hidden, by nobody, if there is none. */
enum tt_err vault_membership_get(struct db *db, struct vault_membership *out)
    MUST_USE;

/* In order; stops when fn does not return TT_OK. */
typedef enum tt_err vault_membership_fn(void *ctx,
    const struct vault_membership *m);
enum tt_err vault_membership_each(struct db *db, vault_membership_fn *fn,
    void *ctx) MUST_USE;

#endif
