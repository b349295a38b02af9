/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/embargo/zone.h"
#include "cli/people/change.h"
#include "cli/plan.h"
#include "cli/plan_lots.h"
#include "cli/rules/standing.h"
#include "cli/say.h"
#include "telltale/archive.h"

struct gathering {
	struct plan *plan;
	const struct draft *draft;
	struct db *db;
	size_t cap, cap_partners;
	const struct plan_at *at;
	struct audience_bulletin bulletin;
	struct audience_ask ask;	/* of the partner in hand */
	bool any;			/* the partner has readers */
};

/* *out has room for n + 1 rows of that size, and *cap says for how many. */
static enum tt_err
grow(void *out, size_t n, size_t *cap, size_t size)
{
	void *more, *now;

	if (n < *cap)
		return TT_OK;
	memcpy(&now, out, sizeof(now));
	*cap = *cap > 0 ? *cap * 2 : 64;
	if ((more = reallocarray(now, *cap, size)) == NULL)
		return TT_ENOMEM;
	memcpy(out, &more, sizeof(more));
	return TT_OK;
}

const struct audience_answer *
plan_partner_answer(const struct plan *p, const struct plan_reader *row)
{
	return &p->partner[row->of].answer[row->had][row->heir];
}

struct audience_answer
plan_answer(const struct plan *p, size_t row)
{
	return audience_for(plan_partner_answer(p, &p->row[row]),
	    p->row[row].state);
}

/* Somebody holds a copy of what is out already. */
static bool
had_copy(const struct plan_at *at, const char *reader)
{
	const struct vault_copy *c;

	if (at->before == NULL || !at->before->any || at->before->replaces)
		return false;
	c = revision_copy(at->before, reader);
	return c != NULL && c->revision > 0;	/* no mere preview */
}

static enum tt_err
add_row(struct gathering *g, const struct vault_reader *r)
{
	const struct audience_answer *a;
	struct plan *p = g->plan;
	struct plan_reader *row;
	enum tt_err e;

	if ((e = grow(&p->row, p->n, &g->cap, sizeof(*p->row))) != TT_OK)
		return e;
	row = &p->row[p->n++];
	memset(row, 0, sizeof(*row));
	row->of = p->n_partners - 1;
	if (r != NULL) {
		row->state = r->state;
		row->had = had_copy(g->at, r->id);
		row->heir = replaced_had(&p->replaced, r->id);
		memcpy(row->id, r->id, sizeof(row->id));
		memcpy(row->key, r->key, sizeof(row->key));
		memcpy(row->seal, r->seal, sizeof(row->seal));
	}
	a = plan_partner_answer(p, row);
	row->granted = a->granted && row->state == READER_ACTIVE;
	if (a->granted && !row->granted)
		p->awaited[a->wave]++;
	return TT_OK;
}

static enum tt_err
each_reader(void *ctx, const struct vault_reader *r)
{
	struct gathering *g = ctx;

	g->any = true;
	return add_row(g, r);
}

/* Asked four times at most for all of its readers. */
static enum tt_err
answer(struct gathering *g, struct plan_partner *of)
{
	struct standing s;
	enum tt_err e;

	if ((e = standing_load(&s, g->db, of->p.id, g->at->bulletin)) !=
	    TT_OK)
		return e;
	g->ask = standing_ask(&g->bulletin, &of->p, &s);
	for (int had = 0; had < 2; had++)
		for (int heir = 0; heir < 2; heir++) {
			g->ask.had = had;
			g->ask.heir = heir;
			of->answer[had][heir] = audience_trace_of(&g->ask,
			    NULL);
		}
	standing_done(&s);
	return TT_OK;
}

static enum tt_err
each_partner(void *ctx, const struct vault_partner *p)
{
	struct gathering *g = ctx;
	struct plan_partner *of;
	struct vault_standing s;
	enum partner_state now;
	enum tt_err e;

	if ((e = vault_standing_get(g->db, p->id, &s)) != TT_OK ||
	    (e = grow(&g->plan->partner, g->plan->n_partners,
	    &g->cap_partners, sizeof(*of))) != TT_OK)
		return e;
	of = &g->plan->partner[g->plan->n_partners++];
	of->p = *p;
	if ((now = people_state(p, &s, g->at->now_s)) != PARTNER_EXPIRED)
		of->p.state = now;	/* the end has words of its own */
	g->any = false;
	if ((e = answer(g, of)) != TT_OK)
		return e;
	e = vault_reader_each(g->db, p->id, each_reader, g);
	if (e == TT_OK && !g->any)
		e = add_row(g, NULL);
	return e;
}

bool
plan_carries(const struct draft *d, size_t part, enum tt_profile profile)
{
	return tt_profile_carries(profile, d->manifest->parts[part].kind);
}

/* All archives of a wave and profile have the size of the longest. */
static enum tt_err
size_wave(const struct draft *d, struct plan_wave *w)
{
	struct tt_member *members = calloc(d->n_parts + 1, sizeof(*members));
	size_t n = 0;
	enum tt_err e;

	if (members == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < d->n_parts; i++) {
		if (!plan_carries(d, i, w->profile))
			continue;
		members[n].name = d->bulletin->parts[i].name;
		members[n++].data = (struct span){ NULL,
			d->bulletin->parts[i].longest };
	}
	tt_archive_sort(members, n);
	e = tt_archive_size(&w->archive_size, members, n);
	free(members);
	return e;
}

