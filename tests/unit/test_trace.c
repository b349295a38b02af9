/* SPDX-License-Identifier: ISC */
/*
 * Whom a trace names, and whom it must not: evidence.md sections 11, 13, 16.
 */
#include "vectors.h"
#include "world.h"

#include <math.h>

#include "telltale/trace.h"

#define N_SLOTS	120

/* A mix of 120 sites at both levels, 30 holders of 4 copies each. */
static void
usual_world(struct world *w, uint64_t seed)
{
	struct tt_slot slots[N_SLOTS];

	world_mix(slots, N_SLOTS, WORLD_MIXED_LEVELS, false);
	world_new(w, seed, slots, N_SLOTS, 30, 4);
}

/* r has what is not the same in all tests. */
static struct tt_trace *
trace_as(const struct world *w, struct tt_trace_request r)
{
	struct tt_observations *o = world_observe(w);
	struct tt_trace *out = NULL;

	r.codebook = w->codebook;
	r.roster = &w->roster;
	r.observations = o;
	r.epsilon = TT_EPSILON;
	MUST(tt_trace_run(&out, &r));
	tt_observations_free(o);
	return out;
}

static struct tt_trace *
trace(const struct world *w, const bool *permitted, uint64_t t)
{
	return trace_as(w, (struct tt_trace_request){ .t = t,
		.permitted = permitted });
}

static enum tt_err
trace_error(const struct world *w, double epsilon, uint64_t t)
{
	struct tt_observations *o = world_observe(w);
	struct tt_trace *out = NULL;
	const struct tt_trace_request r = { .codebook = w->codebook,
		.roster = &w->roster, .observations = o, .epsilon = epsilon,
		.t = t };
	enum tt_err e = tt_trace_run(&out, &r);

	assert_null(out);
	tt_observations_free(o);
	return e;
}

static size_t
count_named(const struct tt_trace *t, enum tt_site_level level)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_suspects; i++)
		n += t->suspects[i].level == level &&
		    t->suspects[i].verdict == TT_VERDICT_NAMED;
	return n;
}

static const struct tt_suspect *
find(const struct tt_trace *t, enum tt_site_level level, uint32_t index)
{
	for (size_t i = 0; i < t->n_suspects; i++)
		if (t->suspects[i].level == level && index ==
		    (level == TT_SITE_HOLDER ? t->suspects[i].holder :
		    t->suspects[i].copy))
			return &t->suspects[i];
	return NULL;
}

static void
a_leaker_is_named_and_within_it_the_copy(void **state)
{
	struct world w;
	struct tt_trace *t;
	const struct tt_suspect *s;
	double weight = 0;

	(void)state;
	usual_world(&w, 1);
	world_leak(&w, 29, .02);
	t = trace(&w, NULL, 1);
	assert_int_equal(TT_VERDICT_NAMED, t->verdict);
	assert_int_equal(1, count_named(t, TT_SITE_HOLDER));
	assert_int_equal(1, count_named(t, TT_SITE_COPY));
	s = &t->suspects[0];
	assert_int_equal(TT_SITE_HOLDER, s->level);
	assert_int_equal(7, s->holder);
	assert_int_equal(TT_NO_COPY, s->copy);
	assert_int_equal(30, s->n);
	assert_true(s->certified && s->ln_bound < log(TT_EPSILON));
	assert_true(s->log_e_comb > s->log_e);
	s = find(t, TT_SITE_COPY, 29);
	assert_non_null(s);
	assert_int_equal(7, s->holder);
	assert_int_equal(4, s->n);
	assert_int_equal(TT_VERDICT_NAMED, s->verdict);
	assert_true(isnan(s->log_e_comb));
	for (unsigned b = 0; b < TT_MODELS; b++) {
		assert_true(t->weight[b] >= 0);
		weight += t->weight[b];
	}
	assert_true(fabs(weight - 1) < 1e-9);
	tt_trace_free(t);
	world_done(&w);
}

static void
suspects_stand_in_order_and_the_ten_best_are_shown(void **state)
{
	struct world w;
	struct tt_trace *t;
	size_t k;

	(void)state;
	usual_world(&w, 2);
	world_leak(&w, 0, 0);
	t = trace(&w, NULL, 1);
	for (k = 0; k < t->n_suspects &&
	    t->suspects[k].level == TT_SITE_HOLDER; k++) {
		const struct tt_suspect *s = &t->suspects[k];

		assert_true(s->certified || s->ln_p == 0);
		assert_true(s->ln_bound <= 0 && s->ln_p <= 0);
		if (k > 0)
			assert_true(s[-1].ln_bound < s->ln_bound ||
			    (s[-1].ln_bound == s->ln_bound &&
			    s[-1].log_e >= s->log_e));
	}
	assert_true(k >= 10);
	assert_int_equal(4, t->n_suspects - k);	/* the copies of holder 0 */
	for (; k < t->n_suspects; k++)
		assert_int_equal(TT_SITE_COPY, t->suspects[k].level);
	tt_trace_free(t);
	world_done(&w);
}

