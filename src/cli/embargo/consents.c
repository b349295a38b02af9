/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/embargo/consents.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_ledger.h"
#include "telltale/terms.h"

#define ENTRIES_MAX	1024	/* of one partner: terms and its own words */

/* What a reader signed. */
struct word {
	char partner[VAULT_ID_MAX + 1];
	uint8_t key[TT_READER_ID_LEN];
	struct consent_entry entry;
};

/* Until when terms of one revision ask for an answer, by wave. */
struct asked {
	unsigned revision;
	int64_t respond_by_s[STANDING_WAVES_MAX];	/* 0: it has none */
};

struct gathering {
	const struct standing *s;
	struct consents *c;
	struct word *word;
	size_t n, cap, rows;
	struct tt_statement *st;	/* scratch */
	struct asked *asked;
	size_t n_asked;
};

_Static_assert(STANDING_WAVES_MAX <= 64, "a bit for each");

static enum tt_err
room(void *at, size_t n, size_t *cap, size_t size, void **out)
{
	size_t more = *cap > 0 ? *cap * 2 : 64;

	*out = at;
	if (n < *cap)
		return TT_OK;
	if ((*out = reallocarray(at, more, size)) == NULL) {
		*out = at;
		return TT_ENOMEM;
	}
	*cap = more;
	return TT_OK;
}

static enum tt_err
add_row(void *ctx, const struct vault_copy *copy)
{
	struct gathering *g = ctx;
	struct consents_row *r;
	const struct standing_wave *w = NULL;
	uint64_t bit = 0;
	void *at;
	enum tt_err e;

	for (size_t i = 0; i < g->s->n_waves; i++)
		if (g->s->wave[i].revision == copy->revision &&
		    g->s->wave[i].wave.n == copy->wave) {
			w = &g->s->wave[i];
			bit = UINT64_C(1) << i;
		}
	if (copy->reader[0] == '\0' || w == NULL)
		return TT_OK;	/* the public rendering; not yet published */
	for (size_t i = g->c->n; i > 0; i--)
		if (strcmp(g->c->row[i - 1].partner, copy->partner) == 0) {
			g->c->row[i - 1].waves |= bit;
			return TT_OK;
		}
	if ((e = room(g->c->row, g->c->n, &g->rows, sizeof(*r), &at)) !=
	    TT_OK)
		return e;
	g->c->row = at;
	r = &g->c->row[g->c->n++];
	memset(r, 0, sizeof(*r));
	memcpy(r->partner, copy->partner, sizeof(r->partner));
	memcpy(r->wave, w->wave.name, sizeof(r->wave));
	r->opens_s = w->wave.opens_s;
	r->waves = bit;
	return TT_OK;
}

/* When terms of that revision came into force. */
static int64_t
adopted_at(const struct standing *s, unsigned revision)
{
	for (size_t i = 0; i < s->n_said; i++)
		if (s->said[i].entry.said == EMBARGO_SAID_ACTIVE &&
		    s->said[i].entry.revision == revision)
			return s->said[i].entry.at_s;
	return 0;
}

static enum consent_said
said_of(const struct tt_statement *st)
{
	if (st->kind == TT_RECEIPT || tt_statement_is(st, "state",
	    "signatory"))
		return CONSENT_SAID_SIGNED;
	return tt_statement_is(st, "state", "declined") ?
	    CONSENT_SAID_REFUSED : CONSENT_SAID_WITHDRAWN;
}

static enum tt_err
add_word(struct gathering *g, const struct tt_statement *st)
{
	struct vault_reader reader;
	struct hash terms;
	struct word *w;
	void *at;
	int64_t adopted;
	enum tt_err e;

	if ((e = room(g->word, g->n, &g->cap, sizeof(*w), &at)) != TT_OK)
		return e;
	g->word = at;
	w = &g->word[g->n];
	memset(w, 0, sizeof(*w));
	if (!tt_statement_bytes(st, "reader", w->key, sizeof(w->key)) ||
	    !tt_statement_hash(st, "terms", &terms))
		return TT_EINTEGRITY;
	e = vault_reader_of_key(g->s->v->db, w->key, &reader);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	memcpy(w->partner, reader.partner, sizeof(w->partner));
	w->entry.said = said_of(st);
	w->entry.at_s = st->time;
	e = vault_terms_revision(g->s->v->db, g->s->b.id, &terms,
	    &w->entry.revision);
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	/* a reader's clock does not sign terms before there were any */
	adopted = adopted_at(g->s, w->entry.revision);
	if (w->entry.at_s < adopted)
		w->entry.at_s = adopted;
	g->n++;
	return TT_OK;
}