static bool
is_of(const struct plan_wave *w, const struct audience_answer *a,
    unsigned slot)
{
	return w->wave == a->wave && w->profile == a->profile &&
	    w->slot == slot;
}

static struct plan_wave
wave_for(const struct plan *p, const struct draft *d,
    const struct audience_answer *a, unsigned slot)
{
	const struct plan_lots *l = plan_lots_of(p, a->wave);

	return (struct plan_wave){ .wave = a->wave, .profile = a->profile,
		.slot = slot, .opens_s = d->manifest->waves[a->wave].opens_at_s
		+ (l != NULL ? slot * l->spacing_s : 0) };
}

/* The plan's wave for an answer and a slot, made if it is new. */
static enum tt_err
place(struct plan *p, const struct draft *d, const struct audience_answer *a,
    unsigned slot, size_t *out)
{
	struct plan_wave *w;
	size_t i;

	for (i = 0; i < p->n_waves; i++)
		if (is_of(&p->wave[i], a, slot))
			break;
	if (i == TT_WAVES_MAX)
		return TT_ELIMIT;
	w = &p->wave[i];
	if (i == p->n_waves) {
		*w = wave_for(p, d, a, slot);
		p->n_waves++;
	}
	w->copies++;
	*out = i;
	return i + 1 < p->n_waves || w->copies > 1 ? TT_OK : size_wave(d, w);
}

/* The wave that opens first comes first; rows follow. */
static void
sort_waves(struct plan *p)
{
	const struct audience_answer *a;
	struct plan_wave kept;
	unsigned slot;
	size_t at;

	for (size_t i = 1; i < p->n_waves; i++) {
		kept = p->wave[i];
		for (at = i; at > 0 && p->wave[at - 1].opens_s >
		    kept.opens_s; at--)
			p->wave[at] = p->wave[at - 1];
		p->wave[at] = kept;
	}
	for (size_t i = 0; i < p->n; i++) {
		if (!p->row[i].granted)
			continue;
		a = plan_partner_answer(p, &p->row[i]);
		slot = plan_lots_slot(p, i);
		for (size_t k = 0; k < p->n_waves; k++)
			if (is_of(&p->wave[k], a, slot))
				p->row[i].wave = k;
	}
}

static enum tt_err
place_all(struct plan *p, const struct draft *d)
{
	const struct audience_answer *a;
	enum tt_err e;

	for (size_t i = 0; i < p->n; i++) {
		if (!p->row[i].granted)
			continue;
		a = plan_partner_answer(p, &p->row[i]);
		p->granted++;
		p->given[a->wave]++;
		if ((e = place(p, d, a, plan_lots_slot(p, i),
		    &p->row[i].wave)) != TT_OK)
			return e;
	}
	sort_waves(p);
	return TT_OK;
}

int
plan_make(struct plan *p, const struct draft *d, struct db *db,
    const struct plan_at *at)
{
	struct gathering g = { .plan = p, .draft = d, .db = db,
		.at = at,
		.bulletin = standing_bulletin(d, at->rules, at->now_s) };
	enum tt_err e;
	int code;

	memset(p, 0, sizeof(*p));
	p->rules = at->rules;
	if ((code = replaced_find(&p->replaced, db, d->manifest,
	    at->bulletin)) != CLI_DONE)
		return code;
	if ((e = standing_exploited(db, at->bulletin, &g.bulletin)) != TT_OK)
		return say_err(e, NULL, "cannot read the sightings");
	if ((e = vault_partner_each(db, each_partner, &g)) != TT_OK)
		return say_err(e, NULL, "cannot read partners");
	if ((e = plan_lots_make(p, d, db, at)) != TT_OK)
		return say_err(e, NULL, "cannot draw the slots of waves");
	if ((e = place_all(p, d)) == TT_ELIMIT && p->n_lots > 0)
		return say_fail(CLI_USAGE, "set \"slots\" of a staggered wave "
		    "in bulletin.json", "cannot use bulletin.json: over %d "
		    "waves, counting each slot and profile", TT_WAVES_MAX);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot size the copies");
	return CLI_DONE;
}

int
plan_check(const struct plan *p, const struct draft *d, bool dry)
{
	const char *zone = d->manifest->zone;
	const struct tt_wave *w;
	int code = CLI_DONE;

	if (zone[0] != '\0' && !zone_ok(span_str(zone)))
		code = say_fail(CLI_USAGE, "write it as IANA does: "
		    "Europe/Berlin", "cannot use bulletin.json: '%s' names no "
		    "zone that is known here", zone);

	for (size_t i = 0; i < d->manifest->n_waves; i++) {
		w = &d->manifest->waves[i];
		if (p->given[i] > 0)
			continue;
		if (dry && p->awaited[i] > 0)
			say_warn("nobody in the wave \"%s\" has keys yet: "
			    "telltale seal will refuse until a reader is "
			    "confirmed", w->name);
		else
			code = say_fail(CLI_USAGE, "look at its tiers, at "
			    "telltale partner list, and at telltale policy "
			    "explain; take the wave out if it is not wanted",
			    "cannot use bulletin.json:%u: "
			    "the wave \"%s\" has no reader of an approved "
			    "partner", w->line, w->name);
	}
	return code == CLI_DONE ? plan_lots_check(p, d) : code;
}

void
plan_done(struct plan *p)
{
	plan_lots_done(p);
	replaced_done(&p->replaced);
	free(p->row);
	free(p->partner);
	memset(p, 0, sizeof(*p));
}
