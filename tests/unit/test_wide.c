/* SPDX-License-Identifier: ISC */
/* What is text is the same at all widths, and windows are those of wide_is. */
#include "prop.h"

#include "reading/wide.h"

#define CASES	2000
#define BYTES	300

static size_t
draw(struct prop *p, char *out)
{
	size_t n = prop_bytes(p, out, BYTES);
	uint64_t wild = prop_below(p, 20);

	for (size_t i = 0; i < n; i++)
		if (prop_below(p, 20) >= wild)
			out[i] = " ~\t\r\na"[prop_below(p, 6)];
	return n;
}

static void
all_say_the_same_of_every_byte(void **state)
{
	char all[256];

	(void)state;
	for (size_t i = 0; i < 256; i++)
		all[i] = (char)i;
	for (enum vectors v = VECTORS_PLAIN; v <= vectors_best(); v++)
		for (size_t i = 0; i < 256; i++) {
			bool text = (i >= 32 && i <= 126) ||
			    (i >= 9 && i <= 13);

			assert_int_equal(!text, wide_other(all + i / 64 * 64,
			    64, v) >> i % 64 & 1);
		}
}

static void
all_say_the_same_of_parts(void **state)
{
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		size_t n = draw(&p, room);
		size_t at = n > 0 ? prop_below(&p, n) : 0;

		for (enum vectors v = VECTORS_PLAIN; v <= vectors_best(); v++)
			assert_true(wide_other(room + at, n - at,
			    VECTORS_PLAIN) == wide_other(room + at, n - at, v));
	}
}

static void
windows_are_counted_one_by_one(void **state)
{
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		struct span s = span_of(room, draw(&p, room));

		for (size_t w = 2; w <= WIDE_MOST; w++) {
			uint64_t want = 0;

			for (size_t i = 0; i + w <= s.n; i++)
				want += wide_is(s.p + i, w);
			assert_int_equal(want, wide_count(s, w));
		}
	}
}

TEST_MAIN(cmocka_unit_test(all_say_the_same_of_every_byte),
    cmocka_unit_test(all_say_the_same_of_parts),
    cmocka_unit_test(windows_are_counted_one_by_one))
