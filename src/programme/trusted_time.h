/* SPDX-License-Identifier: ISC */
/*
 * trusted_time - may a keeper believe that the instant has come?
 *
 * The state machine of specs/ledger.md section 9.  W is the wall clock, B the
 * boot clock, both whole seconds; evidence (t, b) says "when the boot clock
 * was b, it was at least t".  P = t + (B - b), for the evidence that makes P
 * greatest, is the proven time; its slack is 5 s + (B - b)/2000.
 *
 * Pure: clocks are arguments, and what must outlive the process is in struct
 * trusted_mark, which the caller keeps.  Checking cosignatures, moves, and
 * the hold at a start until moves are known are the keeper's own.
 */
#ifndef PROGRAMME_TRUSTED_TIME_H
#define PROGRAMME_TRUSTED_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define TRUSTED_SLACK_S		5	/* least slack */
#define TRUSTED_DRIFT		2000	/* a second of slack in so many */
#define TRUSTED_GAPS_MAX_S	600	/* taken on trust without witnesses */
#define TRUSTED_CONFIRM_S	60	/* officer's time and W may differ */
#define TRUSTED_MARK_S		60	/* the mark is written so often */
#define TRUSTED_NO_SHARE	INT64_MAX

/* Durable.  All zero before the first start. */
struct trusted_mark {
	bool known;
	int64_t high_s;		/* greatest P that was stored */
	int64_t gaps_s;		/* sum over starts of W - high, if > 0 */
};

struct trusted_evidence {
	bool known;
	int64_t time_s, boot_s;
};

struct trusted_time {
	bool witnessed;			/* the policy has witnesses */
	struct trusted_mark mark;	/* as it should be on disk now */
	int64_t mark_boot_s;		/* B when mark was last stored */
	struct trusted_evidence best;	/* mark, checkpoints, officer */
	struct trusted_evidence wall;	/* W at this start; no witnesses */
	bool wall_good;			/* for every share that waits */
};

/*
 * A start of the process.  mark: as read from disk, zero at the first start.
 * oldest_gaps_s: gaps_s of the share that came first of those not opened, or
 * TRUSTED_NO_SHARE.  The caller stores t->mark before it answers anybody, for
 * the gap counts even if the process dies at once.
 */
void trusted_time_start(struct trusted_time *t, bool witnessed,
    const struct trusted_mark *mark, int64_t oldest_gaps_s, int64_t wall_s,
    int64_t boot_s);

/*
 * A witnessed checkpoint that is consistent with the newest known arrived;
 * time_s is the greatest time such that the witnesses that say it or later
 * satisfy the quorum.  TT_ERANGE: no time that can be written.
 */
enum tt_err trusted_time_witnessed(struct trusted_time *t, int64_t time_s,
    int64_t boot_s) MUST_USE;

/* That time, where the quorum is any k of n.  False: fewer than k, or k 0. */
bool trusted_time_quorum(const int64_t *times, size_t n, size_t k,
    int64_t *time_s) MUST_USE;

/*
 * An officer's `clock` statement.  TT_EREFUSED if its time and W are over
 * TRUSTED_CONFIRM_S apart, TT_ERANGE.
 */
enum tt_err trusted_time_confirm(struct trusted_time *t, int64_t time_s,
    int64_t wall_s, int64_t boot_s) MUST_USE;

enum trusted_state { TRUSTED_WAIT, TRUSTED_HOLD, TRUSTED_OPEN };

const char *trusted_state_text(enum trusted_state s);	/* "wait" */

/* What of a share counts here; opened and gaps_s are durable with it. */
struct trusted_share {
	int64_t instant_s;	/* T */
	int64_t gaps_s;		/* t->mark.gaps_s when it came */
	bool opened;		/* then it stays open whatever the clocks say */
};

struct trusted_answer {
	enum trusted_state state;
	bool alarm;		/* hold, or W and P are over slack apart */
	bool proven;		/* there is evidence: the rest is good */
	int64_t proven_s;	/* P */
	int64_t slack_s;
	int64_t missing_s;	/* hold: seconds until evidence suffices */
};

/*
 * The state of a share now.  On TRUSTED_OPEN the caller stores the mark (see
 * below) and the share's `opened` durably before anything leaves it.
 */
struct trusted_answer trusted_time_ask(const struct trusted_time *t,
    const struct trusted_share *share, int64_t wall_s, int64_t boot_s);

/*
 * True if t->mark should be stored now: TRUSTED_MARK_S have gone by, or
 * something is about to open; *mark is what to store.  After storing it,
 * trusted_time_marked.
 */
bool trusted_time_mark(const struct trusted_time *t, bool opening,
    int64_t boot_s, struct trusted_mark *mark) MUST_USE;
void trusted_time_marked(struct trusted_time *t,
    const struct trusted_mark *mark, int64_t boot_s);

#endif
