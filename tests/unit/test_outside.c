/* SPDX-License-Identifier: ISC */
/*
 * The outside certificate from opened rows is the one that a trace tells, for
 * everybody it certifies and whoever leaked.
 */
#include "test.h"
#include "world.h"

#include <math.h>

#include "telltale/outside.h"
#include "telltale/trace.h"

#define N_SLOTS		120
#define N_HOLDERS	20

/* A row as an outsider derives it: a holder's, or a copy's. */
struct row {
	uint64_t symbols[N_SLOTS];
	bool has[N_SLOTS];
};

static void
derive(const struct world *w, enum tt_site_level level, uint32_t index,
    size_t each, struct row *out)
{
	uint64_t holder = level == TT_SITE_HOLDER ? index :
	    w->copies[index].holder;
	uint64_t copy = level == TT_SITE_COPY ? index : index * each;

	tt_codebook_copy(w->codebook, holder, copy, out->symbols);
	for (size_t i = 0; i < N_SLOTS; i++)
		out->has[i] = w->slots[i].level == level ||
		    (level == TT_SITE_HOLDER && each == 1);
}

static void
check_suspect(const struct world *w, const struct tt_observations *o,
    const struct tt_suspect *s, size_t each)
{
	static struct row row, shown[TT_TEAM_MAX];
	struct tt_outside x = { .code = tt_codebook_code(w->codebook),
		.observations = o, .level = s->level,
		.model = s->outside.model, .n = s->n,
		.n_shown = s->outside.n };
	struct tt_outside_said said;

	derive(w, s->level, s->level == TT_SITE_HOLDER ? s->holder : s->copy,
	    each, &row);
	x.judged = (struct tt_outside_row){ row.symbols, row.has };
	for (unsigned k = 0; k < s->outside.n; k++) {
		derive(w, s->level, s->outside.at[k], each, &shown[k]);
		x.shown[k] = (struct tt_outside_row){ shown[k].symbols,
			shown[k].has };
	}
	assert_int_equal(TT_OK, tt_outside_weigh(&x, &said));
	assert_true(fabs(said.log_e - s->log_e_out) < 1e-9);
	assert_true(fabs(said.ln_bound - fmin(0, log((double)s->n) -
	    s->log_e_out)) < 1e-9);
}

static void
compare_world(uint64_t seed, size_t each, size_t leakers)
{
	struct tt_slot slots[N_SLOTS];
	uint64_t symbols[N_SLOTS];
	struct tt_observations *o;
	struct tt_trace *t = NULL;
	struct world w;
	size_t checked = 0;

	world_mix(slots, N_SLOTS, WORLD_MIXED_LEVELS, false);
	world_new(&w, seed, slots, N_SLOTS, N_HOLDERS, each);
	for (size_t i = 0; i < N_SLOTS; i++) {
		size_t who = i % leakers;

		tt_codebook_copy(w.codebook, who, who * each, symbols);
		world_say(&w, i, symbols[i]);
	}
	o = world_observe(&w);
	MUST(tt_trace_run(&t, &(struct tt_trace_request){
	    .codebook = w.codebook, .roster = &w.roster, .observations = o,
	    .epsilon = TT_EPSILON, .t = 1 }));
	for (size_t i = 0; i < t->n_suspects; i++)
		if (t->suspects[i].certified) {
			check_suspect(&w, o, &t->suspects[i], each);
			checked++;
		}
	assert_true(checked > 0);
	tt_trace_free(t);
	tt_observations_free(o);
	world_done(&w);
}

static void
rows_alone_give_what_the_trace_told(void **state)
{
	static const struct {
		const char *name;
		size_t each, leakers;
	} worlds[] = {
		{ "one leaker of four readers", 4, 1 },
		{ "one leaker, alone at its holder", 1, 1 },
		{ "two who mix", 4, 2 },
		{ "two who mix, alone at theirs", 1, 2 },
	};

	for (size_t i = 0; i < N_ROWS(worlds); i++)
		for (uint64_t seed = 1; seed < 4; seed++) {
			CHECK_ROW(state, worlds[i].name);
			compare_world(seed, worlds[i].each,
			    worlds[i].leakers);
		}
}

static void
what_cannot_be_is_refused(void **state)
{
	struct tt_slot slots[2] = { { TT_SLOT_FLAT, TT_SITE_HOLDER, 2 },
		{ TT_SLOT_FLAT, TT_SITE_HOLDER, 2 } };
	uint64_t symbols[2] = { 0, 0 };
	bool has[2] = { true, true };
	struct tt_outside x = { .level = TT_SITE_HOLDER, .n = 10,
		.judged = { symbols, has } };
	struct tt_outside_said said;
	struct world w;
	struct tt_observations *o;

	(void)state;
	world_new(&w, 1, slots, 2, 3, 1);
	world_say(&w, 0, 1);
	o = world_observe(&w);
	x.code = tt_codebook_code(w.codebook);
	x.observations = o;
	assert_int_equal(TT_OK, tt_outside_weigh(&x, &said));
	assert_int_equal(1, said.symbols);
	assert_false(tt_outside_enough(&said));
	x.n_shown = 1;	/* model 0 has but one colluder */
	x.shown[0] = x.judged;
	assert_int_equal(TT_ERANGE, tt_outside_weigh(&x, &said));
	x.n_shown = 0;
	x.model = TT_MODELS;
	assert_int_equal(TT_ERANGE, tt_outside_weigh(&x, &said));
	x.model = 0;
	x.n = 0;
	assert_int_equal(TT_ERANGE, tt_outside_weigh(&x, &said));
	x.n = 10;
	symbols[0] = 2;
	assert_int_equal(TT_ERANGE, tt_outside_weigh(&x, &said));
	tt_observations_free(o);
	world_done(&w);
}

TEST_MAIN(cmocka_unit_test(rows_alone_give_what_the_trace_told),
    cmocka_unit_test(what_cannot_be_is_refused))
