/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/rng.h"

static void
fill_system(void *ctx, void *out, size_t n)
{
	(void)ctx;
	randombytes_buf(out, n);
}

static void
fill_seeded(void *ctx, void *out, size_t n)
{
	struct rng_seeded *s = ctx;
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];

	for (size_t i = 0; i < sizeof(nonce); i++)
		nonce[i] = (uint8_t)(s->next >> (8 * i));
	s->next++;
	crypto_stream_chacha20(out, n, nonce, s->seed);
}

struct rng
rng_system(void)
{
	return (struct rng){ fill_system, NULL };
}

struct rng
rng_seeded(struct rng_seeded *state, const uint8_t seed[32])
{
	memcpy(state->seed, seed, sizeof(state->seed));
	state->next = 0;
	return (struct rng){ fill_seeded, state };
}

void
rng_fill(struct rng r, void *out, size_t n)
{
	r.fill(r.ctx, out, n);
}

uint64_t
rng_below(struct rng r, uint64_t n)
{
	uint64_t v, low;

	assert(n > 0);
	low = (0 - n) % n;	/* 2^64 mod n: so many values too many */
	do
		rng_fill(r, &v, sizeof(v));
	while (v < low);
	return v % n;
}
