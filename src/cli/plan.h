/* SPDX-License-Identifier: ISC */
/*
 * plan - who gets which wave of a draft, and why everybody else does not.
 *
 * Every reader of every partner, asked of the one function that decides
 * (programme/audience.h), and the numbers that follow.
 */
#ifndef CLI_PLAN_H
#define CLI_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json_out.h"
#include "cli/cli.h"
#include "cli/draft.h"
#include "programme/audience.h"
#include "store/db.h"
#include "store/vault_partner.h"

/* A wave and profile that somebody gets: its copies have a key and a size. */
struct plan_wave {
	size_t wave;			/* in the manifest's waves */
	enum tt_profile profile;
	size_t archive_size;		/* bytes */
	size_t copies;
};

struct plan_reader {
	struct vault_partner partner;
	struct vault_reader reader;	/* id "": the partner has none */
	struct audience_answer answer;
	size_t wave;			/* granted: in the plan's waves */
};

struct plan {
	struct plan_reader *row;	/* by partner and reader */
	size_t n, granted;
	struct plan_wave wave[TT_WAVES_MAX];
	size_t n_waves;			/* by opening instant */
	size_t given[TT_WAVES_MAX];	/* readers of the manifest's waves */
	size_t awaited[TT_WAVES_MAX];	/* who would be, were they confirmed */
};

struct plan_at {
	int64_t now_s;
	bool revises;	/* a bulletin that is out: its open waves count */
};

/* CLI_DONE, or an exit code after saying why; then plan_done, too. */
int plan_make(struct plan *p, const struct draft *d, struct db *db,
    const struct plan_at *at) MUST_USE;
void plan_done(struct plan *p);

/*
 * CLI_USAGE after naming each wave of the draft that has nobody in it; dry:
 * only a warning where readers are awaited.
 */
int plan_check(const struct plan *p, const struct draft *d, bool dry)
    MUST_USE;

/* Whether a part is in a profile's copies. */
bool plan_carries(const struct draft *d, size_t part, enum tt_profile profile);

/* The table of --dry-run, or its JSON; an exit code. */
int plan_print(const struct plan *p, const struct draft *d,
    const struct cli *c, int64_t now_s) MUST_USE;

/*
 * Members "waves", "readers" and "left_out" of an object that is open.
 * hashes: SHA-256 of each granted reader's copy in the order of rows, or
 * NULL before there are any.
 */
void plan_json(const struct plan *p, const struct draft *d,
    struct json_out *j, const uint8_t (*hashes)[32]);

#endif
