/* SPDX-License-Identifier: ISC */
/*
 * The promise: whatever the specimen, an innocent row's e has mean 1 at most
 * and its p is as small as it says no more often.  By enumeration where there
 * are few rows, by simulation where there are many: evidence.md section 8.
 */
#include "test.h"

#include "base/attr.h"
#include "wronged.h"

#define SYMBOL2(a, b, y)	{ .n = 2, .p = { a, b },		\
	.likelihood = { (y) == 0, (y) == 1 } }
#define VALUE(p_in)		{ .n = 2, .value = true,		\
	.p = { p_in, 1 - (p_in) } }

static struct seen flat_eight[] = {
	SYMBOL2(.5, .5, 0), SYMBOL2(.5, .5, 1), SYMBOL2(.5, .5, 0),
	SYMBOL2(.5, .5, 0), SYMBOL2(.5, .5, 1), SYMBOL2(.5, .5, 0),
	SYMBOL2(.5, .5, 1), SYMBOL2(.5, .5, 1),
};
static struct seen mixed[] = {
	SYMBOL2(.75, .25, 0), SYMBOL2(.75, .25, 1), SYMBOL2(.25, .75, 0),
	{ .n = 3, .p = { .5, .25, .25 }, .likelihood = { 0, 0, 1 } },
	{ .n = 4, .p = { .7, .1, .1, .1 }, .likelihood = { .2, .9, 0, .05 } },
	{ .n = 3, .p = { .3, .3, .4 }, .how = SEEN_GONE },
	{ .n = 2, .p = { .5, .5 }, .how = SEEN_NOVEL },
};
static struct seen extreme[] = {
	SYMBOL2(65535. / 65536, 1. / 65536, 0),
	SYMBOL2(65535. / 65536, 1. / 65536, 1),
	SYMBOL2(1. / 65536, 65535. / 65536, 0),
	{ .n = 16, .p = { 1 / 16., 1 / 16., 1 / 16., 1 / 16., 1 / 16., 1 / 16.,
	    1 / 16., 1 / 16., 1 / 16., 1 / 16., 1 / 16., 1 / 16., 1 / 16.,
	    1 / 16., 1 / 16., 1 / 16. }, .likelihood = { [7] = 1 } },
};
static struct seen values[] = {
	VALUE(0x1p-40), VALUE(3 / 40001.), VALUE(.05), VALUE(.999),
	{ .n = 2, .value = true, .constant = true, .p = { 1, 0 } },
	SYMBOL2(.5, .5, 1),
};

static const struct {
	const char *name;
	struct seen_list list;
} lists[] = {
	{ "nothing seen", { 0, values } },
	{ "eight flat sites", { N_ROWS(flat_eight), flat_eight } },
	{ "peaks, soft readings, places cut", { N_ROWS(mixed), mixed } },
	{ "extreme biases", { N_ROWS(extreme), extreme } },
	{ "values", { N_ROWS(values), values } },
};

#define ROWS_MAX	4096

/* All rows of a list, what each is worth, and how likely it is. */
struct census {
	size_t n;
	double share[ROWS_MAX], e[ROWS_MAX], comb[ROWS_MAX], ln_p[ROWS_MAX];
};

static void
take_census(struct census *c, const struct seen_list *list)
{
	const struct team nobody = { .n = 0 };
	struct memo *memo = memo_new();
	uint8_t row[16] = { 0 };
	double score[PRIOR_LISTS];
	struct prior prior;
	struct field field = { .prior = &prior };
	struct decoder d = { .field = &field,
		.pool = { .n_sites = list->n } };
	struct mixture *mix = NULL;
	struct panel panel;
	static table_site tables[HYPOTHESES_MAX * 16];
	members known[16];
	size_t i;

	assert_true(sodium_init() >= 0 && memo != NULL);
	c->n = 0;
	d.known = known;
	d.tables = tables;
	MUST(prior_init(&prior, memo, list, TABLE_BOTH));
	MUST(panel_fill(&panel, &d, &nobody));
	MUST(mixture_new(&mix, list, panel.h, panel.n));
	do {
		struct certificate cert;
		double share = 1;

		for (i = 0; i < list->n; i++)
			share *= list->at[i].p[row[i]];
		assert_true(c->n < ROWS_MAX);
		MUST(certificate_make(&cert, mix, prior_score(&prior, row,
		    score), row, true, NULL));
		c->share[c->n] = share;
		c->e[c->n] = exp(cert.log_e);
		c->comb[c->n] = exp(cert.log_e_comb);
		c->ln_p[c->n++] = cert.ln_p;
		for (i = 0; i < list->n && ++row[i] == list->at[i].n; i++)
			row[i] = 0;
	} while (i < list->n);
	mixture_free(mix);
	prior_done(&prior);
	memo_free(memo);
}

