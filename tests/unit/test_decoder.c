/* SPDX-License-Identifier: ISC */
/*
 * The decoder and its certificates, evidence.md sections 10 and 11, every
 * number on the way, against two implementations that share no code with this
 * one: whose vectors are shared, and that of tests/reference, whose cases are
 * in tests/data.
 */
#include "vectors.h"

#include <math.h>
#include <sodium.h>

#include "evidence/scales.h"
#include "telltale/codebook.h"

#define CLOSE		1e-6	/* of logarithms, as the vectors are compared */
#define P_WITHIN	.05	/* a rounding tie may move one quantum */
#define SLOTS_MAX	512
#define HOLDERS_MAX	512
#define COPIES_MAX	512
#define CASES		TEST_DATA "/evidence-cases.json"

/* One vector, set up for decoding. */
struct bench {
	struct tt_slot slots[SLOTS_MAX];
	size_t n_slots;
	struct tt_holder holders[HOLDERS_MAX];
	struct tt_copy_of copies[COPIES_MAX];
	bool has[COPIES_MAX][SLOTS_MAX];	/* slots of each copy */
	const bool *profiles[TT_PROFILES_MAX];
	struct tt_roster roster;
	struct tt_codebook *codebook;
	struct tt_observations *observations;
	struct seen_list *seen;
	size_t *first;
	struct memo *memo;
	struct scales *scales;
};

static void
assert_near(double want, double got)
{
	if (!(fabs(want - got) <= CLOSE * fmax(1, fabs(want))))
		fail_msg("want %.12g, got %.12g", want, got);
}

/* y: a symbol, null for erased, or "gone". */
static struct tt_observations *
read_joint(const json_t *y)
{
	static struct tt_observation r[SLOTS_MAX];
	struct tt_observations *o = NULL;
	size_t n = 0;

	assert_in_range(json_array_size(y), 1, N_ROWS(r));
	for (size_t i = 0; i < json_array_size(y); i++) {
		const json_t *s = json_array_get(y, i);

		if (json_is_null(s))
			continue;
		r[n++] = (struct tt_observation){ .slot = (uint32_t)i,
			.kind = json_is_string(s) ? TT_OBS_GONE : TT_OBS_SYMBOL,
			.symbol = json_is_string(s) ? 0 : (unsigned)u64_of(s) };
	}
	assert_int_equal(TT_OK, tt_observations_new(&o, r, n));
	return o;
}

static void
add_holder(struct bench *b, uint64_t copies)
{
	struct tt_roster *r = &b->roster;

	assert_true(r->n_holders < HOLDERS_MAX);
	b->holders[r->n_holders].number = r->n_holders;
	for (uint64_t i = 0; i < copies; i++) {
		assert_true(r->n_copies < COPIES_MAX);
		b->copies[r->n_copies] = (struct tt_copy_of){
			.number = r->n_copies,
			.holder = (uint32_t)r->n_holders };
		r->n_copies++;
	}
	r->n_holders++;
}

/* [number, slot]: of copies, or of all copies of a holder. */
static void
take_away(struct bench *b, const json_t *list, bool of_holders)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *pair = json_array_get(list, i);
		uint64_t number = u64_of(json_array_get(pair, 0));
		uint64_t slot = u64_of(json_array_get(pair, 1));

		assert_true(slot < b->n_slots);
		for (size_t j = 0; j < b->roster.n_copies; j++)
			if (number == (of_holders ? b->copies[j].holder : j))
				b->has[j][slot] = false;
	}
}

/* Slots that some copies lack: then each copy has a profile of its own. */
static void
set_profiles(struct bench *b, const json_t *v)
{
	memset(b->has, true, sizeof(b->has));
	take_away(b, json_object_get(v, "absent_holders"), true);
	take_away(b, json_object_get(v, "absent_copies"), false);
	if (json_array_size(json_object_get(v, "absent_copies")) == 0)
		return;
	assert_true(b->roster.n_copies <= TT_PROFILES_MAX);
	for (uint32_t j = 0; j < b->roster.n_copies; j++) {
		b->profiles[j] = b->has[j];
		b->copies[j].profile = j;
	}
	b->roster.profiles = b->profiles;
	b->roster.n_profiles = b->roster.n_copies;
}

static void
set_up(struct bench *b, const json_t *v)
{
	struct tt_codebook_key key;

	b->roster.holders = b->holders;
	b->roster.copies = b->copies;
	set_profiles(b, v);
	bytes_of(member(v, "key"), key.b, sizeof(key.b));
	assert_int_equal(TT_OK, tt_codebook_new(&b->codebook, &key, b->slots,
	    b->n_slots, NULL));
	assert_int_equal(TT_OK, seen_new(&b->seen,
	    tt_codebook_code(b->codebook), b->observations, NULL));
	assert_non_null(b->first = row_first_copies(&b->roster));
	assert_non_null(b->memo = memo_new());
	assert_int_equal(TT_OK, scales_new(&b->scales, &(struct weighing){
	    .memo = b->memo, .codebook = b->codebook, .roster = &b->roster,
	    .first = b->first, .n_holders = b->roster.n_holders }, b->seen,
	    NULL));
}