static void
a_bound_is_the_best_of_its_parts(void **state)
{
	struct world w;
	struct tt_trace *t;
	size_t n = 0;

	(void)state;
	usual_world(&w, 2);
	world_leak(&w, 0, 0);
	t = trace(&w, NULL, 1);
	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];
		struct tt_parts x = tt_suspect_parts(s);

		assert_true(s->ln_bound == fmin(0, fmin(x.p, fmin(x.e,
		    x.e_comb))));
		assert_true(isinf(x.e_comb) == isnan(s->log_e_comb));
		assert_true(s->certified || x.p > 0);
		n += s->ln_bound < 0;
	}
	assert_true(n >= 2);	/* the holder and its copy */
	tt_trace_free(t);
	world_done(&w);
}

static void
a_verdict_rests_on_sites_of_the_row(void **state)
{
	struct world w;
	struct tt_trace *t;
	const struct tt_suspect *s;

	(void)state;
	usual_world(&w, 3);
	world_leak(&w, 5, 0);
	world_erase(&w, 0);
	t = trace(&w, NULL, 1);
	s = &t->suspects[0];
	assert_int_equal(79, s->n_grounds);	/* 80 but one erased */
	for (size_t i = 0; i < s->n_grounds; i++) {
		assert_int_not_equal(0, s->grounds[i].slot);
		assert_int_not_equal(2, s->grounds[i].slot % 3);
		assert_true(i == 0 ||
		    s->grounds[i - 1].nats >= s->grounds[i].nats);
	}
	tt_trace_free(t);
	world_done(&w);
}

static void
a_holder_with_one_copy_is_that_copy(void **state)
{
	struct tt_slot slots[60];
	struct world w;
	struct tt_trace *t;

	(void)state;
	world_mix(slots, N_ROWS(slots), WORLD_MIXED_LEVELS, true);
	world_new(&w, 4, slots, N_ROWS(slots), 50, 1);
	world_leak(&w, 11, 0);
	t = trace(&w, NULL, 1);
	assert_int_equal(TT_VERDICT_NAMED, t->verdict);
	assert_int_equal(11, t->suspects[0].holder);
	assert_int_equal(11, t->suspects[0].copy);
	assert_int_equal(60, t->suspects[0].sites.total);
	assert_int_equal(60, t->suspects[0].n_grounds);
	for (size_t i = 0; i < t->n_suspects; i++)
		assert_int_equal(TT_SITE_HOLDER, t->suspects[i].level);
	tt_trace_free(t);
	world_done(&w);
}

/* Twenty readers mix theirs: at holder level they are one. */
static void
readers_of_one_holder_who_mix_name_the_holder(void **state)
{
	struct tt_slot slots[N_SLOTS];
	uint64_t x[N_SLOTS];
	struct world w;
	struct tt_trace *t;

	(void)state;
	world_mix(slots, N_SLOTS, WORLD_MIXED_LEVELS, false);
	world_new(&w, 5, slots, N_SLOTS, 30, 20);
	for (size_t i = 0; i < N_SLOTS; i++) {
		tt_codebook_copy(w.codebook, 9, 180 + coin_below(&w.coin, 20),
		    x);
		world_say(&w, i, x[i]);
	}
	t = trace(&w, NULL, 1);
	assert_int_equal(1, count_named(t, TT_SITE_HOLDER));
	assert_int_equal(9, t->suspects[0].holder);
	assert_int_equal(0, count_named(t, TT_SITE_COPY));
	tt_trace_free(t);
	world_done(&w);
}

static void
an_invented_text_names_nobody(void **state)
{
	struct world w;
	struct tt_trace *t;

	(void)state;
	usual_world(&w, 6);
	for (size_t i = 0; i < N_SLOTS; i++)
		world_say(&w, i, coin_below(&w.coin, w.slots[i].n));
	t = trace(&w, NULL, 1);
	assert_int_equal(0, count_named(t, TT_SITE_HOLDER));
	assert_true(t->power[0] >= .95);	/* no lone leaker, but ... */
	assert_true(t->power[1] < .95);
	assert_true(isnan(t->power[2]));
	assert_int_equal(TT_VERDICT_INCONCLUSIVE, t->verdict);
	tt_trace_free(t);
	world_done(&w);
}

/* So many sites that even three who mix would have been found. */
static void
none_excludes_three_who_mix(void **state)
{
	static struct tt_slot slots[420];
	struct tt_trace_request ask = { .epsilon = 1e-3, .t = 1,
		.power_trials = 30 };
	struct tt_trace *t = NULL;
	struct world w;

	(void)state;
	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, false);
	world_new(&w, 4, slots, N_ROWS(slots), 8, 1);
	for (size_t i = 0; i < N_ROWS(slots); i++)
		world_say(&w, i, coin_below(&w.coin, slots[i].n));
	ask.codebook = w.codebook;
	ask.roster = &w.roster;
	ask.observations = world_observe(&w);
	MUST(tt_trace_run(&t, &ask));
	assert_int_equal(TT_VERDICT_NONE, t->verdict);
	for (unsigned c = 0; c < TT_NONE_COLLUDERS; c++)
		assert_true(t->power[c] >= .95);
	for (size_t i = 0; i < t->n_suspects; i++)
		assert_int_equal(TT_VERDICT_NONE, t->suspects[i].verdict);
	tt_trace_free(t);
	tt_observations_free((struct tt_observations *)(uintptr_t)
	    ask.observations);
	world_done(&w);
}

