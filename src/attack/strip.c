/* SPDX-License-Identifier: ISC */
/* strip - what a comparison of copies invites: cut wherever they differ. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	(void)coin;
	return hand_unanimous(h) ? hand_leak(h->at[0].symbol) : hand_gone();
}

const struct tt_attack attack_strip = {
	.name = "strip",
	.what = "What they agree on stays; wherever their copies differ it is "
	    "cut, or put in words of their own.",
	.rule = choose,
};
