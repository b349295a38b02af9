/* SPDX-License-Identifier: ISC */
/*
 * vault_agreement - the vault's records of versions of the agreement, and of
 * signatures on paper or by key.  The newest version comes last.  Errors are
 * those of store/db.h; TT_ENOENT if there is no such record, TT_EEXIST if
 * there is one already.
 */
#ifndef STORE_VAULT_AGREEMENT_H
#define STORE_VAULT_AGREEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "store/db.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

struct vault_agreement {
	char version[VAULT_ID_MAX + 1];
	struct hash text;	/* SHA-256 of agreement-VERSION.txt */
	int64_t added_s;
	bool says_marked;
	bool stated;		/* leaf names its statement */
	struct hash leaf;
};

enum tt_err vault_agreement_add(struct db *db,
    const struct vault_agreement *a) MUST_USE;
enum tt_err vault_agreement_get(struct db *db, const char *version,
    struct vault_agreement *out) MUST_USE;

typedef enum tt_err vault_agreement_fn(void *ctx,
    const struct vault_agreement *a);
enum tt_err vault_agreement_each(struct db *db, vault_agreement_fn *fn,
    void *ctx) MUST_USE;

struct vault_signing {
	char partner[VAULT_ID_MAX + 1];
	char version[VAULT_ID_MAX + 1];
	struct hash scan;	/* SHA-256; by key: of the letter */
	char signer[TT_VALUE_MAX + 1];
	int64_t signed_s;
	int64_t ends_s;		/* or PARTNER_NO_END */
	int64_t entered_s;
	char reader[VAULT_ID_MAX + 1];	/* by whose key; "": on paper */
};

enum tt_err vault_signing_add(struct db *db, const struct vault_signing *s)
    MUST_USE;

/* By key: the letter as it was signed is kept, too. */
enum tt_err vault_signing_by_key(struct db *db,
    const struct vault_signing *s, struct span letter) MUST_USE;

/* A partner's newest. */
enum tt_err vault_signing_last(struct db *db, const char *partner,
    struct vault_signing *out) MUST_USE;

/* A partner's newest of one version. */
enum tt_err vault_signing_of(struct db *db, const char *partner,
    const char *version, struct vault_signing *out) MUST_USE;

/* Of one version, by partner. */
typedef enum tt_err vault_signing_fn(void *ctx,
    const struct vault_signing *s);
enum tt_err vault_signing_each(struct db *db, const char *version,
    vault_signing_fn *fn, void *ctx) MUST_USE;

#endif
