/* SPDX-License-Identifier: ISC */
/*
 * keeper - takes shares, holds them, and shows each from its instant on.
 *
 * specs/sealing.md section 7, specs/ledger.md section 9.  What it holds is on
 * disk as it came, sealed; a share is opened to be checked and to be shown,
 * and wiped in between.  Clocks are a parameter.  One call at a time.
 */
#ifndef KEEPER_KEEPER_H
#define KEEPER_KEEPER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "keeper/offer.h"
#include "programme/trusted_time.h"
#include "telltale/err.h"

struct keeper_clock {
	int64_t (*wall_s)(void *ctx);	/* CLOCK_REALTIME */
	int64_t (*boot_s)(void *ctx);	/* CLOCK_BOOTTIME */
	void *ctx;
};

struct keeper;

/*
 * A start: reads the folder, takes up the clock mark and stores it.  TT_ENOENT
 * with *what naming a file that is missing, TT_EREFUSED one that others can
 * read, TT_ESYNTAX, TT_EIO, TT_EFULL.
 */
enum tt_err keeper_open(struct keeper **out, const char *dir,
    const struct keeper_clock *clock, const char **what) MUST_USE;
void keeper_close(struct keeper *k);	/* NULL is fine */

/*
 * Accept a share; appends its `held`, the same again for the same offer.
 * TT_EEXIST: another share for that wave is held.  TT_EFULL, TT_EIO: nothing
 * was accepted.  Else what keeper_offer_check says.
 */
enum tt_err keeper_take(struct keeper *k, const struct keeper_offer *o,
    struct buf *held) MUST_USE;

/*
 * From the instant on: appends `shown`, or the signed `release`.  TT_ENOENT:
 * unknown, closed, or held; they are not told apart.
 */
enum tt_err keeper_shown(struct keeper *k, const struct hash *leaf,
    struct buf *shown) MUST_USE;
enum tt_err keeper_release(struct keeper *k, const struct hash *leaf,
    struct buf *release) MUST_USE;

/*
 * An officer's `clock` statement for this keeper: it is as late as it says.
 * TT_EREFUSED: not an officer's, for another keeper, or over a minute off.
 */
enum tt_err keeper_confirm(struct keeper *k, struct span statement) MUST_USE;

/*
 * The next list of keys, signed as the one it has asks; kept durably.  A list
 * that it had, or an older one, changes nothing.  TT_EREFUSED: not the next;
 * TT_EUNSIGNED, TT_ESIG; TT_EFULL, TT_EIO.
 */
enum tt_err keeper_keys(struct keeper *k, struct span statement) MUST_USE;

/*
 * What two officers tell it (keeper/order.h has the errors of checking).
 * TT_ENOENT: no share of that wave is held; TT_ESTATE: its bulletin was
 * retracted.  All of it can be said again.
 */

/* The wave opens now, whatever the clocks say. */
enum tt_err keeper_early(struct keeper *k, struct span statement) MUST_USE;

/*
 * The share has another instant; appends a new `held`.  TT_ESTATE also where
 * it was shown, or the number is not over that of the last move.
 */
enum tt_err keeper_move(struct keeper *k, struct span statement,
    struct buf *held) MUST_USE;

/*
 * All shares of the bulletin that were not shown are destroyed, and none of it
 * is taken any more; each gets the `destroyed` statement of every one.
 */
typedef void keeper_each(void *ctx, struct span statement);
enum tt_err keeper_retract(struct keeper *k, struct span statement,
    keeper_each *each, void *ctx) MUST_USE;

/*
 * The log has grown: body as in keeper/news.h, which has the errors.  What it
 * proves about the time counts from now on, and the hold of the start ends.
 */
enum tt_err keeper_hear(struct keeper *k, struct span body) MUST_USE;

/* What is worth a line in a log: the states of what is not open yet. */
struct keeper_health {
	size_t held, opened;		/* shares */
	size_t destroyed;
	uint64_t size;			/* of the newest checkpoint; 0: none */
	bool heard;			/* the hold of the start is over */
	size_t due;			/* past their instant, on hold */
	bool alarm;			/* clocks disagree */
	int64_t missing_s;		/* until evidence suffices; 0: none */
};

/* Once a second: opens what is due, stores the mark. */
enum tt_err keeper_tick(struct keeper *k, struct keeper_health *health)
    MUST_USE;

#endif
