/* SPDX-License-Identifier: ISC */
/* Numbers of eight digits are those that strtoul reads, at any place. */
#include "prop.h"

#include <ctype.h>
#include <stdlib.h>

#include "reading/digits.h"

#define CASES	2000
#define BYTES	220

/* The places among 64 from p on, of n bytes, where eight digits stand. */
static uint64_t
places_of(const char *p, size_t n)
{
	uint64_t m = 0;
	size_t k;

	for (size_t i = 0; i < 64 && i + DIGITS <= n; i++) {
		for (k = 0; k < DIGITS && isxdigit((unsigned char)p[i + k]);
		    k++)
			continue;
		m |= (uint64_t)(k == DIGITS) << i;
	}
	return m;
}

static void
check(const char *p, size_t n, uint64_t places, enum vectors v)
{
	uint32_t out[DIGITS_ROOM];
	size_t k = 0, got = digits_read(out, p, n, places, v);

	for (size_t i = 0; i < 64; i++) {
		char text[DIGITS + 1] = "";

		if ((places >> i & 1) == 0)
			continue;
		memcpy(text, p + i, DIGITS);
		assert_true(k < got);
		assert_int_equal(strtoul(text, NULL, 16), out[k++]);
	}
	assert_int_equal(k, got);
}

static void
all_read_the_same(void **state)
{
	static const char some[] = "0123456789abcdefABCDEF@g:`/G\xff\x80";
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		size_t n = prop_below(&p, BYTES + 1), at = 0;
		char *bytes = malloc(n + 1);
		size_t wild = prop_below(&p, 40);

		assert_non_null(bytes);
		for (size_t i = 0; i < n; i++)
			bytes[i] = some[prop_below(&p, prop_below(&p, 40) <
			    wild ? sizeof(some) - 1 : 22)];
		if (n > 0)
			at = prop_below(&p, n);
		for (enum vectors v = VECTORS_PLAIN; v <= vectors_best(); v++) {
			uint64_t places = places_of(bytes + at, n - at);

			check(bytes + at, n - at, places, v);
			check(bytes + at, n - at, places &
			    prop_below(&p, UINT64_MAX), v);
		}
		free(bytes);
	}
}

TEST_MAIN(cmocka_unit_test(all_read_the_same))
