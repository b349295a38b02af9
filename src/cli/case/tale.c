/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/case/tale.h"
#include "cli/case/words.h"
#include "cli/known/sighting.h"
#include "cli/out.h"

#define SAID_MAX	(2 * CASE_TEXT_MAX)	/* bytes of one paragraph */

struct telling {
	const struct dossier *d;
	const struct tale_on *on;
	int64_t now_s;
};

static void
pair(const struct telling *t, const char *term, const char *fmt, ...)
    PRINTF(3, 4);

static void
pair(const struct telling *t, const char *term, const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	t->on->pair(t->on->ctx, term, text);
	free(text);
}

static const char *
moment(const struct telling *t, int64_t at_s, char out[OUT_MOMENT_LEN])
{
	out_moment(out, at_s, t->now_s);
	return out;
}

static void
tell_head(const struct telling *t)
{
	const struct vault_case *c = &t->d->c;
	char at[OUT_MOMENT_LEN];

	pair(t, "case", "%s", c->id);
	pair(t, "title", "%s", c->title);
	pair(t, "state", "%s%s%s", case_state_text(c->state), c->has_outcome ?
	    ", outcome " : "", c->has_outcome ? case_outcome_text(c->outcome) :
	    "");
	pair(t, "opened", "%s", moment(t, c->opened_s, at));
	pair(t, "outside", "%s may be told", case_tell_text(c->tell));
}

static void
tell_specimen(const struct telling *t, const struct case_item *x)
{
	int64_t found = text_int(x->text, "found");
	const char *from = text_str(x->text, "from");
	const char *custody = text_str(x->text, "custody");
	char at[OUT_MOMENT_LEN];

	pair(t, "specimen", "%s", x->e.subject);
	pair(t, "file", "%s, %" PRId64 " bytes", text_str(x->text, "name"),
	    text_int(x->text, "bytes"));
	if (found != 0)
		pair(t, "found", "%s", moment(t, found, at));
	if (from[0] != '\0')
		pair(t, "from", "%s", from);
	pair(t, "custody", "%s%sentered by %s, %s", custody,
	    custody[0] != '\0' ? "; " : "", x->e.officer,
	    moment(t, x->e.at_s, at));
}

static void
tell_suspects(const struct telling *t, const json_t *list)
{
	const json_t *s;
	size_t i;

	json_array_foreach(list, i, s) {
		const char *who = text_str(s, "partner");
		const char *reader = text_str(s, "reader");
		const struct case_item *r = dossier_reply(t->d, who);

		pair(t, text_str(s, "verdict"), "%s%s%s; an innocent one is "
		    "named in at most one of %s specimens", who,
		    reader[0] != '\0' ? ", copy of " : "", reader,
		    text_str(s, "one_in"));
		if (r != NULL)
			pair(t, "its reply", "SHA-256 %s, entry %u",
			    text_str(r->text, "sha256"), r->e.n);
	}
}

static void
tell_trace(const struct telling *t, const struct case_item *x)
{
	const json_t *readings = json_object_get(x->text, "readings"), *r;
	const json_t *list, *f;
	size_t i, k;

	pair(t, "trace", "entry %u, of specimen %s: %s", x->e.n,
	    x->e.subject, text_str(x->text, "verdict"));
	json_array_foreach(readings, i, r) {
		pair(t, "bulletin", "%s (%s): %" PRId64 " of %" PRId64
		    " sites read, reading %" PRId64 " of it; the best bound "
		    "is one in %s", text_str(r, "name"),
		    text_str(r, "bulletin"), text_int(r, "read"),
		    text_int(r, "sites"), text_int(r, "t"),
		    text_str(r, "one_in"));
		list = json_object_get(r, "findings");
		json_array_foreach(list, k, f)
			tell_suspects(t, json_object_get(f, "suspects"));
	}
	if (json_array_size(readings) == 0)
		pair(t, "bulletin", "none is in it");
}

static void
tell_finding(const struct telling *t, const struct case_item *x)
{
	pair(t, "finding", "entry %u, of trace %" PRId64 ", agreed by %s: %s",
	    x->e.n, text_int(x->text, "trace"), x->e.officer,
	    text_str(x->text, "verdict"));
	tell_suspects(t, json_object_get(x->text, "partners"));
}

