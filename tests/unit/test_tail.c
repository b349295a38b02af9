/* SPDX-License-Identifier: ISC */
/* Exact tails: evidence.md section 12, against vectors and by enumeration. */
#include "vectors.h"

#include <math.h>

#include "evidence/tail.h"

#define SITES_MAX	4096

static void
assert_ln(double want, double got, double relative)
{
	if (!(fabs(expm1(got - want)) <= relative))
		fail_msg("want ln p = %.17g, got %.17g", want, got);
}

static void
read_site(struct tail_site *s, const json_t *bias, const json_t *quanta)
{
	s->n = (unsigned)json_array_size(bias);
	assert_in_range(s->n, 2, TT_Q_MAX);
	for (unsigned a = 0; a < s->n; a++) {
		s->p[a] = real_of(json_array_get(bias, a)) / 65536;
		s->t[a] = (int32_t)json_integer_value(json_array_get(quanta,
		    a));
	}
}

/* Of a row of the vectors, whichever form it has; returns how many sites. */
static size_t
read_sites(const json_t *r, struct tail_site *sites)
{
	const json_t *groups = json_object_get(r, "groups");
	size_t n = 0;

	if (groups == NULL) {
		const json_t *bias = member(r, "bias");

		for (; n < json_array_size(bias); n++)
			read_site(&sites[n], json_array_get(bias, n),
			    json_array_get(member(r, "quanta"), n));
		return n;
	}
	for (size_t g = 0; g < json_array_size(groups); g++) {
		const json_t *group = json_array_get(groups, g);
		uint64_t many = u64_of(member(group, "sites"));

		assert_true(n + many <= SITES_MAX);
		for (uint64_t i = 0; i < many; i++)
			read_site(&sites[n++], member(group, "bias"),
			    member(group, "quanta"));
	}
	return n;
}

static void
tails_are_the_vectors(void **state)
{
	static struct tail_site sites[SITES_MAX];
	const json_t *rows = vectors("p_value");
	static char name[64];

	assert_true(json_array_size(rows) > 0);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *r = json_array_get(rows, i);
		size_t n = read_sites(r, sites);
		double ln_p;

		snprintf(name, sizeof(name), "row %zu, %zu sites", i, n);
		CHECK_ROW(state, name);
		assert_int_equal(TT_OK, tail_ln(sites, n,
		    json_integer_value(member(r, "T")), &ln_p));
		assert_ln(log(real_of(member(r, "p"))), ln_p, 1e-12);
	}
}

/* P(T >= t_obs) over all rows, one by one. */
static double
enumerate(const struct tail_site *sites, size_t n, int64_t t_obs)
{
	unsigned x[8] = { 0 };
	double sum = 0;
	size_t i;

	do {
		int64_t t = 0;
		double p = 1;

		for (i = 0; i < n; i++) {
			t += sites[i].t[x[i]];
			p *= sites[i].p[x[i]];
		}
		sum += t >= t_obs ? p : 0;
		for (i = 0; i < n && ++x[i] == sites[i].n; i++)
			x[i] = 0;
	} while (i < n);
	return sum;
}

/* Every shape of site, every possible T. */
static void
tails_are_those_of_enumeration(void **state)
{
	static const struct tail_site sites[] = {
		{ 2, { 22, -147 }, { .75, .25 } },
		{ 3, { -13, 5, -13 }, { .5, .25, .25 } },
		{ 4, { 0, 0, 0, 0 }, { .25, .25, .25, .25 } },
		{ 2, { 700, -147 }, { 0x1p-32, 1 - 0x1p-32 } },
		{ 2, { 0, -900 }, { 1, 0 } },	/* the second cannot be */
		{ 3, { 7, 3, -20 }, { .1, .2, .7 } },
		{ 1, { 4 }, { 1 } },
	};
	double ln_p, want;

	(void)state;
	for (size_t n = 0; n <= N_ROWS(sites); n++)
		for (int64_t t = -400; t < 800; t += 1) {
			assert_int_equal(TT_OK, tail_ln(sites, n, t, &ln_p));
			want = enumerate(sites, n, t);
			if (want == 0)
				assert_true(isinf(ln_p) && ln_p < 0);
			else
				assert_ln(log(want), ln_p, 1e-13);
		}
}

static void
nothing_observed_is_certain(void **state)
{
	const struct tail_site s = { 2, { 5, 5 }, { .5, .5 } };
	double ln_p = 7;

	(void)state;
	assert_int_equal(TT_OK, tail_ln(NULL, 0, 0, &ln_p));
	assert_true(ln_p == 0);
	assert_int_equal(TT_OK, tail_ln(&s, 1, 5, &ln_p));
	assert_true(ln_p == 0);
	assert_int_equal(TT_OK, tail_ln(&s, 1, 6, &ln_p));
	assert_true(isinf(ln_p));
}

/* k of n at .5 each: where doubles end, logarithms go on. */
static void
tails_below_the_smallest_double(void **state)
{
	static struct tail_site sites[SITES_MAX];
	double ln_p, want;

	(void)state;
	for (size_t i = 0; i < SITES_MAX; i++)
		sites[i] = (struct tail_site){ 2, { 22, -13 }, { .5, .5 } };
	assert_int_equal(TT_OK, tail_ln(sites, SITES_MAX, 22 * SITES_MAX,
	    &ln_p));
	assert_ln(-(double)SITES_MAX * M_LN2, ln_p, 1e-12);

	/* at most 3 of 4,096 differ */
	want = log(1 + 4096. + 4096. * 4095 / 2 + 4096. * 4095 * 4094 / 6) -
	    SITES_MAX * M_LN2;
	assert_int_equal(TT_OK, tail_ln(sites, SITES_MAX, 22 * SITES_MAX - 3 *
	    35, &ln_p));
	assert_ln(want, ln_p, 1e-11);

	/* 40 values of 2^64, three of them not on offer */
	for (size_t i = 0; i < 40; i++)
		sites[i] = (struct tail_site){ 2, { 1420, -147 },
			{ 0x1p-64, 1 } };
	want = log(40. * 39 * 38 / 6) - 37 * 64 * M_LN2;
	assert_int_equal(TT_OK, tail_ln(sites, 40, 37 * 1420 - 3 * 147, &ln_p));
	assert_ln(want, ln_p, 1e-12);
}

/* Rather nothing than minutes. */
static void
what_would_take_too_long_claims_nothing(void **state)
{
	static struct tail_site sites[SITES_MAX];
	double ln_p = 7;

	(void)state;
	for (size_t i = 0; i < SITES_MAX; i++)
		sites[i] = (struct tail_site){ 2, { 1000000, -1000000 },
			{ .5, .5 } };
	assert_int_equal(TT_OK, tail_ln(sites, SITES_MAX, 0, &ln_p));
	assert_true(ln_p == 0);
}

TEST_MAIN(cmocka_unit_test(tails_are_the_vectors),
    cmocka_unit_test(tails_are_those_of_enumeration),
    cmocka_unit_test(nothing_observed_is_certain),
    cmocka_unit_test(tails_below_the_smallest_double),
    cmocka_unit_test(what_would_take_too_long_claims_nothing))
