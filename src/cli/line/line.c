/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/line/line.h"

const char *const line_limits[] = {
	"An instant is as good as whoever wrote it down; the bars are as wide "
	    "as it is uncertain.",
	"What came before is possible as a cause, and nothing more; what did "
	    "not is excluded for the first attack that is known, not for "
	    "one that nobody saw.",
	"Where nobody drew by lot who is told when, no chance is worked out: "
	    "that needs a stagger, committed to before (docs/timing.md).",
	NULL
};

struct line *
line_new(const char *name)
{
	struct line *l = calloc(1, sizeof(*l));

	if (l != NULL && (l->name = strdup(name)) == NULL) {
		free(l);
		return NULL;
	}
	return l;
}

void
line_free(struct line *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->n_texts; i++)
		free(l->text[i]);
	free(l->act);
	free(l->text);
	free(l->name);
	free(l);
}

/* *out: a copy of s, or NULL of NULL. */
static enum tt_err
keep(struct line *l, const char *s, const char **out)
{
	size_t cap = l->cap_texts > 0 ? l->cap_texts * 2 : 64;
	char **text;

	*out = NULL;
	if (s == NULL)
		return TT_OK;
	if (l->n_texts == l->cap_texts) {
		text = reallocarray(l->text, cap, sizeof(*text));
		if (text == NULL)
			return TT_ENOMEM;
		l->text = text;
		l->cap_texts = cap;
	}
	if ((l->text[l->n_texts] = strdup(s)) == NULL)
		return TT_ENOMEM;
	*out = l->text[l->n_texts++];
	return TT_OK;
}

enum tt_err
line_add_wave(struct line *l, const char *name, struct census_since opens,
    const struct line_fetched *fetched)
{
	struct explain_opening o = { .opens = opens };
	enum tt_err e;

	if (l->n_waves == LINE_OPENINGS_MAX)
		return TT_ELIMIT;
	if ((e = keep(l, name, &o.name)) != TT_OK)
		return e;
	l->fetched[l->n_waves] = *fetched;
	l->wave[l->n_waves++] = o;
	return TT_OK;
}

enum tt_err
line_add_event(struct line *l, const struct history_event *event)
{
	struct history_event x = *event;
	enum tt_err e;

	if (l->n_events == LINE_EVENTS_MAX)
		return TT_ELIMIT;
	if ((e = keep(l, event->source, &x.source)) == TT_OK)
		l->event[l->n_events++] = x;
	return e;
}

enum tt_err
line_add_act(struct line *l, const struct line_act *act)
{
	struct line_act x = *act;
	enum tt_err e;

	if (l->n_acts == LINE_ACTS_MAX)
		return TT_ELIMIT;
	if (l->act == NULL &&
	    (l->act = calloc(LINE_ACTS_MAX, sizeof(*l->act))) == NULL)
		return TT_ENOMEM;
	if ((e = keep(l, act->what, &x.what)) == TT_OK &&
	    (e = keep(l, act->who, &x.who)) == TT_OK)
		l->act[l->n_acts++] = x;
	return e;
}

enum tt_err
line_add_sighting(struct line *l, const struct history_sighting *s)
{
	struct history_sighting x = *s;
	enum tt_err e;

	if (l->n_sightings == LINE_SIGHTINGS_MAX)
		return TT_ELIMIT;
	if ((e = keep(l, s->who, &x.who)) == TT_OK &&
	    (e = keep(l, s->place, &x.place)) == TT_OK)
		l->sighting[l->n_sightings++] = x;
	return e;
}

enum tt_err
line_add_reader(struct line *l, const char *group, struct census_since could)
{
	struct explain_opening *o;
	size_t i = 0;
	enum tt_err e;

	while (i < l->n_groups && strcmp(l->group[i].name, group) != 0)
		i++;
	o = &l->group[i];
	if (i == l->n_groups) {
		if (i == LINE_OPENINGS_MAX)
			return TT_ELIMIT;
		*o = (struct explain_opening){ .opens = could };
		if ((e = keep(l, group, &o->name)) != TT_OK)
			return e;
		l->n_groups++;
	} else if (could.known && (!o->opens.known ||
	    could.from_s < o->opens.from_s))
		o->opens = could;
	return TT_OK;
}

enum tt_err
line_explain(struct line *l)
{
	const struct explain_facts f = { l->wave, l->n_waves, l->group,
		l->n_groups, l->event, l->n_events, l->sighting,
		l->n_sightings, l->unpatched };
	enum tt_err e;

	if ((e = explain_all(&l->independent, &f, false)) != TT_OK)
		return e;
	return explain_all(&l->all, &f, true);
}

bool
line_has_interested(const struct line *l)
{
	return l->independent.first != l->all.first;
}