static enum tt_err
take_word(void *ctx, const struct vault_event *ev)
{
	struct gathering *g = ctx;
	enum tt_err e;

	if ((e = tt_statement_parse(g->st, ev->bytes, NULL)) != TT_OK)
		return e;
	if (!tt_statement_is(g->st, "bulletin", g->s->b.id))
		return TT_OK;
	return add_word(g, g->st);
}

/* Of one wave, by the file of its terms. */
static enum tt_err
read_asked(struct gathering *g, const struct standing_wave *of,
    const struct hash *terms, int64_t *respond_by_s)
{
	struct tt_terms *t = malloc(sizeof(*t));
	struct vault_wave w = of->wave;
	struct buf file;
	enum tt_err e = TT_ENOMEM;

	w.terms = *terms;
	if (t != NULL && (e = sealed_terms(g->s->v, of->sealing, &w,
	    &file)) == TT_OK) {
		if ((e = tt_terms_parse(t, buf_view(&file), NULL)) == TT_OK)
			*respond_by_s = tt_statement_instant(&t->head,
			    "respond-by", 0);
		buf_done(&file);
	}
	free(t);
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
add_asked(struct gathering *g, unsigned revision)
{
	struct vault_terms terms[STANDING_WAVES_MAX];
	struct asked *a = &g->asked[g->n_asked++];
	size_t n = 0;
	enum tt_err e;

	a->revision = revision;
	e = vault_terms_all(g->s->v->db, g->s->b.id, revision, terms,
	    STANDING_WAVES_MAX, &n);
	for (size_t i = 0; i < n && e == TT_OK; i++)
		for (size_t k = 0; k < g->s->n_waves && e == TT_OK; k++)
			if (memcmp(terms[i].wave.b, g->s->wave[k].wave.leaf.b,
			    sizeof(terms[i].wave.b)) == 0)
				e = read_asked(g, &g->s->wave[k],
				    &terms[i].hash, &a->respond_by_s[k]);
	return e;
}

static enum tt_err
gather_asked(struct gathering *g)
{
	enum tt_err e = TT_OK;

	if ((g->asked = calloc(g->s->n_said + 1, sizeof(*g->asked))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < g->s->n_said && e == TT_OK; i++)
		if (g->s->said[i].entry.said == EMBARGO_SAID_ACTIVE)
			e = add_asked(g, g->s->said[i].entry.revision);
	return e;
}

/* The latest of what a partner's waves say; else what everybody was told. */
static int64_t
respond_by(const struct gathering *g, const struct consents_row *row,
    const struct vault_embargo *said)
{
	int64_t at_s = 0;

	for (size_t i = 0; i < g->n_asked; i++)
		for (size_t k = 0; k < g->s->n_waves; k++)
			if (g->asked[i].revision == said->entry.revision &&
			    (row->waves >> k & 1) != 0 &&
			    g->asked[i].respond_by_s[k] > at_s)
				at_s = g->asked[i].respond_by_s[k];
	return at_s != 0 ? at_s : said->respond_by_s;
}

/*
 * By instant; of one instant what everybody is told first, then what one
 * reader says.
 */
static int
by_time(const void *a, const void *b)
{
	const struct consent_entry *x = a, *y = b;
	bool xs = x->said == CONSENT_SAID_SIGNED;
	bool ys = y->said == CONSENT_SAID_SIGNED;

	if (x->at_s != y->at_s)
		return x->at_s < y->at_s ? -1 : 1;
	return xs - ys;
}

/* Entry i of the embargo as a partner sees it; false: it does not concern. */
static bool
terms_entry(const struct gathering *g, const struct consents_row *row,
    const struct vault_embargo *said, bool first, struct consent_entry *out)
{
	*out = (struct consent_entry){ .at_s = said->entry.at_s,
		.revision = said->entry.revision,
		.public_s = said->entry.public_s,
		.respond_by_s = respond_by(g, row, said),
		.uses_changed = said->uses_changed };
	switch (said->entry.said) {
	case EMBARGO_SAID_ACTIVE:
		out->said = first ? CONSENT_SAID_INVITED :
		    CONSENT_SAID_ADOPTED;
		return true;
	case EMBARGO_SAID_ENDED:
	case EMBARGO_SAID_RETRACTED:
		out->said = CONSENT_SAID_ENDED;
		return true;
	case EMBARGO_SAID_PROPOSED:
	case EMBARGO_SAID_DROPPED:
	case EMBARGO_SAID_KEPT:
	case EMBARGO_SAIDS:
		break;
	}
	return false;
}

/* Whose word counts for a partner, and what it has signed. */
struct voice {
	const struct word *first;
	unsigned revision;
};

/* A colleague's signature counts where it is for newer terms. */
static bool
is_heard(const struct word *w, struct voice *v)
{
	bool sign = w->entry.said == CONSENT_SAID_SIGNED, heard;

	if (v->first == NULL && sign)
		v->first = w;
	heard = v->first == NULL ||
	    memcmp(v->first->key, w->key, sizeof(w->key)) == 0 ||
	    (sign && w->entry.revision > v->revision);
	if (sign && w->entry.revision > v->revision)
		v->revision = w->entry.revision;
	return heard;
}

static void
derive(const struct gathering *g, struct consents_row *row,
    struct consent_entry *entry)
{
	struct voice voice = { .first = NULL };
	size_t n = 0;

	for (size_t i = 0; i < g->s->n_said && n < ENTRIES_MAX; i++)
		n += terms_entry(g, row, &g->s->said[i], n == 0, &entry[n]);
	for (size_t i = 0; i < g->n && n < ENTRIES_MAX; i++)
		if (strcmp(g->word[i].partner, row->partner) == 0 &&
		    is_heard(&g->word[i], &voice))
			entry[n++] = g->word[i].entry;
	qsort(entry, n, sizeof(*entry), by_time);
	row->now = consent_of(entry, n, g->c->allowance_s, g->s->now_s);
	if (g->s->now.state == EMBARGO_ENDED &&
	    row->now.state != CONSENT_UNBOUND) {
		row->now.before_end = row->now.state;
		row->now.state = CONSENT_UNBOUND;
	}
}

static int
by_partner(const void *a, const void *b)
{
	const struct consents_row *x = a, *y = b;

	return strcmp(x->partner, y->partner);
}

static enum tt_err
gather(struct gathering *g)
{
	struct db *db = g->s->v->db;
	enum tt_err e;

	if ((g->st = malloc(sizeof(*g->st))) == NULL)
		return TT_ENOMEM;
	if ((e = gather_asked(g)) != TT_OK ||
	    (e = vault_copy_ever(db, g->s->b.id, add_row, g)) != TT_OK ||
	    (e = vault_event_each(db, TT_RECEIPT, take_word, g)) != TT_OK)
		return e;
	return vault_event_each(db, TT_CONSENT, take_word, g);
}

int
consents_read(const struct standing *s, struct consents *out)
{
	struct consent_entry *entry = calloc(ENTRIES_MAX, sizeof(*entry));
	const char *allowance = conf_get(&s->v->conf, "allowance");
	struct gathering g = { .s = s, .c = out };
	enum tt_err e = TT_ENOMEM;

	memset(out, 0, sizeof(*out));
	if (allowance != NULL && length_parse(span_str(allowance),
	    &out->allowance_s) != TT_OK)
		e = TT_ESYNTAX;
	else if (entry != NULL && (e = gather(&g)) == TT_OK) {
		for (size_t i = 0; i < out->n; i++)
			derive(&g, &out->row[i], entry);
		if (out->n > 0)
			qsort(out->row, out->n, sizeof(*out->row),
			    by_partner);
	}
	free(entry);
	free(g.word);
	free(g.asked);
	free(g.st);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot read who consented to %s",
		    s->b.name);
	return CLI_DONE;
}

void
consents_done(struct consents *c)
{
	free(c->row);
	memset(c, 0, sizeof(*c));
}
