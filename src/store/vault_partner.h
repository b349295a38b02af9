/* SPDX-License-Identifier: ISC */
/*
 * vault_partner - the vault's records of partners and of their readers.
 *
 * id is the vendor's own word for a partner or a reader, unique over all; ref
 * is drawn at random and stands for the partner in statements.  Instants are
 * POSIX seconds.  Errors are those of store/db.h; TT_ENOENT if there is no
 * such record, TT_EEXIST if there is one already.
 */
#ifndef STORE_VAULT_PARTNER_H
#define STORE_VAULT_PARTNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "programme/partner.h"
#include "store/db.h"
#include "telltale/copy.h"	/* TT_READER_ID_LEN */
#include "telltale/err.h"
#include "telltale/statement.h"	/* TT_VALUE_MAX */
#include "telltale/vkey.h"

#define VAULT_ID_MAX	64	/* bytes; base of tt_id_ok */
#define VAULT_REF_LEN	32	/* hex digits */
#define VAULT_EMAIL_MAX	254	/* bytes */
#define VAULT_DUTIES_MAX	32	/* of one partner */

struct vault_partner {
	char id[VAULT_ID_MAX + 1];
	char ref[VAULT_REF_LEN + 1];
	char name[TT_VALUE_MAX + 1];
	char tier[VAULT_ID_MAX + 1];
	enum partner_state state;	/* recorded: see partner_state_at */
	int64_t since_s;
	char agreement[VAULT_ID_MAX + 1];	/* version; "": none */
	int64_t signed_s;			/* 0: not known */
	int64_t ends_s;				/* or PARTNER_NO_END */
	bool stated;			/* leaf names its newest statement */
	struct hash leaf;
};

enum tt_err vault_partner_add(struct db *db, const struct vault_partner *p)
    MUST_USE;
enum tt_err vault_partner_set(struct db *db, const struct vault_partner *p)
    MUST_USE;	/* all but id and ref */
enum tt_err vault_partner_get(struct db *db, struct span id,
    struct vault_partner *out) MUST_USE;
enum tt_err vault_partner_of_ref(struct db *db, struct span ref,
    struct vault_partner *out) MUST_USE;

/*
 * All, by id, but for parties, who are no partners (vault_party.h); stops when
 * fn returns anything but TT_OK, and returns that.
 */
typedef enum tt_err vault_partner_fn(void *ctx,
    const struct vault_partner *p);
enum tt_err vault_partner_each(struct db *db, vault_partner_fn *fn, void *ctx)
    MUST_USE;

/* Likewise only those to whom time alone may bring something: their agreement
 * has ended by then, or they have a profile, which grows old. */
enum tt_err vault_partner_timed(struct db *db, int64_t now_s,
    vault_partner_fn *fn, void *ctx) MUST_USE;

/* A duty as canonical JSON, at place n from 0. */
enum tt_err vault_duty_add(struct db *db, const char *partner, size_t n,
    struct span text) MUST_USE;

/* fn for each duty of a partner, in order. */
typedef enum tt_err vault_duty_fn(void *ctx, struct span text);
enum tt_err vault_duty_each(struct db *db, const char *partner,
    vault_duty_fn *fn, void *ctx) MUST_USE;

struct vault_reader {
	char id[VAULT_ID_MAX + 1];
	char partner[VAULT_ID_MAX + 1];
	char name[TT_VALUE_MAX + 1];
	char email[VAULT_EMAIL_MAX + 1];
	enum reader_state state;
	int64_t since_s;
	bool invited;			/* token and expires_s are good */
	uint8_t token[32];		/* SHA-256 of it */
	int64_t expires_s;
	bool keyed;			/* key, sign and seal are good */
	uint8_t key[TT_READER_ID_LEN];	/* the ledger's reader id */
	char sign[TT_VKEY_TEXT_MAX + 1];
	char seal[TT_AGE_RECIPIENT_LEN + 1];
	int64_t active_s, revoked_s;	/* 0: never */
	bool stated;
	struct hash leaf;
};

enum tt_err vault_reader_add(struct db *db, const struct vault_reader *r)
    MUST_USE;
enum tt_err vault_reader_set(struct db *db, const struct vault_reader *r)
    MUST_USE;	/* all but id and partner */
enum tt_err vault_reader_get(struct db *db, struct span id,
    struct vault_reader *out) MUST_USE;
enum tt_err vault_reader_of_key(struct db *db,
    const uint8_t key[TT_READER_ID_LEN], struct vault_reader *out) MUST_USE;
enum tt_err vault_reader_of_token(struct db *db, const uint8_t token[32],
    struct vault_reader *out) MUST_USE;

/* All of a partner, or, with NULL, of all partners, by partner and id. */
typedef enum tt_err vault_reader_fn(void *ctx, const struct vault_reader *r);
enum tt_err vault_reader_each(struct db *db, const char *partner,
    vault_reader_fn *fn, void *ctx) MUST_USE;

/* Likewise the records of parties, and their readers. */
enum tt_err vault_party_each(struct db *db, vault_partner_fn *fn, void *ctx)
    MUST_USE;
enum tt_err vault_reader_parties(struct db *db, vault_reader_fn *fn,
    void *ctx) MUST_USE;

#endif