static void
none_asks_that_a_leaker_would_have_been_found(void **state)
{
	struct world w;
	struct tt_trace *t;

	(void)state;
	usual_world(&w, 7);
	for (size_t i = 0; i < 12; i++)
		world_say(&w, i, coin_below(&w.coin, w.slots[i].n));
	t = trace(&w, NULL, 1);
	assert_int_equal(TT_VERDICT_INCONCLUSIVE, t->verdict);
	assert_true(t->power[0] < .95);
	assert_true(t->too_short);
	tt_trace_free(t);
	world_done(&w);
}

static void
where_no_site_is_read_nothing_is_said(void **state)
{
	struct world w;
	struct tt_trace *t;

	(void)state;
	usual_world(&w, 8);
	for (size_t i = 0; i < N_SLOTS; i++)
		w.reading[i].kind = i % 2 == 0 ? TT_OBS_GONE : TT_OBS_NOVEL;
	t = trace(&w, NULL, 1);
	assert_int_equal(TT_VERDICT_NONE, t->verdict);
	assert_int_equal(0, t->sites.read);
	assert_int_equal(60, t->sites.gone);
	assert_int_equal(60, t->sites.novel);
	assert_int_equal(0, t->sites.erased);
	assert_true(t->least_ln_p == 0);
	for (size_t i = 0; i < t->n_suspects; i++)
		assert_true(t->suspects[i].ln_bound == 0);
	tt_trace_free(t);
	world_done(&w);
}

/* All sites constant: p = 1, e = 1. */
static void
likelihoods_that_are_equal_are_no_evidence(void **state)
{
	struct world w;
	struct tt_trace *t;

	(void)state;
	usual_world(&w, 9);
	for (size_t i = 0; i < N_SLOTS; i++) {
		w.reading[i] = (struct tt_observation){ .kind = TT_OBS_SOFT,
			.q = (unsigned)w.slots[i].n };
		for (unsigned a = 0; a < w.reading[i].q; a++)
			w.reading[i].likelihood[a] = .4;
	}
	t = trace(&w, NULL, 1);
	assert_int_equal(TT_VERDICT_INCONCLUSIVE, t->verdict);
	for (size_t i = 0; i < t->n_suspects; i++) {
		assert_true(t->suspects[i].ln_p == 0);
		assert_true(t->suspects[i].certified ?
		    fabs(t->suspects[i].log_e) < 1e-12 :
		    fabs(t->suspects[i].log_e + log(3)) < 1e-12);
	}
	tt_trace_free(t);
	world_done(&w);
}

static void
later_specimens_have_a_smaller_share_of_epsilon(void **state)
{
	struct world w;
	struct tt_trace *t;

	(void)state;
	usual_world(&w, 10);
	world_leak(&w, 3, 0);
	for (size_t i = 60; i < N_SLOTS; i++)
		world_erase(&w, i);
	t = trace(&w, NULL, 1);
	assert_int_equal(TT_VERDICT_NAMED, t->verdict);
	assert_true(fabs(t->epsilon_t / (TT_EPSILON / 2) - 1) < 1e-15);
	tt_trace_free(t);
	t = trace(&w, NULL, 1000000);	/* epsilon 1e-18 */
	assert_int_equal(TT_VERDICT_STRONG, t->verdict);
	assert_int_equal(0, count_named(t, TT_SITE_COPY));
	tt_trace_free(t);
	world_done(&w);
}

/* The sum over all t is epsilon. */
static void
shares_of_epsilon_sum_to_it(void **state)
{
	struct tt_slot slots[1] = { { TT_SLOT_FLAT, TT_SITE_HOLDER, 2 } };
	double sum = 0;
	struct world w;

	(void)state;
	world_new(&w, 1, slots, 1, 1, 1);
	for (uint64_t i = 1; i <= 100; i++) {
		struct tt_trace *t = trace(&w, NULL, i);

		sum += t->epsilon_t;
		tt_trace_free(t);
	}
	assert_true(fabs(sum - TT_EPSILON * (1 - 1. / 101)) < 1e-18);
	world_done(&w);
}

/* A few sites of a part that half of the holders never got. */
static void
sites_that_a_row_never_had_say_nothing_of_it(void **state)
{
	bool all[N_SLOTS], most[N_SLOTS];
	const bool *const profiles[] = { all, most };
	struct world w;
	struct tt_trace *t;
	const struct tt_suspect *s;

	(void)state;
	usual_world(&w, 11);
	for (size_t i = 0; i < N_SLOTS; i++) {
		all[i] = true;
		most[i] = i < 90;
	}
	w.roster.profiles = profiles;
	w.roster.n_profiles = 2;
	for (size_t j = 0; j < w.roster.n_copies; j++)
		w.copies[j].profile = j / 4 == 7;	/* holder 7 has most */
	w.copies[4].profile = 1;		/* one copy of holder 1, too */
	world_leak(&w, 29, 0);
	t = trace(&w, NULL, 1);
	s = &t->suspects[0];
	assert_int_equal(7, s->holder);
	assert_int_equal(TT_VERDICT_NAMED, s->verdict);
	assert_int_equal(60, s->n_grounds);
	assert_int_equal(20, s->sites.absent);
	assert_int_equal(30, t->sites.absent);
	s = find(t, TT_SITE_COPY, 29);
	assert_non_null(s);
	assert_int_equal(30, s->n_grounds);
	assert_int_equal(10, s->sites.absent);
	s = find(t, TT_SITE_HOLDER, 1);
	if (s != NULL)	/* its other copies have the part */
		assert_int_equal(0, s->sites.absent);
	tt_trace_free(t);
	world_done(&w);
}

