/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/sha256.h"
#include "cli/census_gather.h"
#include "cli/census_knowers.h"
#include "cli/embargo/standing.h"
#include "store/vault_ledger.h"
#include "store/vault_opened.h"
#include "store/vault_partner.h"
#include "telltale/statement.h"

/* A reader's receipt of one revision's copy; of several the earliest. */
struct receipt {
	uint8_t key[TT_READER_ID_LEN];
	struct hash copies;
	int64_t at_s;
};

/* Its reader's word that it was opened. */
struct said {
	struct receipt of;
	int64_t received_s;
	struct hash word;
};

struct gathering {
	struct census_lines *l;
	struct db *db;
	const struct vault_bulletin *b;
	const struct census_about *about;
	int64_t now_s;
	struct receipt *receipt;	/* by key, copies, then time */
	size_t n_receipts, cap_receipts, cap_people, cap_others;
	struct said *said;		/* likewise */
	size_t n_said, cap_said;
	size_t cap_waves;
	size_t first;			/* wave of the revision being read */
	size_t next;			/* person whose reader is to come */
	struct tt_statement *st;	/* scratch */
	struct vault_partner partner;	/* the last one that was read */
};

static enum tt_err
take_release(void *ctx, const struct vault_event *e)
{
	struct gathering *g = ctx;
	struct hash wave;
	enum tt_err err;

	if ((err = tt_statement_parse(g->st, e->bytes, NULL)) != TT_OK)
		return err;
	if (!tt_statement_hash(g->st, "wave", &wave))
		return TT_EINTEGRITY;
	for (size_t i = 0; i < g->l->n_waves; i++)
		if (memcmp(&wave, &g->l->wave[i].wave.leaf, sizeof(wave)) ==
		    0) {
			g->l->wave[i].released = true;
			g->l->wave[i].released_s = g->st->time;
			g->l->wave[i].opened_s = e->received_s;
		}
	return TT_OK;
}

/*
 * Of a receipt, which was checked when it came, four lines are wanted: to
 * parse all of 100,000 would be most of a census' time.
 */
static enum tt_err
take_receipt(void *ctx, struct span bytes)
{
	struct gathering *g = ctx;
	struct receipt r = { .at_s = CENSUS_NEVER };
	struct span line, key = { NULL, 0 }, copies = { NULL, 0 };
	bool ours = false;
	enum tt_err e;

	while (span_line(&bytes, &line) && line.n > 0)
		if (span_skip(&line, "time "))
			(void)instant_parse(line, &r.at_s);
		else if (span_skip(&line, "bulletin "))
			ours = span_is(line, g->b->id);
		else if (span_skip(&line, "reader "))
			key = line;
		else if (span_skip(&line, "copies "))
			copies = line;
	if (!ours)
		return TT_OK;
	if (r.at_s == CENSUS_NEVER || key.p == NULL || copies.p == NULL ||
	    !hex_decode(r.key, sizeof(r.key), key.p, key.n) ||
	    !hex_decode(r.copies.b, sizeof(r.copies.b), copies.p, copies.n))
		return TT_EINTEGRITY;
	if ((e = census_grow(&g->receipt, g->n_receipts, &g->cap_receipts,
	    sizeof(r))) == TT_OK)
		g->receipt[g->n_receipts++] = r;
	return e;
}

static int
by_copies(const struct receipt *x, const struct receipt *y)
{
	int order = memcmp(x->key, y->key, sizeof(x->key));

	return order != 0 ? order :
	    memcmp(x->copies.b, y->copies.b, sizeof(x->copies.b));
}

static int
by_receipt(const void *a, const void *b)
{
	const struct receipt *x = a, *y = b;
	int order = by_copies(x, y);

	return order != 0 ? order : (x->at_s > y->at_s) - (x->at_s < y->at_s);
}

