/* SPDX-License-Identifier: ISC */
/*
 * story - a programme's recorded story: who was told what when, what was seen,
 * and the runs that are to be played with it.
 *
 * One JSON object, docs/formats.md, telltale-story/1.  Strings are borrowed
 * from the parsed file, which the story keeps.  Pure.
 */
#ifndef CLI_LINE_STORY_H
#define CLI_LINE_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json_in.h"
#include "base/span.h"
#include "cli/line/line.h"
#include "telltale/err.h"

#define STORY_FORMAT		"telltale-story/1"
#define STORY_TEXT_MAX		((size_t)1 << 20)	/* bytes */
#define STORY_PARTNERS_MAX	1024
#define STORY_READERS_MAX	16	/* of a partner */
#define STORY_FACTS_MAX		128
#define STORY_RUNS_MAX		6
#define STORY_FOUND_MAX		4	/* of a run */
#define STORY_LINES_MAX		100000	/* of a file */

struct story_partner {
	const char *id, *name, *tier;
	unsigned readers;	/* 1 to STORY_READERS_MAX */
	/* of which its profile is made */
	const char *country;
	unsigned roles;		/* 1 << enum profile_role */
	bool undeclared;	/* it never said which duties bind it */
};

struct story_fact {
	const char *what, *source;
	bool assumed;
};

/* What is found: a part, as the leaker had it, or a file. */
struct story_found {
	const char *name;
	struct census_since at;
	const char *file;	/* it may refer to sites of the parts */
	int64_t from, to;	/* lines; 0: all */
};

struct story_run {
	const char *id, *title, *told;
	bool marked;		/* with telltale: marked copies, sealed waves,
				 * a policy that restricts */
	size_t leaker;		/* a partner, or STORY_NOBODY */
	struct history_sighting attack;
	struct story_found found[STORY_FOUND_MAX];
	size_t n_found;
};

#define STORY_NOBODY	SIZE_MAX

struct story {
	json_t *root;
	const char *title, *parts_from;	/* "": the story's own folder */
	uint8_t seed[32];
	int64_t asked_s;	/* when the question is put: what is known? */
	int64_t spacing_s;	/* of slots, were openings staggered */
	struct story_partner *partner;
	size_t n_partners;
	struct story_fact fact[STORY_FACTS_MAX];
	size_t n_facts;
	struct story_run run[STORY_RUNS_MAX];
	size_t n_runs;
	struct line *events;	/* public ones */
};

/*
 * TT_ESYNTAX, TT_ENOENT, TT_ERANGE, TT_ELIMIT, TT_EVERSION with the line and
 * the cause in *diag; TT_ENOMEM.  story_done also after a failure.
 */
enum tt_err story_parse(struct story *s, struct span text,
    struct json_diag *diag) MUST_USE;
void story_done(struct story *s);	/* safe on a zeroed one */

#endif
