/* SPDX-License-Identifier: ISC */
/*
 * hub_embargo - what is in force of each bulletin, what keepers are told of
 * it, and what was refused.
 *
 * Errors are those of db.h; TT_ENOENT where there is no such row.
 */
#ifndef STORE_HUB_EMBARGO_H
#define STORE_HUB_EMBARGO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "store/db.h"
#include "store/hub_people.h"
#include "store/hub_wave.h"

struct hub_embargo {
	char		bulletin[HUB_ID_MAX];
	uint64_t	revision;	/* 0: nothing was adopted yet */
	char		state[HUB_STATE_MAX];	/* active, ended, retracted */
	int64_t		public_s;
	int64_t		since_s;	/* when that was adopted */
	int64_t		event;		/* of the statement; 0: none yet */
	int64_t		pending;	/* event that waits; 0: none */
	bool		swept;		/* retracted: its copies are gone */
};

enum tt_err hub_embargo_get(struct db *db, const char *bulletin,
    struct hub_embargo *out) MUST_USE;
enum tt_err hub_embargo_set(struct db *db, const struct hub_embargo *e)
    MUST_USE;
/* The first after bulletin, by bytes, for which something waits. */
enum tt_err hub_embargo_pending(struct db *db, const char *bulletin,
    struct hub_embargo *out) MUST_USE;
/* Any that was retracted and whose copies are still here. */
enum tt_err hub_embargo_unswept(struct db *db, struct hub_embargo *out)
    MUST_USE;

/* The terms in force of one wave. */
enum tt_err hub_wave_terms(struct db *db, const struct hub_wave *w) MUST_USE;

/* An order to all keepers. */
#define HUB_ORDER_MAX	16	/* bytes of its name, with NUL */
struct hub_order {
	int64_t		n;
	char		what[HUB_ORDER_MAX];	/* early, move, retract */
	struct buf	statement;		/* hub_order_done */
};

void hub_order_done(struct hub_order *o);
/* Once for each statement: the same again changes nothing. */
enum tt_err hub_order_add(struct db *db, const char *what,
    const struct hash *wave, const char *bulletin, struct span statement)
    MUST_USE;
/*
 * The first after n that the keeper has not answered for good; with all, of
 * all that concern waves whose key is not out.
 */
enum tt_err hub_order_next(struct db *db, unsigned keeper, bool all,
    int64_t n, struct hub_order *out) MUST_USE;
enum tt_err hub_order_heeded(struct db *db, int64_t n, unsigned keeper)
    MUST_USE;
/* Whether there is an `early` for the wave. */
enum tt_err hub_order_early(struct db *db, const struct hash *wave,
    bool *early) MUST_USE;

struct hub_refusal {
	int64_t		n, at_s;
	char		who[320];	/* the name of a key */
	char		what[64];
	int64_t		status;
};
enum tt_err hub_refusal_add(struct db *db, const struct hub_refusal *r)
    MUST_USE;
enum tt_err hub_refusal_next(struct db *db, int64_t n,
    struct hub_refusal *out) MUST_USE;

/* TT_EEXIST if that statement has had its batch. */
enum tt_err hub_urgent_add(struct db *db, const struct hash *leaf,
    uint64_t entry) MUST_USE;
enum tt_err hub_urgent_get(struct db *db, const struct hash *leaf,
    uint64_t *entry) MUST_USE;

#endif
