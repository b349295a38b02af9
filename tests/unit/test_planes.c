/* SPDX-License-Identifier: ISC */
/* Planes made fast are those made plainly, and runs are those of run_next. */
#include "prop.h"

#include "reading/planes.h"
#include "reading/runs.h"
#include "reading/shape.h"

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
		assert_int_equal((run_kind[i] & (RUN_BASE64 |
		    RUN_BASE64URL)) != 0,
		    p.bits[PLANE_BASE64][i / 64] >> i % 64 & 1);
	}
	planes_done(&p);
}

static void
runs_are_those_found_bytewise(void **state)
{
	static const struct { enum plane plane; unsigned kind; } kinds[] = {
		{ PLANE_HEX, RUN_HEX },
		{ PLANE_BASE64, RUN_BASE64 | RUN_BASE64URL },
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

static bool
is_name(struct span s, size_t i)
{
	uint64_t v;

	return i + SHAPE_NAME <= s.n && shape_name(s.p + i, &v);
}

static bool
is_zeros(struct span s, size_t i)
{
	return i + 5 <= s.n && s.p[i] == 0 && s.p[i + 2] == 0 &&
	    s.p[i + 4] == 0;
}

/* What may be is told; what is, is always among it. */
static void
no_name_and_no_zeros_are_left_out(void **state)
{
	struct planes planes = { .cap = 0 };
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		struct span s = span_of(room, draw(&p, room));
		size_t name = 0, zeros = 0, names = 0;

		for (size_t i = 0; i < s.n; i++)
			if (prop_below(&p, 3) == 0)
				room[i] = p.n % 2 == 0 ? 0 : "baDIzo"[i % 6];
		assert_int_equal(TT_OK, planes_make(&planes, s));
		for (size_t i = 0; i < s.n; i++) {
			name = planes_name(&planes, i);
			zeros = planes_zeros(&planes, i);
			assert_true(name >= i && zeros >= i);
			assert_true(!is_name(s, i) || name == i);
			assert_true(!is_zeros(s, i) || zeros == i);
			names += name == i;
		}
		assert_true(names <= s.n);
	}
	planes_done(&planes);
}

static bool
is_in(const struct planes *p, enum plane which, size_t i)
{
	return (p->bits[which][i / 64] >> i % 64 & 1) != 0;
}

static size_t
count_after(const struct planes *p, enum plane which, size_t i)
{
	size_t n = 0;

	while (i + n < p->s.n && is_in(p, which, i + n))
		n++;
	return n;
}

static size_t
count_before(const struct planes *p, enum plane which, size_t i)
{
	size_t n = 0;

	while (n < 64 && n < i && is_in(p, which, i - n - 1))
		n++;
	return n;
}

static void
check_next(const struct planes *p, enum plane which, enum plane other,
    size_t min, size_t i)
{
	size_t behind = i, ahead = i;

	while (behind < p->s.n && !(is_in(p, which, behind) &&
	    count_before(p, other, behind) >= min))
		behind++;
	while (ahead < p->s.n && !(is_in(p, which, ahead) &&
	    count_after(p, other, ahead + 1) > 0))
		ahead++;
	assert_int_equal(behind < p->s.n ? behind : SIZE_MAX,
	    planes_behind(p, which, other, min, i));
	assert_int_equal(ahead < p->s.n ? ahead : SIZE_MAX,
	    planes_ahead(p, which, other, i));
}

/* Of one word, where at least min stand in a row from. */
static uint64_t
row_in(const struct planes *p, enum plane which, size_t min, size_t w)
{
	uint64_t m = 0;

	for (size_t i = 64 * w; i < 64 * w + 64 && i < p->s.n; i++)
		m |= (uint64_t)(count_after(p, which, i) >= min) << i % 64;
	return m;
}

/* What is passed over has none; what is told is it. */
static void
check_rows(const struct planes *p, enum plane which, size_t min, size_t w)
{
	uint64_t from[PLANES_ROW], any = 0;
	size_t next = planes_rows(p, which, min, w, from);

	for (; w < next; w++)
		assert_true(row_in(p, which, min, w) == 0);
	for (size_t k = 0; w < p->words && k < PLANES_ROW; k++) {
		assert_true(from[k] == row_in(p, which, min, w + k));
		any |= from[k];
	}
	assert_true(w == p->words || any != 0);
}

static void
check_any(const struct planes *p, enum plane which, size_t i, size_t n)
{
	bool any = false;

	for (size_t k = 0; k < n; k++)
		any = any || is_in(p, which, i + k);
	assert_int_equal(any, planes_any(p, which, i, n));
}

static void
all_that_is_asked_is_what_stands(void **state)
{
	struct planes planes = { .cap = 0 };
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		struct span s = span_of(room, draw(&p, room));
		enum vectors v = (enum vectors)prop_below(&p,
		    vectors_best() + 1);
		enum plane which = (enum plane)prop_below(&p, PLANE_COUNT);
		enum plane other = (enum plane)prop_below(&p, PLANE_COUNT);
		size_t min = 1 + prop_below(&p, prop_below(&p, 2) ? 9 : 64);
		size_t i;

		assert_int_equal(TT_OK, planes_make_with(&planes, s, v));
		check_rows(&planes, which, min, prop_below(&p,
		    planes.words + 1));
		if (s.n == 0)
			continue;
		i = prop_below(&p, s.n);
		assert_int_equal(count_after(&planes, which, i),
		    planes_after(&planes, which, i));
		assert_int_equal(count_before(&planes, which, i),
		    planes_before(&planes, which, i));
		check_next(&planes, which, other, min, i);
		check_any(&planes, which, i, 1 + prop_below(&p, s.n - i));
	}
	planes_done(&planes);
}

static void
every_level_is_plain(void **state)
{
	struct planes some = { .cap = 0 }, plain = { .cap = 0 };
	char room[BYTES];
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		struct span s = span_of(room, draw(&p, room));
		enum vectors v = (enum vectors)prop_below(&p,
		    vectors_best() + 1);

		assert_int_equal(TT_OK, planes_make_with(&some, s, v));
		assert_int_equal(TT_OK, planes_make_plain(&plain, s));
		for (size_t k = 0; k < PLANE_COUNT; k++)
			assert_memory_equal(some.bits[k], plain.bits[k],
			    (some.words + 1) * sizeof(uint64_t));
	}
	planes_done(&some);
	planes_done(&plain);
}

TEST_MAIN(cmocka_unit_test(fast_is_plain),
    cmocka_unit_test(every_byte_is_of_its_kinds),
    cmocka_unit_test(runs_are_those_found_bytewise),
    cmocka_unit_test(no_name_and_no_zeros_are_left_out),
    cmocka_unit_test(all_that_is_asked_is_what_stands),
    cmocka_unit_test(every_level_is_plain))
