/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "programme/explain.h"

static const struct {
	const char *word, *text;
	const char *needs;	/* what must come first, in words */
} kinds[] = {
	[EXPLAIN_WAVE] = { "wave", "a reader of the wave",
	    "the wave's opening" },
	[EXPLAIN_GROUP] = { "group", "a partner of the tier",
	    "the tier's first opening" },
	[EXPLAIN_KEYS] = { "keys", "stolen keys of a reader",
	    "the first opening" },
	[EXPLAIN_INSIDER] = { "insider", "somebody on the vendor's side",
	    "the report to the vendor" },
	[EXPLAIN_FINDER] = { "finder", "the finder's side, or a contest's",
	    "the finding" },
	[EXPLAIN_TOLD] = { "told", "somebody outside who was told",
	    "their being told" },
	[EXPLAIN_PUBLIC] = { "public", "read in a talk or in public code",
	    "that talk or change" },
	[EXPLAIN_PATCH] = { "patch", "the patch was compared", "the patch" },
	[EXPLAIN_FOUND] = { "found", "found independently", NULL },
};

_Static_assert(N_ROWS(kinds) == EXPLAIN_KINDS, "words for each");

static const char *const answers[] = {
	[EXPLAIN_COMPATIBLE] = "compatible",
	[EXPLAIN_EXCLUDED] = "excluded",
	[EXPLAIN_UNDECIDED] = "not decidable",
};

_Static_assert(N_ROWS(answers) == EXPLAIN_ANSWERS, "a word for each");

/* Which events begin which explanation; a contest's finder knew by then. */
static const enum explain_kind begins[] = {
	[HISTORY_CONTEST] = EXPLAIN_FINDER,
	[HISTORY_FOUND] = EXPLAIN_FINDER,
	[HISTORY_REPORT] = EXPLAIN_INSIDER,
	[HISTORY_VENDOR] = EXPLAIN_INSIDER,
	[HISTORY_TALK] = EXPLAIN_PUBLIC,
	[HISTORY_COMMIT] = EXPLAIN_PUBLIC,
	[HISTORY_PATCH] = EXPLAIN_PATCH,
	[HISTORY_RELEASE] = EXPLAIN_PATCH,
	[HISTORY_TOLD] = EXPLAIN_TOLD,
};

_Static_assert(N_ROWS(begins) == HISTORY_WHATS, "an explanation for each");

/* Does an event of one kind say of another that it had begun by then? */
static bool
implies(enum history_what what, enum explain_kind kind)
{
	/* whoever shows or reports it has found it; the vendor need not know */
	if (kind == EXPLAIN_FINDER)
		return what == HISTORY_CONTEST || what == HISTORY_FOUND ||
		    what == HISTORY_REPORT;
	return begins[what] == kind;
}

struct judging {
	struct explain *out;
	const struct explain_facts *f;
	bool by_all;
};

/* The earlier of two beginnings; where unsure, from the least to the least. */
static struct census_since
earlier(struct census_since a, struct census_since b)
{
	if (!a.known || !b.known)
		return a.known ? a : b;
	if (b.from_s < a.from_s)
		a.from_s = b.from_s;
	if (b.until_s < a.until_s)
		a.until_s = b.until_s;
	return a;
}

static struct census_since
first_opening(const struct explain_facts *f)
{
	struct census_since s = { .known = false };

	for (size_t i = 0; i < f->n_waves; i++)
		s = earlier(s, f->waves[i].opens);
	for (size_t i = 0; i < f->n_groups; i++)
		s = earlier(s, f->groups[i].opens);
	return s;
}

static struct census_since
first_event(const struct explain_facts *f, enum explain_kind kind)
{
	struct census_since s = { .known = false };

	for (size_t i = 0; i < f->n_events; i++)
		if (implies(f->events[i].what, kind))
			s = earlier(s, f->events[i].at);
	return s;
}

static const struct history_sighting *
first_of(const struct explain_facts *f, bool by_all)
{
	const struct history_sighting *first = NULL;

	for (size_t i = 0; i < f->n_sightings; i++) {
		const struct history_sighting *s = &f->sightings[i];

		if (!s->seen.known || (!by_all && !history_fixes(s)))
			continue;
		if (first == NULL || s->seen.until_s < first->seen.until_s)
			first = s;
	}
	return first;
}

/*
 * These may have known before it was put on record, and the record of the
 * one is the vendor's own: neither is ever excluded by it.
 */
static bool
knew_earlier(enum explain_kind k)
{
	return k == EXPLAIN_INSIDER || k == EXPLAIN_FINDER;
}

static void
say(struct explain_row *r, enum explain_answer a, const char *why)
{
	const char *what = kinds[r->kind].needs;

	r->answer = a;
	if (what == NULL)
		snprintf(r->because, sizeof(r->because), "%s", why);
	else
		snprintf(r->because, sizeof(r->because), "%s %s", what, why);
}

/* Nothing is on record that it would have to follow. */
static void
judge_missing(struct explain_row *r, bool unpatched)
{
	if (r->kind == EXPLAIN_WAVE || r->kind == EXPLAIN_GROUP ||
	    r->kind == EXPLAIN_KEYS ||
	    (r->kind == EXPLAIN_PATCH && unpatched))
		say(r, EXPLAIN_EXCLUDED, "has not come so far");
	else if (knew_earlier(r->kind))
		say(r, EXPLAIN_UNDECIDED, "is not on record: enter it with "
		    "its source");
	else
		say(r, EXPLAIN_UNDECIDED, "is not on record");
}

