/* SPDX-License-Identifier: ISC */
/*
 * wronged - programmes in which some leaked, and what is said of the others.
 *
 * The programmes of innocents.h, one after another under every attack of the
 * catalogue, by one to five holders, by copies of one holder, or by nobody of
 * the programme; the leak is then read whole or in part, and not always
 * rightly.  An innocent is a holder none of whose copies leaked, and within
 * a guilty holder a copy that did not.
 */
#ifndef WRONGED_H
#define WRONGED_H

#include "innocents.h"
#include "telltale/attack.h"

#define WRONGED_ATTACKS		32
#define WRONGED_COLLUDERS	5

/* Bounds at which wrongs are counted; alpha of evidence.md section 11. */
static const double wronged_alpha[] = { .1, .01 };
#define WRONGED_ALPHAS		2

struct wronged_tally {
	uint64_t programmes;
	uint64_t holder[WRONGED_ALPHAS];	/* an innocent one is named */
	uint64_t copy[WRONGED_ALPHAS];	/* an innocent copy of the holder of the
				 * first who leaked */
	uint64_t caught[WRONGED_ALPHAS];	/* a guilty holder is named */
};

struct wronged {
	struct wronged_tally all, attack[WRONGED_ATTACKS];
};

/* Who leaks: copies by index. */
struct leakers {
	size_t n;
	size_t copy[WRONGED_COLLUDERS];
};

/* Of several holders, or of one, which has four. */
static __attribute__((unused)) void
draw_leakers(struct world *w, uint64_t seed, struct leakers *l)
{
	size_t n = 1 + seed / 3 % WRONGED_COLLUDERS;
	bool within = seed % 3 == 0;

	l->n = 0;
	while (l->n < (within && n > 3 ? 3 : n)) {
		size_t j = within ? INNOCENT_COPIES - 4 + coin_below(&w->coin,
		    4) : coin_below(&w->coin, INNOCENT_COPIES);
		bool again = false;

		for (size_t k = 0; k < l->n; k++)
			again = again || l->copy[k] == j || (!within &&
			    w->copies[l->copy[k]].holder ==
			    w->copies[j].holder);
		if (!again)
			l->copy[l->n++] = j;
	}
}

/* foreign: every eighth programme's leakers have another codebook. */
static __attribute__((unused)) struct tt_observations *
wronged_specimen(struct world *w, const struct tt_attack *attack,
    const struct leakers *l, bool foreign)
{
	static uint64_t rows[WRONGED_COLLUDERS + 1][80];
	static struct tt_leak leak[80];
	static struct tt_observation reading[80];
	const uint64_t *copies[WRONGED_COLLUDERS];
	const struct tt_coalition coalition = {
		.code = tt_codebook_code(w->codebook), .n = l->n,
		.rows = copies, .seen = rows[WRONGED_COLLUDERS] };
	const struct tt_wear wear = { .keep = coin_below(&w->coin, 2) ? 1 : .6,
		.loss = coin_below(&w->coin, 2) ? 0 : .2,
		.misread = coin_below(&w->coin, 2) ? 0 : .05 };
	struct tt_observations *o = NULL;
	struct world other;
	size_t n;

	world_new(&other, coin_next(&w->coin), w->slots, w->n_slots, 1, 1);
	for (size_t k = 0; k < l->n; k++) {
		const struct tt_copy_of *c = &w->copies[l->copy[k]];

		tt_codebook_copy(foreign ? other.codebook : w->codebook,
		    c->holder, c->number, rows[k]);
		copies[k] = rows[k];
	}
	/* constants that were seen in use: of the first holder's copy */
	tt_codebook_copy(w->codebook, 0, 0, rows[WRONGED_COLLUDERS]);
	world_done(&other);
	tt_attack_play(attack, attack->absent, &coalition, &w->coin, leak);
	n = tt_wear_apply(&wear, coalition.code, &w->coin, leak, reading);
	MUST(tt_observations_new(&o, reading, n));
	return o;
}

static __attribute__((unused)) bool
leaked(const struct world *w, const struct leakers *l,
    const struct tt_suspect *s)
{
	for (size_t k = 0; k < l->n; k++)
		if (s->level == TT_SITE_COPY ? l->copy[k] == s->copy :
		    w->copies[l->copy[k]].holder == s->holder)
			return true;
	return false;
}

static __attribute__((unused)) void
wronged_count(const struct world *w, const struct tt_trace *t,
    const struct leakers *l, bool foreign, double alpha, uint64_t *holder,
    uint64_t *copy, uint64_t *caught)
{
	bool wrong = false, wrong_copy = false, right = false;

	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];
		bool guilty = !foreign && leaked(w, l, s);

		if (s->verdict != TT_VERDICT_NAMED ||
		    s->ln_bound > log(alpha))
			continue;
		right = right || (guilty && s->level == TT_SITE_HOLDER);
		wrong = wrong || (!guilty && s->level == TT_SITE_HOLDER);
		wrong_copy = wrong_copy || (!guilty &&
		    s->level == TT_SITE_COPY &&
		    s->holder == w->copies[l->copy[0]].holder);
	}
	*holder += wrong;
	*copy += wrong_copy;
	*caught += right;
}

/* epsilon_t / 2 is the larger alpha, so that the smaller is among them. */
static __attribute__((unused)) void
wronged_run(struct wronged *tally, uint64_t seed, uint64_t programmes)
{
	struct memo *memo = NULL;

	for (uint64_t i = 0; i < programmes; i++) {
		struct tt_trace_request r = { .t = 1,
			.epsilon = 4 * wronged_alpha[0] };
		struct tt_trace *t = NULL;
		struct tt_observations *o;
		struct leakers l;
		struct world w;
		size_t n = 0, a;
		bool foreign = (seed + i) % 8 == 7, emitted[80];

		while (tt_attacks[n] != NULL)
			n++;
		a = (seed + i) / 8 % n;
		if ((memo = memo_new()) == NULL)
			abort();
		innocents_world(&w, seed + i);
		draw_leakers(&w, (seed + i) / 8 / n, &l);
		o = wronged_specimen(&w, tt_attacks[a], &l, foreign);
		r.codebook = w.codebook;
		r.roster = &w.roster;
		r.observations = o;
		/* who copies constants that are seen in use knows a row */
		for (size_t k = 0; k < w.n_slots; k++)
			emitted[k] = w.slots[k].kind == TT_SLOT_VALUE;
		if (strcmp(tt_attacks[a]->name, "copied") == 0)
			r.permitted = emitted;
		MUST(judge_specimen(&t, &r, memo, NULL));
		for (size_t k = 0; k < WRONGED_ALPHAS; k++) {
			struct wronged_tally *c[] = { &tally->all,
				&tally->attack[a] };

			for (size_t x = 0; x < 2; x++)
				wronged_count(&w, t, &l, foreign,
				    wronged_alpha[k], &c[x]->holder[k],
				    &c[x]->copy[k], &c[x]->caught[k]);
		}
		tally->all.programmes++;
		tally->attack[a].programmes++;
		tt_trace_free(t);
		tt_observations_free(o);
		world_done(&w);
		memo_free(memo);
	}
}

#endif
