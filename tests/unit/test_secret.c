/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "base/secret.h"
#include "test.h"

struct key {
	uint8_t b[32];
};

static void
a_new_secret_is_zero(void **state)
{
	static const struct key zero;
	struct key *k = SECRET_NEW(struct key);

	(void)state;
	assert_non_null(k);
	assert_memory_equal(&zero, k, sizeof(zero));
	secret_free(k);
	secret_free(NULL);
}

static void
wiping_leaves_nothing(void **state)
{
	struct key k, zero = { { 0 } };

	(void)state;
	memset(&k, 0x5a, sizeof(k));
	secret_wipe(&k, sizeof(k));
	assert_memory_equal(&zero, &k, sizeof(k));
}

static void
equal_means_every_byte(void **state)
{
	uint8_t a[32] = { 0 }, b[32] = { 0 };

	(void)state;
	assert_true(secret_eq(a, b, sizeof(a)));
	for (size_t i = 0; i < sizeof(a); i++) {
		b[i] = 0x80;
		assert_false(secret_eq(a, b, sizeof(a)));
		assert_true(secret_eq(a, b, i));
		b[i] = 0;
	}
}

static void
more_than_there_is_gives_null(void **state)
{
	void *p;

	(void)state;
	p = secret_new(SIZE_MAX - 100);
	assert_null(p);
}

static int
start(void **state)
{
	(void)state;
	return sodium_init() < 0 ? -1 : 0;
}

TEST_MAIN(cmocka_unit_test_setup(a_new_secret_is_zero, start),
    cmocka_unit_test(wiping_leaves_nothing),
    cmocka_unit_test(equal_means_every_byte),
    cmocka_unit_test(more_than_there_is_gives_null))
