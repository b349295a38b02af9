/* SPDX-License-Identifier: ISC */
/*
 * costs - how likely one byte is typed, or seen, for another.
 *
 * In 1/16 nat.  A letter that agrees is taken for one nat, which is less than
 * it is worth in English, so that a path has to be long to be believed.
 */
#ifndef READING_COSTS_H
#define READING_COSTS_H

#include "reading/align.h"

#define COST_SWAP	(11 * NAT / 2)	/* two letters in the wrong order */
#define COST_TWICE	(5 * NAT)	/* a letter typed twice */
#define COST_GAP	(10 * NAT)	/* anything for anything */
#define COST_GAP_NODE	1		/* and for each node in it */
#define COST_GAP_BYTE	3		/* and for each byte of the window */
#define COST_GAP_SITE	NAT		/* the same, in an alternative */
#define COST_ANY	(2 * NAT)	/* a value of no known form */
#define COST_ANY_BYTE	1		/* and for each byte of it after one */
#define GAIN_BREAK	(4 * NAT)	/* a sentence begins, ends, in both */

void costs_typed(struct costs *c);	/* fingers slip to keys beside */
void costs_seen(struct costs *c);	/* recognisers take looks for letters */

#endif
