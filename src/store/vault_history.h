/* SPDX-License-Identifier: ISC */
/*
 * vault_history - the vault's records of public events: what of a bulletin's
 * matter others could see, between which instants, and who says so.
 *
 * An event is entered once and stays.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_HISTORY_H
#define STORE_VAULT_HISTORY_H

#include <stdint.h>

#include "base/attr.h"
#include "programme/history.h"
#include "store/db.h"
#include "telltale/err.h"

#define VAULT_SOURCE_MAX	1024	/* bytes of who says so */

struct vault_event_public {
	int64_t n;			/* counts all; 0 before it is kept */
	struct history_event event;	/* source is borrowed */
	int64_t entered_s;
};

/* bulletin: its id in the ledger.  *n is what it is kept as. */
enum tt_err vault_history_add(struct db *db, const char *bulletin,
    const struct vault_event_public *e, int64_t *n) MUST_USE;

/* In the order of their beginnings; stops when fn does not return TT_OK. */
typedef enum tt_err vault_history_fn(void *ctx,
    const struct vault_event_public *e);
enum tt_err vault_history_each(struct db *db, const char *bulletin,
    vault_history_fn *fn, void *ctx) MUST_USE;

#endif
