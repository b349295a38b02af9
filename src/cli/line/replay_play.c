/* SPDX-License-Identifier: ISC */
/*
 * replay_play - one run of a story on a simulated clock.
 *
 * What is to happen is an agenda; the clock goes from one entry to the next,
 * and whoever is asked at an instant knows what has happened by then.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "cli/line/replay.h"
#include "cli/say.h"
#include "programme/audience.h"
#include "programme/stagger.h"

#define FETCH_LEAST_S	300		/* after an opening */
#define FETCH_MOST_S	(9 * 3600)

/* In the order in which things of one instant happen. */
enum step { STEP_OPEN, STEP_FETCH, STEP_EVENT, STEP_ATTACK, STEP_ASK };

struct entry {
	int64_t at_s;
	enum step step;
	size_t index;	/* of a wave, a reader, an event */
};

struct playing {
	struct replay *r;
	struct replay_run *run;
	const struct tt_manifest *m;
	struct entry *agenda;
	size_t n;
	size_t at_line[TT_WAVES_MAX];	/* of a wave that has opened */
	size_t *partner;		/* of each reader */
	struct rng_seeded state;
	struct rng rng;
};

/* What it is towards the first of the bulletin's products. */
static void
add_roles(struct profile *out, unsigned roles, const struct tt_manifest *m)
{
	for (enum profile_role r = 0; r < ROLE_ANYBODY; r++) {
		if ((roles & 1u << r) == 0)
			continue;
		out->role[out->n_roles].role = r;
		if (m->n_products > 0)
			memcpy(out->role[out->n_roles].family, m->products[0],
			    sizeof(m->products[0]));
		out->n_roles++;
	}
}

/* What it declared when it was sealed; it offers nothing abroad. */
static void
describe(struct profile *out, const struct story_partner *p,
    const struct tt_manifest *m, int64_t now_s)
{
	memset(out, 0, sizeof(*out));
	memcpy(out->country[0], p->country, MEMBER_COUNTRY_LEN + 1);
	out->n_countries = 1;
	out->markets_known = true;
	add_roles(out, p->roles, m);
	out->declared = !p->undeclared;
	out->declared_s = now_s;
}

/* Did a rule about duties take something away? */
static bool
by_duty(const struct policy *policy, uint64_t decided)
{
	for (size_t i = 0; policy != NULL && i < policy->n_rules; i++)
		if (policy->rule[i].of_duty && decided & UINT64_C(1) << i)
			return true;
	return false;
}

/* When it is sealed: before any wave opens. */
static int64_t
sealed_at(const struct tt_manifest *m)
{
	int64_t first = m->public_at_s;

	for (size_t w = 0; w < m->n_waves; w++)
		if (m->waves[w].opens_at_s < first)
			first = m->waves[w].opens_at_s;
	return first - 1;
}

/* As a programme decides it when it seals; without telltale, by tier alone. */
static void
decide(struct playing *p, struct profile *profile)
{
	const struct story *s = &p->r->story;
	const bool marked = p->run->story->marked;
	const struct audience_bulletin b = { .waves = p->m->waves,
		.n_waves = p->m->n_waves, .public_s = p->m->public_at_s,
		.now_s = sealed_at(p->m), .exploited_s = DUTY_NEVER,
		.products = p->m->products, .n_products = p->m->n_products,
		.policy = marked ? p->r->rules.policy : NULL,
		.duties = marked ? p->r->rules.duties : NULL };
	struct audience_ask ask = { .bulletin = &b,
		.partner = PARTNER_APPROVED, .reader = READER_ACTIVE,
		.agreement_ends_s = PARTNER_NO_END, .profile = profile };

	for (size_t i = 0; i < s->n_partners; i++) {
		struct audience_answer a;

		describe(profile, &s->partner[i], p->m, b.now_s);
		ask.tier = s->partner[i].tier;
		a = audience_of(&ask);
		p->run->grant[i] = (struct replay_grant){ a.granted, a.wave,
			marked ? a.profile : TT_PROFILE_FULL };
		p->run->restricted += a.granted && by_duty(b.policy,
		    a.decided);
	}
}

