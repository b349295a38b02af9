/* SPDX-License-Identifier: ISC */
/* Bulletins: what opens next, what is late, what was forgotten. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/embargo/hub.h"
#include "cli/embargo/standing.h"
#include "cli/post/alarm.h"
#include "cli/post/outlook.h"
#include "store/vault_bulletin.h"
#include "store/vault_embargo.h"
#include "store/vault_ledger.h"
#include "store/vault_opened.h"
#include "store/vault_outlook.h"
#include "store/vault_public.h"

#define LATE_S	120	/* an opening without its release */
#define MISSED_DAYS	7	/* that one which was late is shown */

struct watching {
	struct looking *l;
	struct tt_statement *st;	/* scratch */
	struct release {
		struct hash leaf;	/* of the wave */
		int64_t at_s;		/* by the hub's clock */
	} *released;
	size_t n, cap;
};

static enum tt_err
take_release(void *ctx, const struct vault_event *ev)
{
	struct watching *w = ctx;
	size_t cap = w->cap > 0 ? w->cap * 2 : 64;
	struct release *grown;
	enum tt_err e;

	if ((e = tt_statement_parse(w->st, ev->bytes, NULL)) != TT_OK)
		return e;
	if (w->n == w->cap) {
		grown = reallocarray(w->released, cap, sizeof(*grown));
		if (grown == NULL)
			return TT_ENOMEM;
		w->released = grown;
		w->cap = cap;
	}
	w->released[w->n].at_s = ev->received_s;
	return tt_statement_hash(w->st, "wave", &w->released[w->n++].leaf) ?
	    TT_OK : TT_EINTEGRITY;
}

static const struct release *
release_of(const struct watching *w, const struct hash *leaf)
{
	for (size_t i = w->n; i > 0; i--)
		if (memcmp(&w->released[i - 1].leaf, leaf, sizeof(*leaf)) ==
		    0)
			return &w->released[i - 1];
	return NULL;
}

/* It is open, and was late: its readers had less time than was promised. */
static void
look_at_missed(struct looking *l, const struct vault_bulletin *b,
    const struct vault_wave *wave, const struct release *r)
{
	struct vault_embargo *said = calloc(VAULT_EMBARGO_MAX, sizeof(*said));
	const struct schedule_opened o = { .opens_s = wave->opens_s,
		.published_s = b->published_s, .opened_s = r->at_s };
	char late[LENGTH_LEN], next[OUTLOOK_TEXT_MAX];
	enum tt_err e = TT_ENOMEM;
	int64_t late_s = 0;
	size_t n = 0;

	if (said != NULL)
		e = vault_embargo_all(l->v->db, b->id, said,
		    VAULT_EMBARGO_MAX, &n);
	if (e != TT_OK)
		looking_cannot(l, e, "how a wave opened");
	else if (standing_opened(said, n, &o, &late_s) == SCHEDULE_MISSED) {
		length_format(late_s, late);
		snprintf(next, sizeof(next), "embargo show %s", b->name);
		outlook_add(l->out, OUTLOOK_SUSPICIOUS, r->at_s, next,
		    "%s: wave %s opened %s late", b->name, wave->name, late);
	}
	free(said);
}

/* By its number: what authors call a wave is theirs. */
static void
mail_late(struct looking *l, const struct vault_bulletin *b,
    const struct vault_wave *wave)
{
	char which[VAULT_BULLETIN_LEN + 32], what[OUTLOOK_TEXT_MAX];

	snprintf(which, sizeof(which), "wave-%s-%u", b->id, wave->n);
	snprintf(what, sizeof(what), "wave %u of bulletin %s was to open, and "
	    "its keepers have not released it", wave->n + 1, b->id);
	alarm_tell(l->v, ALARM_LATE, which, what, wave->opens_s);
}

