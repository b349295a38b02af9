/* SPDX-License-Identifier: ISC */
/*
 * redraw - wherever copies differ, any alternative there is, held or not: for
 * that the leakers must guess wordings that none of them has seen.
 */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	return hand_unanimous(h) ? hand_leak(h->at[0].symbol) :
	    hand_any(h, coin);
}

const struct tt_attack attack_redraw = {
	.name = "redraw",
	.what = "What they agree on stays; wherever their copies differ "
	    "stands any wording that the site could have.",
	.rule = choose,
};
