/* SPDX-License-Identifier: ISC */
/* rnd - any of the symbols present, however many hold each. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	return hand_leak(h->at[coin_below(coin, h->n)].symbol);
}

const struct tt_attack attack_rnd = {
	.name = "rnd",
	.what = "At each site any of the wordings that they have, however "
	    "many have it.",
	.rule = choose,
};
