/* SPDX-License-Identifier: ISC */
/*
 * vault_destruction - the vault's records of what partners that were removed
 * said of the copies they held.
 *
 * Instants are POSIX seconds.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_DESTRUCTION_H
#define STORE_VAULT_DESTRUCTION_H

#include <stdint.h>

#include "base/attr.h"
#include "programme/destruction.h"
#include "store/db.h"
#include "store/vault_standing.h"
#include "telltale/err.h"

struct vault_destruction {
	enum destruction_said said;
	int64_t at_s, entered_s;	/* when they said it; when it was
					 * entered */
	char officer[VAULT_DECIDED_MAX];
	char note[TT_VALUE_MAX + 1];
};

enum tt_err vault_destruction_add(struct db *db, const char *partner,
    const struct vault_destruction *d) MUST_USE;

/* The newest; TT_ENOENT if there is none. */
enum tt_err vault_destruction_last(struct db *db, const char *partner,
    struct vault_destruction *out) MUST_USE;

/* Partners that are removed, since before that instant, had signed for a copy
 * and have said nothing since; by id. */
typedef enum tt_err vault_silent_fn(void *ctx, struct span partner,
    int64_t removed_s);
enum tt_err vault_destruction_silent(struct db *db, int64_t before_s,
    vault_silent_fn *fn, void *ctx) MUST_USE;

#endif
