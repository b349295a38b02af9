/* SPDX-License-Identifier: ISC */
/*
 * innocents - programmes in which nobody leaked, and what is said of them.
 *
 * 30 holders with 60 copies, a text of 20 to 60 worded sites and three
 * constants, and a specimen by an outsider who knows the text and no row: its
 * symbols invented in one of several ways, read well, softly, or not.
 */
#ifndef INNOCENTS_H
#define INNOCENTS_H

#include <math.h>

#include "evidence/judge.h"
#include "evidence/scales.h"
#include "world.h"

#define INNOCENT_HOLDERS	30
#define INNOCENT_COPIES		60
#define INNOCENT_FIXED		20	/* of 2 copies, chosen before */

/* Means of an e, and how often a p was small. */
struct mean {
	double sum, squares;
	uint64_t n;
};

struct innocents {
	uint64_t programmes;
	uint64_t named[2];	/* somebody, at epsilon .1 and .01 */
	uint64_t bound[4];	/* the least is at most .25, .1, .05, .01, if
				 * everybody is certified */
	uint64_t p[2];		/* of the fixed holder: at most .1, .01 */
	struct mean e, comb, copy;	/* of the fixed holder and its copy */
	struct mean short_e, short_comb, short_copy;	/* six sites read, so
				 * that what is rare is seen often enough */
};

static const double innocent_epsilon[] = { .1, .01 };
static const double innocent_bound[] = { .25, .1, .05, .01 };

static __attribute__((unused)) void
mean_add(struct mean *m, double x)
{
	m->sum += x;
	m->squares += x * x;
	m->n++;
}

static __attribute__((unused)) double
mean_of(const struct mean *m)
{
	return m->sum / (double)m->n;
}

/* Standard error of the mean. */
static __attribute__((unused)) double
mean_error(const struct mean *m)
{
	double n = (double)m->n, mean = m->sum / n;

	return sqrt((m->squares / n - mean * mean) / (n - 1));
}

/* P(X >= k) of n with probability p each, exactly but for rounding. */
static __attribute__((unused)) double
binomial_tail(uint64_t k, uint64_t n, double p)
{
	double sum = 0;

	for (uint64_t i = k; i <= n; i++)
		sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) -
		    lgamma((double)(n - i) + 1) + (double)i * log(p) +
		    (double)(n - i) * log1p(-p));
	return sum;
}

/* 10 holders with one copy, 12 with two, 6 with three, 2 with four. */
static __attribute__((unused)) void
innocents_roster(struct world *w)
{
	size_t j = 0;

	for (uint32_t h = 0; h < INNOCENT_HOLDERS; h++)
		for (uint32_t k = 0; k < 1u + (h >= 10) + (h >= 22) +
		    (h >= 28); k++, j++)
			w->copies[j] = (struct tt_copy_of){ j, h, 0 };
	w->roster.n_copies = j;
	if (j != INNOCENT_COPIES)
		abort();
}

/* All values in a range are on offer: those issued are named. */
static __attribute__((unused)) void
offer_range(struct world *w, uint32_t i, uint64_t from, uint64_t count)
{
	static uint64_t found[INNOCENT_COPIES];
	struct tt_observation *o = &w->reading[i];
	enum tt_site_level level = w->slots[i].level;
	struct tt_pick *pick = NULL;
	size_t n = 0, rows = level == TT_SITE_HOLDER ? INNOCENT_HOLDERS :
	    INNOCENT_COPIES;

	MUST(tt_pick_new(&pick, tt_codebook_code(w->codebook), &i, 1));
	for (uint64_t j = 0; j < rows; j++) {
		uint64_t x;
		bool again = false;

		tt_codebook_row(w->codebook, pick, level, j, &x);
		for (size_t k = 0; k < n; k++)
			again = again || found[k] == x;
		if (x >= from && x - from < count && !again)
			found[n++] = x;
	}
	tt_pick_free(pick);
	*o = (struct tt_observation){ .kind = TT_OBS_VALUES, .values = found,
		.n_values = n, .count = count };
}

/* The outsider's symbol: even, lowest, his own codebook's, or runs. */
static __attribute__((unused)) uint64_t
invent(struct world *w, size_t i, unsigned way, const uint64_t *foreign)
{
	switch (way) {
	case 0:
		return coin_below(&w->coin, w->slots[i].n);
	case 1:
		return 0;
	case 2:
		return foreign[i];
	default:
		return (i / 5) % w->slots[i].n;
	}
}

static __attribute__((unused)) void
read_invented(struct world *w, size_t i, uint64_t x)
{
	uint64_t how = coin_below(&w->coin, 100);
	struct tt_observation *o = &w->reading[i];

	world_say(w, i, x);
	if (how >= 75 && how < 83 && w->slots[i].kind != TT_SLOT_VALUE) {
		o->kind = TT_OBS_SOFT;
		o->q = (unsigned)w->slots[i].n;
		for (unsigned a = 0; a < o->q; a++)
			o->likelihood[a] =
			    (1 + (double)coin_below(&w->coin, 1000)) / 1000;
	} else if (how >= 83 && how < 87) {
		*o = (struct tt_observation){ .kind = TT_OBS_GONE };
	} else if (how >= 87 && how < 91) {
		*o = (struct tt_observation){ .kind = TT_OBS_NOVEL };
	} else if (how >= 91) {
		*o = (struct tt_observation){ .kind = TT_OBS_ERASED };
	}
}

