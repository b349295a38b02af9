/* SPDX-License-Identifier: ISC */
/* forged - constants made up in place of their own; the rest as in inter. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	return h->bias == NULL ? hand_any(h, coin) : hand_inter(h, coin);
}

const struct tt_attack attack_forged = {
	.name = "forged",
	.what = "Constants that they made up are put in place of their own; "
	    "the rest is mixed.",
	.rule = choose,
};
