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
#include "base/merkle.h"
#include "base/rng.h"
#include "cli/cli.h"
#include "cli/draft.h"
#include "cli/replaced.h"
#include "cli/revision.h"
#include "cli/rules/ruleset.h"
#include "programme/audience.h"
#include "programme/stagger.h"
#include "store/db.h"
#include "store/vault_partner.h"

/*
 * A wave, profile and slot that somebody gets: its copies have a key and a
 * size.
 */
struct plan_wave {
	size_t wave;			/* in the manifest's waves */
	enum tt_profile profile;
	unsigned slot;			/* of a staggered wave; else 0 */
	int64_t opens_s;
	size_t archive_size;		/* bytes */
	size_t copies;
};

/* What a partner gets, for those of its readers who have keys. */
struct plan_partner {
	struct vault_partner p;
	struct audience_answer answer[2][2];	/* for a reader who had a copy
			 * of it, and one of what it replaces */
	bool signs_first;		/* an agreement, before a copy */
};

struct plan_reader {
	size_t of;			/* in the plan's partners */
	char id[VAULT_ID_MAX + 1];	/* "": the partner has no reader */
	enum reader_state state;
	bool had;			/* a copy, of what is revised */
	bool heir;			/* a copy, of what it replaces */
	uint8_t key[TT_READER_ID_LEN];
	char seal[TT_AGE_RECIPIENT_LEN + 1];
	bool granted;
	size_t wave;			/* granted: in the plan's waves */
};

/* A staggered wave: who was drawn for which place in its order. */
#define PLAN_NO_PLACE	UINT32_MAX	/* not of it, or after the draw */

struct plan_lots {
	size_t wave;			/* in the manifest's waves */
	uint32_t *place;		/* of the plan's partners */
	size_t n;			/* among so many */
	unsigned slots;
	int64_t spacing_s;
	bool drawn;			/* else all stand in slot 0 */
	bool fresh;			/* just now: salt is good */
	uint8_t salt[STAGGER_SALT_LEN];
	struct hash commitment;
};

struct plan {
	struct plan_partner *partner;	/* by id */
	size_t n_partners;
	struct plan_reader *row;	/* by partner and reader */
	size_t n, granted;
	struct plan_wave wave[TT_WAVES_MAX];
	size_t n_waves;			/* by opening instant */
	size_t given[TT_WAVES_MAX];	/* readers of the manifest's waves */
	size_t awaited[TT_WAVES_MAX];	/* who would be, were they confirmed */
	struct plan_lots lots[TT_WAVES_MAX];
	size_t n_lots;			/* waves that are staggered */
	const struct ruleset *rules;	/* borrowed */
	struct replaced replaced;
	char agreement[VAULT_ID_MAX + 1];	/* that it needs; "": not
				 * asked: cli/people/agreement_need.h */
};

struct plan_at {
	int64_t now_s;
	const struct ruleset *rules;
	const struct revision *before;	/* NULL: nothing was sealed before;
			 * who had a copy of what is out gets the next one,
			 * though the wave be open */
	const char *bulletin;		/* id in the ledger; "": none yet */
	const struct rng *rng;		/* draws lots; NULL: none are drawn */
};

/* CLI_DONE, or an exit code after saying why; then plan_done, too. */
int plan_make(struct plan *p, const struct draft *d, struct db *db,
    const struct plan_at *at) MUST_USE;
void plan_done(struct plan *p);

/* What its partner's readers like it get, were they confirmed. */
const struct audience_answer *plan_partner_answer(const struct plan *p,
    const struct plan_reader *row);

/* Why a row gets what it gets, or nothing. */
struct audience_answer plan_answer(const struct plan *p, size_t row);

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
 * Members "policy", "duties", "public", "tiers", "waves", "readers" and
 * "left_out" of an object that is open.
 * hashes: SHA-256 of each granted reader's copy in the order of rows, or
 * NULL before there are any.
 */
void plan_json(const struct plan *p, const struct draft *d,
    struct json_out *j, const uint8_t (*hashes)[32]);

/* The instants in the draft's own zone, if it names one. */
void plan_local(const struct draft *d);

/* What of the schedule is warned about and not refused. */
void plan_warn(const struct draft *d, int64_t now_s);

#endif