/* Whoever copies the public text is nobody's reader. */
static void
the_public_text_accuses_nobody(void **state)
{
	uint64_t x[N_SLOTS], y[N_SLOTS];
	struct world w;
	struct tt_trace *t;

	(void)state;
	usual_world(&w, 12);
	w.holders[0].is_public = true;
	world_leak(&w, 0, 0);
	t = trace(&w, NULL, 1);
	assert_true(t->public_explains);
	assert_non_null(t->public_text);
	assert_int_equal(0, count_named(t, TT_SITE_HOLDER));
	assert_null(find(t, TT_SITE_HOLDER, 0));
	tt_trace_free(t);

	/* half public, half a reader's: the reader by what differs only */
	tt_codebook_copy(w.codebook, 0, 0, x);
	tt_codebook_copy(w.codebook, 7, 29, y);
	for (size_t i = 0; i < N_SLOTS; i++)
		world_say(&w, i, i < 60 ? x[i] : y[i]);
	t = trace(&w, NULL, 1);
	assert_true(t->public_explains);
	for (size_t i = 0; i < t->suspects[0].n_grounds; i++) {
		uint32_t slot = t->suspects[0].grounds[i].slot;

		assert_true(slot >= 60 && x[slot] != y[slot]);
	}
	assert_int_equal(30, t->n_holders);	/* it counts all the same */
	assert_int_equal(30, t->suspects[0].n);
	tt_trace_free(t);

	/* a reader's text that is not the public one loses nothing */
	world_leak(&w, 29, 0);
	t = trace(&w, NULL, 1);
	assert_false(t->public_explains);
	assert_int_equal(N_SLOTS, t->sites.read);
	assert_int_equal(7, t->suspects[0].holder);
	assert_int_equal(TT_VERDICT_NAMED, t->verdict);
	tt_trace_free(t);
	world_done(&w);
}

/* Published elsewhere: a text, as it was read against this bulletin. */
static struct tt_observations *
published(const uint64_t *symbols, size_t n)
{
	struct tt_observation o[N_SLOTS] = { { .slot = 0 } };
	struct tt_observations *out = NULL;

	for (size_t i = 0; i < n; i++)
		o[i] = (struct tt_observation){ .slot = (uint32_t)i,
			.kind = TT_OBS_SYMBOL, .symbol = (unsigned)symbols[i] };
	MUST(tt_observations_new(&out, o, n));
	return out;
}

static struct tt_trace *
trace_beside(const struct world *w, const struct tt_observations *text,
    size_t n_others)
{
	struct tt_observations *o = world_observe(w);
	struct tt_trace *out = NULL;
	const struct tt_trace_request r = { .codebook = w->codebook,
		.roster = &w->roster, .observations = o,
		.epsilon = TT_EPSILON, .t = 1, .published = &text,
		.n_published = text != NULL, .n_others = n_others };

	MUST(tt_trace_run(&out, &r));
	tt_observations_free(o);
	return out;
}

/* Whoever copies a text that stood elsewhere before is nobody's reader. */
static void
a_published_text_accuses_nobody(void **state)
{
	uint64_t x[N_SLOTS], y[N_SLOTS];
	struct tt_observations *text;
	struct world w;
	struct tt_trace *t;

	(void)state;
	usual_world(&w, 13);
	/* by some chance it says what this reader's copy says */
	tt_codebook_copy(w.codebook, 7, 29, x);
	text = published(x, N_SLOTS);
	world_leak(&w, 29, 0);
	t = trace_beside(&w, text, 0);
	assert_int_equal(1, t->n_published);
	assert_true(t->published_explain[0]);
	assert_int_equal(0, count_named(t, TT_SITE_HOLDER));
	assert_int_equal(0, t->sites.read);
	tt_trace_free(t);
	tt_observations_free(text);

	/* another text: what is like it by chance is left alone */
	tt_codebook_copy(w.codebook, 3, 12, y);
	text = published(y, N_SLOTS);
	t = trace_beside(&w, text, 0);
	assert_false(t->published_explain[0]);
	assert_int_equal(N_SLOTS, t->sites.read);
	assert_int_equal(1, count_named(t, TT_SITE_HOLDER));
	tt_trace_free(t);
	tt_observations_free(text);

	/* half of the specimen from it: the rest speaks, where it differs */
	for (size_t i = 0; i < N_SLOTS; i++)
		world_say(&w, i, i < 60 ? y[i] : x[i]);
	text = published(y, 60);
	t = trace_beside(&w, text, 0);
	assert_true(t->published_explain[0]);
	assert_int_equal(60, t->sites.read);
	assert_int_equal(7, t->suspects[0].holder);
	tt_trace_free(t);
	tt_observations_free(text);
	world_done(&w);
}