static void
judge_order(struct explain_row *r, const struct census_since *seen)
{
	switch (history_compare(&r->needs, seen)) {
	case HISTORY_BEFORE:
		say(r, EXPLAIN_COMPATIBLE, "came before the first attack");
		break;
	case HISTORY_AFTER:
		if (knew_earlier(r->kind))
			say(r, EXPLAIN_UNDECIDED, "is on record after the "
			    "first attack, but may have come before that");
		else
			say(r, EXPLAIN_EXCLUDED, "came after the first attack");
		break;
	case HISTORY_UNCERTAIN:
		say(r, EXPLAIN_UNDECIDED, "and the first attack are not known "
		    "exactly enough to say which came first");
		break;
	}
}

static void
judge(const struct judging *j, struct explain_row *r)
{
	const struct history_sighting *first = j->out->first;

	if (r->kind == EXPLAIN_FOUND)
		say(r, EXPLAIN_COMPATIBLE, "no instant can exclude it");
	else if (first == NULL)
		say(r, EXPLAIN_UNDECIDED, "may have come before or after: "
		    "there is no sighting that no partner could influence");
	else if (!r->needs.known)
		judge_missing(r, j->f->unpatched);
	else
		judge_order(r, &first->seen);
	if (j->by_all && r->answer == EXPLAIN_EXCLUDED &&
	    !history_fixes(first))
		say(r, EXPLAIN_UNDECIDED, first->weak ? "comes after the "
		    "first attack only by a report that is not sure, or that "
		    "a partner could have shaped" : "comes after the first "
		    "attack only by the word of somebody whom it concerns");
}

static enum tt_err
add(const struct judging *j, enum explain_kind kind, const char *name,
    struct census_since needs)
{
	struct explain_row *r;

	if (j->out->n == EXPLAIN_MAX)
		return TT_ELIMIT;
	r = &j->out->row[j->out->n++];
	*r = (struct explain_row){ .kind = kind, .name = name,
		.needs = needs };
	judge(j, r);
	return TT_OK;
}

static enum tt_err
add_openings(const struct judging *j, enum explain_kind kind,
    const struct explain_opening *o, size_t n)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = add(j, kind, o[i].name, o[i].opens);
	return e;
}

static enum tt_err
add_rest(const struct judging *j)
{
	enum tt_err e = add(j, EXPLAIN_KEYS, NULL, first_opening(j->f));

	for (enum explain_kind k = EXPLAIN_INSIDER;
	    k < EXPLAIN_KINDS && e == TT_OK; k++)
		e = add(j, k, NULL, first_event(j->f, k));
	return e;
}

enum tt_err
explain_all(struct explain *out, const struct explain_facts *f, bool by_all)
{
	const struct judging j = { out, f, by_all };
	struct census_since opening = first_opening(f);
	enum tt_err e;

	out->n = 0;
	out->first = first_of(f, by_all);
	out->readers_out = out->first != NULL && history_fixes(out->first) &&
	    (!opening.known || history_compare(&opening, &out->first->seen) ==
	    HISTORY_AFTER);
	if ((e = add_openings(&j, EXPLAIN_WAVE, f->waves, f->n_waves)) !=
	    TT_OK ||
	    (e = add_openings(&j, EXPLAIN_GROUP, f->groups, f->n_groups)) !=
	    TT_OK)
		return e;
	return add_rest(&j);
}

static size_t
count(const struct explain *e, enum explain_answer a)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->row[i].answer == a;
	return n;
}

void
explain_sum(struct buf *out, const struct explain *e)
{
	if (e->first == NULL)
		buf_str(out, "No sighting is on record that no partner could "
		    "influence, so the instants exclude nothing.");
	else if (e->readers_out)
		buf_str(out, "The first attack came before anything had "
		    "opened, by a source that no partner could influence: no "
		    "reader, and nobody with a reader's keys, can have learnt "
		    "of it from this bulletin by then. That rests on the "
		    "keepers: whoever had enough of their shares early could "
		    "have opened a copy.");
	else
		buf_printf(out, "Of %zu explanations the instants exclude "
		    "%zu, leave %zu, and cannot decide %zu.", e->n,
		    count(e, EXPLAIN_EXCLUDED), count(e, EXPLAIN_COMPATIBLE),
		    count(e, EXPLAIN_UNDECIDED));
	if (e->first != NULL && !history_fixes(e->first))
		buf_printf(out, " This is by %s, which excludes nobody and "
		    "accuses nobody.", e->first->weak ? "a report that is "
		    "not sure, or that a partner could have shaped" :
		    "the word of somebody whom it concerns");
	buf_str(out, " What is compatible is possible, and no more likely "
	    "for it: only an order drawn by lot could say more, so these "
	    "instants accuse nobody.");
}

const char *
explain_kind_word(enum explain_kind k)
{
	return kinds[k].word;
}

const char *
explain_kind_text(enum explain_kind k)
{
	return kinds[k].text;
}

const char *
explain_answer_word(enum explain_answer a)
{
	return answers[a];
}
