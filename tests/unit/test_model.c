/* SPDX-License-Identifier: ISC */
/*
 * Plain score, channel and factors: evidence.md sections 4, 7 and 9, against
 * vectors, and what every channel must fulfil.
 */
#include "vectors.h"

#include <math.h>
#include <sodium.h>

#include "evidence/memo.h"
#include "evidence/model.h"
#include "evidence/plain.h"
#include "evidence/seen.h"
#include "telltale/codebook.h"

#define CLOSE	1e-12	/* relative, as the vectors are compared */

static void
assert_close(double want, double got, double relative)
{
	if (!(fabs(got - want) <= relative * fmax(fabs(want), 1e-300)) &&
	    !(fabs(got - want) <= 1e-15))
		fail_msg("want %.17g, got %.17g", want, got);
}

static unsigned
read_bias(const json_t *array, double *p)
{
	unsigned q = (unsigned)json_array_size(array);

	assert_in_range(q, 2, TT_Q_MAX);
	for (unsigned a = 0; a < q; a++)
		p[a] = real_of(json_array_get(array, a)) / TT_BIAS_SUM;
	return q;
}

static void
read_reals(const json_t *array, double *out, unsigned n)
{
	assert_int_equal(n, json_array_size(array));
	for (unsigned a = 0; a < n; a++)
		out[a] = real_of(json_array_get(array, a));
}

static void
check_plain(const json_t *rows)
{
	assert_true(json_array_size(rows) > 0);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *r = json_array_get(rows, i);
		double p[TT_Q_MAX], l[TT_Q_MAX], ln_f[TT_Q_MAX];
		unsigned q = read_bias(member(r, "bias"), p);

		if (json_object_get(r, "likelihood") != NULL)
			read_reals(member(r, "likelihood"), l, q);
		else
			plain_misread(q, (unsigned)u64_of(member(r, "y")),
			    real_of(member(r, "misread")), l);
		plain_factors(q, p, l, (unsigned)u64_of(member(r, "c")), ln_f);
		for (unsigned a = 0; a < q; a++) {
			const json_t *want = json_array_get(member(r,
			    "ln_factor"), a);

			if (json_is_null(want) ||
			    isinf(real_of(want)))
				assert_true(isinf(ln_f[a]) && ln_f[a] < 0);
			else
				assert_close(real_of(want), ln_f[a], CLOSE);
		}
	}
}

static void
plain_scores_are_the_vectors(void **state)
{
	(void)state;
	check_plain(vectors("plain_score_hard"));
	check_plain(vectors("plain_score_soft"));
}

static void
channel_is_the_vectors(void **state)
{
	const json_t *rows = vectors("channel");

	(void)state;
	assert_true(json_array_size(rows) > 0);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *r = json_array_get(rows, i);
		const json_t *want_gone = json_object_get(r, "P_gone");
		uint64_t b = u64_of(member(r, "model"));
		double p[TT_Q_MAX], want[TT_Q_MAX], got[TT_Q_MAX], gone;
		unsigned q = read_bias(member(r, "bias"), p), counts[TT_Q_MAX];

		assert_true(b < TT_MODELS);
		read_reals(member(r, "P_y"), want, q);
		for (unsigned a = 0; a < q; a++)
			counts[a] = (unsigned)u64_of(json_array_get(member(r,
			    "known"), a));
		model_channel(&model_bank[b], q, p, counts, got, &gone);
		for (unsigned a = 0; a < q; a++)
			assert_close(want[a], got[a], CLOSE);
		assert_close(want_gone == NULL ? 0 : real_of(want_gone), gone,
		    CLOSE);
	}
}

/* A set of v values of n, none of them one of the few that are likelier. */
static double
share_of(uint64_t n, uint64_t v)
{
	const uint64_t values[] = { 1, 2, 3 };
	struct tt_observation o = { .count = v };

	if (v <= N_ROWS(values)) {
		o.whole = true;
		o.values = values;
		o.n_values = v;
	}
	return seen_share(n, &o);
}

static void
check_value_plain(const json_t *r, double share)
{
	const double p[2] = { share, 1 - share }, l[2] = { 1, 0 };
	const json_t *out = json_object_get(r, "ln_factor_out");
	double ln_f[2];

	plain_factors(2, p, l, (unsigned)u64_of(member(r, "c")), ln_f);
	assert_close(real_of(member(r, "ln_factor_in")), ln_f[0], CLOSE);
	if (out != NULL && !json_is_null(out))
		assert_close(real_of(out), ln_f[1], CLOSE);
}

