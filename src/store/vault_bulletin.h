/* SPDX-License-Identifier: ISC */
/*
 * vault_bulletin - the vault's records of what it sealed: bulletins, their
 * waves, who holds which copy, and which specimens were read.
 *
 * What is secret of a bulletin (codebook key, marked text) is in age files,
 * not here.  Instants are POSIX seconds.  Errors are those of store/db.h;
 * TT_ENOENT if there is no such record, TT_EEXIST if there is one already.
 */
#ifndef STORE_VAULT_BULLETIN_H
#define STORE_VAULT_BULLETIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "store/file.h"
#include "store/vault_partner.h"
#include "telltale/err.h"
#include "telltale/manifest.h"

#define VAULT_BULLETIN_LEN	16	/* hex digits */

/* One sealing of a bulletin: a revision of it. */
struct vault_bulletin {
	char id[VAULT_BULLETIN_LEN + 1];	/* in the ledger */
	char sealing[VAULT_BULLETIN_LEN + 1];	/* its own: names its folder,
						 * waves and copies */
	unsigned revision;		/* from 1 */
	bool editorial;			/* under the terms of the one before */
	char name[TT_ID_MAX + 1];	/* the author's */
	char title[TT_TITLE_MAX + 1];
	char folder[FILE_PATH_MAX];	/* of the draft */
	int64_t public_s, sealed_s;
	int64_t published_s;		/* 0: not yet */
	struct hash text;		/* of the marked parts */
	struct hash codebook;		/* leaf of the statement */
	unsigned depth_holders, depth_copies;
};

enum tt_err vault_bulletin_add(struct db *db, const struct vault_bulletin *b)
    MUST_USE;
enum tt_err vault_bulletin_published(struct db *db, const char *sealing,
    int64_t at_s) MUST_USE;

/* A sealing with its waves and copies, as if it had never been. */
enum tt_err vault_bulletin_drop(struct db *db, const char *sealing) MUST_USE;

/* By its id, its sealing, or the author's name: the one sealed last. */
enum tt_err vault_bulletin_get(struct db *db, struct span id_or_name,
    struct vault_bulletin *out) MUST_USE;

/* The same; but by the author's name a published one before all others. */
enum tt_err vault_bulletin_told(struct db *db, struct span id_or_name,
    struct vault_bulletin *out) MUST_USE;

/* All, the one sealed last first; stops when fn does not return TT_OK. */
typedef enum tt_err vault_bulletin_fn(void *ctx,
    const struct vault_bulletin *b);
enum tt_err vault_bulletin_each(struct db *db, vault_bulletin_fn *fn,
    void *ctx) MUST_USE;

/* The revisions of one bulletin, by its id, the first one first. */
enum tt_err vault_bulletin_revisions(struct db *db, const char *id,
    vault_bulletin_fn *fn, void *ctx) MUST_USE;

/* One for each wave, profile and slot that anybody gets; n from 0. */
struct vault_wave {
	unsigned n;
	char name[TT_ID_MAX + 1];
	enum tt_profile profile;
	int64_t opens_s;
	struct hash leaf;		/* of `wave` */
	struct hash copies;		/* leaf of `copies` */
	struct hash root;		/* of the set */
	struct hash terms;		/* SHA-256 of the file */
	uint64_t bytes;			/* of each copy */
	unsigned slot;			/* of a staggered wave; else 0 */
	bool prefetch;			/* handed out ahead of the instant */
};

enum tt_err vault_wave_add(struct db *db, const char *sealing,
    const struct vault_wave *w) MUST_USE;

/* In order of n, at most cap; *n how many there are. */
enum tt_err vault_wave_all(struct db *db, const char *sealing,
    struct vault_wave *out, size_t cap, size_t *n) MUST_USE;

/* partner "": the public rendering. */
enum tt_err vault_holder_add(struct db *db, const char *sealing,
    uint64_t number, const char *partner) MUST_USE;

struct vault_copy {
	uint64_t number, holder;
	char partner[VAULT_ID_MAX + 1];	/* "": the public rendering */
	char reader[VAULT_ID_MAX + 1];	/* "" likewise */
	uint8_t key[TT_READER_ID_LEN];	/* reader id in the ledger */
	unsigned wave;			/* n; good if reader is not "" */
	struct hash sha256;		/* of the sealed copy, likewise */
	unsigned revision;		/* of vault_copy_ever; else 0 */
};

/* partner is not looked at. */
enum tt_err vault_copy_add(struct db *db, const char *sealing,
    const struct vault_copy *c) MUST_USE;

/* By holder, then number: the copies of a holder stand together. */
typedef enum tt_err vault_copy_fn(void *ctx, const struct vault_copy *c);
enum tt_err vault_copy_each(struct db *db, const char *sealing,
    vault_copy_fn *fn, void *ctx) MUST_USE;

/*
 * All that ever were, of any revision of a bulletin; in each holder and
 * number by rising revision.
 */
enum tt_err vault_copy_ever(struct db *db, const char *id, vault_copy_fn *fn,
    void *ctx) MUST_USE;

struct vault_observed {
	unsigned t;		/* from 1: counts readings of a bulletin */
	struct hash specimen;		/* SHA-256 */
	struct hash observations;
	struct hash leaf;		/* of `observed` */
	int64_t at_s;
	char incase[VAULT_BULLETIN_LEN + 1];	/* its case, or "none" */
};

enum tt_err vault_observed_add(struct db *db, const char *bulletin,
    const struct vault_observed *o) MUST_USE;

/* The reading of these in that case, if it is known: it keeps its t. */
enum tt_err vault_observed_get(struct db *db, const char *bulletin,
    const struct hash *specimen, const struct hash *observations,
    const char *incase, struct vault_observed *out) MUST_USE;

/* The first reading there of any specimen in which the very same was read. */
enum tt_err vault_observed_like(struct db *db, const char *bulletin,
    const struct hash *observations, const char *incase,
    struct vault_observed *out) MUST_USE;

/* The greatest t so far; 0 if there is none. */
enum tt_err vault_observed_last(struct db *db, const char *bulletin,
    unsigned *t) MUST_USE;

#endif
