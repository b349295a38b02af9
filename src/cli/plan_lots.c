/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/out.h"
#include "cli/plan_lots.h"
#include "cli/say.h"

const struct plan_lots *
plan_lots_of(const struct plan *p, size_t wave)
{
	for (size_t i = 0; i < p->n_lots; i++)
		if (p->lots[i].wave == wave)
			return &p->lots[i];
	return NULL;
}

unsigned
plan_lots_slot(const struct plan *p, size_t row)
{
	struct audience_answer a = plan_answer(p, row);
	const struct plan_lots *l = plan_lots_of(p, a.wave);
	uint32_t place;

	if (l == NULL || !l->drawn)
		return 0;
	place = l->place[p->row[row].of];
	return place == PLAN_NO_PLACE ? l->slots - 1 :
	    stagger_slot(place, l->n, l->slots);
}

/* Its partners get a place, that of their order by id, and are counted. */
static void
gather(const struct plan *p, struct plan_lots *l)
{
	struct audience_answer a;
	size_t of;

	for (of = 0; of < p->n_partners; of++)
		l->place[of] = PLAN_NO_PLACE;
	for (size_t i = 0; i < p->n; i++) {
		if (!p->row[i].granted)
			continue;
		a = plan_answer(p, i);
		of = p->row[i].of;
		if (a.wave == l->wave && l->place[of] == PLAN_NO_PLACE)
			l->place[of] = (uint32_t)l->n++;
	}
}

static enum tt_err
draw(const struct plan *p, struct plan_lots *l, struct span wave,
    struct rng rng)
{
	uint32_t *order = calloc(l->n + 1, sizeof(*order));
	struct span *who = calloc(l->n + 1, sizeof(*who));
	enum tt_err e = TT_ENOMEM;

	if (order != NULL && who != NULL) {
		rng_fill(rng, l->salt, sizeof(l->salt));
		stagger_order(l->salt, wave, order, l->n);
		for (size_t of = 0; of < p->n_partners; of++)
			if (l->place[of] != PLAN_NO_PLACE) {
				who[l->place[of]] =
				    span_str(p->partner[of].p.id);
				l->place[of] = order[l->place[of]];
			}
		stagger_commit(l->commitment.b, l->salt, wave, who, order,
		    l->n);
		l->drawn = l->fresh = true;
		e = TT_OK;
	}
	free(order);
	free(who);
	return e;
}

/* What was drawn for a revision that is out.  TT_ENOENT: nothing was. */
static enum tt_err
recall(const struct plan *p, struct plan_lots *l, struct db *db,
    const struct revision *before, const char *wave)
{
	const char *bulletin = before->before.id;
	struct vault_place *place = NULL;
	struct vault_stagger s;
	enum tt_err e;

	if ((e = vault_stagger_get(db, bulletin, wave, &s)) != TT_OK)
		return e;
	if (s.revision >= before->before.revision + !before->replaces)
		return TT_ENOENT;	/* by what is sealed anew now */
	if ((e = vault_stagger_places(db, bulletin, wave, &place, &l->n)) !=
	    TT_OK)
		return e;
	for (size_t of = 0; of < p->n_partners; of++) {
		l->place[of] = PLAN_NO_PLACE;
		for (size_t i = 0; i < l->n; i++)
			if (strcmp(place[i].partner,
			    p->partner[of].p.id) == 0)
				l->place[of] = place[i].place;
	}
	free(place);
	l->slots = s.slots;
	l->commitment = s.commitment;
	l->drawn = true;
	return TT_OK;
}

static enum tt_err
make(struct plan *p, struct plan_lots *l, const struct tt_wave *w,
    struct db *db, const struct plan_at *at)
{
	const struct revision *before = at->before;
	unsigned most = w->slots > 0 ? w->slots : STAGGER_SLOTS;
	enum tt_err e;

	if ((l->place = calloc(p->n_partners + 1, sizeof(*l->place))) == NULL)
		return TT_ENOMEM;
	gather(p, l);
	if (l->n > STAGGER_PARTNERS_MAX)
		return TT_ELIMIT;
	l->slots = l->n < most ? (unsigned)l->n : most;
	l->spacing_s = w->stagger_s;
	if (before != NULL && before->any &&
	    (e = recall(p, l, db, before, w->name)) != TT_ENOENT)
		return e;
	return at->rng == NULL || l->n == 0 ? TT_OK :
	    draw(p, l, span_str(w->name), *at->rng);
}

enum tt_err
plan_lots_make(struct plan *p, const struct draft *d, struct db *db,
    const struct plan_at *at)
{
	const struct tt_manifest *m = d->manifest;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < m->n_waves && e == TT_OK; i++) {
		if (m->waves[i].stagger_s == 0)
			continue;
		p->lots[p->n_lots].wave = i;
		e = make(p, &p->lots[p->n_lots++], &m->waves[i], db, at);
	}
	return e;
}

void
plan_lots_done(struct plan *p)
{
	for (size_t i = 0; i < p->n_lots; i++)
		free(p->lots[i].place);
	p->n_lots = 0;
}