/* Several bulletins in one specimen: P is the sum of their P. */
static void
holders_of_other_bulletins_count(void **state)
{
	struct tt_trace *alone, *beside;
	struct world w;

	(void)state;
	usual_world(&w, 14);
	world_leak(&w, 29, 0);
	alone = trace_beside(&w, NULL, 0);
	beside = trace_beside(&w, NULL, 970);
	assert_int_equal(30, alone->suspects[0].n);
	assert_int_equal(1000, beside->suspects[0].n);
	assert_int_equal(970, beside->n_others);
	assert_int_equal(30, beside->n_holders);
	assert_true(fabs(beside->suspects[0].ln_bound -
	    alone->suspects[0].ln_bound - log(1000.0 / 30)) < 1e-9);
	tt_trace_free(alone);
	tt_trace_free(beside);
	world_done(&w);
}

#define PORT	40001

/* Worded sites first, then values. */
static void
values_world(struct world *w, uint64_t seed, size_t n_words, size_t n_values,
    uint64_t n)
{
	struct tt_slot slots[N_SLOTS];

	for (size_t i = 0; i < n_words + n_values; i++)
		slots[i] = (struct tt_slot){ i < n_words ? TT_SLOT_FLAT :
			TT_SLOT_VALUE, TT_SITE_HOLDER, i < n_words ? 2 : n };
	world_new(w, seed, slots, n_words + n_values, 10, 2);
}

static void
values_of_permitted_uses_alone_never_name(void **state)
{
	static const struct {
		const char *name;
		size_t n_words, n_values;
		bool permitted;
		enum tt_verdict want;
		bool needs;
	} rows[] = {
		{ "values", 0, 3, false, TT_VERDICT_NAMED, false },
		{ "values whose use is permitted", 0, 3, true,
		  TT_VERDICT_STRONG, true },
		{ "with some words", 9, 3, true, TT_VERDICT_STRONG, true },
		{ "with words that name by themselves", 40, 3, true,
		  TT_VERDICT_NAMED, false },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		bool permitted[N_SLOTS] = { false };
		struct tt_trace *t;
		struct world w;

		CHECK_ROW(state, rows[i].name);
		values_world(&w, i, rows[i].n_words, rows[i].n_values, PORT);
		for (size_t k = 0; k < rows[i].n_values; k++)
			permitted[rows[i].n_words + k] = rows[i].permitted;
		world_leak(&w, 5, 0);
		t = trace(&w, permitted, 1);
		assert_int_equal(2, t->suspects[0].holder);
		assert_int_equal(rows[i].want, t->suspects[0].verdict);
		assert_int_equal(rows[i].want, t->verdict);
		assert_int_equal(rows[i].needs, t->suspects[0].needs_permitted);
		assert_true(t->suspects[0].ln_bound < log(TT_EPSILON / 4));
		tt_trace_free(t);
		world_done(&w);
	}
}

/* What a holder registered that it sends names no holder that did so. */
static void
what_is_registered_as_sent_never_names_its_sender(void **state)
{
	static const struct {
		const char *name;
		size_t n_words;
		uint32_t sender;
		enum tt_verdict want;
		bool needs;
	} rows[] = {
		{ "values, and another one sends", 0, 3, TT_VERDICT_NAMED,
		  false },
		{ "values that it sends itself", 0, 2, TT_VERDICT_STRONG,
		  true },
		{ "with some words", 9, 2, TT_VERDICT_STRONG, true },
		{ "with words that name by themselves", 40, 2,
		  TT_VERDICT_NAMED, false },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		bool emitted[N_SLOTS] = { false }, *emits;
		struct tt_trace *t;
		struct world w;

		CHECK_ROW(state, rows[i].name);
		values_world(&w, i, rows[i].n_words, 3, PORT);
		for (size_t k = 0; k < 3; k++)
			emitted[rows[i].n_words + k] = true;
		world_leak(&w, 5, 0);
		emits = calloc(w.roster.n_holders, sizeof(*emits));
		assert_non_null(emits);
		emits[rows[i].sender] = true;
		t = trace_as(&w, (struct tt_trace_request){ .t = 1,
			.emits = emits, .emitted = emitted });
		assert_int_equal(2, t->suspects[0].holder);
		assert_int_equal(rows[i].want, t->suspects[0].verdict);
		assert_int_equal(rows[i].needs,
		    t->suspects[0].needs_permitted);
		assert_true(t->suspects[0].ln_bound < log(TT_EPSILON / 4));
		tt_trace_free(t);
		free(emits);
		world_done(&w);
	}
}

