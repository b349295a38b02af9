/* SPDX-License-Identifier: ISC */
/* inter - a random colluder's symbol, for each site anew. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	return hand_inter(h, coin);
}

const struct tt_attack attack_inter = {
	.name = "inter",
	.what = "At each site the wording of a colluder drawn anew.",
	.rule = choose,
};