static void
clear(struct bench *b)
{
	scales_free(b->scales);
	memo_free(b->memo);
	free(b->first);
	seen_free(b->seen);
	tt_observations_free(b->observations);
	tt_codebook_free(b->codebook);
	memset(b, 0, sizeof(*b));
}

/*
 * INTER of one rate of misreading has one marginal, whatever its c: a tie,
 * which goes to the lower number.  The vectors once have the higher one, by
 * rounding; to compare what follows, theirs is taken.
 */
static void
take_ties(const json_t *pre, struct prior *p)
{
	for (unsigned t = 0; t < PRIOR_LISTS; t++) {
		unsigned b = (unsigned)u64_of(json_array_get(pre, t));

		assert_true(b < TT_MODELS);
		assert_true(fabs(p->marginal[b] - p->marginal[p->pre[t]]) <
		    1e-9);
		p->pre[t] = b;
		for (size_t i = 0; i < p->list->n; i++)
			for (uint8_t a = 0; a < p->list->at[i].n; a++)
				fan_at(&p->lists, i, a)[t] =
				    fan_at(&p->all[b / FAN], i, a)[b % FAN];
	}
}

static void
check_prior(const json_t *marginal, const json_t *pre, struct prior *p)
{
	assert_int_equal(TT_MODELS, json_array_size(marginal));
	assert_int_equal(PRIOR_LISTS, json_array_size(pre));
	for (unsigned b = 0; b < TT_MODELS; b++)
		assert_near(real_of(json_array_get(marginal, b)),
		    p->marginal[b]);
	take_ties(pre, p);
}

/* The lists of holders again, after ties. */
static void
look_again(struct bench *b)
{
	struct scales *s = b->scales;
	struct field *f = &s->field[TT_SITE_HOLDER];
	struct decoder *d = &s->decoder[TT_SITE_HOLDER];

	decoder_done(d);
	field_done(f);
	assert_int_equal(TT_OK, field_init(f, &s->prior[TT_SITE_HOLDER],
	    &s->rows[TT_SITE_HOLDER], TT_SITE_HOLDER, 0, b->roster.n_holders,
	    b->roster.n_holders));
	assert_int_equal(TT_OK, decoder_init(d, f));
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* In the roster of a vector a row's index is its number. */
static void
check_members(const json_t *want, struct tt_team got, bool any_order)
{
	assert_int_equal(json_array_size(want), got.n);
	if (any_order)
		qsort(got.at, got.n, sizeof(got.at[0]), by_number);
	for (unsigned i = 0; i < got.n; i++)
		assert_int_equal(u64_of(json_array_get(want, i)), got.at[i]);
}

static void
check_certificate(struct bench *b, const json_t *c, enum tt_site_level level)
{
	size_t j = u64_of(member(c, "number"));
	struct testimony t;
	double bound;
	uint64_t n;

	assert_int_equal(TT_OK, scales_weigh(b->scales, level, j, &t));
	check_members(member(c, "others"), t.team, false);
	assert_near(real_of(member(c, "log_e_single")),
	    t.certificate.s_single);
	assert_near(real_of(member(c, "log_e_product")),
	    mixture_product(t.mix, t.row, NULL));
	assert_near(real_of(member(c, "log_e_sitewise")),
	    mixture_sitewise(t.mix, t.row));
	assert_near(real_of(member(c, "log_e")), t.certificate.log_e);
	if (level == TT_SITE_HOLDER)
		assert_near(real_of(member(c, "log_e_combined")),
		    t.certificate.log_e_comb);
	assert_true(fabs(t.certificate.ln_p -
	    log(real_of(member(c, "p_value")))) < log1p(P_WITHIN));
	n = level == TT_SITE_HOLDER ? b->roster.n_holders :
	    b->scales->field[level].to - b->scales->field[level].from;
	bound = level == TT_SITE_HOLDER ?
	    certificate_bound_holder(&t.certificate, n, NULL) :
	    certificate_bound_copy(&t.certificate, n);
	assert_true(fabs(bound - log(real_of(member(c, "bound")))) <
	    log1p(P_WITHIN));
	testimony_done(&t);
}

static void
check_decoding(struct bench *b, const json_t *v, enum tt_site_level level)
{
	struct decoder *d = &b->scales->decoder[level];
	const json_t *certificates = member(v, "certificates");
	struct team team;

	assert_int_equal(TT_OK, decoder_run(d, FIELD_NOBODY, &team));
	check_members(member(v, "coalition"), testimony_team(d, &team), true);
	assert_int_equal(u64_of(member(v, "model")), team.model);
	for (size_t i = 0; i < json_array_size(certificates); i++)
		check_certificate(b, json_array_get(certificates, i), level);
}

/* [b, D, j, log_e_out]: whatever model and whoever is shown. */
static void
check_outside(struct bench *b, const json_t *rows)
{
	struct field *f = &b->scales->field[TT_SITE_HOLDER];
	size_t n = f->rows->list->n;
	members *known = calloc(n + 1, sizeof(*known));
	table_site *t = calloc(n + 1, sizeof(table_site));

	assert_non_null(known);
	assert_non_null(t);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *r = json_array_get(rows, i);
		const json_t *shown = json_array_get(r, 1);
		unsigned model = (unsigned)u64_of(json_array_get(r, 0));

		memset(known, 0, n * sizeof(*known));
		for (size_t k = 0; k < json_array_size(shown); k++) {
			const uint8_t *row = field_row(f,
			    u64_of(json_array_get(shown, k)));

			for (size_t s = 0; s < n; s++)
				known[s] += members_one[row[s]];
		}
		assert_int_equal(TT_OK, table_fill(&f->prior->kinds, model,
		    known, t));
		assert_near(real_of(json_array_get(r, 3)),
		    testimony_outside(table_score(t, n, field_row(f,
		    u64_of(json_array_get(r, 2)))), b->roster.n_holders,
		    (unsigned)json_array_size(shown)));
	}
	free(known);
	free(t);
}