/* What a memo says of one site, by itself. */
static struct factors
factors_of(unsigned model, const struct seen *site, members known)
{
	struct memo *m = memo_new();
	const struct factors *f;
	struct factors out;
	uint32_t kind;

	assert_non_null(m);
	assert_int_equal(TT_OK, memo_kind(m, site, &kind));
	assert_non_null(f = memo_factors(m, model, kind, known));
	out = *f;
	memo_free(m);
	return out;
}

static void
check_value_model(const json_t *r, double share)
{
	const json_t *want = member(r, "f_in_out");
	const json_t *known = member(r, "known");
	const struct seen site = { .how = SEEN_READ, .value = true, .n = 2,
		.p = { share, 1 - share } };
	uint64_t b = u64_of(member(r, "model"));
	struct factors f;

	assert_true(b < TT_MODELS);
	f = factors_of((unsigned)b, &site,
	    u64_of(json_array_get(known, 0)) * members_one[CLASS_IN] +
	    u64_of(json_array_get(known, 1)) * members_one[CLASS_OUT]);
	for (size_t a = 0; a < 2; a++)
		if (!json_is_null(json_array_get(want, a)))
			assert_close(real_of(json_array_get(want, a)),
			    exp(f.ln[a]), CLOSE);
}

static void
value_sets_are_the_vectors(void **state)
{
	const json_t *rows = vectors("value_sets");

	(void)state;
	assert_true(json_array_size(rows) > 0);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *r = json_array_get(rows, i);
		double share = share_of(u64_of(member(r, "N")),
		    u64_of(member(r, "V")));

		if (json_object_get(r, "c") != NULL)
			check_value_plain(r, share);
		else
			check_value_model(r, share);
	}
}

static const uint64_t zero_one[] = { 0, 1 }, one_two[] = { 1, 2 },
    many[] = { 5 };

static void
shares_of_values_are_never_too_small(void **state)
{
	static const struct {
		const char *name;
		uint64_t n;
		struct tt_observation o;
		double want;
	} rows[] = {
		{ "as many as there are", 100, { .count = 100 }, 1 },
		{ "more windows than values", 65536, { .count = 600000000 },
		  1 },
		{ "a port", 40001, { .count = 3 }, 3 / 40001. },
		{ "hex 8", (uint64_t)1 << 32, { .count = 1 }, 0x1p-32 },
		{ "hex 12 divides evenly", (uint64_t)1 << 48, { .count = 2 },
		  0x1p-47 },
		{ "2^64 - 1: 0 is twice as likely as any other", UINT64_MAX,
		  { .count = 2, .whole = true, .values = zero_one,
		    .n_values = 2 }, 3 * 0x1p-64 },
		{ "2^64 - 1 without 0", UINT64_MAX, { .count = 2, .whole = true,
		  .values = one_two, .n_values = 2 }, 2 * 0x1p-64 },
		{ "2^64 - 1, not known which", UINT64_MAX, { .count = 2 },
		  3 * 0x1p-64 },
		{ "3 2^62: every value by one or by two draws",
		  (uint64_t)3 << 62, { .count = 1 }, 0x1p-63 },
		{ "the same, a value with one draw", (uint64_t)3 << 62,
		  { .count = 1, .whole = true, .values = many, .n_values = 1 },
		  0x1p-64 },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_close(rows[i].want, seen_share(rows[i].n, &rows[i].o),
		    1e-15);
	}
}

/* All readings together are certain, whoever is known. */
static void
every_channel_sums_to_one(void **state)
{
	static const double p[][TT_Q_MAX] = {
		{ .75, .25 }, { .5, .25, .25 }, { .7, .1, .1, .1 },
		{ .6, .1, .1, .05, .05, .05, .05 },
	};
	static const unsigned q[] = { 2, 3, 4, 7 };
	static char name[64];

	for (unsigned b = 0; b < TT_MODELS; b++)
		for (size_t i = 0; i < N_ROWS(q); i++)
			for (unsigned k = 0; k <= model_bank[b].c; k++) {
				unsigned r[TT_Q_MAX] = { k / 2, k - k / 2 };
				double out[TT_Q_MAX], gone, sum;

				snprintf(name, sizeof(name),
				    "model %u, q %u, %u known", b, q[i], k);
				CHECK_ROW(state, name);
				model_channel(&model_bank[b], q[i], p[i], r,
				    out, &gone);
				sum = gone;
				for (unsigned a = 0; a < q[i]; a++)
					sum += out[a];
				assert_close(1, sum, 1e-13);
			}
}