static void
the_mean_e_of_all_rows_is_one(void **state)
{
	static struct census c;

	for (size_t k = 0; k < N_ROWS(lists); k++) {
		double e = 0, comb = 0;

		CHECK_ROW(state, lists[k].name);
		take_census(&c, &lists[k].list);
		for (size_t i = 0; i < c.n; i++) {
			e += c.share[i] * c.e[i];
			comb += c.share[i] * c.comb[i];
		}
		assert_true(fabs(e - 1) < 1e-12);
		assert_true(fabs(comb - 1) < 1e-12);
	}
}

/* A p of x, or less, has probability x at most; and is not far too large. */
static void
p_is_as_small_as_it_says_no_more_often(void **state)
{
	static struct census c;

	for (size_t k = 0; k < N_ROWS(lists); k++) {
		CHECK_ROW(state, lists[k].name);
		take_census(&c, &lists[k].list);
		for (size_t i = 0; i < c.n; i++) {
			double share = 0;

			if (c.share[i] == 0)
				continue;
			for (size_t j = 0; j < c.n; j++)
				if (c.ln_p[j] <= c.ln_p[i])
					share += c.share[j];
			assert_true(share <= exp(c.ln_p[i]) * (1 + 1e-12));
			assert_true(share >= exp(c.ln_p[i]) * (1 - 1e-8));
		}
	}
}

/* One in ten thousand runs would be as far off by chance. */
static void
assert_rate(const char *what, double stated, uint64_t k, uint64_t n)
{
	if (binomial_tail(k, n, stated) < 1e-4)
		fail_msg("%s: %llu of %llu, stated %g", what,
		    (unsigned long long)k, (unsigned long long)n, stated);
}

/* Below 1 but for chance, and not because nothing was measured. */
static void
assert_mean(const char *what, const struct mean *m, double least)
{
	if (mean_of(m) - 4 * mean_error(m) > 1 ||
	    mean_of(m) + 4 * mean_error(m) < least)
		fail_msg("%s: mean %g +- %g", what, mean_of(m), mean_error(m));
}

static void
innocents_are_named_no_more_often_than_stated(void **state)
{
	struct innocents t = { .programmes = 0 };

	(void)state;
	innocents_run(&t, 1, 300);
	for (size_t k = 0; k < N_ROWS(innocent_epsilon); k++)
		assert_rate("named", innocent_epsilon[k] / 2, t.named[k],
		    t.programmes);
	for (size_t k = 0; k < N_ROWS(innocent_bound); k++)
		assert_rate("least bound", innocent_bound[k], t.bound[k],
		    t.programmes);
	assert_rate("p at most .1", .1, t.p[0], t.programmes);
	assert_rate("p at most .01", .01, t.p[1], t.programmes);
	assert_mean("e", &t.e, 0);
	assert_mean("e_comb", &t.comb, 0);
	assert_mean("e of a copy", &t.copy, 0);
	assert_mean("e, six sites", &t.short_e, .9);
	assert_mean("e_comb, six sites", &t.short_comb, .7);
	assert_mean("e of a copy, six sites", &t.short_copy, .9);
	assert_true(t.p[0] > 0 && t.bound[0] > 0);	/* it was measured */
}

/* Of those who leaked together one is named, and hardly ever another. */
static void
no_attack_wrongs_an_innocent_more_often_than_stated(void **state)
{
	struct wronged t = { .all = { .programmes = 0 } };

	(void)state;
	wronged_run(&t, 1, 480);
	for (size_t k = 0; k < WRONGED_ALPHAS; k++) {
		assert_rate("a holder", wronged_alpha[k], t.all.holder[k],
		    t.all.programmes);
		assert_rate("a copy", wronged_alpha[k], t.all.copy[k],
		    t.all.programmes);
		assert_true(t.all.caught[k] > t.all.programmes / 2);
	}
	assert_true(t.all.holder[0] > 0);	/* it was measured */
}

/* How leakers who know all but one row, biases too, might aim at that one. */
enum aim { AIM_LIKELY, AIM_RARE, AIM_MOST_ROWS, AIM_ANOTHER_ROW, AIM_COUNT };

static const char *const aims[] = {
	[AIM_LIKELY] = "the most likely symbol everywhere",
	[AIM_RARE] = "the rarest symbol everywhere",
	[AIM_MOST_ROWS] = "what most other holders have",
	[AIM_ANOTHER_ROW] = "another holder's row",
};

