/* SPDX-License-Identifier: ISC */
/*
 * Those who mixed their copies are named, under each attack of the catalogue,
 * and nobody else: evidence.md sections 10 to 16.
 */
#include "test.h"

#include <math.h>

#include "evidence/judge.h"
#include "telltale/attack.h"
#include "world.h"

#define HOLDERS		30
#define EACH		3
#define SITES		260
#define COLLUDERS_MAX	4

struct leakers {
	size_t n;
	size_t copy[COLLUDERS_MAX];
};

/* SITES of the mix, a third copy-level, and two constants at the end. */
static void
make(struct world *w, uint64_t seed)
{
	static struct tt_slot slots[SITES + 2];

	world_mix(slots, SITES, WORLD_MIXED_LEVELS, false);
	slots[SITES] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_HOLDER,
		(uint64_t)1 << 32 };
	slots[SITES + 1] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_COPY,
		(uint64_t)1 << 32 };
	world_new(w, seed, slots, N_ROWS(slots), HOLDERS, EACH);
}

static void
leak(struct world *w, const char *name, const struct leakers *l)
{
	static uint64_t rows[COLLUDERS_MAX + 1][SITES + 2];
	static struct tt_leak leaked[SITES + 2];
	const struct tt_attack *attack = tt_attack_find(name);
	const uint64_t *copies[COLLUDERS_MAX];
	const struct tt_coalition c = { .n = l->n, .rows = copies,
		.code = tt_codebook_code(w->codebook),
		.seen = rows[COLLUDERS_MAX] };
	const struct tt_wear whole = { .keep = 1 };

	assert_non_null(attack);
	for (size_t k = 0; k < l->n; k++) {
		tt_codebook_copy(w->codebook, l->copy[k] / EACH, l->copy[k],
		    rows[k]);
		copies[k] = rows[k];
	}
	tt_codebook_copy(w->codebook, HOLDERS - 1, HOLDERS * EACH - 1,
	    rows[COLLUDERS_MAX]);
	tt_attack_play(attack, attack->absent, &c, &w->coin, leaked);
	assert_int_equal(w->n_slots, tt_wear_apply(&whole, c.code, &w->coin,
	    leaked, w->reading));
}

static struct tt_trace *
trace(struct world *w, const bool *permitted)
{
	struct tt_observations *o = world_observe(w);
	struct tt_trace *t = NULL;

	MUST(judge_specimen(&t, &(struct tt_trace_request){
	    .codebook = w->codebook, .roster = &w->roster, .observations = o,
	    .permitted = permitted, .epsilon = TT_EPSILON, .t = 1 }, NULL,
	    NULL));
	tt_observations_free(o);
	return t;
}

/* Named at a level: how many who leaked, and how many who did not. */
static void
count(const struct tt_trace *t, const struct leakers *l,
    enum tt_site_level level, unsigned *guilty, unsigned *innocent)
{
	*guilty = *innocent = 0;
	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];
		bool did = false;

		if (s->level != level || s->verdict != TT_VERDICT_NAMED)
			continue;
		for (size_t k = 0; k < l->n; k++)
			did = did || (level == TT_SITE_COPY ?
			    s->copy == l->copy[k] :
			    s->holder == l->copy[k] / EACH);
		*guilty += did;
		*innocent += !did;
	}
}

static void
two_who_mix_are_named_under_each_attack(void **state)
{
	const struct leakers l = { 2, { 4 * EACH + 1, 17 * EACH } };
	bool permitted[SITES + 2] = { [SITES] = true, [SITES + 1] = true };

	for (size_t a = 0; tt_attacks[a] != NULL; a++) {
		const char *name = tt_attacks[a]->name;
		struct tt_trace *t;
		struct world w;
		unsigned guilty, innocent;

		CHECK_ROW(state, name);
		make(&w, 3 + a);
		leak(&w, name, &l);
		t = trace(&w, strcmp(name, "copied") == 0 ? permitted : NULL);
		count(t, &l, TT_SITE_HOLDER, &guilty, &innocent);
		assert_int_equal(0, innocent);
		/* who knows the public table blurs all that is in words */
		if (strcmp(name, "remark") != 0)
			assert_true(guilty >= 1);
		count(t, &l, TT_SITE_COPY, &guilty, &innocent);
		assert_int_equal(0, innocent);
		tt_trace_free(t);
		world_done(&w);
	}
}

/* Of three who cut what differs; each name rests on a search without it. */
static void
each_name_stands_for_itself(void **state)
{
	const struct leakers l = { 3, { 1, 2 * EACH, 9 * EACH + 2 } };
	struct tt_trace *t;
	struct world w;
	unsigned guilty, innocent;

	(void)state;
	make(&w, 40);
	leak(&w, "strip", &l);
	t = trace(&w, NULL);
	count(t, &l, TT_SITE_HOLDER, &guilty, &innocent);
	assert_int_equal(3, guilty);
	assert_int_equal(0, innocent);
	assert_int_equal(3, t->team.n);
	assert_int_equal(3, tt_model_tell(t->team.model).colluders);
	assert_string_equal("strip",
	    tt_model_tell(t->team.model).strategy);
	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];

		if (!s->certified || s->level != TT_SITE_HOLDER)
			continue;
		for (unsigned k = 0; k < s->team.n; k++)
			assert_int_not_equal(s->holder, s->team.at[k]);
		assert_true(s->outside.n <= s->team.n);
		assert_true(s->log_e_out < s->log_e + 10);
	}
	tt_trace_free(t);
	world_done(&w);
}

