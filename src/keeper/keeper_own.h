/* SPDX-License-Identifier: ISC */
/* keeper_own - what the files that make up a keeper share. */
#ifndef KEEPER_KEEPER_OWN_H
#define KEEPER_KEEPER_OWN_H

#include "keeper/keeper.h"
#include "keeper/order.h"
#include "store/file.h"
#include "telltale/checkpoint.h"
#include "telltale/policy.h"

struct keeper {
	char dir[FILE_PATH_MAX];
	char origin[256];
	struct keeper_clock clock;
	struct keeper_self self;
	struct tt_age_identities *identities;	/* secret */
	struct tt_signer *signer;		/* secret */
	struct tt_policy *policy;
	struct buf keys_file;
	struct tt_statement *keys;		/* borrows from keys_file */
	struct trusted_time time;
	struct tt_checkpoint known;	/* the newest; size 0: none */
	bool heard;	/* since this start, of the log or an officer */
};

int64_t keeper_wall(const struct keeper *k);
int64_t keeper_boot(const struct keeper *k);

/* TAKES file if it is a list of keys of this log; TT_ESYNTAX. */
enum tt_err keeper_trust_keys(struct keeper *k, struct buf *file) MUST_USE;

/* A wave's share as it is held. */
struct keeper_kept {
	struct keeper_wave wave;
	int64_t opens_s;	/* in force: the newest move's */
	uint64_t moves;		/* number of that; 0: none */
	bool early;		/* officers: now */
	int64_t early_s;	/* when they signed that */
};
enum tt_err keeper_kept_read(const struct keeper *k, const struct hash *leaf,
    struct keeper_kept *out) MUST_USE;

struct keeper_state {
	struct trusted_answer clock;	/* unless it is gone */
	bool gone;			/* the share was destroyed */
};

/* Where a share stands; opens it, or destroys it, if that is due. */
enum tt_err keeper_look(struct keeper *k, const struct hash *leaf,
    struct keeper_state *out) MUST_USE;

/* The share, and then the word that it is gone. */
enum tt_err keeper_destroy(struct keeper *k, const struct hash *leaf)
    MUST_USE;

enum tt_err keeper_sign_held(struct keeper *k, const struct hash *leaf,
    int64_t opens_s, struct span sealed, struct buf *held) MUST_USE;

#endif
