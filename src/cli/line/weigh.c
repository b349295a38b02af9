/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/census_lines.h"
#include "cli/line/weigh.h"
#include "cli/say.h"
#include "store/vault_sighting.h"
#include "telltale/trace.h"

struct weighing {
	struct weigh *w;
	struct db *db;
	const struct vault_bulletin *b;
	const struct history_sighting *first;	/* fixes T; or NULL */
	char reporter[VAULT_ID_MAX + 1];	/* "": no partner */
	int64_t confirms;			/* a sighting's n; 0: none */
	struct census_lines census;
};

bool
weigh_names(const struct weigh *w, const struct weigh_partner *p)
{
	return timing_accuses(&p->score, w->partners, w->epsilon);
}

static enum tt_err
add_wave(void *ctx, const struct vault_stagger *s)
{
	struct weigh *w = ctx;

	if (w->n == TT_WAVES_MAX)
		return TT_ELIMIT;
	w->wave[w->n++].draw = *s;
	return TT_OK;
}

static enum tt_err
read_partners(struct db *db, struct weigh_wave *w)
{
	struct vault_place *place = NULL;
	enum tt_err e;

	if ((e = vault_stagger_places(db, w->draw.bulletin, w->draw.wave,
	    &place, &w->n)) != TT_OK)
		return e;
	if ((w->partner = calloc(w->n + 1, sizeof(*w->partner))) == NULL)
		e = TT_ENOMEM;
	for (size_t i = 0; i < w->n && e == TT_OK; i++) {
		struct weigh_partner *p = &w->partner[i];

		memcpy(p->partner, place[i].partner, sizeof(p->partner));
		p->place = place[i].place;
		p->early = place[i].early;
		p->reporter = place[i].reporter;
		if (p->place < w->n)
			p->slot = stagger_slot(p->place, w->n,
			    w->draw.slots);
		else
			e = TT_EINTEGRITY;
	}
	free(place);
	return e;
}

/* A slot is open from its instant, or from when its key was out before. */
static void
read_openings(const struct census_lines *c, struct weigh_wave *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct weigh_partner *p = &w->partner[i];

		p->opens_s = INT64_MAX;
		for (size_t k = 0; k < c->n_waves; k++) {
			const struct census_wave *of = &c->wave[k];
			int64_t at = of->released_s < of->wave.opens_s ?
			    of->released_s : of->wave.opens_s;

			if (of->wave.slot == p->slot &&
			    strcmp(of->wave.name, w->draw.wave) == 0 &&
			    at < p->opens_s)
				p->opens_s = at;
		}
	}
}

static enum tt_err
read_slots(const struct census_lines *c, struct weigh_wave *w)
{
	if ((w->slot = calloc(c->n_waves + 1, sizeof(*w->slot))) == NULL)
		return TT_ENOMEM;
	for (size_t k = 0; k < c->n_waves; k++)
		if (c->wave[k].revision == w->draw.revision &&
		    strcmp(c->wave[k].wave.name, w->draw.wave) == 0)
			w->slot[w->n_slots++] = c->wave[k].wave;
	return TT_OK;
}

static uint32_t
reporter_of(const struct weighing *g, struct weigh_wave *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (g->reporter[0] != '\0' &&
		    strcmp(w->partner[i].partner, g->reporter) == 0) {
			w->partner[i].reporter = true;
			return (uint32_t)i;
		}
	return TIMING_NOBODY;
}

/* By the sighting that fixes T now. */
static enum tt_err
judge(const struct weighing *g, struct weigh_wave *w)
{
	int64_t *opens = calloc(w->n + 1, sizeof(*opens));
	enum tt_err e = TT_ENOMEM;

	if (opens == NULL)
		return e;
	w->seen = true;
	w->seen_s = g->first->seen.until_s;
	snprintf(w->source, sizeof(w->source), "%s",
	    history_source_word(g->first->source));
	for (size_t i = 0; i < w->n; i++) {
		opens[i] = w->partner[i].opens_s;
		w->partner[i].early = opens[i] < w->seen_s;
	}
	e = timing_incident_of(&w->incident, opens, w->n, w->seen_s,
	    reporter_of(g, w));
	free(opens);
	return e;
}

static struct timing_incident
incident_of(const struct vault_stagger *s, const struct vault_place *place,
    size_t n)
{
	struct timing_incident i = { .slots = (uint32_t)n,
		.before = s->before };

	for (size_t k = 0; k < n; k++)
		if (place[k].reporter) {
			i.reported = true;
			i.reporter_early = place[k].early;
		}
	return i;
}

/* As it was entered. */
static enum tt_err
recall(struct db *db, struct weigh_wave *w)
{
	struct vault_place *place = NULL;
	size_t n;
	enum tt_err e;

	if ((e = vault_stagger_places(db, w->draw.bulletin, w->draw.wave,
	    &place, &n)) != TT_OK)
		return e;
	w->seen = true;
	w->seen_s = w->draw.seen_s;
	memcpy(w->source, w->draw.source, sizeof(w->source));
	w->incident = incident_of(&w->draw, place, n);
	free(place);
	return TT_OK;
}

/* The exact test, and the factor, of each. */
static enum tt_err
test(struct weigh_wave *w)
{
	enum tt_err e = TT_OK;

	w->chance = timing_incident_chance(&w->incident, 1);
	for (size_t i = 0; i < w->n && e == TT_OK; i++) {
		struct weigh_partner *p = &w->partner[i];

		p->ln_factor = timing_ln_factor(&w->incident, 1, p->early,
		    p->reporter);
		e = timing_tail(&w->chance, 1, p->early && !p->reporter,
		    &p->p);
	}
	return e;
}

