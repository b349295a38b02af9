/* SPDX-License-Identifier: ISC */
/*
 * vault_party - whose key speaks for a finder, or for a coordinator, of one
 * bulletin.
 *
 * The reader is one of a record of its own, with `party` in its standing
 * (vault_standing.h), which no list of partners has; or a partner's reader,
 * who is a finder, too.  bulletin is the id in the ledger.  Errors are those
 * of store/db.h.
 */
#ifndef STORE_VAULT_PARTY_H
#define STORE_VAULT_PARTY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "store/vault_known.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

struct vault_party_key {
	char bulletin[VAULT_BULLETIN_LEN + 1];
	char name[VAULT_WORDS_MAX + 1];		/* as the officers wrote it */
	char reader[VAULT_ID_MAX + 1];
	int64_t added_s;
	char officer[VAULT_WORDS_MAX + 1];
	bool told;			/* told_view and told_to are good */
	struct hash told_view;		/* SHA-256 of what they have */
	uint8_t told_to[TT_READER_ID_LEN];	/* to which of their keys */
};

/*
 * For this name of this bulletin, in place of what was there; told is not
 * kept.  TT_EEXIST: the reader speaks for another name of it.
 */
enum tt_err vault_party_key_set(struct db *db,
    const struct vault_party_key *k) MUST_USE;

/* What they have now: told is true. */
enum tt_err vault_party_key_told(struct db *db,
    const struct vault_party_key *k) MUST_USE;

/* By name, or by reader; the other is NULL.  TT_ENOENT. */
enum tt_err vault_party_key_get(struct db *db, const char *bulletin,
    const char *name, const char *reader, struct vault_party_key *out)
    MUST_USE;

/* Of all bulletins. */
typedef enum tt_err vault_party_key_fn(void *ctx,
    const struct vault_party_key *k);
enum tt_err vault_party_key_each(struct db *db, vault_party_key_fn *fn,
    void *ctx) MUST_USE;

#endif
