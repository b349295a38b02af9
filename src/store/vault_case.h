/* SPDX-License-Identifier: ISC */
/*
 * vault_case - the vault's records of investigations: which there are, their
 * state, and the log of who did what.
 *
 * What was written or found is sealed in files of its own; here are hashes.
 * Instants are POSIX seconds.  Errors are those of store/db.h; TT_ENOENT if
 * there is no such record.
 */
#ifndef STORE_VAULT_CASE_H
#define STORE_VAULT_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "programme/case.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "telltale/err.h"

#define VAULT_CASE_LEN		16	/* hex digits, drawn at random */
#define VAULT_CASE_SUBJECT_MAX	64	/* bytes */
#define VAULT_CASE_ENTRIES_MAX	100000	/* of one case */

struct vault_case {
	char id[VAULT_CASE_LEN + 1];
	char title[TT_TITLE_MAX + 1];
	enum case_state state;
	bool has_outcome;
	enum case_outcome outcome;
	enum case_tell tell;
	int64_t opened_s;
	struct hash leaf;		/* of `case` opened */
};

enum tt_err vault_case_add(struct db *db, const struct vault_case *c)
    MUST_USE;
enum tt_err vault_case_set(struct db *db, const struct vault_case *c)
    MUST_USE;	/* state, outcome, tell */

/* The leaf of the newest statement that it is open. */
enum tt_err vault_case_opened(struct db *db, const char *id,
    const struct hash *leaf) MUST_USE;

/*
 * By its id, or the first digits of it, at least four: TT_EEXIST if several
 * begin so.
 */
enum tt_err vault_case_get(struct db *db, struct span id,
    struct vault_case *out) MUST_USE;

/* All, the newest first; stops when fn does not return TT_OK. */
typedef enum tt_err vault_case_fn(void *ctx, const struct vault_case *c);
enum tt_err vault_case_each(struct db *db, vault_case_fn *fn, void *ctx)
    MUST_USE;

/* The bulletins it was opened about, by their ids. */
enum tt_err vault_case_bulletin_add(struct db *db, const char *id,
    const char *bulletin) MUST_USE;
typedef enum tt_err vault_case_bulletin_fn(void *ctx, struct span bulletin);
enum tt_err vault_case_bulletins(struct db *db, const char *id,
    vault_case_bulletin_fn *fn, void *ctx) MUST_USE;

struct vault_case_entry {
	unsigned n;			/* from 1 */
	int64_t at_s;
	char officer[VAULT_ID_MAX + 1];
	enum case_act act;
	char subject[VAULT_CASE_SUBJECT_MAX + 1];	/* or "" */
	bool sealed;			/* cases/ID/N.age has a text */
	struct hash text;		/* SHA-256 of it */
	bool stated;			/* leaf is good */
	struct hash leaf;
};

/* e->n is the next; TT_EEXIST if it is not. */
enum tt_err vault_case_entry_add(struct db *db, const char *id,
    const struct vault_case_entry *e) MUST_USE;
enum tt_err vault_case_entry_next(struct db *db, const char *id, unsigned *n)
    MUST_USE;

/* In their order; stops when fn does not return TT_OK. */
typedef enum tt_err vault_case_entry_fn(void *ctx,
    const struct vault_case_entry *e);
enum tt_err vault_case_entries(struct db *db, const char *id,
    vault_case_entry_fn *fn, void *ctx) MUST_USE;

#endif
