/* SPDX-License-Identifier: ISC */
/*
 * rng - where random bytes come from, as a parameter.
 *
 * The library draws none itself.  Programs pass rng_system(); tests pass a
 * seeded one, and get the same bytes every time.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	void (*fill)(void *ctx, void *out, size_t n);
	void *ctx;
};

/* libsodium's randombytes_buf. */
struct rng rng_system(void);

/* A ChaCha20 stream of the seed; state is the caller's and outlives it. */
struct rng_seeded {
	uint8_t seed[32];
	uint64_t next;	/* nonce of the next fill */
};
struct rng rng_seeded(struct rng_seeded *state, const uint8_t seed[32]);

void rng_fill(struct rng r, void *out, size_t n);
uint64_t rng_below(struct rng r, uint64_t n);	/* uniform in 0..n-1 */

#endif