static void
schedule(struct playing *p, int64_t at_s, enum step step, size_t index)
{
	p->agenda[p->n++] = (struct entry){ at_s, step, index };
}

static int
in_time(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->at_s != y->at_s)
		return x->at_s < y->at_s ? -1 : 1;
	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* A wave that nobody is in is none. */
static bool
is_used(const struct playing *p, size_t wave)
{
	for (size_t i = 0; i < p->r->story.n_partners; i++)
		if (p->run->grant[i].granted && p->run->grant[i].wave == wave)
			return true;
	return false;
}

/* Readers sign for their copies some time after the opening. */
static void
make_agenda(struct playing *p)
{
	const struct line *events = p->r->story.events;

	for (size_t w = 0; w < p->m->n_waves; w++)
		if (is_used(p, w))
			schedule(p, p->m->waves[w].opens_at_s, STEP_OPEN, w);
	for (size_t i = 0; i < p->r->n_readers; i++) {
		const struct replay_grant *g =
		    &p->run->grant[p->partner[i]];
		int64_t after = FETCH_LEAST_S + (int64_t)rng_below(p->rng,
		    FETCH_MOST_S);

		if (g->granted && p->run->story->marked)
			schedule(p, p->m->waves[g->wave].opens_at_s + after,
			    STEP_FETCH, i);
	}
	for (size_t i = 0; i < events->n_events; i++)
		schedule(p, events->event[i].at.until_s, STEP_EVENT, i);
	schedule(p, p->run->story->attack.seen.until_s, STEP_ATTACK, 0);
	schedule(p, p->r->story.asked_s, STEP_ASK, 0);
	qsort(p->agenda, p->n, sizeof(*p->agenda), in_time);
}

static struct census_since
at(int64_t at_s)
{
	return (struct census_since){ true, at_s, at_s };
}

/* From now on its readers could read: the census has it from the records. */
static void
open_reader(struct playing *p, size_t reader, int64_t now_s)
{
	const size_t of = p->partner[reader];
	const struct replay_grant *g = &p->run->grant[of];
	const struct census_record record = {
		.partner = p->r->story.partner[of].id,
		.reader = p->r->reader[reader],
		.wave = p->m->waves[g->wave].name,
		.poc = g->profile == TT_PROFILE_FULL,
		.published_s = now_s, .released_s = now_s, .active_s = 0,
		.revoked_s = CENSUS_NEVER };

	p->run->census[reader] = census_line_of(&record);
}

static enum tt_err
open_wave(struct playing *p, size_t w, int64_t now_s)
{
	struct line_fetched f = { .readers = 0 };
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < p->r->n_readers && e == TT_OK; i++) {
		const size_t of = p->partner[i];

		if (!p->run->grant[of].granted ||
		    p->run->grant[of].wave != w)
			continue;
		f.readers++;
		open_reader(p, i, now_s);
		e = line_add_reader(p->run->line,
		    p->r->story.partner[of].tier, at(now_s));
	}
	p->at_line[w] = p->run->line->n_waves;
	return e != TT_OK ? e : line_add_wave(p->run->line,
	    p->m->waves[w].name, at(now_s), &f);
}

static void
fetch(struct playing *p, size_t reader, int64_t now_s)
{
	const struct replay_grant *g = &p->run->grant[p->partner[reader]];
	struct line_fetched *f = &p->run->line->fetched[p->at_line[g->wave]];

	if (f->fetched++ == 0)
		f->at = at(now_s);
	f->at.until_s = now_s;
	p->run->census[reader].since[CENSUS_FETCHED] = at(now_s);
}

static enum tt_err
step(struct playing *p, const struct entry *e)
{
	switch (e->step) {
	case STEP_OPEN:
		return open_wave(p, e->index, e->at_s);
	case STEP_FETCH:
		fetch(p, e->index, e->at_s);
		return TT_OK;
	case STEP_EVENT:
		return line_add_event(p->run->line,
		    &p->r->story.events->event[e->index]);
	case STEP_ATTACK:
		return line_add_sighting(p->run->line,
		    &p->run->story->attack);
	case STEP_ASK:
		break;
	}
	p->run->line->unpatched = e->at_s < p->m->public_at_s;
	if (line_explain(p->run->line) != TT_OK)
		return TT_ELIMIT;
	p->run->line->unpatched = false;
	p->run->asked = p->run->line->independent;
	return TT_OK;
}

