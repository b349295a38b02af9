/* SPDX-License-Identifier: ISC */
/*
 * vault_public - which bulletins went public from this vault, and which of
 * them an officer holds back.
 *
 * bulletin is the id in the ledger.  Instants are POSIX seconds.  Errors are
 * those of store/db.h; TT_ENOENT if there is no such record.
 */
#ifndef STORE_VAULT_PUBLIC_H
#define STORE_VAULT_PUBLIC_H

#include <stdint.h>

#include "base/attr.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "store/vault_embargo.h"
#include "telltale/err.h"

/* The first time counts. */
enum tt_err vault_public_begin(struct db *db, const char *bulletin,
    int64_t at_s) MUST_USE;
enum tt_err vault_public_done(struct db *db, const char *bulletin,
    int64_t at_s) MUST_USE;

/* It was begun, and nothing came of it. */
enum tt_err vault_public_forget(struct db *db, const char *bulletin) MUST_USE;

/* Since when it was begun. */
enum tt_err vault_public_begun(struct db *db, const char *bulletin,
    int64_t *at_s) MUST_USE;

struct vault_hold {
	char reason[EMBARGO_REASON_MAX + 1];
	char officer[VAULT_ID_MAX + 1];
	int64_t at_s;
};

/* Another reason replaces the one before; NULL: no longer. */
enum tt_err vault_hold_set(struct db *db, const char *bulletin,
    const struct vault_hold *h) MUST_USE;
enum tt_err vault_hold_get(struct db *db, const char *bulletin,
    struct vault_hold *out) MUST_USE;

/*
 * Each bulletin that is out, whose embargo was not retracted and is over by
 * now_s, and that is not public as far as this vault has seen to it.
 */
struct vault_due {
	char bulletin[VAULT_BULLETIN_LEN + 1];
	char name[TT_ID_MAX + 1];	/* the author's */
	int64_t since_s;
};

typedef enum tt_err vault_due_fn(void *ctx, const struct vault_due *d);
enum tt_err vault_public_due(struct db *db, int64_t now_s, vault_due_fn *fn,
    void *ctx) MUST_USE;

#endif
