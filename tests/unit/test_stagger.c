/* SPDX-License-Identifier: ISC */
#include "prop.h"
#include "programme/stagger.h"

#define DRAWS	6000

static void
each_draw_is_a_permutation(void **state)
{
	uint32_t slot[64];
	struct prop p;

	(void)state;
	PROP_CASES(&p, 300) {
		size_t n = prop_below(&p, 64) + 1;

		stagger_draw(p.rng, slot, n);
		assert_int_equal(TT_OK, stagger_check(slot, n));
	}
}

/* Six orders of three, 6000 draws: each near 1000, and all the same again. */
static void
all_orders_come_alike(void **state)
{
	const uint8_t seed[32] = { 7 };
	struct rng_seeded of;
	struct rng rng = rng_seeded(&of, seed);
	unsigned n[27] = { 0 }, orders = 0;
	uint32_t s[3];

	(void)state;
	for (unsigned i = 0; i < DRAWS; i++) {
		stagger_draw(rng, s, 3);
		n[s[0] * 9 + s[1] * 3 + s[2]]++;
	}
	for (size_t i = 0; i < N_ROWS(n); i++) {
		orders += n[i] > 0;
		assert_true(n[i] == 0 || (n[i] > 850 && n[i] < 1150));
	}
	assert_int_equal(orders, 6);
}

static void
what_is_no_permutation_is_refused(void **state)
{
	const uint32_t twice[] = { 0, 1, 1 }, over[] = { 0, 1, 3 };

	(void)state;
	assert_int_equal(TT_ERANGE, stagger_check(twice, 3));
	assert_int_equal(TT_ERANGE, stagger_check(over, 3));
	assert_int_equal(TT_ELIMIT, stagger_check(twice,
	    STAGGER_PARTNERS_MAX + 1));
}

/* Every part of it is committed to. */
static void
another_stagger_has_another_hash(void **state)
{
	const uint8_t salt[STAGGER_SALT_LEN] = { 1 }, other[32] = { 2 };
	const struct span who[] = { SPAN_INIT("a"), SPAN_INIT("b") };
	const struct span less[] = { SPAN_INIT("a"), SPAN_INIT("c") };
	const uint32_t slot[] = { 0, 1 }, turned[] = { 1, 0 };
	uint8_t h[6][SHA256_LEN];

	(void)state;
	stagger_commit(h[0], salt, SPAN("w"), who, slot, 2);
	stagger_commit(h[1], other, SPAN("w"), who, slot, 2);
	stagger_commit(h[2], salt, SPAN("v"), who, slot, 2);
	stagger_commit(h[3], salt, SPAN("w"), less, slot, 2);
	stagger_commit(h[4], salt, SPAN("w"), who, turned, 2);
	stagger_commit(h[5], salt, SPAN("w"), who, slot, 1);
	for (size_t i = 0; i < N_ROWS(h); i++)
		for (size_t k = i + 1; k < N_ROWS(h); k++)
			assert_memory_not_equal(h[i], h[k], SHA256_LEN);
	stagger_commit(h[1], salt, SPAN("w"), who, slot, 2);
	assert_memory_equal(h[0], h[1], SHA256_LEN);
}

static void
slots_stand_a_spacing_apart(void **state)
{
	int64_t at;

	(void)state;
	assert_int_equal(TT_OK, stagger_opens(1000, 60, 3, &at));
	assert_int_equal(at, 1180);
	assert_int_equal(TT_ERANGE, stagger_opens(1000, 0, 3, &at));
	assert_int_equal(TT_ERANGE, stagger_opens(1000, INT64_MAX, 3, &at));
	assert_int_equal(TT_ERANGE, stagger_opens(INT64_MAX, 1, 3, &at));
	assert_int_equal(at, 1180);
}

/* As a few lines of Python have it, from the text in the header. */
static void
a_salt_gives_an_order(void **state)
{
	static const uint32_t want[] = { 3, 8, 7, 1, 6, 2, 5, 0, 4 };
	const uint8_t salt[STAGGER_SALT_LEN] = { 1 }, other[32] = { 2 };
	uint32_t place[N_ROWS(want)], again[N_ROWS(want)];

	(void)state;
	stagger_order(salt, SPAN("main"), place, N_ROWS(want));
	assert_memory_equal(place, want, sizeof(want));
	stagger_order(other, SPAN("main"), again, N_ROWS(want));
	assert_memory_not_equal(place, again, sizeof(want));
	stagger_order(salt, SPAN("early"), again, N_ROWS(want));
	assert_memory_not_equal(place, again, sizeof(want));
}

static void
slots_hold_as_many_or_one_more(void **state)
{
	unsigned in[16];

	(void)state;
	for (size_t n = 1; n < 100; n++)
		for (unsigned slots = 1; slots <= 16 && slots <= n; slots++) {
			memset(in, 0, sizeof(in));
			for (uint32_t i = 0; i < n; i++) {
				uint32_t s = stagger_slot(i, n, slots);

				assert_true(s < slots);
				assert_true(i == 0 || s >=
				    stagger_slot(i - 1, n, slots));
				in[s]++;
			}
			for (unsigned s = 0; s < slots; s++)
				assert_true(in[s] == n / slots ||
				    in[s] == n / slots + 1);
		}
}

static void
each_wave_has_a_padding_of_its_own(void **state)
{
	static const uint8_t want[SHA256_LEN] = { 
		0x08, 0x79, 0x8c, 0x6f, 0x63, 0x79, 0xa9, 0x4c,
		0xf5, 0x58, 0xf6, 0x3c, 0xf4, 0x0b, 0xde, 0x3d,
		0x30, 0x3d, 0x36, 0x46, 0xb3, 0x31, 0x63, 0xcf,
		0x43, 0x55, 0x0c, 0x7c, 0x4f, 0x12, 0xef, 0x5a  };
	const uint8_t hash[SHA256_LEN] = { 1 }, other[SHA256_LEN] = { 2 };
	uint8_t a[SHA256_LEN], b[SHA256_LEN];

	(void)state;
	stagger_padding(a, hash, 3);
	assert_memory_equal(a, want, sizeof(want));
	stagger_padding(b, hash, 4);
	assert_memory_not_equal(a, b, sizeof(a));
	stagger_padding(b, other, 3);
	assert_memory_not_equal(a, b, sizeof(a));
}

TEST_MAIN(cmocka_unit_test(each_draw_is_a_permutation),
    cmocka_unit_test(a_salt_gives_an_order),
    cmocka_unit_test(slots_hold_as_many_or_one_more),
    cmocka_unit_test(each_wave_has_a_padding_of_its_own),
    cmocka_unit_test(all_orders_come_alike),
    cmocka_unit_test(what_is_no_permutation_is_refused),
    cmocka_unit_test(another_stagger_has_another_hash),
    cmocka_unit_test(slots_stand_a_spacing_apart))
