/* SPDX-License-Identifier: ISC */
/*
 * naming - a codebook for a text, leakers, the whole trace: is one named?
 *
 * 100 partners of 20 copies each; what leaks is read well.  Only the guilty
 * are certified (evidence/judge.h): how often an innocent is named, other
 * benches count.  What goes wrong here aborts.
 */
#ifndef NAMING_H
#define NAMING_H

#include <math.h>

#include "../unit/world.h"
#include "evidence/judge.h"
#include "excerpts.h"
#include "telltale/attack.h"

#define NAMING_HOLDERS		100
#define NAMING_COPIES		20	/* of each */
#define NAMING_LEAKERS_MAX	3
#define NAMING_SITES		8	/* at least: evidence.md section 13 */

struct naming {
	struct memo *memo;	/* of all trials */
	unsigned t;	/* which specimen of the bulletin; 0: the whole of
			 * epsilon for this one */
};

struct leakers {
	const char *name;
	size_t n;		/* at most NAMING_LEAKERS_MAX */
	const char *attacks[4];	/* the hardest first; NULL after the last */
};

/* epsilon_t is epsilon / (t (t + 1)). */
static inline struct tt_trace_request
naming_request(const struct naming *g)
{
	return (struct tt_trace_request){ .epsilon = TT_EPSILON *
	    (g->t == 0 ? 2 : 1), .t = g->t == 0 ? 1 : g->t };
}

/* A copy each of n holders. */
static inline void
naming_draw(struct coin *coin, size_t n, size_t *copy)
{
	for (size_t i = 0; i < n; ) {
		size_t h = coin_below(coin, NAMING_HOLDERS);
		bool twice = false;

		for (size_t k = 0; k < i; k++)
			twice = twice || copy[k] / NAMING_COPIES == h;
		if (!twice)
			copy[i++] = h * NAMING_COPIES +
			    coin_below(coin, NAMING_COPIES);
	}
}

/* What the owners of n copies make of them; all of it is read well. */
static inline void
naming_leak(struct world *w, const struct tt_attack *attack,
    const size_t *copy, size_t n)
{
	const uint64_t *rows[NAMING_LEAKERS_MAX];
	const struct tt_coalition coalition = {
		.code = tt_codebook_code(w->codebook), .n = n, .rows = rows };
	const struct tt_wear wear = { .keep = 1 };
	uint64_t *all = calloc(n * w->n_slots + 1, sizeof(*all));
	struct tt_leak *leaked = calloc(w->n_slots + 1, sizeof(*leaked));

	if (all == NULL || leaked == NULL || attack == NULL)
		abort();
	for (size_t k = 0; k < n; k++) {
		rows[k] = all + k * w->n_slots;
		tt_codebook_copy(w->codebook, copy[k] / NAMING_COPIES, copy[k],
		    all + k * w->n_slots);
	}
	tt_attack_play(attack, attack->absent, &coalition, &w->coin, leaked);
	if (tt_wear_apply(&wear, coalition.code, &w->coin, leaked,
	    w->reading) != w->n_slots)
		abort();	/* every copy has every site */
	free(all);
	free(leaked);
}

static inline bool
naming_is_one(const struct tt_trace *trace, const size_t *copy, size_t n)
{
	for (size_t i = 0; i < trace->n_suspects; i++) {
		const struct tt_suspect *s = &trace->suspects[i];

		for (size_t k = 0; k < n; k++)
			if (s->verdict == TT_VERDICT_NAMED &&
			    s->holder == copy[k] / NAMING_COPIES)
				return true;
	}
	return false;
}

/*
 * Of a text's sites in e, what the leakers make by one of their attacks: is
 * one of them named?
 */
static inline bool
naming_try(struct naming *g, const struct text *t, enum declared how,
    struct extent e, const struct leakers *l, size_t attack, uint64_t seed)
{
	struct tt_trace_request r = naming_request(g);
	size_t copy[NAMING_LEAKERS_MAX];
	const struct judge_only only = { l->n, copy };
	struct tt_observations *o;
	struct tt_trace *trace = NULL;
	struct world w;
	bool named;

	world_new(&w, seed, t->slots[how], t->n_sites, NAMING_HOLDERS,
	    NAMING_COPIES);
	naming_draw(&w.coin, l->n, copy);
	naming_leak(&w, tt_attack_find(l->attacks[attack]), copy, l->n);
	for (size_t i = 0; i < t->n_sites; i++)
		if (i < e.first || i >= e.end)
			world_erase(&w, i);
	o = world_observe(&w);
	r.codebook = w.codebook;
	r.roster = &w.roster;
	r.observations = o;
	MUST(judge_specimen(&trace, &r, g->memo, &only));
	named = naming_is_one(trace, copy, l->n);
	tt_trace_free(trace);
	tt_observations_free(o);
	world_done(&w);
	return named;
}

/*
 * Can any row at all be named?  No factor is above 1 / p, and no p below the
 * product of the sites': evidence.md, sections 9 and 11.  A peaked site's p
 * is 1 / (4 (q - 1)) or more.
 */
static inline bool
naming_may(const struct naming *g, const struct text *t, enum declared how,
    struct extent e)
{
	struct tt_trace_request r = naming_request(g);
	double limit = r.epsilon / (double)(r.t * (r.t + 1)) / 2, nats = 0;

	for (size_t i = e.first; i < e.end; i++) {
		const struct tt_slot *s = &t->slots[how][i];
		double q = (double)s->n;

		/* biases of flat ones are rounded down */
		nats += log(s->kind == TT_SLOT_FLAT ? q + .01 : 4 * (q - 1));
	}
	return e.end - e.first >= NAMING_SITES &&
	    nats >= log(NAMING_HOLDERS / .8 / limit);
}

#endif