static enum tt_err
enter(struct weighing *g, struct weigh_wave *w, int64_t now_s)
{
	struct vault_place *place = calloc(w->n + 1, sizeof(*place));
	enum tt_err e;

	if (place == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < w->n; i++) {
		memcpy(place[i].partner, w->partner[i].partner,
		    sizeof(place[i].partner));
		place[i].early = w->partner[i].early;
		place[i].reporter = w->partner[i].reporter;
	}
	w->draw.entered_s = now_s;
	w->draw.seen_s = w->seen_s;
	w->draw.before = w->incident.before;
	memcpy(w->draw.source, w->source, sizeof(w->draw.source));
	e = vault_stagger_enter(g->db, &w->draw, place, w->n);
	free(place);
	return e;
}

static int
by_id(const void *key, const void *row)
{
	return strcmp(key, ((const struct weigh_partner *)row)->partner);
}

struct scoring {
	struct weigh_wave *w;
	struct db *db;
};

/* One incident's factor for each partner of the wave that was in it. */
static enum tt_err
add_incident(void *ctx, const struct vault_stagger *s)
{
	struct scoring *x = ctx;
	struct vault_place *place = NULL;
	struct timing_incident i;
	struct weigh_partner *p;
	size_t n;
	enum tt_err e;

	if ((e = vault_stagger_places(x->db, s->bulletin, s->wave, &place,
	    &n)) != TT_OK)
		return e;
	i = incident_of(s, place, n);
	for (size_t k = 0; k < n; k++) {
		p = bsearch(place[k].partner, x->w->partner, x->w->n,
		    sizeof(*p), by_id);
		if (p != NULL)
			timing_score_add(&p->score, timing_ln_factor(&i, 1,
			    place[k].early, place[k].reporter));
	}
	free(place);
	return TT_OK;
}

static enum tt_err
weigh_wave(struct weighing *g, struct weigh_wave *w, bool final,
    int64_t now_s)
{
	struct scoring x = { w, g->db };
	enum tt_err e;

	if ((e = read_partners(g->db, w)) != TT_OK ||
	    (e = read_slots(&g->census, w)) != TT_OK)
		return e;
	read_openings(&g->census, w);
	if (w->draw.entered_s != 0)
		e = recall(g->db, w);
	else if (g->first != NULL && w->n > 0)
		e = judge(g, w);
	if (e == TT_OK && w->seen)
		e = test(w);
	if (e == TT_OK && w->seen && w->draw.entered_s == 0 && final)
		e = enter(g, w, now_s);
	return e != TT_OK ? e : vault_stagger_entered(g->db, add_incident,
	    &x);
}

static enum tt_err
find_confirmed(void *ctx, const struct vault_sighting *s)
{
	struct weighing *g = ctx;

	if (s->confirms != 0 && s->seen.from_s == g->first->seen.from_s &&
	    s->seen.until_s == g->first->seen.until_s)
		g->confirms = s->confirms;
	return TT_OK;
}

/*
 * Whose report it is, or whose report had it looked for: T may depend on that
 * partner's slot.
 */
static enum tt_err
find_reporter(struct weighing *g)
{
	struct vault_sighting s;
	enum tt_err e;

	if (g->first == NULL)
		return TT_OK;
	if (g->first->who != NULL) {
		snprintf(g->reporter, sizeof(g->reporter), "%s",
		    g->first->who);
		return TT_OK;
	}
	if ((e = vault_sighting_each(g->db, g->b->id, find_confirmed, g)) !=
	    TT_OK || g->confirms == 0)
		return e;
	if ((e = vault_sighting_get(g->db, g->confirms, &s)) == TT_OK)
		memcpy(g->reporter, s.partner, sizeof(g->reporter));
	return e;
}

static enum tt_err
weigh_all(struct weighing *g, bool final, int64_t now_s)
{
	const struct census_about all = { .n_texts = 0 };
	struct weigh *w = g->w;
	enum tt_err e;

	if ((e = vault_stagger_partners(g->db, &w->partners)) != TT_OK ||
	    (e = find_reporter(g)) != TT_OK)
		return e;
	w->ln_threshold = timing_threshold(w->partners, w->epsilon);
	e = census_lines_read(&g->census, g->db, g->b, &all, now_s);
	for (size_t i = 0; i < w->n && e == TT_OK; i++)
		e = weigh_wave(g, &w->wave[i], final, now_s);
	census_lines_done(&g->census);
	return e;
}

int
weigh_make(struct weigh *w, struct vault *v, const struct vault_bulletin *b,
    const struct line *l, bool with_file, int64_t now_s)
{
	struct weighing g = { .w = w, .db = v->db, .b = b,
		.first = timing_first(l->sighting, l->n_sightings) };
	bool final = !with_file && !l->unpatched && b->published_s != 0;
	enum tt_err e;

	memset(w, 0, sizeof(*w));
	w->epsilon = TT_EPSILON;
	if ((e = vault_stagger_each(v->db, b->id, add_wave, w)) == TT_OK &&
	    w->n > 0)
		e = weigh_all(&g, final, now_s);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot weigh the "
	    "slots of %s", b->name);
}

void
weigh_done(struct weigh *w)
{
	for (size_t i = 0; i < w->n; i++) {
		free(w->wave[i].partner);
		free(w->wave[i].slot);
	}
	memset(w, 0, sizeof(*w));
}