static void
few_sites_never_name(void **state)
{
	static const struct {
		const char *name;
		size_t n_words, n_values;
		uint64_t n;
		enum tt_verdict want;
	} rows[] = {
		{ "one value of 2^40", 0, 1, (uint64_t)1 << 40,
		  TT_VERDICT_STRONG },
		{ "two values of 2^40", 0, 2, (uint64_t)1 << 40,
		  TT_VERDICT_NAMED },
		{ "one value of 2^48", 0, 1, (uint64_t)1 << 48,
		  TT_VERDICT_NAMED },
		{ "one value of 2^40 and seven words", 7, 1,
		  (uint64_t)1 << 40, TT_VERDICT_STRONG },
		{ "one value of 2^40 and eight words", 8, 1,
		  (uint64_t)1 << 40, TT_VERDICT_NAMED },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct tt_trace *t;
		struct world w;

		CHECK_ROW(state, rows[i].name);
		values_world(&w, i + 50, rows[i].n_words, rows[i].n_values,
		    rows[i].n);
		world_leak(&w, 5, 0);
		t = trace(&w, NULL, 1);
		assert_int_equal(2, t->suspects[0].holder);
		assert_true(t->suspects[0].ln_bound < log(TT_EPSILON / 4));
		assert_int_equal(rows[i].want, t->suspects[0].verdict);
		tt_trace_free(t);
		world_done(&w);
	}
}

/* 100 MB of anybody's bytes have every port in them, and few of 2^32. */
static void
a_capture_without_a_mark_names_nobody(void **state)
{
	struct tt_slot slots[12];
	struct world w;
	struct tt_trace *t;

	(void)state;
	for (size_t i = 0; i < N_ROWS(slots); i++)
		slots[i] = (struct tt_slot){ TT_SLOT_VALUE, i % 3 == 2 ?
			TT_SITE_COPY : TT_SITE_HOLDER, i % 2 == 0 ? PORT :
			(uint64_t)1 << 32 };
	world_new(&w, 13, slots, N_ROWS(slots), 30, 2);
	for (size_t i = 0; i < N_ROWS(slots); i++)
		w.reading[i] = (struct tt_observation){ .kind = TT_OBS_VALUES,
			.count = 600000000 };
	t = trace(&w, NULL, 1);
	assert_int_equal(TT_VERDICT_INCONCLUSIVE, t->verdict);
	assert_int_equal(0, count_named(t, TT_SITE_HOLDER));
	tt_trace_free(t);

	/* and with one holder's constants among them, a little is said */
	for (size_t i = 0; i < N_ROWS(slots); i++) {
		world_leak(&w, 8, 0);
		for (size_t k = 0; k < N_ROWS(slots); k++) {
			w.reading[k].count = 600000000;
			w.reading[k].whole = false;
		}
	}
	t = trace(&w, NULL, 1);
	assert_int_equal(4, t->suspects[0].holder);
	assert_int_not_equal(TT_VERDICT_NAMED, t->verdict);
	tt_trace_free(t);
	world_done(&w);
}

/* Two rows of one site are the same row: both get the same, neither more. */
static void
equal_rows_get_equal_evidence(void **state)
{
	const struct tt_slot slots[] = {
		{ TT_SLOT_FLAT, TT_SITE_HOLDER, 2 } };
	struct world w;
	struct tt_trace *t;

	(void)state;
	world_new(&w, 14, slots, 1, 10, 1);
	world_say(&w, 0, 1);
	t = trace(&w, NULL, 1);
	assert_int_equal(10, t->n_suspects);
	for (size_t i = 1; i < t->n_suspects; i++)
		if (t->suspects[i].ln_bound == t->suspects[i - 1].ln_bound &&
		    t->suspects[i].log_e == t->suspects[i - 1].log_e)
			assert_true(t->suspects[i].holder >
			    t->suspects[i - 1].holder);
	assert_int_equal(0, count_named(t, TT_SITE_HOLDER));
	tt_trace_free(t);
	world_done(&w);
}

static void
what_is_not_certified_has_p_one(void **state)
{
	struct world w;
	struct tt_trace *t;
	size_t n = 0;

	(void)state;
	usual_world(&w, 15);
	world_leak(&w, 3, 0);
	t = trace(&w, NULL, 1);
	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];

		if (s->certified)
			continue;
		n++;
		assert_true(s->ln_p == 0);
		assert_true(isnan(s->log_e_comb));
		assert_int_equal(0, s->n_grounds);
		assert_int_not_equal(TT_VERDICT_NAMED, s->verdict);
	}
	assert_true(n > 0);
	tt_trace_free(t);
	world_done(&w);
}

/* Nor on their copies; only their number counts. */
static void
a_certificate_does_not_depend_on_other_innocents(void **state)
{
	struct world w, few;
	struct tt_trace *t, *u;
	double difference;

	(void)state;
	usual_world(&w, 16);
	usual_world(&few, 16);
	few.roster.n_holders = 10;
	few.roster.n_copies = 40;
	world_leak(&w, 29, 0);
	world_leak(&few, 29, 0);
	t = trace(&w, NULL, 1);
	u = trace(&few, NULL, 1);
	assert_int_equal(7, u->suspects[0].holder);
	assert_true(t->suspects[0].log_e == u->suspects[0].log_e);
	assert_true(t->suspects[0].log_e_comb == u->suspects[0].log_e_comb);
	assert_true(t->suspects[0].ln_p == u->suspects[0].ln_p);
	difference = t->suspects[0].ln_bound - u->suspects[0].ln_bound;
	assert_true(fabs(difference - log(3)) < 1e-12);
	tt_trace_free(t);
	tt_trace_free(u);
	world_done(&w);
	world_done(&few);
}

