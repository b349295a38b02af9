/* SPDX-License-Identifier: ISC */
/*
 * vault_embargo - the vault's records of embargoes: what was said of each,
 * the files of terms, moves of waves, terms parties, and publishing in haste.
 *
 * bulletin is the id in the ledger, a wave is named by its leaf.  Instants
 * are POSIX seconds.  Errors are those of store/db.h; TT_ENOENT if there is
 * no such record, TT_EEXIST if there is one already.
 */
#ifndef STORE_VAULT_EMBARGO_H
#define STORE_VAULT_EMBARGO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "programme/embargo.h"
#include "store/db.h"
#include "telltale/err.h"

#define VAULT_EMBARGO_MAX	256	/* entries of one bulletin */
#define VAULT_OFFICERS_TEXT	512	/* bytes: names, ", " between */
#define VAULT_PARTY_NAME_MAX	64	/* bytes */
#define VAULT_PARTIES_MAX	8	/* of one bulletin */
#define VAULT_NOTE_MAX		512	/* bytes */

struct vault_embargo {
	struct embargo_entry entry;
	int64_t respond_by_s;
	bool uses_changed;
	char reason[EMBARGO_REASON_MAX + 1];	/* "": none */
	char officers[VAULT_OFFICERS_TEXT];
	bool stated;			/* leaf is its statement's */
	struct hash leaf;
};

/* After all others of the bulletin. */
enum tt_err vault_embargo_add(struct db *db, const char *bulletin,
    const struct vault_embargo *e) MUST_USE;

/* In order; TT_ELIMIT if there are more than cap. */
enum tt_err vault_embargo_all(struct db *db, const char *bulletin,
    struct vault_embargo *out, size_t cap, size_t *n) MUST_USE;

/* Where it stands. */
enum tt_err vault_embargo_now(struct db *db, const char *bulletin,
    int64_t now_s, struct embargo_now *out) MUST_USE;

/*
 * When a bulletin is public, by the terms in force or by its end; planned_s
 * as long as nothing was said of it; INT64_MAX once it is retracted.
 */
enum tt_err vault_embargo_public(struct db *db, const char *bulletin,
    int64_t planned_s, int64_t now_s, int64_t *out) MUST_USE;

enum tt_err vault_terms_add(struct db *db, const char *bulletin,
    unsigned revision, const struct hash *wave, const struct hash *hash)
    MUST_USE;

/* The newest revision whose terms have that hash. */
enum tt_err vault_terms_revision(struct db *db, const char *bulletin,
    const struct hash *hash, unsigned *revision) MUST_USE;

struct vault_terms {
	struct hash wave, hash;
};

/* Those of one revision; TT_ELIMIT if there are more than cap. */
enum tt_err vault_terms_all(struct db *db, const char *bulletin,
    unsigned revision, struct vault_terms *out, size_t cap, size_t *n)
    MUST_USE;

struct vault_move {
	struct hash wave;
	unsigned number;		/* from 1 */
	int64_t opens_s;
	struct hash leaf;		/* of the statement */
};

enum tt_err vault_move_add(struct db *db, const char *bulletin,
    unsigned revision, const struct vault_move *m) MUST_USE;

/* The greatest number so far; 0 if there is none. */
enum tt_err vault_move_last(struct db *db, const struct hash *wave,
    unsigned *number) MUST_USE;

/* Those of one revision; TT_ELIMIT if there are more than cap. */
enum tt_err vault_move_all(struct db *db, const char *bulletin,
    unsigned revision, struct vault_move *out, size_t cap, size_t *n)
    MUST_USE;

/* The statement by which a wave opens early. */
enum tt_err vault_early_add(struct db *db, const struct hash *wave,
    const struct hash *leaf) MUST_USE;
enum tt_err vault_early_get(struct db *db, const struct hash *wave,
    struct hash *leaf) MUST_USE;

/*
 * The records of what was sealed follow the terms of a revision: its public
 * instant, openings of the waves that it moved, their files of terms.
 */
enum tt_err vault_terms_adopt(struct db *db, const char *bulletin,
    unsigned revision, int64_t public_s) MUST_USE;

enum vault_party_role { VAULT_FINDER, VAULT_COORDINATOR, VAULT_PARTY_ROLES };

const char *vault_party_role_text(enum vault_party_role r);	/* "finder" */

struct vault_party {
	char name[VAULT_PARTY_NAME_MAX + 1];
	enum vault_party_role role;
	int64_t added_s;
	unsigned revision;		/* answered; 0: none yet */
	bool accepts;
	int64_t answered_s;
	char note[VAULT_NOTE_MAX + 1];	/* "": none */
	int64_t letter;		/* that signs it; 0: an officer's word */
	int64_t public_s;		/* that it is about; 0: not said */
};

enum tt_err vault_party_add(struct db *db, const char *bulletin,
    const struct vault_party *p) MUST_USE;
enum tt_err vault_party_answer(struct db *db, const char *bulletin,
    const struct vault_party *p) MUST_USE;	/* revision and after it */
enum tt_err vault_party_all(struct db *db, const char *bulletin,
    struct vault_party *out, size_t cap, size_t *n) MUST_USE;

struct vault_haste {
	char officers[VAULT_OFFICERS_TEXT];
	int64_t at_s;
};

/* Of a sealing.  Again: as it was the first time. */
enum tt_err vault_haste_add(struct db *db, const char *sealing,
    const struct vault_haste *h) MUST_USE;
enum tt_err vault_haste_get(struct db *db, const char *sealing,
    struct vault_haste *out) MUST_USE;

#endif
