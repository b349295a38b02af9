/* SPDX-License-Identifier: ISC */
/*
 * copied - to accuse somebody else: constants of another copy, seen in the
 * field after its use, are put into the leak.  The rest is as in inter, and
 * so is all of it for leakers who saw none.
 */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	const struct tt_coalition *c = h->coalition;
	bool emitted = c->emitted != NULL ? c->emitted[h->slot] :
	    h->bias == NULL;

	return emitted && c->seen != NULL ? hand_leak(c->seen[h->slot]) :
	    hand_inter(h, coin);
}

const struct tt_attack attack_copied = {
	.name = "copied",
	.what = "Constants that were seen in use elsewhere are put in place of "
	    "their own; the rest is mixed.",
	.rule = choose,
};
