/* SPDX-License-Identifier: ISC */
/* low - the lowest symbol present; of constants the least. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	(void)coin;
	return hand_leak(h->at[0].symbol);
}

const struct tt_attack attack_low = {
	.name = "low",
	.what = "At each site the first of their wordings, in the order of the "
	    "draft.",
	.rule = choose,
};