static unsigned
pick_by(const double *weight, unsigned n, bool most)
{
	unsigned best = 0;

	for (unsigned a = 1; a < n; a++)
		if (most ? weight[a] > weight[best] : weight[a] < weight[best])
			best = a;
	return best;
}

/* Against holder 0, whose row nobody looks at. */
static void
aim_at(struct world *w, enum aim aim)
{
	const struct tt_code *code = tt_codebook_code(w->codebook);
	static uint64_t rows[30][80];

	for (size_t h = 1; h < w->roster.n_holders; h++)
		tt_codebook_copy(w->codebook, h, h, rows[h]);
	for (size_t i = 0; i < w->n_slots; i++) {
		double p[TT_Q_MAX] = { 0 };
		unsigned q = (unsigned)w->slots[i].n;

		for (unsigned a = 0; a < q && aim != AIM_MOST_ROWS; a++)
			p[a] = code->bias[i].w[a];
		for (size_t h = 1; h < w->roster.n_holders &&
		    aim == AIM_MOST_ROWS; h++)
			p[rows[h][i]]++;
		world_say(w, i, aim == AIM_ANOTHER_ROW ? rows[7][i] :
		    pick_by(p, q, aim != AIM_RARE));
	}
}

static void
whoever_does_not_know_a_row_cannot_frame_it(void **state)
{
	const unsigned trials = 400;
	struct tt_slot slots[40];

	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, false);
	for (int aim = 0; aim < AIM_COUNT; aim++) {
		uint64_t tenth = 0, hundredth = 0;

		CHECK_ROW(state, aims[aim]);
		for (unsigned i = 0; i < trials; i++) {
			struct tt_observations *o;
			struct seen_list *list = NULL;
			struct scales *s = NULL;
			struct memo *memo = memo_new();
			struct testimony j;
			struct world w;
			size_t *first;

			world_new(&w, i + 100000, slots, N_ROWS(slots), 30, 1);
			aim_at(&w, (enum aim)aim);
			o = world_observe(&w);
			first = row_first_copies(&w.roster);
			MUST(seen_new(&list, tt_codebook_code(w.codebook), o,
			    NULL));
			assert_non_null(memo);
			MUST(scales_new(&s, &(struct weighing){ .memo = memo,
			    .codebook = w.codebook, .roster = &w.roster,
			    .first = first,
			    .n_holders = w.roster.n_holders }, list, NULL));
			MUST(scales_weigh(s, TT_SITE_HOLDER, 0, &j));
			tenth += j.certificate.ln_p <= log(.1);
			hundredth += j.certificate.ln_p <= log(.01);
			testimony_done(&j);
			scales_free(s);
			memo_free(memo);
			seen_free(list);
			free(first);
			tt_observations_free(o);
			world_done(&w);
		}
		assert_rate(aims[aim], .1, tenth, trials);
		assert_rate(aims[aim], .01, hundredth, trials);
	}
}

static struct tt_trace *
trace(const struct world *w, const struct tt_observations *o)
{
	const struct tt_trace_request ask = { .codebook = w->codebook,
		.roster = &w->roster, .observations = o,
		.epsilon = TT_EPSILON, .t = 1 };
	struct tt_trace *t = NULL;

	MUST(judge_specimen(&t, &ask, NULL, NULL));
	return t;
}

/* A text quoted three times is one reading, not three. */
static void
what_is_said_twice_counts_once(void **state)
{
	static struct tt_observation thrice[3 * 40];
	struct tt_observations *once, *often = NULL;
	struct tt_slot slots[40];
	struct tt_trace *t, *u;
	struct world w;

	(void)state;
	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, false);
	world_new(&w, 3, slots, N_ROWS(slots), 30, 1);
	world_leak(&w, 4, .1);
	once = world_observe(&w);
	for (size_t i = 0; i < N_ROWS(thrice); i++)
		thrice[i] = w.reading[i % 40];
	MUST(tt_observations_new(&often, thrice, N_ROWS(thrice)));
	t = trace(&w, once);
	u = trace(&w, often);
	assert_int_equal(t->n_suspects, u->n_suspects);
	for (size_t i = 0; i < t->n_suspects; i++) {
		assert_int_equal(t->suspects[i].holder, u->suspects[i].holder);
		assert_true(t->suspects[i].log_e == u->suspects[i].log_e);
		assert_true(t->suspects[i].ln_p == u->suspects[i].ln_p);
	}
	tt_trace_free(t);
	tt_trace_free(u);
	tt_observations_free(once);
	tt_observations_free(often);
	world_done(&w);
}

