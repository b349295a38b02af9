/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/census_lines.h"
#include "cli/known/known_line.h"
#include "cli/line/gather.h"
#include "cli/say.h"
#include "store/vault_embargo.h"
#include "store/vault_history.h"

static enum tt_err
put_event(void *ctx, const struct vault_event_public *e)
{
	return line_add_event(ctx, &e->event);
}

static enum tt_err
read_events(struct line *l, struct db *db, const char *bulletin)
{
	return vault_history_each(db, bulletin, put_event, l);
}

gather_source *const gather_sources[] = {
	read_events,
	known_line_knowers,
	known_line_sightings,
	NULL
};

/* From the first to the last of a wave's receipts. */
static struct line_fetched
fetched_of(const struct census_lines *c, const struct census_wave *wave)
{
	struct line_fetched f = { .readers = 0 };

	for (size_t i = 0; i < c->n; i++) {
		const struct vault_knower *k;
		const struct census_person *p = census_lines_who(c,
		    &c->line[i], &k);
		const struct census_since *s =
		    &c->line[i].since[CENSUS_FETCHED];

		if (p == NULL || !census_wave_same(&c->wave[p->wave], wave))
			continue;
		f.readers++;
		if (!s->known)
			continue;
		if (f.fetched++ == 0)
			f.at = *s;
		if (s->from_s < f.at.from_s)
			f.at.from_s = s->from_s;
		if (s->until_s > f.at.until_s)
			f.at.until_s = s->until_s;
	}
	return f;
}

/*
 * A wave is one, in however many revisions: its first release; else false.  A
 * late one is between its instant and when the hub had opened it.
 */
static bool
opening(const struct census_lines *c, size_t w, struct census_since *at)
{
	const struct census_wave *first = &c->wave[w];

	for (size_t i = 0; i < w; i++)
		if (census_wave_same(&c->wave[i], &c->wave[w]))
			return false;
	for (size_t i = w + 1; i < c->n_waves; i++)
		if (census_wave_same(&c->wave[i], &c->wave[w]) &&
		    c->wave[i].released_s < first->released_s)
			first = &c->wave[i];
	at->known = first->released_s != CENSUS_NEVER;
	at->from_s = at->until_s = first->released_s;
	if (first->as == SCHEDULE_MISSED)
		at->until_s = first->opened_s;
	return true;
}

/* Of one that opens in slots, which of them it is. */
static void
name_of(const struct census_lines *c, size_t w, char out[LINE_LABEL_MAX])
{
	const struct vault_wave *of = &c->wave[w].wave;
	bool slots = of->slot > 0;

	for (size_t i = 0; i < c->n_waves; i++)
		slots = slots || (c->wave[i].wave.slot > 0 &&
		    strcmp(c->wave[i].wave.name, of->name) == 0);
	if (slots)
		snprintf(out, LINE_LABEL_MAX, "%s, slot %u", of->name,
		    of->slot + 1);
	else
		snprintf(out, LINE_LABEL_MAX, "%s", of->name);
}

static enum tt_err
put_waves(struct line *l, const struct census_lines *c)
{
	char name[LINE_LABEL_MAX];
	struct line_fetched f;
	struct census_since at;
	enum tt_err e = TT_OK;

	for (size_t w = 0; w < c->n_waves && e == TT_OK; w++) {
		if (!opening(c, w, &at))
			continue;
		f = fetched_of(c, &c->wave[w]);
		name_of(c, w, name);
		e = line_add_wave(l, name, at, &f);
	}
	return e;
}

/* A tier could read as soon as one reader of one of its partners could. */
static enum tt_err
put_groups(struct line *l, struct db *db, const struct census_lines *c)
{
	const struct vault_knower *k;
	struct vault_partner p = { .id = "" };
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < c->n && e == TT_OK; i++) {
		if (census_lines_who(c, &c->line[i], &k) == NULL)
			continue;
		if (strcmp(p.id, c->line[i].partner) != 0)
			e = vault_partner_get(db,
			    span_str(c->line[i].partner), &p);
		if (e == TT_OK)
			e = line_add_reader(l, p.tier,
			    c->line[i].since[CENSUS_COULD]);
	}
	return e;
}

/* The public instant by the embargo in force, if it has come. */
static enum tt_err
put_public(struct line *l, struct db *db, const struct vault_bulletin *b,
    int64_t now_s)
{
	struct history_event e = { .what = HISTORY_RELEASE,
		.source = "the bulletin's public instant" };
	int64_t at_s;
	enum tt_err err = vault_embargo_public(db, b->id, b->public_s, now_s,
	    &at_s);

	if (err != TT_OK)
		return err;
	e.at = (struct census_since){ true, at_s, at_s };
	l->unpatched = at_s > now_s;
	return l->unpatched ? TT_OK : line_add_event(l, &e);
}

int
gather_line(struct line *l, struct vault *v, const struct vault_bulletin *b,
    int64_t now_s)
{
	const struct census_about all = { .n_texts = 0 };
	struct census_lines c;
	enum tt_err e;

	e = census_lines_read(&c, v->db, b, &all, now_s);
	if (e == TT_OK && (e = put_waves(l, &c)) == TT_OK)
		e = put_groups(l, v->db, &c);
	census_lines_done(&c);
	if (e == TT_OK)
		e = put_public(l, v->db, b, now_s);
	for (size_t i = 0; gather_sources[i] != NULL && e == TT_OK; i++)
		e = gather_sources[i](l, v->db, b->id);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read what is on record of %s",
		    b->name);
	return CLI_DONE;
}
