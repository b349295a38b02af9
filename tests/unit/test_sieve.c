/* SPDX-License-Identifier: ISC */
/*
 * What was put in passes, whichever end it is read from; little else does;
 * and all that the processor has says the same as looking one by one.
 */
#include "prop.h"

#include "reading/sieve.h"

#define CASES	300
#define ENTRIES	3000
#define BYTES	200

static uint32_t
draw(struct prop *p)
{
	/* small numbers, and those whose bytes are alike, are many */
	switch (prop_below(p, 4)) {
	case 0:
		return (uint32_t)prop_below(p, 1000);
	case 1:
		return (uint32_t)prop_below(p, 256) * 0x01010101u;
	default:
		return (uint32_t)prop_below(p, 1ull << 32);
	}
}

static void
a_gram_is_the_same_both_ways(void **state)
{
	(void)state;
	assert_int_equal(sieve_gram(0x01020304u), sieve_gram(0x04030201u));
	assert_int_not_equal(sieve_gram(0x01020304u), sieve_gram(0x01020403u));
	assert_int_equal(0x01010101u, sieve_gram(0x01010101u));
}

static void
what_is_in_passes_and_little_else(void **state)
{
	static uint32_t in[ENTRIES];
	struct sieve s = { .first = NULL };
	size_t others = 0;
	struct prop p;

	(void)state;
	PROP_CASES(&p, 3) {
		assert_int_equal(TT_OK, sieve_new(&s, ENTRIES));
		for (size_t i = 0; i < ENTRIES; i++) {
			in[i] = (uint32_t)prop_below(&p, 1ull << 32);
			sieve_add(&s, in[i]);
		}
		for (size_t i = 0; i < ENTRIES; i++)
			assert_true(sieve_has(&s, in[i]) &&
			    sieve_may_have(&s, in[i]));
		for (size_t i = 0; i < 100000; i++)
			others += sieve_has(&s, (uint32_t)prop_below(&p,
			    1ull << 32));
		sieve_done(&s);
	}
	assert_true(others < 60);
}

static void
an_empty_one_passes_nothing(void **state)
{
	static const uint32_t numbers[80] = { 0, 1, 0xffffffff };
	static const char bytes[BYTES];
	struct sieve s;

	(void)state;
	assert_int_equal(TT_OK, sieve_new(&s, 0));
	for (enum vectors v = VECTORS_PLAIN; v <= vectors_best(); v++) {
		s.vectors = v;
		assert_true(sieve_bytes(&s, bytes, BYTES) == 0);
		assert_true(sieve_numbers(&s, numbers, 64) == 0);
	}
	sieve_done(&s);
}

/* A sieve of which grams of the bytes are in, one in a few. */
static void
fill(struct prop *p, struct sieve *s, const char *bytes)
{
	uint32_t v;

	for (size_t i = 0; i + SIEVE_GRAM <= BYTES; i++) {
		memcpy(&v, bytes + i, sizeof(v));
		if (prop_below(p, 9) == 0)
			sieve_add(s, sieve_gram(prop_below(p, 2) == 0 ? v :
			    __builtin_bswap32(v)));
	}
	for (size_t i = 0; i < 200; i++)
		sieve_add(s, sieve_gram(draw(p)));
}

/* From every byte on, so that every length and alignment is there. */
static void
all_say_the_same_of_bytes(void **state)
{
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		struct sieve s;
		char *bytes = malloc(BYTES);	/* none may be read behind */

		assert_non_null(bytes);
		for (size_t i = 0; i < BYTES; i += 4) {
			uint32_t v = draw(&p);

			memcpy(bytes + i, &v, 4);
		}
		assert_int_equal(TT_OK, sieve_new(&s, 16));
		fill(&p, &s, bytes);
		for (size_t i = 0; i <= BYTES; i++) {
			uint64_t want = 0;

			for (size_t k = 0; k < 64 && i + k + 4 <= BYTES; k++) {
				uint32_t v;

				memcpy(&v, bytes + i + k, 4);
				want |= (uint64_t)sieve_may_have(&s,
				    sieve_gram(v)) << k;
			}
			for (enum vectors v = VECTORS_PLAIN;
			    v <= vectors_best(); v++) {
				s.vectors = v;
				assert_true(want == sieve_bytes(&s, bytes + i,
				    BYTES - i));
			}
		}
		sieve_done(&s);
		free(bytes);
	}
}

static void
all_say_the_same_of_numbers(void **state)
{
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		uint32_t numbers[64 + 16];
		struct sieve s;

		assert_int_equal(TT_OK, sieve_new(&s, 16));
		for (size_t i = 0; i < 64 + 16; i++) {
			numbers[i] = draw(&p);
			if (prop_below(&p, 3) == 0)
				sieve_add(&s, sieve_gram(numbers[i]));
		}
		for (size_t n = 0; n <= 64; n++) {
			uint64_t want = 0;

			for (size_t k = 0; k < n; k++)
				want |= (uint64_t)sieve_may_have(&s,
				    sieve_gram(numbers[k])) << k;
			for (enum vectors v = VECTORS_PLAIN;
			    v <= vectors_best(); v++) {
				s.vectors = v;
				assert_true(want == sieve_numbers(&s, numbers,
				    n));
			}
		}
		sieve_done(&s);
	}
}

TEST_MAIN(cmocka_unit_test(a_gram_is_the_same_both_ways),
    cmocka_unit_test(what_is_in_passes_and_little_else),
    cmocka_unit_test(an_empty_one_passes_nothing),
    cmocka_unit_test(all_say_the_same_of_bytes),
    cmocka_unit_test(all_say_the_same_of_numbers))