static enum tt_err
take_said(void *ctx, const struct vault_opened *o)
{
	struct gathering *g = ctx;
	struct said *at;
	enum tt_err e;

	if ((e = census_grow(&g->said, g->n_said, &g->cap_said,
	    sizeof(*at))) != TT_OK)
		return e;
	at = &g->said[g->n_said++];
	*at = (struct said){ .of = { .copies = o->copies, .at_s = o->at_s },
		.received_s = o->received_s };
	memcpy(at->of.key, o->key, sizeof(at->of.key));
	sha256(at->word.b, o->note.p, o->note.n);
	return TT_OK;
}

static int
by_said(const void *a, const void *b)
{
	return by_copies(&((const struct said *)a)->of,
	    &((const struct said *)b)->of);
}

static struct receipt
receipt_of(const struct gathering *g, const struct census_person *p)
{
	struct receipt of = { .copies = g->l->wave[p->wave].wave.copies };

	memcpy(of.key, p->copy.key, sizeof(of.key));
	return of;
}

/* One at most for each key and its copies, and by them. */
static void
find_said(const struct gathering *g, struct census_person *p)
{
	const struct said key = { .of = receipt_of(g, p) }, *at;
	int64_t open_s = g->l->wave[p->wave].released_s, at_s;

	at = g->n_said > 0 ? bsearch(&key, g->said, g->n_said, sizeof(key),
	    by_said) : NULL;
	if (at == NULL)
		return;
	if (open_s == CENSUS_NEVER || open_s > at->received_s)
		open_s = at->received_s;
	at_s = at->of.at_s > open_s ? at->of.at_s : open_s;
	p->opened = (struct census_since){ true, at_s, at_s };
	p->told_s = at->received_s;
	p->word = at->word;
}

/* The first for a copy, by halves: there are as many as readers. */
static struct census_since
fetched(const struct gathering *g, const struct census_person *p)
{
	struct census_since s = { .known = false };
	const struct receipt of = receipt_of(g, p);
	size_t lo = 0, hi = g->n_receipts, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (by_copies(&g->receipt[mid], &of) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < g->n_receipts && by_copies(&g->receipt[lo], &of) == 0)
		s = (struct census_since){ true, g->receipt[lo].at_s,
			g->receipt[lo].at_s };
	return s;
}

static enum tt_err
take_copy(void *ctx, const struct vault_copy *c)
{
	struct gathering *g = ctx;
	struct census_lines *l = g->l;
	enum tt_err e;

	if (c->reader[0] == '\0')
		return TT_OK;
	if (c->wave >= l->n_waves - g->first)
		return TT_EINTEGRITY;
	if ((e = census_grow(&l->person, l->n_people, &g->cap_people,
	    sizeof(*l->person))) != TT_OK)
		return e;
	l->person[l->n_people++] = (struct census_person){ .copy = *c,
		.wave = g->first + c->wave };
	return TT_OK;
}

static int
by_name(const void *a, const void *b)
{
	const struct census_person *x = a, *y = b;
	int order = strcmp(x->copy.partner, y->copy.partner);

	if (order == 0)
		order = strcmp(x->copy.reader, y->copy.reader);
	return order != 0 ? order : (x->wave > y->wave) - (x->wave < y->wave);
}

static enum tt_err
take_outsider(struct gathering *g, const struct vault_reader *r)
{
	struct census_lines *l = g->l;
	struct census_outsider o;
	enum tt_err e;

	if (!g->about->complement)
		return TT_OK;
	if (census_knowers_has(l->knower, l->n_knowers, r->id))
		return TT_OK;
	if ((e = census_grow(&l->outsider, l->n_outsiders, &g->cap_others,
	    sizeof(o))) != TT_OK)
		return e;
	memcpy(o.partner, r->partner, sizeof(o.partner));
	memcpy(o.reader, r->id, sizeof(o.reader));
	if ((o.name = strdup(r->name)) == NULL)
		return TT_ENOMEM;
	l->outsider[l->n_outsiders++] = o;
	return TT_OK;
}

