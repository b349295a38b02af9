/* SPDX-License-Identifier: ISC */
/* rare - the symbol of least bias; values are all alike. */
#include "attack/attacks.h"
#include "attack/hand.h"

static struct tt_leak
choose(const struct hand *h, struct coin *coin)
{
	int64_t key[TT_COLLUDERS_MAX];

	for (size_t i = 0; i < h->n; i++)
		key[i] = h->bias != NULL ? h->bias[h->at[i].symbol] : 0;
	return hand_least(h, coin, key);
}

const struct tt_attack attack_rare = {
	.name = "rare",
	.what = "At each site the rarest of their wordings, by the secret "
	    "biases.",
	.rule = choose,
};
