/* SPDX-License-Identifier: ISC */
/*
 * world - a codebook, a roster and specimens, made up from a seed.
 *
 * For tests and benches of evidence.  What goes wrong here is a mistake in
 * the test, and aborts.
 */
#ifndef WORLD_H
#define WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "attack/coin.h"
#include "telltale/codebook.h"
#include "telltale/observation.h"
#include "telltale/roster.h"

#define MUST(e)	must((e), #e, __FILE__, __LINE__)

struct world {
	struct tt_slot *slots;
	size_t n_slots;
	struct tt_codebook *codebook;
	struct tt_holder *holders;
	struct tt_copy_of *copies;
	struct tt_roster roster;
	struct coin coin;
	struct tt_observation *reading;	/* one a slot, ERASED at first */
	uint64_t (*values)[4];		/* of each slot's reading */
};

static __attribute__((unused)) void
must(enum tt_err e, const char *what, const char *file, int line)
{
	if (e == TT_OK)
		return;
	fprintf(stderr, "%s:%d: %s: %s\n", file, line, what, tt_err_text(e));
	abort();
}

/* The first of n slots, all of one level or every third of copies. */
enum world_levels { WORLD_HOLDER_LEVEL, WORLD_MIXED_LEVELS };

/* 75 % q = 2, 20 % q = 3, 5 % q = 4: what tables of words give. */
static __attribute__((unused)) void
world_mix(struct tt_slot *slots, size_t n, enum world_levels levels, bool flat)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = i * 7 % 20;	/* all of 0..19 in turn */

		slots[i] = (struct tt_slot){ flat ? TT_SLOT_FLAT : TT_SLOT_QARY,
			levels == WORLD_MIXED_LEVELS && i % 3 == 2 ?
			TT_SITE_COPY : TT_SITE_HOLDER,
			k < 15 ? 2 : k < 19 ? 3 : 4 };
	}
}

/* slots are copied; each holder has n_each copies. */
static __attribute__((unused)) void
world_new(struct world *w, uint64_t seed, const struct tt_slot *slots,
    size_t n_slots, size_t n_holders, size_t n_each)
{
	struct tt_codebook_key key = { { 0 } };
	uint8_t coins[32] = { 1 };

	if (sodium_init() < 0)
		abort();
	memset(w, 0, sizeof(*w));
	memcpy(key.b, &seed, sizeof(seed));
	memcpy(coins + 8, &seed, sizeof(seed));
	coin_init(&w->coin, coins);
	for (int i = 0; i < 8; i++)
		coin_next(&w->coin);	/* a seed of few bits needs mixing */
	w->slots = calloc(n_slots + 1, sizeof(*slots));
	w->holders = calloc(n_holders, sizeof(*w->holders));
	w->copies = calloc(n_holders * n_each, sizeof(*w->copies));
	w->reading = calloc(n_slots + 1, sizeof(*w->reading));
	w->values = calloc(n_slots + 1, sizeof(*w->values));
	if (w->slots == NULL || w->holders == NULL || w->copies == NULL ||
	    w->reading == NULL || w->values == NULL)
		abort();
	memcpy(w->slots, slots, n_slots * sizeof(*slots));
	w->n_slots = n_slots;
	MUST(tt_codebook_new(&w->codebook, &key, slots, n_slots, NULL));
	for (size_t h = 0; h < n_holders; h++)
		w->holders[h].number = h;
	for (size_t j = 0; j < n_holders * n_each; j++)
		w->copies[j] = (struct tt_copy_of){ .number = j,
			.holder = (uint32_t)(j / n_each) };
	w->roster = (struct tt_roster){ w->holders, n_holders, w->copies,
		n_holders * n_each, NULL, 0 };
}

static __attribute__((unused)) void
world_done(struct world *w)
{
	tt_codebook_free(w->codebook);
	free(w->slots);
	free(w->holders);
	free(w->copies);
	free(w->reading);
	free(w->values);
}

/* That slot i says x. */
static __attribute__((unused)) void
world_say(struct world *w, size_t i, uint64_t x)
{
	struct tt_observation *o = &w->reading[i];

	*o = (struct tt_observation){ .slot = (uint32_t)i,
		.kind = TT_OBS_SYMBOL, .symbol = (unsigned)x };
	if (w->slots[i].kind != TT_SLOT_VALUE)
		return;
	w->values[i][0] = x;
	o->kind = TT_OBS_VALUES;
	o->values = w->values[i];
	o->n_values = o->count = 1;
	o->whole = true;
}

/* The whole of copy j is read, a share nu of it wrongly. */
static __attribute__((unused)) void
world_leak(struct world *w, size_t j, double nu)
{
	uint64_t *x = calloc(w->n_slots + 1, sizeof(*x));

	if (x == NULL)
		abort();
	tt_codebook_copy(w->codebook, w->holders[w->copies[j].holder].number,
	    w->copies[j].number, x);
	for (size_t i = 0; i < w->n_slots; i++) {
		if (coin_chance(&w->coin, nu))
			x[i] = coin_other(&w->coin, x[i], w->slots[i].n);
		world_say(w, i, x[i]);
	}
	free(x);
}

static __attribute__((unused)) void
world_erase(struct world *w, size_t i)
{
	w->reading[i] = (struct tt_observation){ .slot = (uint32_t)i };
}

/* What was said, as a vector. */
static __attribute__((unused)) struct tt_observations *
world_observe(const struct world *w)
{
	struct tt_observations *o = NULL;

	for (size_t i = 0; i < w->n_slots; i++)
		w->reading[i].slot = (uint32_t)i;
	MUST(tt_observations_new(&o, w->reading, w->n_slots));
	return o;
}

#endif
