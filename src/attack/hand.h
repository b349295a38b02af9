/* SPDX-License-Identifier: ISC */
/*
 * hand - what a coalition holds at one site, and the choices that attacks
 * share.  Private to the room: a new attack is written with this header.
 */
#ifndef ATTACK_HAND_H
#define ATTACK_HAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attack/coin.h"
#include "telltale/attack.h"

struct hand {
	const struct tt_coalition *coalition;
	double parameter;		/* of the attack */
	uint32_t slot;			/* which site */
	uint64_t q;			/* its symbols, or values */
	const uint16_t *bias;		/* q of them; NULL: a value site, where
					 * all are equally likely */
	unsigned held;			/* copies that have the site */
	size_t n;			/* different symbols among them */
	struct {
		uint64_t symbol;
		unsigned held;		/* by so many copies, 1 or more */
	} at[TT_COLLUDERS_MAX];		/* by rising symbol */
};

/*
 * What h->coalition holds at slot; the parameter stays.  n is 0 if none of its
 * copies has the site: no rule is asked then.
 */
void hand_take(struct hand *h, uint32_t slot);
bool hand_has(const struct tt_coalition *c, size_t colluder, uint32_t slot);
bool hand_unanimous(const struct hand *h);

struct tt_leak hand_leak(uint64_t symbol);
struct tt_leak hand_gone(void);

/* What some colluder has, each as likely: the symbols of more, more often. */
struct tt_leak hand_inter(const struct hand *h, struct coin *coin);

/* Any symbol or value that the site could have, all alike. */
struct tt_leak hand_any(const struct hand *h, struct coin *coin);

/* The one of the least key, n keys in the order of h->at; ties by the coin. */
struct tt_leak hand_least(const struct hand *h, struct coin *coin,
    const int64_t *key);

#endif
