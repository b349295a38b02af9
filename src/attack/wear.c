/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>

#include "attack/coin.h"
#include "telltale/attack.h"

#define SLACK	1e-9	/* of a site: .07 of 100 are 7, in doubles too */

bool
tt_wear_check(const struct tt_wear *w)
{
	return w->loss >= 0 && w->loss < 1 && w->keep > 0 && w->keep <= 1 &&
	    w->misread >= 0 && w->misread < 1;
}

/* How many of the sites that are in the leak the piece of it still has. */
static size_t
kept(const struct tt_wear *w, size_t n_slots, const struct tt_leak *leak)
{
	size_t n = 0;

	for (size_t i = 0; i < n_slots; i++)
		n += leak[i].how != TT_LEAK_NONE;
	return (size_t)ceil(w->keep * (double)n - SLACK);
}

static void
read_symbol(const struct tt_slot *s, struct tt_leak *leak,
    struct tt_observation *o)
{
	if (s->kind != TT_SLOT_VALUE) {
		o->kind = TT_OBS_SYMBOL;
		o->symbol = (unsigned)leak->symbol;
		return;
	}
	o->kind = TT_OBS_VALUES;
	o->values = &leak->symbol;
	o->n_values = 1;
	o->count = 1;
	o->whole = true;
}

size_t
tt_wear_apply(const struct tt_wear *w, const struct tt_code *code,
    struct coin *coin, struct tt_leak *leak, struct tt_observation *out)
{
	size_t left = kept(w, code->n, leak), n = 0;

	assert(tt_wear_check(w));
	for (uint32_t i = 0; i < code->n && left > 0; i++) {
		if (leak[i].how == TT_LEAK_NONE)
			continue;
		left--;
		if (coin_chance(coin, w->loss))
			continue;
		out[n] = (struct tt_observation){ .slot = i,
			.kind = TT_OBS_GONE };
		if (leak[i].how == TT_LEAK_SYMBOL) {
			if (coin_chance(coin, w->misread))
				leak[i].symbol = coin_other(coin,
				    leak[i].symbol, code->slots[i].n);
			read_symbol(&code->slots[i], &leak[i], &out[n]);
		}
		n++;
	}
	return n;
}
