/* SPDX-License-Identifier: ISC */
/*
 * vault_known - the vault's records of knowers, finders, and of what partners
 * registered as permitted emissions.
 *
 * bulletin is its id in the ledger.  Texts were checked by whoever puts them
 * there.  Errors are those of store/db.h; TT_ENOENT, TT_EEXIST.
 */
#ifndef STORE_VAULT_KNOWN_H
#define STORE_VAULT_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "programme/moment.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "telltale/err.h"

#define VAULT_WORDS_MAX		1024	/* bytes of a text */
#define VAULT_KNOWER_PARTS_MAX	8192	/* bytes of all names */
#define VAULT_ROLE_MAX		32
#define VAULT_NETWORKS_MAX	1024	/* bytes, spaces between */

struct vault_knower {
	int64_t n;			/* given by the database */
	char bulletin[VAULT_BULLETIN_LEN + 1];
	char organisation[VAULT_WORDS_MAX + 1];
	char person[VAULT_WORDS_MAX + 1];	/* "": the organisation */
	char role[VAULT_ROLE_MAX + 1];		/* "finder" */
	struct moment since;
	char source[VAULT_WORDS_MAX + 1];	/* "": an officer's word */
	char conflict[VAULT_WORDS_MAX + 1];	/* of interest; "": none */
	char parts[VAULT_KNOWER_PARTS_MAX + 1];	/* a line each; "": all */
	char officer[VAULT_WORDS_MAX + 1];
	int64_t added_s;
};

/* *n is its number. */
enum tt_err vault_knower_add(struct db *db, const struct vault_knower *k,
    int64_t *n) MUST_USE;

/* Of a bulletin, by organisation. */
typedef enum tt_err vault_knower_fn(void *ctx, const struct vault_knower *k);
enum tt_err vault_knower_each(struct db *db, const char *bulletin,
    vault_knower_fn *fn, void *ctx) MUST_USE;

/* The finder's line among the knowers is number `knower`. */
struct vault_finder {
	char name[VAULT_WORDS_MAX + 1];
	int64_t knower;
};

enum tt_err vault_finder_add(struct db *db, const char *bulletin,
    const struct vault_finder *f) MUST_USE;
typedef enum tt_err vault_finder_fn(void *ctx, const struct vault_finder *f);
enum tt_err vault_finder_each(struct db *db, const char *bulletin,
    vault_finder_fn *fn, void *ctx) MUST_USE;

/* A date of the report, by its name; a later word takes its place. */
enum tt_err vault_finder_date_set(struct db *db, const char *bulletin,
    const char *name, const char *what, const struct moment *at) MUST_USE;
typedef enum tt_err vault_finder_date_fn(void *ctx, struct span what,
    const struct moment *at);
enum tt_err vault_finder_date_each(struct db *db, const char *bulletin,
    const char *name, vault_finder_date_fn *fn, void *ctx) MUST_USE;

struct vault_emission {
	int64_t n;			/* given by the database */
	char partner[VAULT_ID_MAX + 1];
	char bulletin[VAULT_BULLETIN_LEN + 1];
	char what[VAULT_ROLE_MAX + 1];	/* "scanner" */
	int64_t since_s;
	int64_t until_s;		/* 0: it goes on */
	char networks[VAULT_NETWORKS_MAX + 1];	/* "192.0.2.0/24 AS64500" */
	char reference[VAULT_WORDS_MAX + 1];
	int64_t added_s;
};

enum tt_err vault_emission_add(struct db *db, const struct vault_emission *e,
    int64_t *n) MUST_USE;

/* bulletin NULL: of all.  By partner. */
typedef enum tt_err vault_emission_fn(void *ctx,
    const struct vault_emission *e);
enum tt_err vault_emission_each(struct db *db, const char *bulletin,
    vault_emission_fn *fn, void *ctx) MUST_USE;

#endif
