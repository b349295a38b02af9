/* SPDX-License-Identifier: ISC */
/*
 * third - now and then an alternative that none of them holds; else inter.
 * Sites of which they hold all alternatives are immune.  So are constants: to
 * make one up is another attack, forged.
 */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	uint64_t symbol;

	if (h->bias == NULL || h->n == h->q || !coin_chance(coin, h->parameter))
		return hand_inter(h, coin);
	symbol = coin_below(coin, h->q - h->n);
	for (size_t i = 0; i < h->n && h->at[i].symbol <= symbol; i++)
		symbol++;
	return hand_leak(symbol);
}

const struct tt_attack attack_third = {
	.name = "third",
	.what = "At some sites a wording that none of them has, at the others "
	    "that of a colluder drawn anew.",
	.parameter = "how often",
	.absent = .3,
	.least = 0,
	.most = 1,
	.rule = choose,
};
