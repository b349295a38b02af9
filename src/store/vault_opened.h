/* SPDX-License-Identifier: ISC */
/*
 * vault_opened - readers' own word that they opened a copy, as the hub told
 * it and as they signed it.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_OPENED_H
#define STORE_VAULT_OPENED_H

#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "store/vault_bulletin.h"

struct vault_opened {
	int64_t n;			/* the hub's */
	uint8_t key[TT_READER_ID_LEN];	/* reader id in the ledger */
	char bulletin[VAULT_BULLETIN_LEN + 1];
	struct hash copies;		/* leaf */
	int64_t at_s;			/* as the reader says */
	int64_t received_s;		/* by the hub's clock */
	struct span note;		/* the signed request; borrowed */
};

/* The first word for a key and its copies stays. */
enum tt_err vault_opened_add(struct db *db, const struct vault_opened *o)
    MUST_USE;

/* The number of the last one; 0: none. */
enum tt_err vault_opened_last(struct db *db, int64_t *n) MUST_USE;

/* Of a bulletin, by key and copies; spans are good until fn returns. */
typedef enum tt_err vault_opened_fn(void *ctx, const struct vault_opened *o);
enum tt_err vault_opened_each(struct db *db, const char *bulletin,
    vault_opened_fn *fn, void *ctx) MUST_USE;

/* How many partners of a published bulletin have said so. */
enum tt_err vault_opened_partners(struct db *db, const char *bulletin,
    int64_t *n) MUST_USE;

#endif
