/* SPDX-License-Identifier: ISC */
/*
 * remark - the proposer is public: leakers run it on what they have and draw
 * every site anew that it finds.  What it does not find is as in inter.
 */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	const struct tt_coalition *c = h->coalition;
	bool found = c->found != NULL ? c->found[h->slot] : h->bias != NULL;

	return found ? hand_any(h, coin) : hand_inter(h, coin);
}

const struct tt_attack attack_remark = {
	.name = "remark",
	.what = "They run the public proposer of sites on what they have, and "
	    "draw every site anew that it finds.",
	.rule = choose,
};
