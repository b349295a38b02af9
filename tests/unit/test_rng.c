/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "base/rng.h"
#include "test.h"

/*
 * The key stream of a key of zeroes, nonces 0 and 1: the test vectors of
 * draft-agl-tls-chacha20poly1305-04, section 7 (the first is RFC 8439's too).
 */
static const uint8_t stream[2][32] = {
	{ 0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90, 0x40, 0x5d, 0x6a,
	  0xe5, 0x53, 0x86, 0xbd, 0x28, 0xbd, 0xd2, 0x19, 0xb8, 0xa0, 0x8d,
	  0xed, 0x1a, 0xa8, 0x36, 0xef, 0xcc, 0x8b, 0x77, 0x0d, 0xc7 },
	{ 0xef, 0x3f, 0xdf, 0xd6, 0xc6, 0x15, 0x78, 0xfb, 0xf5, 0xcf, 0x35,
	  0xbd, 0x3d, 0xd3, 0x3b, 0x80, 0x09, 0x63, 0x16, 0x34, 0xd2, 0x1e,
	  0x42, 0xac, 0x33, 0x96, 0x0b, 0xd1, 0x38, 0xe5, 0x0d, 0x32 },
};

static void
a_seed_gives_the_published_stream(void **state)
{
	static const uint8_t seed[32];
	struct rng_seeded s;
	struct rng r = rng_seeded(&s, seed);
	uint8_t out[32];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		rng_fill(r, out, sizeof(out));
		assert_memory_equal(stream[i], out, sizeof(out));
	}
}

static void
below_is_below_and_reaches_all(void **state)
{
	static const uint8_t seed[32] = { 1 };
	unsigned seen[7] = { 0 };
	struct rng_seeded s;
	struct rng r = rng_seeded(&s, seed);

	(void)state;
	for (int i = 0; i < 7000; i++) {
		uint64_t v = rng_below(r, 7);

		assert_true(v < 7);
		seen[v]++;
	}
	for (size_t i = 0; i < 7; i++)	/* sd 29 */
		assert_in_range(seen[i], 850, 1150);
	assert_int_equal(0, rng_below(r, 1));
}

/* Answers 0 first, then 7: a value is thrown away if it is too low. */
static void
fill_low_then_high(void *ctx, void *out, size_t n)
{
	unsigned *calls = ctx;
	uint64_t v = *calls == 0 ? 0 : 7;

	assert_int_equal(sizeof(v), n);
	++*calls;
	memcpy(out, &v, sizeof(v));
}

static void
what_would_be_biased_is_drawn_again(void **state)
{
	unsigned calls = 0;
	struct rng r = { fill_low_then_high, &calls };

	(void)state;
	/* 2^64 mod 3 is 1: only 0 is one value too many */
	assert_int_equal(1, rng_below(r, 3));
	assert_int_equal(2, calls);
	calls = 0;
	assert_int_equal(0, rng_below(r, 4));
	assert_int_equal(1, calls);
}

static void
the_system_gives_other_bytes_each_time(void **state)
{
	uint8_t a[32] = { 0 }, b[32] = { 0 };

	(void)state;
	assert_true(sodium_init() >= 0);
	rng_fill(rng_system(), a, sizeof(a));
	rng_fill(rng_system(), b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

TEST_MAIN(cmocka_unit_test(a_seed_gives_the_published_stream),
    cmocka_unit_test(below_is_below_and_reaches_all),
    cmocka_unit_test(what_would_be_biased_is_drawn_again),
    cmocka_unit_test(the_system_gives_other_bytes_each_time))