static void
look_at_wave(struct watching *w, const struct vault_bulletin *b,
    const struct vault_wave *wave)
{
	const struct release *r = release_of(w, &wave->leaf);
	struct looking *l = w->l;

	if (r != NULL && r->at_s - wave->opens_s > SCHEDULE_LATE_S &&
	    l->now_s - r->at_s <= MISSED_DAYS * INT64_C(86400))
		look_at_missed(l, b, wave, r);
	if (r != NULL)
		return;
	if (wave->opens_s > l->now_s)
		outlook_add(l->out, OUTLOOK_NEXT, wave->opens_s, NULL,
		    "%s: wave %s opens", b->name, wave->name);
	else if (l->fetched && l->now_s - wave->opens_s > LATE_S) {
		outlook_add(l->out, OUTLOOK_FAILING, wave->opens_s, NULL,
		    "%s: wave %s was to open and its keepers have not "
		    "released it", b->name, wave->name);
		mail_late(l, b, wave);
	}
}

static enum tt_err
look_at_open(struct watching *w, const struct vault_bulletin *b)
{
	struct vault_wave *waves = calloc(TT_WAVES_MAX, sizeof(*waves));
	enum tt_err e = TT_ENOMEM;
	size_t n = 0;

	if (waves != NULL)
		e = vault_wave_all(w->l->v->db, b->sealing, waves,
		    TT_WAVES_MAX, &n);
	for (size_t i = 0; e == TT_OK && i < n; i++)
		look_at_wave(w, b, &waves[i]);
	free(waves);
	if (e == TT_OK)
		outlook_add(w->l->out, OUTLOOK_NEXT, b->public_s, NULL,
		    "%s: public", b->name);
	return e;
}

/* Stock tools say nothing: nobody is late by it. */
static enum tt_err
look_at_opened(struct watching *w, const struct vault_bulletin *b,
    int64_t received)
{
	char next[OUTLOOK_TEXT_MAX];
	int64_t n = 0;
	enum tt_err e;

	if ((e = vault_opened_partners(w->l->v->db, b->id, &n)) != TT_OK ||
	    n >= received)
		return e;
	snprintf(next, sizeof(next), "census %s", b->name);
	outlook_add(w->l->out, OUTLOOK_NEXT, OUTLOOK_NO_TIME, next,
	    "%s: %lld of %lld partners that received it say that they opened "
	    "it; no word of the others", b->name, (long long)n,
	    (long long)received);
	return TT_OK;
}

/* Who has not answered; who has not received what is open. */
static enum tt_err
look_at_readers(struct watching *w, const struct vault_bulletin *b)
{
	char next[OUTLOOK_TEXT_MAX];
	struct vault_reach r;
	enum tt_err e;

	if ((e = vault_reach_count(w->l->v->db, b->id, &r)) != TT_OK)
		return e;
	snprintf(next, sizeof(next), "embargo show %s", b->name);
	if (r.silent > 0)
		outlook_add(w->l->out, OUTLOOK_SILENT, OUTLOOK_NO_TIME, next,
		    "%s: %lld of %lld partners have not consented", b->name,
		    (long long)r.silent, (long long)r.partners);
	if (r.unread > r.silent)
		outlook_add(w->l->out, OUTLOOK_SILENT, OUTLOOK_NO_TIME, next,
		    "%s: %lld of %lld partners have answered and not received "
		    "it", b->name, (long long)(r.unread - r.silent),
		    (long long)r.partners);
	if (r.partners > r.unread)
		e = look_at_opened(w, b, r.partners - r.unread);
	return e;
}

/* Terms of the vault that the hub still has to put in force. */
static void
look_at_terms(struct watching *w, const struct vault_bulletin *b,
    const struct embargo_now *now)
{
	bool adopted = false;
	struct hubclient *h;

	if (!w->l->fetched || now->revision < 2 ||
	    vault_hub(w->l->v, &h) != CLI_DONE)
		return;
	if (hub_await_terms(h, b->id, now->revision, 0, &adopted) != CLI_DONE)
		outlook_add(w->l->out, OUTLOOK_UNKNOWN, OUTLOOK_NO_TIME, NULL,
		    "%s: which terms the hub has in force", b->name);
	else if (!adopted)
		outlook_add(w->l->out, OUTLOOK_FAILING, OUTLOOK_NO_TIME, NULL,
		    "%s: the hub has not put terms %u in force yet", b->name,
		    now->revision);
}

