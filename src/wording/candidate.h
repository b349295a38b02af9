/* SPDX-License-Identifier: ISC */
/*
 * candidate - a place where a group's wording stands, and what else may.
 *
 * candidates_find knows the words themselves only; whether what is beside
 * them allows it, and goes on to, is coupling.h's.
 */
#ifndef WORDING_CANDIDATE_H
#define WORDING_CANDIDATE_H

#include "wording/page.h"

struct candidate {
	const struct row *row;	/* NULL: of a rule */
	const struct group *group;
	size_t from, n;		/* tokens; n = 0: an insertion before from */
	size_t offset, length;	/* bytes of the draft */
	const struct wording *alternatives[TT_Q_MAX];	/* [0] the draft's */
	struct span texts[TT_Q_MAX];	/* what goes into the draft */
	size_t n_alternatives;
};

struct candidates {
	struct candidate **at;
	size_t n, cap;
};

struct matching {
	const struct tt_wordings *w;
	const struct page *pg;
	const struct tt_prose *prose;
	struct span draft;
	struct arena *arena;	/* of candidates and their texts */
};

/*
 * All of them, by table, then place, then longest.  A noun's or a verb's
 * group that a sentence has twice is left out.  TT_ENOMEM.
 */
enum tt_err candidates_find(struct candidates *out, const struct matching *m)
    MUST_USE;

#endif
