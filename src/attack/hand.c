/* SPDX-License-Identifier: ISC */
#include "attack/hand.h"

bool
hand_has(const struct tt_coalition *c, size_t colluder, uint32_t slot)
{
	return c->has == NULL || c->has[colluder] == NULL ||
	    c->has[colluder][slot];
}

static void
add(struct hand *h, uint64_t symbol)
{
	size_t i = 0;

	while (i < h->n && h->at[i].symbol < symbol)
		i++;
	h->held++;
	if (i < h->n && h->at[i].symbol == symbol) {
		h->at[i].held++;
		return;
	}
	for (size_t k = h->n++; k > i; k--)
		h->at[k] = h->at[k - 1];
	h->at[i].symbol = symbol;
	h->at[i].held = 1;
}

void
hand_take(struct hand *h, uint32_t slot)
{
	const struct tt_coalition *c = h->coalition;
	const struct tt_slot *s = &c->code->slots[slot];

	h->slot = slot;
	h->q = s->n;
	h->bias = s->kind == TT_SLOT_VALUE ? NULL : c->code->bias[slot].w;
	h->held = 0;
	h->n = 0;
	for (size_t j = 0; j < c->n; j++)
		if (hand_has(c, j, slot))
			add(h, c->rows[j][slot]);
}

bool
hand_unanimous(const struct hand *h)
{
	return h->n == 1;
}

struct tt_leak
hand_leak(uint64_t symbol)
{
	return (struct tt_leak){ .how = TT_LEAK_SYMBOL, .symbol = symbol };
}

struct tt_leak
hand_gone(void)
{
	return (struct tt_leak){ .how = TT_LEAK_GONE };
}

struct tt_leak
hand_inter(const struct hand *h, struct coin *coin)
{
	uint64_t k = coin_below(coin, h->held);
	size_t i = 0;

	while (k >= h->at[i].held)
		k -= h->at[i++].held;
	return hand_leak(h->at[i].symbol);
}

struct tt_leak
hand_any(const struct hand *h, struct coin *coin)
{
	return hand_leak(coin_below(coin, h->q));
}

struct tt_leak
hand_least(const struct hand *h, struct coin *coin, const int64_t *key)
{
	int64_t least = key[0];
	uint64_t ties = 0, k;
	size_t i;

	for (i = 0; i < h->n; i++) {
		ties = key[i] < least ? 1 : ties + (key[i] == least);
		least = key[i] < least ? key[i] : least;
	}
	k = coin_below(coin, ties);
	for (i = 0; key[i] != least || k > 0; i++)
		k -= key[i] == least;
	return hand_leak(h->at[i].symbol);
}