int64_t
plan_lots_last(const struct plan_lots *l, const struct tt_wave *w)
{
	int64_t at;

	if (l->slots == 0 || stagger_opens(w->opens_at_s, l->spacing_s,
	    l->slots - 1, &at) != TT_OK)
		return w->opens_at_s;
	return at;
}

/* A wave that comes after another opens after all of it. */
static int
check(const struct plan_lots *l, const struct draft *d)
{
	const struct tt_manifest *m = d->manifest;
	const struct tt_wave *w = &m->waves[l->wave], *next;
	int64_t last = plan_lots_last(l, w);

	if (last >= m->public_at_s)
		return say_fail(CLI_USAGE, "take fewer slots, or let them "
		    "stand closer", "cannot use bulletin.json:%u: the last of "
		    "%u slots of the wave \"%s\" would not open before the "
		    "public instant", w->line, l->slots, w->name);
	for (size_t i = 0; i < m->n_waves; i++) {
		next = &m->waves[i];
		if (next->opens_at_s > w->opens_at_s &&
		    next->opens_at_s <= last)
			return say_fail(CLI_USAGE, "take fewer slots, or let "
			    "them stand closer", "cannot use bulletin.json:%u:"
			    " the last of %u slots of the wave \"%s\" would "
			    "open no earlier than the wave \"%s\"", w->line,
			    l->slots, w->name, next->name);
	}
	return CLI_DONE;
}

int
plan_lots_check(const struct plan *p, const struct draft *d)
{
	int code = CLI_DONE;

	for (size_t i = 0; i < p->n_lots && code == CLI_DONE; i++)
		code = check(&p->lots[i], d);
	return code;
}

static enum tt_err
keep(const struct plan *p, const struct plan_lots *l, struct db *db,
    struct vault_stagger *s)
{
	struct vault_place *place = calloc(l->n + 1, sizeof(*place));
	size_t n = 0;
	enum tt_err e;

	if (place == NULL)
		return TT_ENOMEM;
	for (size_t of = 0; of < p->n_partners; of++) {
		if (l->place[of] == PLAN_NO_PLACE)
			continue;
		memcpy(place[n].partner, p->partner[of].p.id,
		    sizeof(place[n].partner));
		place[n++].place = l->place[of];
	}
	e = vault_stagger_add(db, s, place, n);
	free(place);
	return e;
}

enum tt_err
plan_lots_keep(const struct plan *p, const struct draft *d, struct db *db,
    const struct vault_bulletin *b)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < p->n_lots && e == TT_OK; i++) {
		const struct plan_lots *l = &p->lots[i];
		struct vault_stagger s = { .slots = l->slots,
			.revision = b->revision,
			.spacing_s = l->spacing_s,
			.commitment = l->commitment };

		if (!l->fresh)
			continue;
		memcpy(s.bulletin, b->id, sizeof(s.bulletin));
		memcpy(s.wave, d->manifest->waves[l->wave].name,
		    sizeof(s.wave));
		memcpy(s.salt, l->salt, sizeof(s.salt));
		e = keep(p, l, db, &s);
	}
	return e;
}

void
plan_lots_print(const struct plan *p, const struct draft *d, int64_t now_s)
{
	char last[OUT_MOMENT_LEN], spacing[LENGTH_LEN];

	for (size_t i = 0; i < p->n_lots; i++) {
		const struct plan_lots *l = &p->lots[i];
		const struct tt_wave *w = &d->manifest->waves[l->wave];

		out_moment(last, plan_lots_last(l, w), now_s);
		length_format(l->spacing_s, spacing);
		out_line("wave %s: %zu partner%s in %u slot%s %s apart, %s; "
		    "the last opens %s", w->name, l->n, l->n == 1 ? "" : "s",
		    l->slots, l->slots == 1 ? "" : "s", spacing, l->drawn ?
		    "as drawn by lot" : "to be drawn by lot", last);
	}
}

void
plan_lots_json(const struct plan *p, const struct draft *d,
    struct json_out *j)
{
	json_out_key(j, "staggers");
	json_out_array(j);
	for (size_t i = 0; i < p->n_lots; i++) {
		const struct plan_lots *l = &p->lots[i];
		const struct tt_wave *w = &d->manifest->waves[l->wave];

		json_out_object(j);
		json_out_key(j, "wave");
		json_out_str(j, w->name);
		json_out_key(j, "partners");
		json_out_u64(j, l->n);
		json_out_key(j, "slots");
		json_out_u64(j, l->slots);
		json_out_key(j, "spacing_s");
		json_out_u64(j, (uint64_t)l->spacing_s);
		json_out_at(j, "first", w->opens_at_s);
		json_out_at(j, "last", plan_lots_last(l, w));
		json_out_key(j, "drawn");
		json_out_bool(j, l->drawn);
		json_out_key(j, "commitment");
		if (l->drawn)
			json_out_hex(j, l->commitment.b,
			    sizeof(l->commitment.b));
		else
			json_out_null(j);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}
