/* SPDX-License-Identifier: ISC */
/*
 * marking - a draft while its author decides where copies may differ.
 *
 * The draft's parts, cut into prose, and choices: places where a site may be
 * made.  Some are proposed (telltale/wording.h), some are constants that the
 * author points at, some are facts that the author told.  Choices never
 * overlap; sites that stand in the draft already stay as they are.  Functions
 * that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_MARKING_H
#define CLI_MARKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "cli/draft.h"
#include "cli/tables.h"
#include "telltale/prose.h"
#include "telltale/wording.h"

enum choice_kind {
	CHOICE_WORDING,
	CHOICE_CONSTANT,	/* a data site */
	CHOICE_FACT,
};

enum choice_state {
	CHOICE_OPEN,		/* nobody has decided */
	CHOICE_YES,
	CHOICE_NO,
};

struct choice {
	enum choice_kind kind;
	enum choice_state state;
	uint32_t part;
	size_t offset, length;	/* of the draft's part, as it is written */
	struct span alternatives[TT_Q_MAX]; /* WORDING, FACT: the draft's
					 * own first */
	size_t n;
	char *site;		/* CONSTANT: as it is written; owned */
	char *memory;		/* of alternatives that were typed; owned */
	enum tt_site_class class;
	const char *group, *why; /* borrowed */
	bool own;		/* from a table of the vendor's own */
};

struct marking {
	struct draft draft;
	bool folder;			/* it was one, not a single file */
	struct tables *tables;		/* borrowed */
	struct tt_prose *prose[TT_PARTS_MAX];
	struct tt_proposals *proposals[TT_PARTS_MAX];
	struct choice *choice;		/* by part, then offset */
	size_t n, cap;
	size_t words;			/* of prose, in all parts */
};

/*
 * Read what path holds and propose; plain: no site is in it, whatever it
 * looks like.  marking_done also after a failure.
 */
int marking_read(struct marking *m, const char *path, bool plain,
    struct tables *tables) MUST_USE;

/* The same from texts in memory, which must outlive it; tables may be {0}. */
enum tt_err marking_from(struct marking *m, const struct tt_part_text *parts,
    size_t n, struct tables *tables) MUST_USE;
void marking_done(struct marking *m);	/* safe on a zeroed one */

/*
 * A choice more, which TAKES c's memory, also on an error: what is open or
 * refused where it stands goes.  TT_EEXIST if it overlaps one that is not,
 * TT_ENOMEM; TT_ESYNTAX if a site cannot stand there (after a \ or {).
 */
enum tt_err marking_add(struct marking *m, struct choice c) MUST_USE;

/* Other alternatives for choice i, two at least; they are copied. */
enum tt_err marking_retype(struct marking *m, size_t i,
    const struct span *alternatives, size_t n) MUST_USE;

/* Of what state, and of all kinds but constants that stand again. */
size_t marking_count(const struct marking *m, enum choice_state state);

/* Part i with all choices that are CHOICE_YES as sites. */
enum tt_err marking_text(const struct marking *m, size_t part,
    struct buf *out) MUST_USE;

/*
 * All parts so, read again as a bulletin (draft_done).  TT_ESYNTAX would be
 * a fault of ours.
 */
enum tt_err marking_bulletin(const struct marking *m, struct draft *out)
    MUST_USE;

/*
 * Every rendering still parses: JSON and YAML parts for the rows of
 * telltale/check.h.
 */
int marking_check(const struct marking *m) MUST_USE;

/* Write the file or folder, all or nothing; force replaces what is there. */
int marking_write(const struct marking *m, const char *out, bool force)
    MUST_USE;

/* A place for people: line and column in characters, from 1. */
void marking_place(const struct marking *m, const struct choice *c,
    uint32_t *line, uint32_t *column);

/* The draft's own words at a choice. */
struct span marking_own(const struct marking *m, const struct choice *c);

#endif
