/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "base/number.h"
#include "prop.h"

/* RFC 8785, appendix B; then powers of two and others as node writes them. */
static const struct {
	uint64_t bits;
	const char *want;
} rows[] = {
	{ 0x0000000000000000, "0" },
	{ 0x8000000000000000, "0" },
	{ 0x0000000000000001, "5e-324" },
	{ 0x8000000000000001, "-5e-324" },
	{ 0x7fefffffffffffff, "1.7976931348623157e+308" },
	{ 0xffefffffffffffff, "-1.7976931348623157e+308" },
	{ 0x4340000000000000, "9007199254740992" },
	{ 0xc340000000000000, "-9007199254740992" },
	{ 0x4430000000000000, "295147905179352830000" },
	{ 0x44b52d02c7e14af5, "9.999999999999997e+22" },
	{ 0x44b52d02c7e14af6, "1e+23" },
	{ 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
	{ 0x444b1ae4d6e2ef4e, "999999999999999700000" },
	{ 0x444b1ae4d6e2ef4f, "999999999999999900000" },
	{ 0x444b1ae4d6e2ef50, "1e+21" },
	{ 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
	{ 0x3eb0c6f7a0b5ed8d, "0.000001" },
	{ 0x41b3de4355555553, "333333333.3333332" },
	{ 0x41b3de4355555554, "333333333.33333325" },
	{ 0x41b3de4355555555, "333333333.3333333" },
	{ 0x41b3de4355555556, "333333333.3333334" },
	{ 0x41b3de4355555557, "333333333.33333343" },
	{ 0xbecbf647612f3696, "-0.0000033333333333333333" },
	{ 0x43143ff3c1cb0959, "1424953923781206.2" },
	{ 0x3e70000000000000, "5.960464477539063e-8" },
	{ 0x3d30000000000000, "5.684341886080802e-14" },
	{ 0x4580000000000000, "6.189700196426902e+26" },
	{ 0x3ff0000000000000, "1" },
	{ 0x3fb999999999999a, "0.1" },
	{ 0x3fe0000000000000, "0.5" },
	{ 0xc01c000000000000, "-7" },
	{ 0x4059000000000000, "100" },
	{ 0x40fe240c9fbe76c9, "123456.789" },
	{ 0x0010000000000000, "2.2250738585072014e-308" },
	{ 0x000fffffffffffff, "2.225073858507201e-308" },
};

static double
from_bits(uint64_t bits)
{
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

static void
numbers_are_written_as_ecmascript_does(void **state)
{
	char text[NUMBER_LEN];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].want);
		number_format(from_bits(rows[i].bits), text);
		assert_string_equal(rows[i].want, text);
	}
}

static void
every_number_reads_back(void **state)
{
	char text[NUMBER_LEN];
	struct prop p;
	uint64_t bits;
	double v, w;

	(void)state;
	PROP_CASES(&p, 20000) {
		rng_fill(p.rng, &bits, sizeof(bits));
		v = from_bits(bits);
		if (!isfinite(v))
			continue;
		number_format(v, text);
		w = strtod(text, NULL);
		assert_memory_equal(&v, &w, sizeof(v));
	}
}

TEST_MAIN(cmocka_unit_test(numbers_are_written_as_ecmascript_does),
    cmocka_unit_test(every_number_reads_back))