static void
assert_same_bits(double a, double b)
{
	assert_memory_equal(&a, &b, sizeof(a));
}

static void
assert_same_suspect(const struct tt_suspect *a, const struct tt_suspect *b)
{
	assert_int_equal(a->level, b->level);
	assert_int_equal(a->holder, b->holder);
	assert_int_equal(a->copy, b->copy);
	assert_int_equal(a->certified, b->certified);
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->verdict, b->verdict);
	assert_int_equal(a->needs_permitted, b->needs_permitted);
	assert_same_bits(a->log_e, b->log_e);
	assert_same_bits(a->log_e_comb, b->log_e_comb);
	assert_same_bits(a->ln_p, b->ln_p);
	assert_same_bits(a->ln_bound, b->ln_bound);
	assert_same_bits(a->log_e_out, b->log_e_out);
	assert_memory_equal(&a->team, &b->team, sizeof(a->team));
	assert_memory_equal(&a->outside, &b->outside, sizeof(a->outside));
	assert_memory_equal(&a->sites, &b->sites, sizeof(a->sites));
	assert_int_equal(a->n_grounds, b->n_grounds);
	for (size_t i = 0; i < a->n_grounds; i++) {
		assert_int_equal(a->grounds[i].slot, b->grounds[i].slot);
		assert_same_bits(a->grounds[i].nats, b->grounds[i].nats);
	}
}

static void
assert_same_trace(const struct tt_trace *a, const struct tt_trace *b)
{
	assert_int_equal(a->verdict, b->verdict);
	assert_memory_equal(a->weight, b->weight, sizeof(a->weight));
	assert_memory_equal(&a->team, &b->team, sizeof(a->team));
	assert_memory_equal(a->power, b->power, sizeof(a->power));
	assert_int_equal(a->n_holders, b->n_holders);
	assert_memory_equal(a->ln_e, b->ln_e, a->n_holders * sizeof(*a->ln_e));
	assert_int_equal(a->n_suspects, b->n_suspects);
	for (size_t i = 0; i < a->n_suspects; i++)
		assert_same_suspect(&a->suspects[i], &b->suspects[i]);
}

/* Among thousands, at both levels, after a rescan; and if nobody is named. */
static void
any_number_of_threads_finds_the_same(void **state)
{
	static const unsigned threads[] = { 1, 3, 0 };
	struct tt_slot slots[N_SLOTS + 2];
	struct world w;

	(void)state;
	world_mix(slots, N_SLOTS, WORLD_MIXED_LEVELS, false);
	slots[N_SLOTS] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_HOLDER, 40 };
	slots[N_SLOTS + 1] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_COPY, 5 };
	world_new(&w, 31, slots, N_ROWS(slots), 5000, 2);
	for (int leaked = 0; leaked < 2; leaked++) {
		struct tt_trace *t[N_ROWS(threads)] = { NULL };
		struct tt_observations *o;

		for (size_t i = 0; i < w.n_slots; i++)
			world_say(&w, i, coin_below(&w.coin, w.slots[i].n));
		if (leaked)
			world_leak(&w, 7777, .05);
		o = world_observe(&w);
		for (unsigned k = 0; k < N_ROWS(t); k++)
			MUST(tt_trace_run(&t[k], &(struct tt_trace_request){
			    .codebook = w.codebook, .roster = &w.roster,
			    .observations = o, .epsilon = TT_EPSILON, .t = 1,
			    .power_trials = 10, .threads = threads[k] }));
		assert_int_equal(leaked, count_named(t[0], TT_SITE_HOLDER));
		assert_int_equal(leaked, count_named(t[0], TT_SITE_COPY));
		for (size_t k = 1; k < N_ROWS(t); k++)
			assert_same_trace(t[0], t[k]);
		for (size_t k = 0; k < N_ROWS(t); k++)
			tt_trace_free(t[k]);
		t[0] = NULL;
		assert_int_equal(TT_ERANGE, tt_trace_run(&t[0],
		    &(struct tt_trace_request){ .codebook = w.codebook,
		    .roster = &w.roster, .observations = o, .epsilon = .1,
		    .t = 1, .threads = TT_THREADS_MAX + 1 }));
		assert_null(t[0]);
		tt_observations_free(o);
	}
	world_done(&w);
}

static void
bad_requests_are_refused(void **state)
{
	static const double epsilons[] = { 0, 1, -1, 2, NAN, INFINITY };
	struct world w;

	(void)state;
	usual_world(&w, 17);
	for (size_t i = 0; i < N_ROWS(epsilons); i++)
		assert_int_equal(TT_ERANGE, trace_error(&w, epsilons[i], 1));
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 0));
	w.reading[0] = (struct tt_observation){ .kind = TT_OBS_SYMBOL,
		.symbol = 2 };	/* of two */
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.reading[0].kind = TT_OBS_ERASED;
	w.copies[1].number = w.copies[0].number;
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.copies[1].number = 1;
	w.copies[1].holder = 2;
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.copies[1].holder = 0;
	w.roster.n_holders = 31;	/* the last has no copy */
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.roster.n_holders = 29;	/* a copy has no holder */
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.roster.n_holders = 0;
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.roster.n_holders = 30;
	w.holders[0].is_public = w.holders[1].is_public = true;
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.holders[1].is_public = false;
	w.holders[2].number = 0;
	assert_int_equal(TT_ERANGE, trace_error(&w, .1, 1));
	w.holders[2].number = 2;
	w.roster.n_holders = TT_HOLDERS_MAX + 1;
	assert_int_equal(TT_ELIMIT, trace_error(&w, .1, 1));
	world_done(&w);
}