static __attribute__((unused)) void
innocents_specimen(struct world *w, uint64_t seed)
{
	uint64_t foreign[80];
	struct world other;

	world_new(&other, seed + ((uint64_t)1 << 40), w->slots, w->n_slots, 1,
	    1);
	tt_codebook_copy(other.codebook, 0, 0, foreign);
	world_done(&other);
	for (size_t i = 0; i < w->n_slots; i++)
		read_invented(w, i, invent(w, i, (unsigned)(seed % 4),
		    foreign));
	/* a port's place in a capture shows one value in twenty */
	offer_range(w, 5, coin_below(&w->coin, 38000), 2000);
}

static __attribute__((unused)) void
innocents_world(struct world *w, uint64_t seed)
{
	struct tt_slot slots[80];
	size_t n = 20 + seed / 4 % 5 * 10;

	world_mix(slots, n + 3, WORLD_MIXED_LEVELS, seed % 3 == 0);
	slots[5] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_COPY, 40001 };
	slots[n + 1] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_HOLDER,
		40001 };
	slots[n + 2] = (struct tt_slot){ TT_SLOT_VALUE, TT_SITE_HOLDER,
		(uint64_t)1 << 32 };
	if (seed % 2 == 0)
		slots[5].level = TT_SITE_HOLDER;
	world_new(w, seed, slots, n + 3, INNOCENT_HOLDERS, 4);
	innocents_roster(w);
}

/* What the procedure says. */
static __attribute__((unused)) void
innocents_trace(const struct world *w, const struct tt_observations *o,
    struct memo *memo, struct innocents *tally)
{
	struct tt_trace_request r = { .codebook = w->codebook,
		.roster = &w->roster, .observations = o, .t = 1 };

	for (size_t k = 0; k < 2; k++) {
		struct tt_trace *t = NULL;
		bool named = false;

		r.epsilon = innocent_epsilon[k];
		MUST(judge_specimen(&t, &r, memo, NULL));
		for (size_t i = 0; i < t->n_suspects; i++)
			named = named ||
			    t->suspects[i].verdict == TT_VERDICT_NAMED;
		tally->named[k] += named;
		tt_trace_free(t);
	}
}

static __attribute__((unused)) struct certificate
innocents_weigh(struct scales *s, enum tt_site_level level, size_t index)
{
	struct certificate c;
	struct testimony t;

	if (level == TT_SITE_COPY)
		MUST(scales_enter(s, INNOCENT_FIXED));
	MUST(scales_weigh(s, level, index, &t));
	c = t.certificate;
	testimony_done(&t);
	return c;
}

/* The certificates of everybody, whether the procedure would ask or not. */
static __attribute__((unused)) void
certify_all(struct scales *s, const size_t *first, struct innocents *tally)
{
	struct certificate c;
	double least = 0;

	for (size_t h = 0; h < INNOCENT_HOLDERS; h++) {
		c = innocents_weigh(s, TT_SITE_HOLDER, h);
		least = fmin(least, certificate_bound_holder(&c,
		    INNOCENT_HOLDERS, NULL));
		if (h != INNOCENT_FIXED)
			continue;
		mean_add(&tally->e, exp(c.log_e));
		mean_add(&tally->comb, exp(c.log_e_comb));
		tally->p[0] += c.ln_p <= log(.1);
		tally->p[1] += c.ln_p <= log(.01);
	}
	for (size_t k = 0; k < 4; k++)
		tally->bound[k] += least <= log(innocent_bound[k]);
	c = innocents_weigh(s, TT_SITE_COPY, first[INNOCENT_FIXED]);
	mean_add(&tally->copy, exp(c.log_e));
}

/* Of six sites only. */
static __attribute__((unused)) void
certify_short(struct scales *s, const size_t *first, struct innocents *tally)
{
	struct certificate c = innocents_weigh(s, TT_SITE_HOLDER,
	    INNOCENT_FIXED);

	mean_add(&tally->short_e, exp(c.log_e));
	mean_add(&tally->short_comb, exp(c.log_e_comb));
	c = innocents_weigh(s, TT_SITE_COPY, first[INNOCENT_FIXED]);
	mean_add(&tally->short_copy, exp(c.log_e));
}

static __attribute__((unused)) void
innocents_certify(const struct world *w, const struct tt_observations *o,
    struct memo *memo, struct innocents *tally)
{
	size_t *first = row_first_copies(&w->roster);
	struct seen_list *list = NULL;
	struct scales *s = NULL;
	const struct weighing weighing = { .memo = memo,
		.codebook = w->codebook, .roster = &w->roster, .first = first,
		.n_holders = w->roster.n_holders };
	bool keep[80];

	if (first == NULL)
		abort();
	MUST(seen_new(&list, tt_codebook_code(w->codebook), o, NULL));
	MUST(scales_new(&s, &weighing, list, NULL));
	certify_all(s, first, tally);
	scales_free(s);
	for (size_t i = 0; i < list->n; i++)
		keep[i] = list->at[i].slot >= 6 && list->at[i].slot < 12;
	MUST(scales_new(&s, &weighing, list, keep));
	certify_short(s, first, tally);
	scales_free(s);
	seen_free(list);
	free(first);
}

static __attribute__((unused)) void
innocents_run(struct innocents *tally, uint64_t seed, uint64_t programmes)
{
	for (uint64_t i = 0; i < programmes; i++) {
		struct memo *memo = memo_new();
		struct tt_observations *o;
		struct world w;

		if (memo == NULL)
			abort();
		innocents_world(&w, seed + i);
		innocents_specimen(&w, seed + i);
		o = world_observe(&w);
		innocents_trace(&w, o, memo, tally);
		innocents_certify(&w, o, memo, tally);
		memo_free(memo);
		tt_observations_free(o);
		world_done(&w);
		tally->programmes++;
	}
}

#endif