/*
 * When their partner had no say any more, for good: its agreement ended, or
 * it is cut off and no record says when that began.
 */
static void
cut_off(const struct vault_partner *partner, struct census_person *p)
{
	if (partner->ends_s < p->revoked_s)
		p->revoked_s = partner->ends_s;
	if (partner->state != PARTNER_APPROVED && (p->n_gaps == 0 ||
	    p->gap[p->n_gaps - 1].until_s != CENSUS_NEVER) &&
	    partner->since_s < p->revoked_s)
		p->revoked_s = partner->since_s;
}

/* As of the key that the copy was sealed to. */
static enum tt_err
take_keys(struct gathering *g, struct census_person *p,
    const struct vault_reader *r)
{
	struct vault_reader old;
	enum tt_err e = TT_OK;

	if ((!r->keyed || memcmp(r->key, p->copy.key, sizeof(r->key)) != 0) &&
	    (e = vault_reader_of_key(g->db, p->copy.key, &old)) == TT_OK)
		r = &old;
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	if (strcmp(g->partner.id, r->partner) != 0 &&
	    (e = vault_partner_get(g->db, span_str(r->partner),
	    &g->partner)) != TT_OK)
		return e == TT_ENOENT ? TT_EINTEGRITY : e;
	if ((p->name = strdup(r->name)) == NULL)
		return TT_ENOMEM;
	p->active_s = r->active_s != 0 ? r->active_s : CENSUS_NEVER;
	p->revoked_s = r->revoked_s != 0 ? r->revoked_s : CENSUS_NEVER;
	p->gap = census_gaps_of(&g->l->gaps, g->partner.id, &p->n_gaps);
	cut_off(&g->partner, p);
	return TT_OK;
}

/* Readers come by partner and id, as people stand. */
static enum tt_err
take_reader(void *ctx, const struct vault_reader *r)
{
	struct gathering *g = ctx;
	struct census_lines *l = g->l;
	size_t end;
	enum tt_err e = TT_OK;

	if (g->next == l->n_people ||
	    strcmp(l->person[g->next].copy.reader, r->id) != 0)
		return take_outsider(g, r);
	for (end = census_next_reader(l, g->next); g->next < end && e == TT_OK;
	    g->next++)
		e = take_keys(g, &l->person[g->next], r);
	return e;
}

static enum tt_err
add_wave(struct gathering *g, const struct vault_bulletin *b,
    const struct vault_wave *wave)
{
	struct census_lines *l = g->l;
	struct census_wave w = { .wave = *wave, .revision = b->revision,
		.published_s = b->published_s != 0 ? b->published_s :
		    CENSUS_NEVER,
		.released_s = wave->opens_s <= g->now_s ? wave->opens_s :
		    CENSUS_NEVER };
	enum tt_err e;

	if ((e = census_about_copy(g->about, b->revision, wave->profile,
	    &w.part, &w.poc)) == TT_OK &&
	    (e = census_grow(&l->wave, l->n_waves, &g->cap_waves,
	    sizeof(w))) == TT_OK)
		l->wave[l->n_waves++] = w;
	return e;
}

static enum tt_err
read_waves(struct gathering *g, const struct vault_bulletin *b)
{
	struct vault_wave *waves = calloc(TT_WAVES_MAX, sizeof(*waves));
	size_t n = 0;
	enum tt_err e;

	if (waves == NULL)
		return TT_ENOMEM;
	e = vault_wave_all(g->db, b->sealing, waves, TT_WAVES_MAX, &n);
	for (size_t i = 0; e == TT_OK && i < n; i++)
		e = add_wave(g, b, &waves[i]);
	free(waves);
	return e;
}

