/* SPDX-License-Identifier: ISC */
/*
 * vault_rules - the vault's records of what decides who gets what: versions
 * of the policy and of the duties, profiles of partners, exceptions.
 *
 * Nothing is ever changed or dropped: what counted at an instant can be told.
 * Errors are those of store/db.h; TT_ENOENT if there is no such record,
 * TT_EEXIST if there is one already.
 */
#ifndef STORE_VAULT_RULES_H
#define STORE_VAULT_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "store/vault_partner.h"

#define VAULT_VERSION_MAX	32	/* bytes */
#define VAULT_OFFICERS_TEXT_MAX	1024	/* bytes: their names */

/* A version of the policy ("policy") or of the duties ("duties"). */
struct vault_adopted {
	char version[VAULT_VERSION_MAX + 1];
	int64_t effective_s, at_s;
	char officers[VAULT_OFFICERS_TEXT_MAX + 1];
	struct hash document;		/* SHA-256 of text */
	struct hash leaf;		/* of the `policy` statement */
	struct span text;		/* borrowed, see below */
};

enum tt_err vault_adopted_add(struct db *db, const char *what,
    const struct vault_adopted *a) MUST_USE;

/*
 * The newest that is in force at that instant (INT64_MAX: the newest at all);
 * out->text is good until the next call.
 */
enum tt_err vault_adopted_at(struct db *db, const char *what, int64_t at_s,
    struct vault_adopted *out) MUST_USE;

/* The newest profile of a partner; *text likewise. */
enum tt_err vault_profile_add(struct db *db, const char *partner,
    int64_t at_s, struct span text) MUST_USE;
enum tt_err vault_profile_get(struct db *db, const char *partner,
    int64_t *at_s, struct span *text) MUST_USE;

/* What a partner declared of itself, signed by a reader's key. */
struct vault_declaration {
	char partner[VAULT_ID_MAX + 1], reader[VAULT_ID_MAX + 1];
	int64_t at_s;			/* as they say */
	struct hash hash;		/* SHA-256 of the letter */
	struct span text;		/* borrowed until the next call */
};

enum tt_err vault_declaration_add(struct db *db,
    const struct vault_declaration *d, struct span letter) MUST_USE;

/* A partner's newest. */
enum tt_err vault_declaration_get(struct db *db, const char *partner,
    struct vault_declaration *out) MUST_USE;

struct vault_exception {
	int64_t n;				/* given by the database */
	char partner[VAULT_ID_MAX + 1];
	char bulletin[VAULT_BULLETIN_LEN + 1];	/* "": any */
	char rule[VAULT_ID_MAX + 1];
	int64_t until_s, at_s;
	char reason[TT_VALUE_MAX + 1];
	char officers[VAULT_OFFICERS_TEXT_MAX + 1];
	struct hash leaf;
};

enum tt_err vault_exception_add(struct db *db,
    const struct vault_exception *x) MUST_USE;

/* Of one partner, or, with NULL, all; the oldest first. */
typedef enum tt_err vault_exception_fn(void *ctx,
    const struct vault_exception *x);
enum tt_err vault_exception_each(struct db *db, const char *partner,
    vault_exception_fn *fn, void *ctx) MUST_USE;

/*
 * The id that a bulletin of that author's name will have in the ledger, if
 * one was kept for it before it is sealed.
 */
enum tt_err vault_reserved_get(struct db *db, const char *name,
    char id[VAULT_BULLETIN_LEN + 1]) MUST_USE;
enum tt_err vault_reserved_add(struct db *db, const char *name,
    const char *id) MUST_USE;

#endif