/*
 * Those of the shared specimens that lone leakers' models can explain.  Of
 * the second, a copy has three words and one value read, which never names.
 */
static void
leakers_of_the_vectors_are_found(void **state)
{
	static const size_t lone[] = { 0, 3 };
	static const enum tt_verdict copy[] = { TT_VERDICT_NAMED,
		TT_VERDICT_STRONG };
	const json_t *rows = vectors("two_levels");
	static struct tt_slot slots[512];

	for (size_t k = 0; k < N_ROWS(lone); k++) {
		const json_t *v = json_array_get(rows, lone[k]);
		const json_t *many = member(v, "copies_of_holder");
		size_t n = slots_of(member(v, "sites"), slots, N_ROWS(slots));
		uint32_t guilty = (uint32_t)u64_of(json_array_get(member(v,
		    "guilty_copies"), 0));
		struct tt_trace_request r = { .epsilon = TT_EPSILON, .t = 1 };
		struct tt_codebook_key key;
		struct tt_codebook *cb = NULL;
		struct tt_observations *o = NULL;
		struct tt_trace *t = NULL;
		struct world w;

		CHECK_ROW(state, json_string_value(member(v, "name")));
		world_new(&w, 0, slots, n, json_array_size(many), 6);
		w.roster.n_copies = 0;
		for (size_t h = 0; h < json_array_size(many); h++)
			for (uint64_t i = u64_of(json_array_get(many, h));
			    i > 0; i--) {
				w.copies[w.roster.n_copies].holder =
				    (uint32_t)h;
				w.roster.n_copies++;
			}
		bytes_of(member(v, "key"), key.b, sizeof(key.b));
		MUST(tt_codebook_new(&cb, &key, slots, n, NULL));
		MUST(tt_observations_from_json(&o, member(v, "observations"),
		    NULL));
		r.codebook = cb;
		r.roster = &w.roster;
		r.observations = o;
		MUST(tt_trace_run(&t, &r));
		assert_int_equal(TT_VERDICT_NAMED, t->verdict);
		assert_int_equal(1, count_named(t, TT_SITE_HOLDER));
		assert_int_equal(k == 0, count_named(t, TT_SITE_COPY));
		assert_int_equal(w.copies[guilty].holder,
		    t->suspects[0].holder);
		assert_int_equal(copy[k], find(t, TT_SITE_COPY,
		    guilty)->verdict);
		tt_trace_free(t);
		tt_observations_free(o);
		tt_codebook_free(cb);
		world_done(&w);
	}
}

TEST_MAIN(cmocka_unit_test(a_leaker_is_named_and_within_it_the_copy),
    cmocka_unit_test(suspects_stand_in_order_and_the_ten_best_are_shown),
    cmocka_unit_test(a_bound_is_the_best_of_its_parts),
    cmocka_unit_test(a_verdict_rests_on_sites_of_the_row),
    cmocka_unit_test(a_holder_with_one_copy_is_that_copy),
    cmocka_unit_test(readers_of_one_holder_who_mix_name_the_holder),
    cmocka_unit_test(an_invented_text_names_nobody),
    cmocka_unit_test(none_excludes_three_who_mix),
    cmocka_unit_test(none_asks_that_a_leaker_would_have_been_found),
    cmocka_unit_test(where_no_site_is_read_nothing_is_said),
    cmocka_unit_test(likelihoods_that_are_equal_are_no_evidence),
    cmocka_unit_test(later_specimens_have_a_smaller_share_of_epsilon),
    cmocka_unit_test(shares_of_epsilon_sum_to_it),
    cmocka_unit_test(sites_that_a_row_never_had_say_nothing_of_it),
    cmocka_unit_test(the_public_text_accuses_nobody),
    cmocka_unit_test(a_published_text_accuses_nobody),
    cmocka_unit_test(holders_of_other_bulletins_count),
    cmocka_unit_test(values_of_permitted_uses_alone_never_name),
    cmocka_unit_test(
    what_is_registered_as_sent_never_names_its_sender),
    cmocka_unit_test(few_sites_never_name),
    cmocka_unit_test(a_capture_without_a_mark_names_nobody),
    cmocka_unit_test(equal_rows_get_equal_evidence),
    cmocka_unit_test(what_is_not_certified_has_p_one),
    cmocka_unit_test(a_certificate_does_not_depend_on_other_innocents),
    cmocka_unit_test(any_number_of_threads_finds_the_same),
    cmocka_unit_test(bad_requests_are_refused),
    cmocka_unit_test(leakers_of_the_vectors_are_found))
