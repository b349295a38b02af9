/* SPDX-License-Identifier: ISC */
/* Planes made fast are those made plainly, and runs are those of run_next. */
#include "prop.h"

#include "reading/planes.h"
#include "reading/runs.h"

#define BYTES	700
#define CASES	3000

static size_t
draw(struct prop *p, char *out)
{
	static const char often[] = "0123456789abcdefABCDEF/+-_zuxX%\\ ";
	size_t n = prop_bytes(p, out, BYTES);
	uint64_t wild = prop_below(p, 40);

	for (size_t i = 0; i < n; i++)
		if (prop_below(p, 40) >= wild)
			out[i] = often[prop_below(p, 10 + prop_below(p,
			    sizeof(often) - 10))];
	return n;
}

static void
fast_is_plain(void **state)
{
	struct planes fast = { .cap = 0 }, plain = { .cap = 0 };
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		struct span s = span_of(room, draw(&p, room));

		assert_int_equal(TT_OK, planes_make(&fast, s));
		assert_int_equal(TT_OK, planes_make_plain(&plain, s));
		assert_int_equal(fast.words, plain.words);
		for (size_t k = 0; k < PLANE_COUNT; k++)
			for (size_t w = 0; w <= fast.words; w++)
				assert_true(fast.bits[k][w] ==
				    plain.bits[k][w]);
	}
	planes_done(&fast);
	planes_done(&plain);
}

static void
every_byte_is_of_its_kinds(void **state)
{
	struct planes p = { .cap = 0 };
	char all[256];

	(void)state;
	for (size_t i = 0; i < 256; i++)
		all[i] = (char)i;
	assert_int_equal(TT_OK, planes_make(&p, span_of(all, 256)));
	for (size_t i = 0; i < 256; i++) {
		bool name = ((p.bits[PLANE_CONSONANT][i / 64] |
		    p.bits[PLANE_VOWEL][i / 64]) >> i % 64 & 1) != 0;

		assert_int_equal((run_kind[i] & RUN_LETTER) != 0, name);
		assert_int_equal((run_kind[i] & RUN_HEX) != 0,
		    p.bits[PLANE_HEX][i / 64] >> i % 64 & 1);
		assert_int_equal((run_kind[i] & RUN_BASE64) != 0,
		    p.bits[PLANE_BASE64][i / 64] >> i % 64 & 1);
	}
	planes_done(&p);
}

static void
runs_are_those_found_bytewise(void **state)
{
	static const struct { enum plane plane; unsigned kind; } kinds[] = {
		{ PLANE_DIGIT, RUN_DIGIT }, { PLANE_HEX, RUN_HEX },
		{ PLANE_BASE64, RUN_BASE64 },
		{ PLANE_BASE64URL, RUN_BASE64URL },
	};
	struct planes planes = { .cap = 0 };
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		struct span s = span_of(room, draw(&p, room));
		size_t k = prop_below(&p, N_ROWS(kinds));
		size_t min = 1 + prop_below(&p, prop_below(&p, 2) ? 9 : 150);
		size_t a = 0, n = 0, b = 0, m = 0;
		bool more = true;

		assert_int_equal(TT_OK, planes_make(&planes, s));
		while (more) {
			more = run_next(s, kinds[k].kind, min, &a, &n);
			assert_int_equal(more, planes_run(&planes,
			    kinds[k].plane, min, &b, &m));
			if (!more)
				break;
			assert_int_equal(a, b);
			assert_int_equal(n, m);
		}
	}
	planes_done(&planes);
}

static void
pairs_are_those_found_bytewise(void **state)
{
	struct planes planes = { .cap = 0 };
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		size_t n = draw(&p, room), from = 0, at;
		unsigned pairs = 1 + (unsigned)prop_below(&p, 4);

		for (size_t i = 0; i < n; i++)
			if (prop_below(&p, 3) == 0)
				room[i] = 0;
		assert_int_equal(TT_OK, planes_make(&planes,
		    span_of(room, n)));
		while ((at = planes_alternate(&planes, PLANE_PRINT, PLANE_ZERO,
		    pairs, from)) != SIZE_MAX || from < n) {
			for (; from < n && from != at; from++) {
				bool all = from + 2 * pairs <= n;

				for (size_t k = 0; all && k < pairs; k++)
					all = room[from + 2 * k] >= ' ' &&
					    room[from + 2 * k] <= '~' &&
					    room[from + 2 * k + 1] == 0;
				assert_false(all);
			}
			if (at == SIZE_MAX)
				break;
			from = at + 1;
		}
	}
	planes_done(&planes);
}

TEST_MAIN(cmocka_unit_test(fast_is_plain),
    cmocka_unit_test(every_byte_is_of_its_kinds),
    cmocka_unit_test(runs_are_those_found_bytewise),
    cmocka_unit_test(pairs_are_those_found_bytewise))