/* Holder-level sites say the same in all its copies: a lone leaker. */
static void
readers_of_one_holder_cannot_hide_it(void **state)
{
	static const char *const attacks[] = { "inter", "strip", "redraw",
		"min", "group" };
	const struct leakers l = { 3, { 5 * EACH, 5 * EACH + 1,
		5 * EACH + 2 } };

	for (size_t a = 0; a < N_ROWS(attacks); a++) {
		struct tt_trace *t;
		struct world w;
		unsigned guilty, innocent;

		CHECK_ROW(state, attacks[a]);
		make(&w, 60 + a);
		leak(&w, attacks[a], &l);
		t = trace(&w, NULL);
		count(t, &l, TT_SITE_HOLDER, &guilty, &innocent);
		assert_int_equal(1, guilty);
		assert_int_equal(0, innocent);
		assert_int_equal(1, t->team.n);
		tt_trace_free(t);
		world_done(&w);
	}
}

/* A codebook so small that rows are alike: equal rows, equal evidence. */
static void
rows_that_are_equal_have_equal_evidence(void **state)
{
	static const struct tt_slot slots[] = {
		{ TT_SLOT_FLAT, TT_SITE_HOLDER, 2 },
		{ TT_SLOT_FLAT, TT_SITE_HOLDER, 2 },
		{ TT_SLOT_FLAT, TT_SITE_HOLDER, 2 },
	};
	uint64_t row[HOLDERS][N_ROWS(slots)];
	struct tt_trace *t;
	struct world w;

	(void)state;
	world_new(&w, 5, slots, N_ROWS(slots), HOLDERS, 1);
	world_leak(&w, 3, 0);
	for (size_t h = 0; h < HOLDERS; h++)
		tt_codebook_copy(w.codebook, h, h, row[h]);
	t = trace(&w, NULL);
	for (size_t i = 0; i < t->n_suspects; i++)
		for (size_t k = 0; k < i; k++) {
			const struct tt_suspect *a = &t->suspects[i];
			const struct tt_suspect *b = &t->suspects[k];

			if (a->certified == b->certified &&
			    memcmp(row[a->holder], row[b->holder],
			    sizeof(row[0])) == 0)
				assert_true(fabs(a->log_e - b->log_e) < 1e-9);
		}
	tt_trace_free(t);
	world_done(&w);
}

/* Constants of holder 29's copy, seen in use: they name nobody alone. */
static void
copied_constants_frame_nobody(void **state)
{
	bool permitted[SITES + 2] = { [SITES] = true, [SITES + 1] = true };
	const struct leakers l = { 1, { 3 } };
	struct tt_trace *t;
	struct world w;

	(void)state;
	make(&w, 70);
	leak(&w, "copied", &l);
	for (size_t i = 0; i < SITES; i++)
		world_erase(&w, i);	/* only the constants were found */
	t = trace(&w, permitted);
	for (size_t i = 0; i < t->n_suspects; i++)
		assert_int_not_equal(TT_VERDICT_NAMED,
		    t->suspects[i].verdict);
	assert_int_equal(TT_VERDICT_STRONG, t->verdict);
	assert_int_equal(HOLDERS - 1, t->suspects[0].holder);
	assert_true(t->suspects[0].needs_permitted);
	tt_trace_free(t);
	world_done(&w);
}

/* A proof of concept's four constants, one of them seen in a capture. */
static void
sixty_sites_and_a_constant_name_one_of_a_hundred(void **state)
{
	struct tt_slot slots[64];
	unsigned named = 0;

	(void)state;
	world_mix(slots, 60, WORLD_HOLDER_LEVEL, true);
	for (size_t i = 60; i < 64; i++)
		slots[i] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_HOLDER,
			(uint64_t)1 << 32 };
	for (uint64_t k = 0; k < 100; k++) {
		struct tt_trace *t;
		struct world w;

		world_new(&w, 500 + k, slots, N_ROWS(slots), 100, 1);
		world_leak(&w, 42, .05);
		for (size_t i = 61; i < 64; i++)
			world_erase(&w, i);
		t = trace(&w, NULL);
		named += t->suspects[0].holder == 42 &&
		    t->suspects[0].verdict == TT_VERDICT_NAMED;
		assert_int_not_equal(TT_VERDICT_NAMED,
		    t->suspects[1].verdict);
		tt_trace_free(t);
		world_done(&w);
	}
	assert_true(named >= 99);
}

TEST_MAIN(cmocka_unit_test(sixty_sites_and_a_constant_name_one_of_a_hundred),
    cmocka_unit_test(two_who_mix_are_named_under_each_attack),
    cmocka_unit_test(each_name_stands_for_itself),
    cmocka_unit_test(readers_of_one_holder_cannot_hide_it),
    cmocka_unit_test(rows_that_are_equal_have_equal_evidence),
    cmocka_unit_test(copied_constants_frame_nobody))
