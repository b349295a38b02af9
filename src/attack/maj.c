/* SPDX-License-Identifier: ISC */
/* maj - the symbol that most of them hold; ties by the coin. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	int64_t key[TT_COLLUDERS_MAX];

	for (size_t i = 0; i < h->n; i++)
		key[i] = -(int64_t)h->at[i].held;
	return hand_least(h, coin, key);
}

const struct tt_attack attack_maj = {
	.name = "maj",
	.what = "At each site the wording that most of them have.",
	.rule = choose,
};
