/* SPDX-License-Identifier: ISC */
/*
 * hub_wave - sets of copies, the waves that they belong to, and keepers' word.
 *
 * Copies themselves are files by the SHA-256 of what is in them.  Errors are
 * those of db.h; TT_ENOENT where there is no such row.
 */
#ifndef STORE_HUB_WAVE_H
#define STORE_HUB_WAVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "store/db.h"
#include "store/hub_people.h"
#include "telltale/set.h"
#include "telltale/statement.h"

struct hub_set {
	unsigned		depth;
	struct tt_padding_key	padding;
};

/* TT_EEXIST if there is one with that root. */
enum tt_err hub_set_add(struct db *db, const struct hash *root,
    const struct hub_set *s) MUST_USE;
enum tt_err hub_set_get(struct db *db, const struct hash *root,
    struct hub_set *out) MUST_USE;

struct hub_leaf {
	uint64_t	place;
	struct tt_salt	salt;
	struct buf	statement;	/* hub_leaf_done */
	char		bulletin[HUB_ID_MAX];
	char		reader[HUB_ID_MAX];
	struct hash	copy;		/* SHA-256 */
};

void hub_leaf_done(struct hub_leaf *l);
/* TT_EEXIST if the place is taken or the reader has a copy in the set. */
enum tt_err hub_leaf_add(struct db *db, const struct hash *root,
    const struct hub_leaf *l) MUST_USE;
/* The first after place; -1 for the first of all. */
enum tt_err hub_leaf_next(struct db *db, const struct hash *root,
    int64_t place, struct hub_leaf *out) MUST_USE;
enum tt_err hub_leaf_of_reader(struct db *db, const struct hash *root,
    const char *reader, struct hub_leaf *out) MUST_USE;

struct hub_wave {
	int64_t		n;		/* in the order they came */
	struct hash	leaf;		/* of the wave statement */
	char		bulletin[HUB_ID_MAX];
	struct hash	codebook;	/* leaf */
	struct hash	copies;		/* leaf */
	struct hash	root;		/* of the set of copies */
	struct hash	terms;		/* SHA-256 of the file */
	uint64_t	size;		/* bytes of each copy */
	int64_t		opens_s;
	int64_t		until_s;
	bool		prefetch;
	bool		visible;
	bool		released;
};

/* TT_EEXIST if the wave or its copies are there. */
enum tt_err hub_wave_add(struct db *db, const struct hub_wave *w) MUST_USE;
enum tt_err hub_wave_get(struct db *db, const struct hash *leaf,
    struct hub_wave *out) MUST_USE;
enum tt_err hub_wave_show(struct db *db, const struct hash *leaf) MUST_USE;
enum tt_err hub_wave_released(struct db *db, const struct hash *leaf)
    MUST_USE;

/* The first after n of a bulletin. */
enum tt_err hub_wave_of_bulletin(struct db *db, const char *bulletin,
    int64_t n, struct hub_wave *out) MUST_USE;
/*
 * The last before n, visible, in which the reader has a copy; of one bulletin
 * or (NULL) of all.  INT64_MAX for the last of all.
 */
enum tt_err hub_wave_of_reader(struct db *db, const char *reader,
    const char *bulletin, int64_t n, struct hub_wave *out) MUST_USE;
enum tt_err hub_wave_by_copies(struct db *db, const struct hash *copies,
    struct hub_wave *out) MUST_USE;

/*
 * The first after n, visible, whose key is to be out and is not: its instant
 * has come, its embargo ended, or officers opened it early.
 */
enum tt_err hub_wave_due(struct db *db, int64_t now_s, int64_t n,
    struct hub_wave *out) MUST_USE;
/* The earliest instant still to come or overdue; TT_ENOENT if there is none. */
enum tt_err hub_wave_next_opening(struct db *db, int64_t *opens_s) MUST_USE;

/* The bulletin that one replaces; "": none. */
enum tt_err hub_replaces_set(struct db *db, const char *bulletin,
    const char *old) MUST_USE;
enum tt_err hub_replaces_get(struct db *db, const char *bulletin,
    char out[HUB_ID_MAX]) MUST_USE;

/* A keeper's `held`; a newer one replaces it. */
enum tt_err hub_held_set(struct db *db, const struct hash *wave,
    unsigned keeper, int64_t opens_s, struct span statement) MUST_USE;
/* How many keepers hold a share of the wave for that instant. */
enum tt_err hub_held_count(struct db *db, const struct hash *wave,
    int64_t opens_s, unsigned *n) MUST_USE;

#endif
