/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/secret.h"
#include "cli/match.h"

/* A suspect's row, and which slots it is asked about. */
struct asked {
	const struct tracing *t;
	const struct tt_suspect *s;
	uint64_t *row;		/* of every slot; secret */
	bool *done;		/* slots that stand in the match */
};

/* The copy that speaks for the suspect. */
static uint32_t
copy_of(const struct asked *a)
{
	size_t first, n;

	if (a->s->copy != TT_NO_COPY)
		return a->s->copy;
	lineup_copies_of(a->t->lineup, a->s->holder, &first, &n);
	return (uint32_t)first;
}

static bool
is_asked(const struct asked *a, uint32_t slot)
{
	const struct tt_code *code = tt_codebook_code(a->t->codebook);
	bool only_copy = a->s->level == TT_SITE_HOLDER &&
	    a->s->copy != TT_NO_COPY;

	return slot < code->n && !a->done[slot] &&
	    (only_copy || code->slots[slot].level == a->s->level);
}

static bool
has(const struct asked *a, uint32_t slot)
{
	const struct lineup *l = a->t->lineup;

	if (a->s->copy == TT_NO_COPY)
		return lineup_holder_has(l, a->s->holder, slot);
	return l->has[l->copy[a->s->copy].profile][slot];
}

static bool
agrees(const struct tt_observation *o, uint64_t symbol)
{
	uint64_t v;

	if (o->kind != TT_OBS_VALUES)
		return exhibit_settles(o, &v) && v == symbol;
	for (size_t i = 0; i < o->n_values; i++)
		if (o->values[i] == symbol)
			return true;
	return false;
}

static enum match_is
is_what(const struct asked *a, const struct tt_observation *o)
{
	if (!has(a, o->slot))
		return MATCH_LACKS;
	if (o->kind == TT_OBS_NOVEL)
		return MATCH_NOVEL;
	if (o->kind == TT_OBS_GONE)
		return MATCH_GONE;
	return agrees(o, a->row[o->slot]) ? MATCH_AGREES : MATCH_DIFFERS;
}

/* That an innocent row has what was read: by the throw alone. */
static double
chance(const struct asked *a, const struct tt_observation *o)
{
	const struct tt_code *code = tt_codebook_code(a->t->codebook);
	uint64_t v;

	if (o->kind == TT_OBS_VALUES)
		return fmin(1, (double)o->count /
		    (double)code->slots[o->slot].n);
	if (!exhibit_settles(o, &v) || v >= code->slots[o->slot].n)
		return 0;
	return (double)code->bias[o->slot].w[v] / TT_BIAS_SUM;
}

static void
add(struct match *m, struct asked *a, uint32_t slot, enum match_is is,
    double nats)
{
	m->at[m->n++] = (struct match_site){ slot, is, nats,
		is == MATCH_LACKS ? 0 : a->row[slot] };
	m->count[is]++;
	a->done[slot] = true;
}

static void
add_observed(struct match *m, struct asked *a, const struct tt_observation *o,
    double nats)
{
	enum match_is is = is_what(a, o);

	add(m, a, o->slot, is, nats);
	if (is == MATCH_AGREES || is == MATCH_DIFFERS)
		m->by_chance += chance(a, o);
}

static void
fill(struct match *m, struct asked *a)
{
	const struct tt_observations *o = a->t->showing.observations;

	for (size_t i = 0; i < a->s->n_grounds; i++) {
		uint32_t slot = a->s->grounds[i].slot;
		const struct tt_observation *at = tt_observations_at(o, slot);

		if (at != NULL && is_asked(a, slot))
			add_observed(m, a, at, a->s->grounds[i].nats);
	}
	m->n_weighed = m->n;
	for (size_t i = 0; i < o->n; i++)
		if (is_asked(a, o->at[i].slot))
			add_observed(m, a, &o->at[i], 0);
	for (size_t i = 0; i < o->n_contradicted; i++)
		if (is_asked(a, o->contradicted[i]))
			add(m, a, o->contradicted[i],
			    has(a, o->contradicted[i]) ? MATCH_TWICE :
			    MATCH_LACKS, 0);
}

enum tt_err
match_make(struct match *m, const struct tracing *t,
    const struct tt_suspect *s)
{
	const struct tt_roster *r = &t->lineup->roster;
	struct asked a = { .t = t, .s = s };
	size_t n_slots = tt_codebook_code(t->codebook)->n;
	uint32_t copy = copy_of(&a);
	bool room;

	*m = (struct match){ .n = 0 };
	m->at = wiped_new(n_slots + 1, sizeof(*m->at));
	a.row = wiped_new(n_slots + 1, sizeof(*a.row));
	a.done = calloc(n_slots + 1, sizeof(*a.done));
	room = m->at != NULL && a.row != NULL && a.done != NULL;
	if (room) {
		tt_codebook_copy(t->codebook, r->holders[s->holder].number,
		    r->copies[copy].number, a.row);
		fill(m, &a);
	}
	free(a.done);
	wiped_free(a.row);
	return room ? TT_OK : TT_ENOMEM;
}

void
match_done(struct match *m)
{
	wiped_free(m->at);
	*m = (struct match){ .n = 0 };
}

static const struct {
	const char *name, *words;
} kinds[] = {
	[MATCH_AGREES] = { "agrees", "agrees" },
	[MATCH_DIFFERS] = { "differs", "differs" },
	[MATCH_LACKS] = { "lacks", "lacks the site" },
	[MATCH_NOVEL] = { "other_words", "other words" },
	[MATCH_GONE] = { "cut_out", "cut out" },
	[MATCH_TWICE] = { "two_things", "two things at once" },
};
_Static_assert(N_ROWS(kinds) == MATCH_IS_COUNT, "a name each");

const char *
match_name(enum match_is is)
{
	return kinds[is].name;
}

const char *
match_words(enum match_is is)
{
	return kinds[is].words;
}

void
match_text(const struct tracing *t, const struct match_site *s,
    struct buf *out)
{
	const struct tt_site *site = t->showing.site[s->slot].site;

	if (site != NULL && s->is != MATCH_LACKS)
		exhibit_symbol(site, s->symbol, out);
}
