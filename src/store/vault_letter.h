/* SPDX-License-Identifier: ISC */
/*
 * vault_letter - letters that readers wrote to the vendor, by the hub's
 * number, sealed as they came.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_LETTER_H
#define STORE_VAULT_LETTER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

#define VAULT_ABOUT_MAX	15	/* bytes */

struct vault_letter {
	int64_t n;
	char reader[VAULT_ID_MAX + 1];
	char about[VAULT_ABOUT_MAX + 1];
	char bulletin[VAULT_BULLETIN_LEN + 1];	/* "": of none */
	struct hash hash;
	int64_t written_s;		/* as the reader says */
	int64_t received_s;		/* as the hub says */
	int64_t answered_s;		/* 0: not yet */
	struct span body;		/* borrowed until the next call */
};

/* One that is there already is left as it is. */
enum tt_err vault_letter_add(struct db *db, const struct vault_letter *l)
    MUST_USE;
enum tt_err vault_letter_get(struct db *db, int64_t n,
    struct vault_letter *out) MUST_USE;
enum tt_err vault_letter_answered(struct db *db, int64_t n, int64_t at_s)
    MUST_USE;

/* Sealed anew, to others. */
enum tt_err vault_letter_sealed(struct db *db, int64_t n, struct span body)
    MUST_USE;

/* After which number to ask the hub: the greatest that is here. */
enum tt_err vault_letter_last(struct db *db, int64_t *n) MUST_USE;

/* How many wait for an answer, and since when; 0: none. */
enum tt_err vault_letter_open(struct db *db, int64_t *n, int64_t *oldest_s)
    MUST_USE;

typedef enum tt_err vault_letter_fn(void *ctx, const struct vault_letter *l);
enum tt_err vault_letter_each(struct db *db, vault_letter_fn *fn, void *ctx)
    MUST_USE;

#endif
