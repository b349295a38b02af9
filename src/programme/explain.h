/* SPDX-License-Identifier: ISC */
/*
 * explain - which explanations the instants leave, side by side.
 *
 * Each explanation needs something to have happened before the first attack:
 * a wave that had opened, a report, a patch.  Compared are intervals, nothing
 * else: an explanation is *compatible*, *excluded*, or *not decidable* where
 * the intervals overlap or an instant is not known.  None of the three is a
 * probability, none accuses, and no score is made of instants that nobody
 * drew by lot (timing.h says when one may be).  Only a sighting that no
 * partner could influence excludes.  specs/stories.md LI-5, LI-5b.  Pure.
 */
#ifndef PROGRAMME_EXPLAIN_H
#define PROGRAMME_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "programme/history.h"
#include "telltale/err.h"

#define EXPLAIN_MAX		128	/* rows of an answer */
#define EXPLAIN_WORDS_MAX	320	/* bytes, with NUL */

enum explain_kind {
	EXPLAIN_WAVE,		/* a reader of this wave told */
	EXPLAIN_GROUP,		/* a partner of this tier told */
	EXPLAIN_KEYS,		/* somebody used a reader's keys */
	EXPLAIN_INSIDER,	/* the vendor's own side told */
	EXPLAIN_FINDER,		/* the finder's side, a contest's */
	EXPLAIN_TOLD,		/* an authority, a victim, upstream that was */
	EXPLAIN_PUBLIC,		/* a talk, a commit: read in public */
	EXPLAIN_PATCH,		/* the patch was compared */
	EXPLAIN_FOUND,		/* found independently */
	EXPLAIN_KINDS
};

enum explain_answer {
	EXPLAIN_COMPATIBLE,
	EXPLAIN_EXCLUDED,
	EXPLAIN_UNDECIDED,
	EXPLAIN_ANSWERS
};

/* A wave, or a group of partners, and when the first of them could read. */
struct explain_opening {
	const char *name;		/* borrowed */
	struct census_since opens;	/* not known: not released so far */
};

struct explain_facts {
	const struct explain_opening *waves;
	size_t n_waves;
	const struct explain_opening *groups;
	size_t n_groups;
	const struct history_event *events;
	size_t n_events;
	const struct history_sighting *sightings;
	size_t n_sightings;
	bool unpatched;		/* the vendor's own patch is still to come */
};

struct explain_row {
	enum explain_kind kind;
	const char *name;		/* of the wave or group, or NULL */
	struct census_since needs;	/* what must come before the attack */
	enum explain_answer answer;
	char because[EXPLAIN_WORDS_MAX];
};

struct explain {
	struct explain_row row[EXPLAIN_MAX];
	size_t n;
	const struct history_sighting *first;	/* judged by; NULL: none */
	bool readers_out;	/* it precedes every opening: see explain_sum */
};

/*
 * By the first sighting that no partner could influence; if by_all, by the
 * first of all, which excludes nothing and is to be shown beside it.
 * TT_ELIMIT over EXPLAIN_MAX rows.
 */
enum tt_err explain_all(struct explain *out, const struct explain_facts *f,
    bool by_all) MUST_USE;

/* What the table says as a whole, in sentences; it ends with what it is not. */
void explain_sum(struct buf *out, const struct explain *e);

const char *explain_kind_word(enum explain_kind k);	/* "wave" */
const char *explain_kind_text(enum explain_kind k);	/* a heading */
const char *explain_answer_word(enum explain_answer a);	/* "compatible" */

#endif
