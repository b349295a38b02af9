/* SPDX-License-Identifier: ISC */
#include <stdatomic.h>
#include <stdlib.h>

#include "evidence/crew.h"
#include "evidence/judge.h"
#include "evidence/play.h"

/* Copies that leak in one trial. */
struct guilty {
	size_t n;
	size_t at[TT_COLLUDERS_MAX];
};

enum tt_err
play_check(const struct tt_power_plan *p)
{
	if (!(p->misread >= 0 && p->misread < 1) ||
	    !(p->loss >= 0 && p->loss < 1) ||
	    p->colluders > TT_COLLUDERS_MAX || p->threads > TT_THREADS_MAX)
		return TT_ERANGE;
	if (p->attack != NULL && p->attack->parameter != NULL &&
	    !(p->parameter >= p->attack->least &&
	    p->parameter <= p->attack->most))
		return TT_ERANGE;
	return tt_roster_check(p->roster);
}

unsigned
play_trials(const struct tt_power_plan *p)
{
	return p->trials == 0 ? TT_POWER_TRIALS : p->trials;
}

static bool
has_holder(const struct rehearsal *p, const struct guilty *g, size_t holder)
{
	for (size_t i = 0; i < g->n; i++)
		if (p->copies[g->at[i]].holder == holder)
			return true;
	return false;
}

static bool
has_copy(const struct guilty *g, size_t copy)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->at[i] == copy)
			return true;
	return false;
}

/* As many holders as collude, a copy of each; the public one leaks nothing. */
static void
draw_holders(const struct rehearsal *p, struct coin *c, size_t n,
    struct guilty *g)
{
	size_t all = p->roster.n_holders, can = all;

	if (p->public != SIZE_MAX && all > 1)
		can--;
	for (g->n = 0; g->n < n && g->n < can; ) {
		size_t h = coin_below(c, all);

		if ((h == p->public && all > 1) || has_holder(p, g, h))
			continue;
		g->at[g->n++] = p->first[h] + coin_below(c, p->first[h + 1] -
		    p->first[h]);
	}
}

/* Copies of the first holder. */
static void
draw_copies(const struct rehearsal *p, struct coin *c, size_t n,
    struct guilty *g)
{
	for (g->n = 0; g->n < n && g->n < p->first[1]; ) {
		size_t j = coin_below(c, p->first[1]);

		if (!has_copy(g, j))
			g->at[g->n++] = j;
	}
}

/* Is a guilty one named at this level, and nobody else at any? */
static bool
is_hit(const struct rehearsal *p, const struct tt_trace *t,
    enum tt_site_level level, const struct guilty *g)
{
	bool hit = false;

	for (size_t i = 0; i < t->n_suspects; i++) {
		const struct tt_suspect *s = &t->suspects[i];

		if (s->verdict != TT_VERDICT_NAMED)
			continue;
		if (s->level == TT_SITE_HOLDER ?
		    !has_holder(p, g, s->holder) : !has_copy(g, s->copy))
			return false;
		hit = hit || s->level == level;
	}
	return hit;
}

static enum tt_err
play_trial(struct stage *s, const struct play *play, unsigned trial,
    bool *hit)
{
	const struct rehearsal *p = s->p;
	const struct tt_power_plan *plan = p->plan;
	struct tt_trace_request r = { .codebook = p->codebook,
		.roster = &p->roster, .epsilon = plan->epsilon, .t = plan->t,
		.n_others = p->n_others };
	size_t n = plan->colluders == 0 ? 1 : plan->colluders;
	struct tt_observations *o = NULL;
	struct tt_trace *t = NULL;
	struct judge_only only;
	struct guilty g;
	struct coin c;
	uint8_t seed[32];
	enum tt_err e;

	tt_codebook_coins(plan->codebook, trial, seed);
	coin_init(&c, seed);
	if (play->level == TT_SITE_HOLDER)
		draw_holders(p, &c, n, &g);
	else
		draw_copies(p, &c, n, &g);
	if ((e = rehearsal_leak(s, &c, g.at, g.n, play->attack,
	    play->parameter, play->extent, &o)) != TT_OK)
		return e;
	r.observations = o;
	only = (struct judge_only){ g.n, g.at };
	if ((e = judge_specimen(&t, &r, s->memo, &only)) == TT_OK)
		*hit = is_hit(p, t, play->level, &g);
	tt_trace_free(t);
	tt_observations_free(o);
	return e;
}

/* Trials that are played at the same time. */
struct playing {
	struct rehearsal *p;
	const struct play *play;
	unsigned end;
	atomic_uint next;	/* trial that nobody plays yet */
	atomic_uint named;
	atomic_int err;		/* enum tt_err of one that went wrong */
};

static void
work(void *ctx, unsigned worker)
{
	struct playing *g = ctx;
	unsigned trial;

	while (g->err == TT_OK &&
	    (trial = atomic_fetch_add(&g->next, 1)) < g->end) {
		bool hit = false;
		enum tt_err e = play_trial(&g->p->stage[worker], g->play,
		    trial, &hit);

		if (e != TT_OK)
			g->err = (int)e;
		g->named += hit;
	}
}

enum tt_err
play_on(struct rehearsal *p, struct play *play, unsigned trials)
{
	struct playing g = { .p = p, .play = play, .end = trials,
		.next = play->power.trials, .named = play->power.named };
	unsigned left = trials > g.next ? trials - g.next : 1;

	crew_run(p->n_stages < left ? p->n_stages : left, work, &g);
	if (g.err != TT_OK)
		return (enum tt_err)g.err;
	if (play->power.trials < trials)
		play->power.trials = trials;
	play->power.named = g.named;
	tt_power_interval(&play->power);
	return TT_OK;
}
