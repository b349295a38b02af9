/* SPDX-License-Identifier: ISC */
/*
 * vault_admin - what partners' own admins said of their readers, whom they
 * invited, and of which admins the hub was told.
 *
 * Instants are POSIX seconds.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_ADMIN_H
#define STORE_VAULT_ADMIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "store/vault_partner.h"
#include "telltale/err.h"

#define VAULT_WHY_MAX	15	/* bytes: a word of a letter's `reason` */

/* A letter as the hub has it.  Texts are "" where there is nothing. */
struct vault_heard {
	int64_t n;			/* the hub's number */
	char writer[VAULT_ID_MAX + 1];
	bool keyed;			/* key is good, and stopped */
	uint8_t key[TT_READER_ID_LEN];
	char reader[VAULT_ID_MAX + 1];	/* who that is here */
	char partner[VAULT_ID_MAX + 1];	/* which leaves */
	char reason[VAULT_WHY_MAX + 1];
	int64_t received_s;		/* as the hub says */
	struct span letter;		/* borrowed; not read again */
	bool told;			/* the partner's admins, by mail */
};

enum tt_err vault_heard_add(struct db *db, const struct vault_heard *h)
    MUST_USE;

/* After which number to ask the hub; _anew: a hub that counts anew. */
enum tt_err vault_heard_last(struct db *db, int64_t *n) MUST_USE;
enum tt_err vault_heard_anew(struct db *db) MUST_USE;

/* Whether this very letter is here already; then its number is n now. */
enum tt_err vault_heard_known(struct db *db, struct span letter, int64_t n,
    bool *yes) MUST_USE;

/* Whether an admin stopped who has that key. */
enum tt_err vault_heard_stopped(struct db *db,
    const uint8_t key[TT_READER_ID_LEN], bool *yes) MUST_USE;

/* The newest word that stopped a reader; TT_ENOENT. */
enum tt_err vault_heard_of(struct db *db, const char *reader,
    struct vault_heard *out) MUST_USE;
enum tt_err vault_heard_told(struct db *db, const char *reader) MUST_USE;

/* All that count, in order. */
typedef enum tt_err vault_heard_fn(void *ctx, const struct vault_heard *h);
enum tt_err vault_heard_each(struct db *db, vault_heard_fn *fn, void *ctx)
    MUST_USE;

/* The admin who invited a reader; "": an officer did. */
enum tt_err vault_vouched_set(struct db *db, const char *reader,
    const char *admin) MUST_USE;	/* NULL: an officer */
enum tt_err vault_vouched_get(struct db *db, const char *reader,
    char admin[VAULT_ID_MAX + 1]) MUST_USE;

/* Active readers who are admins, by partner; those of whom the hub was told. */
typedef enum tt_err vault_admin_fn(void *ctx, const char *reader);
enum tt_err vault_admin_each(struct db *db, vault_admin_fn *fn, void *ctx)
    MUST_USE;
enum tt_err vault_told_admin_each(struct db *db, vault_admin_fn *fn,
    void *ctx) MUST_USE;

/* Of how many; _anew: all are to be told again. */
enum tt_err vault_told_admin_count(struct db *db, int64_t *n) MUST_USE;
enum tt_err vault_told_admin_anew(struct db *db) MUST_USE;

/* Under which key, and the SHA-256 of which names; TT_ENOENT: not told. */
struct vault_told_admin {
	uint8_t key[TT_READER_ID_LEN];
	struct hash names;
};

enum tt_err vault_told_admin_get(struct db *db, const char *reader,
    struct vault_told_admin *out) MUST_USE;
enum tt_err vault_told_admin_set(struct db *db, const char *reader,
    const struct vault_told_admin *t) MUST_USE;
enum tt_err vault_told_admin_drop(struct db *db, const char *reader) MUST_USE;

#endif
