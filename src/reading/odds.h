/* SPDX-License-Identifier: ISC */
/* odds - how likely each alternative of a site made what stands there. */
#ifndef READING_ODDS_H
#define READING_ODDS_H

#include "reading/docket.h"
#include "reading/trail.h"

#define RULED_OUT 0.0025	/* odds against the likeliest: not that one */
#define BESIDE_SURE 3	/* nodes beside a site: they are its text */
#define BESIDE	24	/* nodes beside a site that are looked at */

/* What one site of the path is to be judged by. */
struct view {
	uint32_t i;			/* its element, of the stretch's */
	const struct element *e;
	const struct tt_site *site;
	const struct site_scores *scores;
	struct chain taken;
	size_t before, after;		/* steps on both sides */
	uint32_t from, to;		/* bytes of the window */
	unsigned left, right;		/* of them, as they should be */
	bool exact;
};

/* That what is not quite the chain taken is another text; at most 1. */
double odds_of_other(const struct trail *t, const struct view *v);

/* A chain of the site is on the path: fill in o's likelihood and needs. */
void odds_weigh(const struct trail *t, const struct view *v,
    struct opinion *o);

#endif