static void
check_one_level(void **state, const json_t *rows)
{
	static struct bench b;

	assert_true(sodium_init() >= 0 && json_array_size(rows) > 0);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *v = json_array_get(rows, i);
		const json_t *q = member(v, "q");

		CHECK_ROW(state, json_string_value(member(v, "name")));
		b.n_slots = json_array_size(q);
		assert_in_range(b.n_slots, 1, SLOTS_MAX);
		for (size_t k = 0; k < b.n_slots; k++)
			b.slots[k] = (struct tt_slot){ TT_SLOT_QARY,
				TT_SITE_HOLDER, u64_of(json_array_get(q, k)) };
		for (uint64_t h = 0; h < u64_of(member(v, "holders")); h++)
			add_holder(&b, 1);
		b.observations = read_joint(member(v, "y"));
		set_up(&b, v);
		check_prior(member(v, "marginal_ll"),
		    member(v, "preselected"),
		    &b.scales->prior[TT_SITE_HOLDER]);
		look_again(&b);
		check_decoding(&b, v, TT_SITE_HOLDER);
		check_outside(&b, member(v, "outside"));
		clear(&b);
	}
}

static void
check_within(struct bench *b, const json_t *v)
{
	const json_t *within = member(v, "within"), *h;
	const char *key;

	json_object_foreach((json_t *)(uintptr_t)within, key, h) {
		assert_int_equal(TT_OK, scales_enter(b->scales,
		    strtoul(key, NULL, 10)));
		check_decoding(b, h, TT_SITE_COPY);
	}
}

static void
check_two_levels(void **state, const json_t *rows)
{
	static struct bench b;

	assert_true(sodium_init() >= 0 && json_array_size(rows) > 0);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *v = json_array_get(rows, i);
		const json_t *copies = member(v, "copies_of_holder");
		struct prior *p;

		CHECK_ROW(state, json_string_value(member(v, "name")));
		b.n_slots = slots_of(member(v, "sites"), b.slots, SLOTS_MAX);
		for (size_t h = 0; h < json_array_size(copies); h++)
			add_holder(&b, u64_of(json_array_get(copies, h)));
		assert_int_equal(TT_OK, tt_observations_from_json(
		    &b.observations, member(v, "observations"), NULL));
		set_up(&b, v);
		p = b.scales->prior;
		check_prior(member(v, "marginal_ll"),
		    member(v, "preselected"), &p[TT_SITE_HOLDER]);
		take_ties(member(v, "preselected_copies"), &p[TT_SITE_COPY]);
		look_again(&b);
		check_decoding(&b, v, TT_SITE_HOLDER);
		check_within(&b, v);
		clear(&b);
	}
}

static void
one_level_is_the_vectors(void **state)
{
	check_one_level(state, vectors("joint"));
}

static void
two_levels_are_the_vectors(void **state)
{
	check_two_levels(state, vectors("two_levels"));
}

static void
cases_of_the_second_decoder_agree(void **state)
{
	json_t *all = NULL;

	check_one_level(state, vectors_of(&all, CASES, "joint"));
	check_two_levels(state, vectors_of(&all, CASES, "two_levels"));
	json_decref(all);
}

TEST_MAIN(cmocka_unit_test(one_level_is_the_vectors),
    cmocka_unit_test(two_levels_are_the_vectors),
    cmocka_unit_test(cases_of_the_second_decoder_agree))
