/* SPDX-License-Identifier: ISC */
/*
 * group - sentences of one colluder at a time: inter, but one is drawn for a
 * run of so many sites.  Sites that nobody has are in no run; where the one
 * who was drawn lacks a site, it is as in inter.
 */
#include "attack/attacks.h"
#include "attack/hand.h"

static void
play(const struct tt_coalition *c, double parameter, struct coin *coin,
    struct tt_leak *out)
{
	uint64_t run = (uint64_t)parameter, k = 0;
	size_t who = 0;
	struct hand h = { .coalition = c };

	for (uint32_t i = 0; i < c->code->n; i++) {
		hand_take(&h, i);
		if (h.n == 0) {
			out[i] = (struct tt_leak){ .how = TT_LEAK_NONE };
			continue;
		}
		if (k++ % run == 0)
			who = coin_below(coin, c->n);
		out[i] = hand_has(c, who, i) ? hand_leak(c->rows[who][i]) :
		    hand_inter(&h, coin);
	}
}

const struct tt_attack attack_group = {
	.name = "group",
	.what = "Runs of sites, such as sentences, each of one colluder.",
	.parameter = "sites in a run",
	.absent = 8,
	.least = 1,
	.most = TT_SLOTS_MAX,
	.whole = true,
	.play = play,
};
