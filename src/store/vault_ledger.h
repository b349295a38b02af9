/* SPDX-License-Identifier: ISC */
/*
 * vault_ledger - the vault's records of statements: those that it signed, of
 * which some still wait for the hub, and those of others that the hub told
 * it of.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_LEDGER_H
#define STORE_VAULT_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "telltale/err.h"
#include "telltale/set.h"
#include "telltale/statement.h"

struct vault_statement {
	int64_t n;			/* given by the database */
	enum tt_kind kind;
	struct hash leaf;
	struct tt_salt salt;
	int64_t queued_s, posted_s;	/* posted_s 0: the hub lacks it */
	struct span bytes;		/* borrowed, see below */
};

/* TT_EEXIST: this leaf is there already. */
enum tt_err vault_statement_add(struct db *db,
    const struct vault_statement *s) MUST_USE;

/*
 * The first after number `after` that the hub lacks, TT_ENOENT if none;
 * out->bytes is good until the next call of this function.
 */
enum tt_err vault_statement_next(struct db *db, int64_t after,
    struct vault_statement *out) MUST_USE;
enum tt_err vault_statement_posted(struct db *db, int64_t n, int64_t at_s)
    MUST_USE;
enum tt_err vault_statement_waiting(struct db *db, int64_t *n) MUST_USE;
enum tt_err vault_statement_of_leaf(struct db *db, const struct hash *leaf,
    struct vault_statement *out) MUST_USE;	/* bytes likewise */

/*
 * Kept back from the hub, though it is signed, until it is freed.  TT_ENOENT
 * unless it waits, or was held.
 */
enum tt_err vault_statement_hold(struct db *db, const struct hash *leaf)
    MUST_USE;
enum tt_err vault_statement_free(struct db *db, const struct hash *leaf)
    MUST_USE;

struct vault_event {
	int64_t n;			/* the hub's */
	enum tt_kind kind;
	struct hash leaf;
	struct span bytes;		/* the statement */
	int64_t received_s;		/* by the hub's clock; 0: not said */
	/* once it stands in a published checkpoint, else p is NULL */
	struct span set_proof, tlog_proof, batch;
};

/* One that is there already is left as it is. */
enum tt_err vault_event_add(struct db *db, const struct vault_event *e,
    int64_t fetched_s) MUST_USE;
/* Its three proofs.  TT_ENOENT: none of that number and leaf. */
enum tt_err vault_event_prove(struct db *db, const struct vault_event *e)
    MUST_USE;

/*
 * After which event to ask: the last one, or the last before one that is not
 * proven yet; what stands in the log in the clear needs no proof.
 */
enum tt_err vault_event_after(struct db *db, int64_t *n) MUST_USE;

/* In order; spans are good until fn returns. */
typedef enum tt_err vault_event_fn(void *ctx, const struct vault_event *e);
enum tt_err vault_event_each(struct db *db, enum tt_kind kind,
    vault_event_fn *fn, void *ctx) MUST_USE;

/*
 * All that the hub has had, by what it said and by what it took from us, each
 * leaf once; bytes are good until fn returns.
 */
typedef enum tt_err vault_told_fn(void *ctx, enum tt_kind kind,
    const struct hash *leaf, struct span bytes);
enum tt_err vault_told_each(struct db *db, vault_told_fn *fn, void *ctx)
    MUST_USE;

/* The same, but only the statements: their proofs are not read. */
typedef enum tt_err vault_event_bytes_fn(void *ctx, struct span bytes);
enum tt_err vault_event_bytes(struct db *db, enum tt_kind kind,
    vault_event_bytes_fn *fn, void *ctx) MUST_USE;

/* The one of that leaf, given to fn; TT_ENOENT if the hub told of none. */
enum tt_err vault_event_of_leaf(struct db *db, const struct hash *leaf,
    vault_event_fn *fn, void *ctx) MUST_USE;

#endif
