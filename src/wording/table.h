/* SPDX-License-Identifier: ISC */
/*
 * table - groups of wordings, as matching wants them.
 *
 * A group has rows: one for each form of its words (allows, permits), or one
 * in all.  The wordings of a row stand for each other wherever the group's
 * conditions, and those of its form, hold.
 */
#ifndef WORDING_TABLE_H
#define WORDING_TABLE_H

#include "telltale/wording.h"
#include "wording/arena.h"
#include "wording/context.h"
#include "wording/inflect.h"
#include "wording/vocab.h"

#define TABLE_MAX		(4u << 20)	/* bytes of one */
#define TABLE_GROUPS_MAX	20000
#define TABLE_ROWS_MAX		100000
#define TABLE_STARTS_MAX	400000
#define TABLE_KEEPS_MAX		20000
#define TABLE_WORDS_MAX		12	/* of one wording */
#define TABLE_CONDITIONS_MAX	24	/* of one group, with its section's */
#define TABLE_PATTERNS_MAX	200	/* of one condition */

struct wording {
	const struct seen *at;
	size_t n;		/* words; 0: nothing */
	struct span text;
	struct span stem;	/* of a uniform group: stem.h's */
};

struct row {
	uint32_t group;
	enum form form;
	const struct wording *at;
	size_t n;
};

/* Which white space a site takes with it. */
enum join {
	JOIN_NONE,	/* wordings begin and end with words: none */
	JOIN_AFTER,	/* words, or nothing: "that " */
	JOIN_BEFORE,	/* some begin with punctuation: ", and", " and" */
};

struct group {
	const char *name, *why;
	uint32_t table, line;
	bool own;
	bool term;		/* a noun or a verb: one in a sentence */
	bool informal;		/* only where the draft is */
	bool anywhere;		/* without the conditions of its forms */
	bool uniform;		/* not where its word stands again nearby */
	enum join join;
	const struct condition *conditions;
	size_t n_conditions;
};

/* A wording that begins with a word: links of a chain, 1 + index, 0 ends. */
struct start {
	uint32_t row, wording, next;
};

struct keep {
	const struct seen *at;
	size_t n;
	uint32_t next;
};

struct conditions {
	const struct condition *at;
	size_t n;
};

struct tt_wordings {
	struct arena arena;
	struct vocab vocab;
	struct group *groups;
	struct row *rows;
	struct start *starts;
	struct keep *keeps;
	uint32_t *gaps;		/* rows that have the empty wording */
	size_t n_groups, n_rows, n_starts, n_keeps, n_gaps;
	size_t cap_groups, cap_rows, cap_starts, cap_keeps, cap_gaps;
	struct conditions of_form[FORM_COUNT];
};

/* Whether no place of a text satisfies both. */
bool table_apart(const struct tt_wordings *w, const struct row *a,
    const struct row *b);

/* An earlier row of the same table that a has a wording and a place with. */
const struct row *table_overlap(const struct tt_wordings *w,
    const struct row *a, struct span *text);

#endif
