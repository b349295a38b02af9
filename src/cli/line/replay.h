/* SPDX-License-Identifier: ISC */
/*
 * replay - a recorded story, run again on a simulated clock: as it happened,
 * and as it would have been with marked copies, sealed waves and duties that
 * restrict.
 *
 * What a run comes to is worked out by the code that a programme runs:
 * waves by programme/schedule, who gets what by programme/audience from the
 * policy and the duties in the story's folder, the census, the explanations;
 * copies by a codebook, and what is found is traced by `telltale trace --lab`
 * as any specimen is.  The story
 * alone decides who leaks and when; no clock and no randomness but its seed's.
 *
 *	OUT/index.html		the stories side by side
 *	OUT/replay.json		every number of it
 *	OUT/lab/		the throw-away codebook; for trace --lab
 *	OUT/found/RUN-N.txt	what is found in a run
 *	OUT/RUN.svg		a run's time line
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_LINE_REPLAY_H
#define CLI_LINE_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/lab.h"
#include "cli/line/line.h"
#include "cli/line/story.h"
#include "cli/rules/ruleset.h"
#include "programme/census.h"
#include "programme/timing.h"
#include "store/file.h"
#include "telltale/verdict.h"

#define REPLAY_NAMED_MAX	8	/* partners, by one specimen */

/* What a partner gets, in one run. */
struct replay_grant {
	bool granted;
	size_t wave;
	enum tt_profile profile;
};

/* What the trace of a specimen said. */
struct replay_trace {
	enum tt_verdict verdict;
	int64_t sites_total, sites_read;
	char named[REPLAY_NAMED_MAX][VAULT_ID_MAX + 1];
	double bound[REPLAY_NAMED_MAX];
	size_t n_named;
	bool wrong;	/* somebody named is not the leaker */
};

struct replay_run {
	const struct story_run *story;
	struct replay_grant *grant;	/* of each partner */
	struct census_line *census;	/* of each reader, at the end */
	size_t n_readers;
	size_t restricted;		/* partners, by a rule about duties */

	/* for certain by the attack's earliest instant, at most by its last */
	struct census_count poc[2], all[2];
	struct explain asked;		/* when the question is put */
	struct replay_trace trace[STORY_FOUND_MAX];

	/* had the slots of the leaker's wave been drawn by lot */
	uint32_t slots, before;		/* the attack; 0: nobody leaks */
	unsigned incidents;		/* like this one, until accused; 0:
					 * never */
	struct line *line;		/* to the end of the story */
};

struct replay {
	const struct cli *cli;
	char dir[FILE_PATH_MAX];	/* the story's */
	char work[FILE_PATH_MAX];	/* what will be OUT */
	struct story story;
	struct ruleset rules;	/* policy.json and duties.json, if there */
	struct buf text[TT_PARTS_MAX];	/* of the parts */
	struct lab lab;
	char (*reader)[VAULT_ID_MAX + 1];	/* names, by partner */
	size_t n_readers;
	struct replay_run run[STORY_RUNS_MAX];
};

int replay_read(struct replay *r, const char *dir) MUST_USE;
void replay_done(struct replay *r);	/* safe on a zeroed one */

/* Copies for everybody; into work/lab. */
int replay_lab(struct replay *r) MUST_USE;

/* One run, on its own clock. */
int replay_play(struct replay *r, size_t run) MUST_USE;

/* What is found in a run, written and traced. */
int replay_trace(struct replay *r, size_t run) MUST_USE;

/*
 * Sentences on a run: what is known when the question is put, what comes
 * later, what is not to be known.
 */
void replay_known(const struct replay *r, size_t run, struct buf *out);
void replay_later(const struct replay *r, size_t run, struct buf *out);
void replay_unknown(const struct replay *r, size_t run, struct buf *out);

/* "18 partners", "16 to 100 partners": from the least to the most. */
void replay_range(struct buf *out, size_t least, size_t most,
    const char *what);

int replay_page(struct replay *r) MUST_USE;
int replay_json(struct replay *r, struct buf *out) MUST_USE;

#endif