static void
count(struct playing *p)
{
	const struct census_since *seen = &p->run->story->attack.seen;
	const int64_t when[] = { seen->from_s, seen->until_s };

	for (size_t i = 0; i < N_ROWS(when); i++) {
		p->run->poc[i] = census_count_at(p->run->census,
		    p->r->n_readers, when[i], true);
		p->run->all[i] = census_count_at(p->run->census,
		    p->r->n_readers, when[i], false);
	}
}

/*
 * Slots of the leaker's wave, had they been drawn by lot: the story's spacing
 * or less, so that all are before what comes next.
 */
static enum tt_err
stagger(struct playing *p)
{
	const struct replay_run *run = p->run;
	size_t leaker = run->story->leaker;
	int64_t spacing = p->r->story.spacing_s, end = p->m->public_at_s;
	int64_t opens, t = run->story->attack.seen.until_s, slot;
	enum tt_err e = TT_OK;

	if (leaker == STORY_NOBODY || !run->grant[leaker].granted)
		return TT_OK;
	opens = p->m->waves[run->grant[leaker].wave].opens_at_s;
	for (size_t w = 0; w < p->m->n_waves; w++)
		if (p->m->waves[w].opens_at_s > opens &&
		    p->m->waves[w].opens_at_s < end)
			end = p->m->waves[w].opens_at_s;
	for (size_t i = 0; i < p->r->story.n_partners; i++)
		p->run->slots += run->grant[i].granted &&
		    run->grant[i].wave == run->grant[leaker].wave;
	if ((end - opens) / p->run->slots < spacing)
		spacing = (end - opens) / p->run->slots;
	for (uint32_t i = 0; i < p->run->slots && e == TT_OK; i++) {
		e = stagger_opens(opens, spacing, i, &slot);
		p->run->before += e == TT_OK && slot < t;
	}
	p->run->incidents = timing_least(timing_chance(p->run->slots,
	    p->run->before, 1), p->run->slots, p->r->lab.epsilon);
	return e;
}

static enum tt_err
play(struct playing *p, struct profile *profile)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0, k = 0; i < p->r->story.n_partners; i++)
		for (unsigned n = 0; n < p->r->story.partner[i].readers; n++) {
			p->partner[k] = i;
			p->run->census[k] = (struct census_line){
				.partner = p->r->story.partner[i].id,
				.reader = p->r->reader[k], .as = "" };
			k++;
		}
	p->run->n_readers = p->r->n_readers;
	decide(p, profile);
	make_agenda(p);
	for (size_t i = 0; i < p->n && e == TT_OK; i++)
		e = step(p, &p->agenda[i]);
	if (e != TT_OK || (e = line_explain(p->run->line)) != TT_OK ||
	    (e = stagger(p)) != TT_OK)
		return e;
	count(p);
	return TT_OK;
}

int
replay_play(struct replay *r, size_t index)
{
	struct replay_run *run = &r->run[index];
	struct playing p = { .r = r, .run = run,
		.m = r->lab.draft.manifest };
	struct profile *profile = malloc(sizeof(*profile));
	size_t steps = TT_WAVES_MAX + r->n_readers + LINE_EVENTS_MAX + 2;
	enum tt_err e = TT_ENOMEM;

	run->story = &r->story.run[index];
	run->grant = calloc(r->story.n_partners, sizeof(*run->grant));
	run->census = calloc(r->n_readers, sizeof(*run->census));
	run->line = line_new(run->story->title);
	p.agenda = calloc(steps, sizeof(*p.agenda));
	p.partner = calloc(r->n_readers, sizeof(*p.partner));
	p.rng = rng_seeded(&p.state, r->story.seed);
	if (run->grant != NULL && run->census != NULL && run->line != NULL &&
	    p.agenda != NULL && p.partner != NULL && profile != NULL)
		e = play(&p, profile);
	free(p.agenda);
	free(p.partner);
	free(profile);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot play the run "
	    "%s", run->story->id);
}
