/* SPDX-License-Identifier: ISC */
/*
 * coin - xoshiro256**, for simulations that anybody can run again.
 *
 * Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
 * TOMS 2021.  Never for keys.
 */
#ifndef ATTACK_COIN_H
#define ATTACK_COIN_H

#include <stdbool.h>
#include <stdint.h>

struct coin {
	uint64_t s[4];
};

/* Four words, little-endian; all zero is not a seed. */
void coin_init(struct coin *c, const uint8_t seed[32]);

uint64_t coin_next(struct coin *c);
uint64_t coin_below(struct coin *c, uint64_t n);	/* uniform; n > 0 */

/* Any of n but x, all alike; n > 1. */
uint64_t coin_other(struct coin *c, uint64_t x, uint64_t n);

bool coin_chance(struct coin *c, double p);

#endif