/* What the promise rests on: the mean of f over random rows. */
static void
factors_have_mean_one(void **state)
{
	static const uint8_t class[] = { 0, 1, CLASS_ABSENT };
	struct seen site = { .n = 4, .p = { .7, .1, .1, .1 },
		.likelihood = { .2, .9, 0, .05 } };

	(void)state;
	for (unsigned b = 0; b < TT_MODELS; b++)
		for (int how = SEEN_READ; how <= SEEN_NOVEL; how++) {
			members known = MEMBERS_NONE;

			for (unsigned n = 0; n < 3 && n < model_bank[b].c;
			    n++) {
				struct factors f;
				double mean = 0;

				site.how = (enum seen_how)how;
				f = factors_of(b, &site, known);
				for (unsigned a = 0; a < 4; a++)
					mean += site.p[a] * exp(f.ln[a]);
				assert_close(1, mean, 1e-14);
				assert_true(f.ln[CLASS_ABSENT] == 0);
				known += members_one[class[n]];
			}
		}
}

static void
constant_readings_say_exactly_nothing(void **state)
{
	static const struct {
		const char *name;
		struct seen s;
	} rows[] = {
		{ "equal likelihoods", { .n = 3, .constant = true,
		  .p = { .5, .25, .25 }, .likelihood = { .3, .3, .3 } } },
		{ "every value on offer", { .n = 2, .value = true,
		  .constant = true, .p = { 1, 0 } } },
		{ "a value cut", { .n = 2, .value = true, .constant = true,
		  .how = SEEN_GONE, .p = { 1, 0 } } },
		{ "a place cut", { .n = 2, .how = SEEN_GONE,
		  .p = { .5, .5 } } },
		{ "a place rewritten", { .n = 2, .how = SEEN_NOVEL,
		  .p = { .5, .5 } } },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++)
		for (unsigned b = 0; b < 17; b++) {	/* all before STRIP */
			struct factors f = factors_of(b, &rows[i].s,
			    MEMBERS_NONE);

			CHECK_ROW(state, rows[i].name);
			for (unsigned a = 0; a < rows[i].s.n; a++)
				assert_true(f.ln[a] == 0);
		}
}

static void
observations_must_fit_their_slots(void **state)
{
	static const struct tt_slot slots[] = {
		{ TT_SLOT_QARY, TT_SITE_HOLDER, 3 },
		{ TT_SLOT_VALUE, TT_SITE_HOLDER, 100 },
	};
	static const uint64_t hundred[] = { 100 }, ninety_nine[] = { 99 };
	static const struct {
		const char *name;
		struct tt_observation o;
		enum tt_err want;
	} rows[] = {
		{ "a symbol", { .kind = TT_OBS_SYMBOL, .symbol = 2 }, TT_OK },
		{ "a symbol too high", { .kind = TT_OBS_SYMBOL, .symbol = 3 },
		  TT_ERANGE },
		{ "likelihoods", { .kind = TT_OBS_SOFT, .q = 3,
		  .likelihood = { 0, 1, 0 } }, TT_OK },
		{ "of another q", { .kind = TT_OBS_SOFT, .q = 2,
		  .likelihood = { 0, 1 } }, TT_ERANGE },
		{ "values at a q-ary site", { .kind = TT_OBS_VALUES,
		  .values = ninety_nine, .n_values = 1, .count = 1,
		  .whole = true }, TT_ERANGE },
		{ "values", { .slot = 1, .kind = TT_OBS_VALUES,
		  .values = ninety_nine, .n_values = 1, .count = 1,
		  .whole = true }, TT_OK },
		{ "a value too high", { .slot = 1, .kind = TT_OBS_VALUES,
		  .values = hundred, .n_values = 1, .count = 1,
		  .whole = true }, TT_ERANGE },
		{ "a symbol at a value site", { .slot = 1,
		  .kind = TT_OBS_SYMBOL }, TT_ERANGE },
		{ "a value cut", { .slot = 1, .kind = TT_OBS_GONE }, TT_OK },
		{ "no such slot", { .slot = 2, .kind = TT_OBS_GONE },
		  TT_ERANGE },
	};
	const struct tt_bias_key key = { { 1 } };
	struct tt_code *code = NULL;

	assert_true(sodium_init() >= 0);
	assert_int_equal(TT_OK, tt_code_new(&code, &key, slots, 2));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct tt_observations *o = NULL;
		struct seen_list *list = NULL;

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(TT_OK, tt_observations_new(&o, &rows[i].o, 1));
		assert_int_equal(rows[i].want, seen_new(&list, code, o, NULL));
		seen_free(list);
		tt_observations_free(o);
	}
	tt_code_free(code);
}

TEST_MAIN(cmocka_unit_test(plain_scores_are_the_vectors),
    cmocka_unit_test(channel_is_the_vectors),
    cmocka_unit_test(value_sets_are_the_vectors),
    cmocka_unit_test(shares_of_values_are_never_too_small),
    cmocka_unit_test(every_channel_sums_to_one),
    cmocka_unit_test(factors_have_mean_one),
    cmocka_unit_test(constant_readings_say_exactly_nothing),
    cmocka_unit_test(observations_must_fit_their_slots))
