/* SPDX-License-Identifier: ISC */
#include <assert.h>

#include "attack/coin.h"

static uint64_t
turn(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

void
coin_init(struct coin *c, const uint8_t seed[32])
{
	for (int i = 0; i < 4; i++) {
		c->s[i] = 0;
		for (int k = 7; k >= 0; k--)
			c->s[i] = c->s[i] << 8 | seed[8 * i + k];
	}
	assert((c->s[0] | c->s[1] | c->s[2] | c->s[3]) != 0);
}

uint64_t
coin_next(struct coin *c)
{
	uint64_t *s = c->s, out = turn(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = turn(s[3], 45);
	return out;
}

uint64_t
coin_below(struct coin *c, uint64_t n)
{
	uint64_t v, low = (0 - n) % n;	/* 2^64 mod n */

	do
		v = coin_next(c);
	while (v < low);
	return v % n;
}

uint64_t
coin_other(struct coin *c, uint64_t x, uint64_t n)
{
	uint64_t y = coin_below(c, n - 1);

	return y < x ? y : y + 1;
}

bool
coin_chance(struct coin *c, double p)
{
	return (double)(coin_next(c) >> 11) * 0x1p-53 < p;
}