/* Who besides us agrees to terms: who has yet to answer, who refused. */
static enum tt_err
look_at_parties(struct watching *w, const struct vault_bulletin *b,
    const struct embargo_now *now)
{
	struct vault_party p[VAULT_PARTIES_MAX];
	size_t n = 0;
	enum tt_err e;

	e = vault_party_all(w->l->v->db, b->id, p, VAULT_PARTIES_MAX, &n);
	for (size_t i = 0; e == TT_OK && i < n; i++)
		if (now->state == EMBARGO_REVISING &&
		    p[i].revision != now->proposed)
			outlook_add(w->l->out, OUTLOOK_SILENT, now->public_s,
			    NULL, "%s: %s has not answered terms %u",
			    b->name, p[i].name, now->proposed);
		else if (now->state == EMBARGO_ACTIVE && !p[i].accepts &&
		    p[i].revision > now->revision)
			outlook_add(w->l->out, OUTLOOK_NEXT, now->public_s,
			    NULL, "%s: %s refused terms %u, the old ones "
			    "stay in force", b->name, p[i].name,
			    p[i].revision);
	return e;
}

/* What is out, as its embargo stands. */
static enum tt_err
look_at_published(struct watching *w, const struct vault_bulletin *b)
{
	char next[OUTLOOK_TEXT_MAX];
	struct embargo_now now;
	enum tt_err e;

	if ((e = vault_embargo_now(w->l->v->db, b->id, w->l->now_s, &now)) !=
	    TT_OK)
		return e;
	if (now.state == EMBARGO_ENDED)
		return TT_OK;
	snprintf(next, sizeof(next), "slip %s", b->name);
	if (now.state == EMBARGO_REVISING)
		outlook_add(w->l->out, OUTLOOK_DUE, now.proposed_s, next,
		    "%s: terms %u are proposed, the old ones are in force",
		    b->name, now.proposed);
	look_at_terms(w, b, &now);
	if ((e = look_at_parties(w, b, &now)) == TT_OK &&
	    (e = look_at_open(w, b)) == TT_OK)
		e = look_at_readers(w, b);
	return e;
}

static enum tt_err
look_at_one(void *ctx, const struct vault_bulletin *b)
{
	struct watching *w = ctx;
	char next[OUTLOOK_TEXT_MAX];

	if (b->public_s <= w->l->now_s)
		return TT_OK;
	if (b->published_s != 0)
		return look_at_published(w, b);
	snprintf(next, sizeof(next), "publish %s", b->name);
	outlook_add(w->l->out, OUTLOOK_DUE, b->public_s, next,
	    "%s is sealed and not published", b->name);
	return TT_OK;
}

/* Public by now, and it is not as far as this vault has seen to it. */
static enum tt_err
look_at_due(void *ctx, const struct vault_due *d)
{
	struct looking *l = ctx;
	char next[OUTLOOK_TEXT_MAX];
	struct vault_hold held;
	enum tt_err e = vault_hold_get(l->v->db, d->bulletin, &held);

	if (e == TT_ENOENT) {
		outlook_add(l->out, OUTLOOK_FAILING, d->since_s,
		    "publish --due", "%s: due to be public, since", d->name);
		return TT_OK;
	}
	snprintf(next, sizeof(next), "embargo hold %s --off", d->bulletin);
	if (e == TT_OK)
		outlook_add(l->out, OUTLOOK_DUE, d->since_s, next,
		    "%s: its embargo is over and it is held back (%s), since",
		    d->name, held.reason);
	return e;
}

void
look_at_bulletins(struct looking *l)
{
	struct watching w = { .l = l, .st = malloc(sizeof(*w.st)) };
	enum tt_err e = TT_ENOMEM;

	if (w.st != NULL && (e = vault_event_each(l->v->db, TT_RELEASE,
	    take_release, &w)) == TT_OK)
		e = vault_bulletin_each(l->v->db, look_at_one, &w);
	if (e == TT_OK)
		e = vault_public_due(l->v->db, l->now_s, look_at_due, l);
	if (e != TT_OK)
		looking_cannot(l, e, "the vault's bulletins");
	free(w.released);
	free(w.st);
}