/* All that anybody was given, and what was asked for in any case. */
static enum tt_err
take_revision(void *ctx, const struct vault_bulletin *row)
{
	struct gathering *g = ctx;
	bool asked = strcmp(row->sealing, g->b->sealing) == 0;
	enum tt_err e;

	if (!asked && row->published_s == 0)
		return TT_OK;
	if (row->sealed_s < g->l->began_s)
		g->l->began_s = row->sealed_s;
	g->first = g->l->n_waves;
	if ((e = read_waves(g, asked ? g->b : row)) == TT_OK)
		e = vault_copy_each(g->db, row->sealing, take_copy, g);
	return e;
}

static enum tt_err
read_records(struct gathering *g)
{
	struct census_lines *l = g->l;
	enum tt_err e;

	if ((e = vault_bulletin_revisions(g->db, g->b->id, take_revision,
	    g)) != TT_OK ||
	    (e = census_gaps_read(&l->gaps, g->db)) != TT_OK ||
	    (e = vault_event_each(g->db, TT_RELEASE, take_release, g)) !=
	    TT_OK ||
	    (e = vault_event_bytes(g->db, TT_RECEIPT, take_receipt, g)) !=
	    TT_OK || (e = vault_opened_each(g->db, g->b->id, take_said, g)) !=
	    TT_OK ||
	    (e = census_knowers_read(g->db, g->b->id, g->about, &l->knower,
	    &l->n_knowers)) != TT_OK)
		return e;
	if (g->n_receipts > 0)
		qsort(g->receipt, g->n_receipts, sizeof(*g->receipt),
		    by_receipt);
	if (l->n_people > 0)
		qsort(l->person, l->n_people, sizeof(*l->person), by_name);
	if (l->n_people > 0 || g->about->complement)
		e = vault_reader_each(g->db, NULL, take_reader, g);
	if (e == TT_OK && g->next != l->n_people)
		e = TT_EINTEGRITY;	/* a copy of nobody */
	return e;
}

/* How each wave opened, by the terms that were in force. */
static enum tt_err
find_openings(struct gathering *g)
{
	struct vault_embargo *said = calloc(VAULT_EMBARGO_MAX, sizeof(*said));
	size_t n = 0;
	enum tt_err e = TT_ENOMEM;

	if (said != NULL)
		e = vault_embargo_all(g->db, g->b->id, said,
		    VAULT_EMBARGO_MAX, &n);
	for (size_t i = 0; i < g->l->n_waves && e == TT_OK; i++) {
		struct census_wave *w = &g->l->wave[i];
		const struct schedule_opened o = {
			.opens_s = w->wave.opens_s,
			.published_s = w->published_s,
			.opened_s = w->opened_s };

		w->as = standing_opened(said, n, &o, &w->late_s);
	}
	free(said);
	return e;
}

/* Their first copy is of a later revision, and its wave was open by then. */
static void
find_late(struct census_lines *l)
{
	for (size_t i = 0, end; i < l->n_people; i = end) {
		const struct census_wave *w = &l->wave[l->person[i].wave];
		bool late = w->revision > 1 &&
		    w->wave.opens_s <= w->published_s;

		for (end = census_next_reader(l, i); late && i < end; i++)
			l->person[i].late = true;
	}
}

static enum tt_err
gather(struct gathering *g)
{
	struct census_lines *l = g->l;
	enum tt_err e;

	if ((e = read_records(g)) != TT_OK || (e = find_openings(g)) != TT_OK)
		return e;
	find_late(l);
	for (size_t i = 0; i < l->n_people; i++) {
		l->person[i].fetched = fetched(g, &l->person[i]);
		find_said(g, &l->person[i]);
	}
	return TT_OK;
}

enum tt_err
census_gather(struct census_lines *l, struct db *db,
    const struct vault_bulletin *b, const struct census_about *about,
    int64_t now_s)
{
	struct gathering g = { .l = l, .db = db, .b = b, .about = about,
		.now_s = now_s };
	enum tt_err e = TT_ENOMEM;

	if ((g.st = calloc(1, sizeof(*g.st))) != NULL)
		e = gather(&g);
	free(g.st);
	free(g.receipt);
	free(g.said);
	return e;
}