/* By the hub's record; with what that is worth. */
static void
tell_used(const struct telling *t, const json_t *used)
{
	char first[OUT_MOMENT_LEN], last[OUT_MOMENT_LEN];
	const json_t *u;
	size_t i;

	json_array_foreach(used, i, u) {
		const char *network = text_str(u, "network");

		pair(t, "used from", "%s, first %s, last %s, in %" PRId64
		    " minutes of %" PRId64 " days", network[0] != '\0' ?
		    network : "more networks", moment(t, text_int(u, "first"),
		    first), moment(t, text_int(u, "last"), last),
		    text_int(u, "minutes"), text_int(u, "days"));
	}
	if (json_array_size(used) > 0)
		pair(t, "", "%s", sighting_place_warning);
}

/* A bulletin that keys open, and whether their holder says so. */
static void
tell_could(const struct telling *t, const char *name, const json_t *opened)
{
	char at[OUT_MOMENT_LEN];
	const json_t *o;
	size_t i;

	json_array_foreach(opened, i, o)
		if (strcmp(text_str(o, "bulletin"), name) == 0) {
			pair(t, "could open", "%s; opened %s, by a request "
			    "that they signed", name, moment(t, text_int(o,
			    "at"), at));
			return;
		}
	pair(t, "could open", "%s%s", name, opened == NULL ? "" :
	    "; no word that it was opened, which proves nothing");
}

/* The instants of a loss: beside when the first specimen was found. */
static void
tell_loss(const struct telling *t, const struct case_item *x)
{
	int64_t reported = text_int(x->text, "reported"), first = INT64_MAX;
	int64_t since = text_int(x->text, "since");
	const json_t *list = json_object_get(x->text, "could_open"), *b;
	char at[OUT_MOMENT_LEN], leak[OUT_MOMENT_LEN];
	size_t i;

	for (i = 0; i < t->d->n; i++)
		if (t->d->item[i].e.act == CASE_ADD) {
			int64_t f = text_int(t->d->item[i].text, "found");

			if (f == 0)
				f = t->d->item[i].e.at_s;
			first = f < first ? f : first;
		}
	if (text_str(x->text, "reader")[0] != '\0')
		pair(t, "keys of", "%s", text_str(x->text, "reader"));
	if (since != 0)
		pair(t, "since", "%s", moment(t, since, at));
	if (text_str(x->text, "seen_from")[0] != '\0')
		pair(t, "used from", "%s", text_str(x->text, "seen_from"));
	tell_used(t, json_object_get(x->text, "used"));
	if (reported != 0 && first < reported)
		pair(t, "reported lost", "%s, after the first specimen: %s",
		    moment(t, reported, at), moment(t, first, leak));
	else if (reported != 0)
		pair(t, "reported lost", "%s", moment(t, reported, at));
	json_array_foreach(list, i, b)
		tell_could(t, json_string_value(b), json_object_get(x->text,
		    "opened"));
}

static void
tell_side(const struct telling *t, enum case_hypothesis h, const char *side)
{
	for (size_t i = 0; i < t->d->n; i++) {
		const struct case_item *x = &t->d->item[i];

		if (x->e.act != CASE_HYPOTHESIS ||
		    strcmp(x->e.subject, case_hypothesis_text(h)) != 0 ||
		    strcmp(text_str(x->text, "side"), side) != 0)
			continue;
		pair(t, side, "%s (%s, entry %u)", text_str(x->text, "text"),
		    x->e.officer, x->e.n);
		tell_loss(t, x);
	}
}

static void
tell_hypotheses(const struct telling *t)
{
	t->on->heading(t->on->ctx, "What may have happened");
	for (enum case_hypothesis h = 0; h < CASE_HYPOTHESES; h++) {
		pair(t, case_hypothesis_text(h), "%s",
		    case_hypothesis_means(h));
		tell_side(t, h, "for");
		tell_side(t, h, "against");
	}
}

static void
tell_letter(const struct telling *t, const struct case_item *x)
{
	char at[OUT_MOMENT_LEN];

	if (x->e.act == CASE_LETTER)
		pair(t, "letter", "entry %u, to %s; the term ends %s; SHA-256 "
		    "%s", x->e.n, text_str(x->text, "partner"), moment(t,
		    text_int(x->text, "term"), at),
		    text_str(x->text, "sha256"));
	else
		pair(t, "reply", "entry %u, of %s: %s, SHA-256 %s", x->e.n,
		    text_str(x->text, "partner"), text_str(x->text, "name"),
		    text_str(x->text, "sha256"));
}

