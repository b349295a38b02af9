/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/census_lines.h"
#include "store/vault_ledger.h"
#include "store/vault_partner.h"
#include "telltale/statement.h"

/* A reader's receipt; several ones of a reader: the earliest. */
struct receipt {
	uint8_t key[TT_READER_ID_LEN];
	int64_t at_s;
};

struct gathering {
	struct census_lines *l;
	struct db *db;
	const struct vault_bulletin *b;
	bool has_poc;
	struct receipt *receipt;	/* by key, then time */
	size_t n_receipts, cap_receipts, cap;
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
		}
	return TT_OK;
}

static enum tt_err
take_receipt(void *ctx, const struct vault_event *e)
{
	struct gathering *g = ctx;
	size_t cap = g->cap_receipts > 0 ? g->cap_receipts * 2 : 64;
	struct receipt *r;
	enum tt_err err;

	if ((err = tt_statement_parse(g->st, e->bytes, NULL)) != TT_OK)
		return err;
	if (!tt_statement_is(g->st, "bulletin", g->b->id))
		return TT_OK;
	if (g->n_receipts == g->cap_receipts) {
		r = reallocarray(g->receipt, cap, sizeof(*r));
		if (r == NULL)
			return TT_ENOMEM;
		g->receipt = r;
		g->cap_receipts = cap;
	}
	r = &g->receipt[g->n_receipts++];
	r->at_s = g->st->time;
	return tt_statement_bytes(g->st, "reader", r->key, sizeof(r->key)) ?
	    TT_OK : TT_EINTEGRITY;
}

static int
by_key(const void *a, const void *b)
{
	const struct receipt *x = a, *y = b;
	int order = memcmp(x->key, y->key, sizeof(x->key));

	return order != 0 ? order : (x->at_s > y->at_s) - (x->at_s < y->at_s);
}

/* The first of a key, by halves: there are as many as readers. */
static struct census_since
fetched(const struct gathering *g, const uint8_t key[TT_READER_ID_LEN])
{
	struct census_since s = { .known = false };
	size_t lo = 0, hi = g->n_receipts, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (memcmp(g->receipt[mid].key, key, TT_READER_ID_LEN) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < g->n_receipts &&
	    memcmp(g->receipt[lo].key, key, TT_READER_ID_LEN) == 0)
		s = (struct census_since){ true, g->receipt[lo].at_s,
			g->receipt[lo].at_s };
	return s;
}

static enum tt_err
take_copy(void *ctx, const struct vault_copy *c)
{
	struct gathering *g = ctx;
	struct census_lines *l = g->l;
	size_t cap = g->cap > 0 ? g->cap * 2 : 64;
	struct census_person *p;

	if (c->reader[0] == '\0')
		return TT_OK;
	if (c->wave >= l->n_waves)
		return TT_EINTEGRITY;
	if (l->n == g->cap) {
		p = reallocarray(l->person, cap, sizeof(*p));
		if (p == NULL)
			return TT_ENOMEM;
		l->person = p;
		g->cap = cap;
	}
	l->person[l->n++] = (struct census_person){ .copy = *c };
	return TT_OK;
}

static int
by_name(const void *a, const void *b)
{
	const struct census_person *x = a, *y = b;
	int order = strcmp(x->copy.partner, y->copy.partner);

	return order != 0 ? order : strcmp(x->copy.reader, y->copy.reader);
}

static enum tt_err
make_line(struct gathering *g, struct census_person *p,
    struct census_line *out)
{
	const struct census_wave *w = &g->l->wave[p->copy.wave];
	struct vault_reader r;
	struct census_record record = { .partner = p->copy.partner,
		.reader = p->copy.reader, .wave = w->wave.name,
		.poc = g->has_poc && tt_profile_carries(w->wave.profile,
		    TT_PART_POC),
		.published_s = g->b->published_s != 0 ? g->b->published_s :
		    CENSUS_NEVER,
		.released_s = w->released_s,
		.fetched = fetched(g, p->copy.key) };
	enum tt_err e;

	/* as of the key that the copy was sealed to */
	e = vault_reader_of_key(g->db, p->copy.key, &r);
	if (e == TT_ENOENT)
		e = vault_reader_get(g->db, span_str(p->copy.reader), &r);
	if (e == TT_OK && strcmp(g->partner.id, p->copy.partner) != 0)
		e = vault_partner_get(g->db, span_str(p->copy.partner),
		    &g->partner);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_EINTEGRITY : e;
	if ((p->name = strdup(r.name)) == NULL)
		return TT_ENOMEM;
	record.active_s = r.active_s != 0 ? r.active_s : CENSUS_NEVER;
	record.revoked_s = r.revoked_s != 0 ? r.revoked_s : CENSUS_NEVER;
	if (g->partner.state != PARTNER_APPROVED &&
	    g->partner.since_s < record.revoked_s)
		record.revoked_s = g->partner.since_s;
	*out = census_line_of(&record);
	return TT_OK;
}

static enum tt_err
read_waves(struct gathering *g, int64_t now_s)
{
	struct census_lines *l = g->l;
	struct vault_wave *waves = calloc(TT_WAVES_MAX, sizeof(*waves));
	enum tt_err e;

	if (waves == NULL)
		return TT_ENOMEM;
	e = vault_wave_all(g->db, g->b->sealing, waves, TT_WAVES_MAX,
	    &l->n_waves);
	for (size_t i = 0; e == TT_OK && i < l->n_waves; i++) {
		l->wave[i].wave = waves[i];
		l->wave[i].released_s = waves[i].opens_s <= now_s ?
		    waves[i].opens_s : CENSUS_NEVER;
	}
	free(waves);
	return e;
}

static enum tt_err
gather(struct gathering *g, int64_t now_s)
{
	struct census_lines *l = g->l;
	enum tt_err e;

	if ((e = read_waves(g, now_s)) != TT_OK ||
	    (e = vault_event_each(g->db, TT_RELEASE, take_release, g)) !=
	    TT_OK ||
	    (e = vault_event_each(g->db, TT_RECEIPT, take_receipt, g)) !=
	    TT_OK ||
	    (e = vault_copy_each(g->db, g->b->sealing, take_copy, g)) != TT_OK)
		return e;
	if (g->n_receipts > 0)
		qsort(g->receipt, g->n_receipts, sizeof(*g->receipt), by_key);
	if (l->n > 0)
		qsort(l->person, l->n, sizeof(*l->person), by_name);
	if ((l->line = calloc(l->n + 1, sizeof(*l->line))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < l->n && e == TT_OK; i++)
		e = make_line(g, &l->person[i], &l->line[i]);
	return e;
}

enum tt_err
census_lines_read(struct census_lines *l, struct db *db,
    const struct vault_bulletin *b, bool has_poc, int64_t now_s)
{
	struct gathering g = { .l = l, .db = db, .b = b, .has_poc = has_poc };
	enum tt_err e = TT_ENOMEM;

	memset(l, 0, sizeof(*l));
	if ((g.st = calloc(1, sizeof(*g.st))) != NULL &&
	    (e = db_begin(db)) == TT_OK) {
		e = gather(&g, now_s);
		db_rollback(db);	/* it was one view, nothing changed */
	}
	free(g.st);
	free(g.receipt);
	return e;
}

void
census_lines_done(struct census_lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->person[i].name);
	free(l->person);
	free(l->line);
	memset(l, 0, sizeof(*l));
}