/* What lone leakers do to their copy, and how often they are named then. */
static const struct {
	const char *name;
	double loss, misread;
	unsigned blur;	/* one site in so many is drawn anew; 0: none */
	bool guess;	/* values are replaced by invented ones */
	unsigned least, most;	/* of 40 times named */
} edits[] = {
	{ "nothing", 0, 0, 0, false, 40, 40 },
	{ "a third lost", .33, 0, 0, false, 38, 40 },
	{ "5 % misread", 0, .05, 0, false, 39, 40 },
	{ "a third lost, 5 % misread", .33, .05, 0, false, 30, 40 },
	{ "constants replaced", 0, 0, 0, true, 38, 40 },
	{ "every second site drawn anew", 0, 0, 2, true, 0, 40 },
	{ "all drawn anew", 0, 0, 1, true, 0, 0 },
	{ "nine tenths lost", .9, 0, 0, true, 0, 10 },
};

static void
edit(struct world *w, size_t row)
{
	world_leak(w, 9, edits[row].misread);
	for (size_t i = 0; i < w->n_slots; i++) {
		bool value = w->slots[i].kind == TT_SLOT_VALUE;

		if ((value && edits[row].guess) || (edits[row].blur > 0 &&
		    i % edits[row].blur == 0))
			world_say(w, i, coin_below(&w->coin, w->slots[i].n));
		if (coin_chance(&w->coin, edits[row].loss))
			world_erase(w, i);
	}
}

static void
an_edited_copy_names_its_holder_or_nobody(void **state)
{
	struct tt_slot slots[64];

	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, false);
	slots[50] = slots[20] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_HOLDER,
		40001 };
	for (size_t k = 0; k < N_ROWS(edits); k++) {
		unsigned named = 0;

		CHECK_ROW(state, edits[k].name);
		for (unsigned i = 0; i < 40; i++) {
			struct tt_observations *o;
			struct tt_trace *t;
			struct world w;

			world_new(&w, 100 * k + i, slots, N_ROWS(slots), 100,
			    1);
			edit(&w, k);
			o = world_observe(&w);
			t = trace(&w, o);
			for (size_t j = 0; j < t->n_suspects; j++) {
				if (t->suspects[j].verdict != TT_VERDICT_NAMED)
					continue;
				assert_int_equal(9, t->suspects[j].holder);
				named++;
			}
			tt_trace_free(t);
			tt_observations_free(o);
			world_done(&w);
		}
		assert_in_range(named, edits[k].least, edits[k].most);
	}
}

/*
 * A leaker puts constants into his text that another holder's scanner showed
 * everybody.  Where such a use is permitted, they never name.
 */
static void
copied_constants_never_name_their_holder(void **state)
{
	struct tt_slot slots[60];
	bool permitted[60] = { false };
	uint64_t x[60];

	(void)state;
	world_mix(slots, N_ROWS(slots), WORLD_HOLDER_LEVEL, true);
	for (size_t i = 0; i < 4; i++) {
		slots[i] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_HOLDER,
			(uint64_t)1 << 32 };
		permitted[i] = true;
	}
	for (unsigned k = 0; k < 20; k++) {
		struct tt_observations *o;
		struct tt_trace *t = NULL;
		struct world w;

		world_new(&w, 7000 + k, slots, N_ROWS(slots), 50, 1);
		world_leak(&w, 9, 0);
		tt_codebook_copy(w.codebook, 13, 13, x);
		for (size_t i = 0; i < 4; i++)
			world_say(&w, i, x[i]);
		for (size_t i = k < 10 ? 4 : 60; i < 60; i++)
			world_erase(&w, i);	/* constants only */
		o = world_observe(&w);
		MUST(judge_specimen(&t, &(struct tt_trace_request){
		    .codebook = w.codebook, .roster = &w.roster,
		    .observations = o, .permitted = permitted,
		    .epsilon = TT_EPSILON, .t = 1 }, NULL, NULL));
		for (size_t j = 0; j < t->n_suspects; j++)
			if (t->suspects[j].holder == 13)
				assert_int_not_equal(TT_VERDICT_NAMED,
				    t->suspects[j].verdict);
		tt_trace_free(t);
		tt_observations_free(o);
		world_done(&w);
	}
}

TEST_MAIN(cmocka_unit_test(the_mean_e_of_all_rows_is_one),
    cmocka_unit_test(no_attack_wrongs_an_innocent_more_often_than_stated),
    cmocka_unit_test(p_is_as_small_as_it_says_no_more_often),
    cmocka_unit_test(innocents_are_named_no_more_often_than_stated),
    cmocka_unit_test(whoever_does_not_know_a_row_cannot_frame_it),
    cmocka_unit_test(what_is_said_twice_counts_once),
    cmocka_unit_test(an_edited_copy_names_its_holder_or_nobody),
    cmocka_unit_test(copied_constants_never_name_their_holder))
