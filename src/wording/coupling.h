/* SPDX-License-Identifier: ISC */
/*
 * coupling - which candidates may stand together.
 *
 * A candidate stands if its conditions, and the articles beside it, are right
 * for every reading of its neighbourhood that the sites taken so far allow;
 * and each of those must still be right with it.  So no choice anywhere
 * forces another.
 */
#ifndef WORDING_COUPLING_H
#define WORDING_COUPLING_H

#include "wording/candidate.h"

struct taken {
	struct candidate **inside;	/* by token: the site that holds it */
	struct candidate **before;	/* by token: what is put in there */
};

/* Takes c if it can stand beside what is taken already. */
bool coupling_take(const struct matching *m, struct taken *t,
    struct candidate *c);

/* Whether an article, or the same word again, goes with what is beside it. */
bool coupling_fits(const struct seen *left, const struct wording *x,
    const struct seen *right);

#endif