/* Each act by who and when; notes in full. */
static void
tell_log(const struct telling *t)
{
	char at[OUT_MOMENT_LEN], sum[HEX_LEN(32) + 1];

	t->on->heading(t->on->ctx, "Who did what");
	for (size_t i = 0; i < t->d->n; i++) {
		const struct vault_case_entry *e = &t->d->item[i].e;
		const char *why = text_str(t->d->item[i].text, "reason");

		hex_encode(sum, e->text.b, sizeof(e->text.b));
		pair(t, case_act_text(e->act), "%u, by %s, %s%s%s%s%s", e->n,
		    e->officer, moment(t, e->at_s, at),
		    e->subject[0] != '\0' ? ": " : "", e->subject,
		    e->sealed ? "; its text has SHA-256 " : "",
		    e->sealed ? sum : "");
		if (why[0] != '\0')
			pair(t, "reason", "%s", why);
		if (e->act == CASE_NOTE)
			pair(t, "", "%s", text_str(t->d->item[i].text,
			    "text"));
	}
}

static void
tell_each(const struct telling *t, const char *heading, unsigned acts,
    void (*fn)(const struct telling *t, const struct case_item *x))
{
	bool any = false;

	for (size_t i = 0; i < t->d->n; i++) {
		if ((acts & 1u << t->d->item[i].e.act) == 0)
			continue;
		if (!any)
			t->on->heading(t->on->ctx, heading);
		any = true;
		fn(t, &t->d->item[i]);
	}
}

static void
tell_exception(const struct telling *t, const struct vault_exception *x)
{
	char at[OUT_MOMENT_LEN], until[OUT_MOMENT_LEN];

	pair(t, "exception", "%s, of rule %s, for %s, %s%s: %s (%s, %s)",
	    x->partner, x->rule, x->bulletin[0] != '\0' ? x->bulletin :
	    "any bulletin", x->until_s != INT64_MAX ? "until " :
	    "without end", x->until_s != INT64_MAX ? moment(t, x->until_s,
	    until) : "", x->reason, x->officers, moment(t, x->at_s, at));
}

static void
tell_mishap(const struct telling *t, const struct beside_mishap *m)
{
	char at[OUT_MOMENT_LEN], soon[MISHAP_SOON_MAX];

	mishap_soon_text(&m->soon, soon);
	pair(t, "mishap", "%s, about %s, letter %" PRId64 " of %s: %s",
	    m->partner, m->bulletin, m->n, moment(t, m->received_s, at),
	    m->shut ? "it is not for this officer's key" : soon);
}

static void
tell_opening(const struct telling *t, const struct beside_opening *o)
{
	char at[OUT_MOMENT_LEN], late[LENGTH_LEN] = "";

	if (o->as == SCHEDULE_MISSED)
		length_format(o->late_s, late);
	pair(t, "opening", "wave %s of %s opened %s, %s%s%s", o->wave,
	    o->bulletin, moment(t, o->opened_s, at), late, late[0] != '\0' ?
	    " " : "", schedule_opening_text(o->as));
}

static void
tell_beside(const struct telling *t, const struct beside *b)
{
	if (b->n_exceptions + b->n_mishaps + b->n_openings == 0)
		return;
	t->on->heading(t->on->ctx, "On record of these bulletins, whoever "
	    "leaked");
	for (size_t i = 0; i < b->n_exceptions; i++)
		tell_exception(t, &b->exception[i]);
	for (size_t i = 0; i < b->n_mishaps; i++)
		tell_mishap(t, &b->mishap[i]);
	for (size_t i = 0; i < b->n_openings; i++)
		tell_opening(t, &b->opening[i]);
}

void
tale_tell(const struct dossier *d, const struct beside *b,
    const struct tale_on *on, int64_t now_s)
{
	const struct telling t = { .d = d, .on = on, .now_s = now_s };

	tell_head(&t);
	tell_each(&t, "What was found", 1u << CASE_ADD, tell_specimen);
	tell_each(&t, "What the marks say", 1u << CASE_TRACE, tell_trace);
	tell_hypotheses(&t);
	tell_each(&t, "Findings", 1u << CASE_FINDING, tell_finding);
	tell_each(&t, "Letters and replies", 1u << CASE_LETTER |
	    1u << CASE_REPLY, tell_letter);
	if (b != NULL)
		tell_beside(&t, b);
	if (dossier_has(d) & (CASE_NEEDS_TRACE | CASE_NEEDS_FINDING)) {
		on->say(on->ctx, words_bound);
		on->say(on->ctx, words_keys);
	}
	for (size_t i = 0; tt_verdict_not_excluded[i] != NULL &&
	    dossier_has(d) & CASE_NEEDS_TRACE; i++)
		pair(&t, "not excluded", "%s", tt_verdict_not_excluded[i]);
	tell_log(&t);
}
