/* SPDX-License-Identifier: ISC */
/* high - the highest symbol present; of constants the greatest. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	(void)coin;
	return hand_leak(h->at[h->n - 1].symbol);
}

const struct tt_attack attack_high = {
	.name = "high",
	.what = "At each site the last of their wordings, in the order of the "
	    "draft.",
	.rule = choose,
};
