/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "reading/combine.h"
#include "reading/grow.h"
#include "reading/hearing.h"
#include "reading/search.h"
#include "telltale/reading.h"

struct reading {
	struct tt_reading pub;	/* first: what the caller frees */
	struct tt_observations *observations;
	struct tt_reading_site *sites;
	struct tt_reading_quote *quotes;
};

struct hearing {
	const struct tt_bulletin *b;
	const uint32_t *slots;
	struct searcher *searcher;
	struct voices voices;
	struct { struct tt_observation *at; size_t n, cap; } readings;
	struct { uint64_t *at; size_t n, cap; } values;
};

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* All values on offer. */
static enum tt_err
observe_values(struct hearing *h, const struct voice *v, size_t n,
    struct tt_observation *o)
{
	size_t first = h->values.n, kept = first;
	uint64_t *at;

	for (size_t i = 0; i < n; i++) {
		if (v[i].o.kind != OPINION_VALUE)
			continue;
		for (unsigned k = 0; k < v[i].o.n_values; k++) {
			if (!GROW(h->values))
				return TT_ENOMEM;
			h->values.at[h->values.n++] = v[i].o.value[k];
		}
	}
	at = h->values.at;
	qsort(at + first, h->values.n - first, sizeof(*at), by_value);
	for (size_t i = first; i < h->values.n; i++)
		if (kept == first || at[kept - 1] != at[i])
			at[kept++] = at[i];
	h->values.n = kept;
	if (kept - first > TT_VALUES_MAX) {
		h->values.n = first;
		return TT_OK;
	}
	o->kind = TT_OBS_VALUES;
	o->whole = true;
	o->n_values = o->count = kept - first;
	return TT_OK;
}

static enum tt_err
report(struct hearing *h, const struct tt_observation *o)
{
	if (o->kind == TT_OBS_ERASED)
		return TT_OK;
	if (!GROW(h->readings))
		return TT_ENOMEM;
	h->readings.at[h->readings.n++] = *o;
	return TT_OK;
}

/* A q-ary site; a mixture that says nothing is reported as what it is. */
static enum tt_err
report_choice(struct hearing *h, const struct voice *v, size_t n,
    struct tt_observation *o)
{
	unsigned q = (unsigned)h->b->sites[v->site].n;
	struct tt_observation one = *o;
	float l[TT_Q_MAX];
	enum tt_err e;
	bool mixed;

	if ((e = combine(v, n, q, l, &mixed)) != TT_OK)
		return e;
	combine_observe(l, q, o);
	if (!mixed || o->kind != TT_OBS_ERASED)
		return report(h, o);
	one.kind = TT_OBS_SYMBOL;
	if ((e = report(h, &one)) != TT_OK)
		return e;
	one.symbol = 1;
	return report(h, &one);
}

/*
 * One site from all its voices; *o is erased if they say nothing, or if some
 * may not have been heard.
 */
static enum tt_err
observe(struct hearing *h, const struct voice *v, size_t n,
    struct tt_observation *o)
{
	size_t kinds[4] = { 0 };
	enum tt_err e;

	for (size_t i = 0; i < n; i++) {
		if (searcher_crowded(h->searcher, v[i].stretch))
			return TT_OK;
		kinds[v[i].o.kind]++;
	}
	if (kinds[OPINION_VALUE] > 0) {
		e = observe_values(h, v, n, o);
		return e != TT_OK ? e : report(h, o);
	}
	if (kinds[OPINION_CHOICE] > 0)
		return report_choice(h, v, n, o);
	if (kinds[OPINION_GONE] > 0)
		o->kind = TT_OBS_GONE;
	else if (kinds[OPINION_NOVEL] > 0)
		o->kind = TT_OBS_NOVEL;
	return report(h, o);
}

/* What one voice says by itself. */
static enum tt_observation_kind
kind_alone(const struct voice *v, unsigned q)
{
	struct tt_observation o = { .kind = TT_OBS_ERASED };

	switch (v->o.kind) {
	case OPINION_CHOICE:
		combine_observe(v->o.likelihood, q, &o);
		return o.kind;
	case OPINION_VALUE:
		return TT_OBS_VALUES;
	case OPINION_GONE:
		return TT_OBS_GONE;
	case OPINION_NOVEL:
		break;
	}
	return TT_OBS_NOVEL;
}

static void
count(struct tt_reading *r, enum tt_observation_kind kind)
{
	switch (kind) {
	case TT_OBS_SYMBOL:
	case TT_OBS_SOFT:
	case TT_OBS_VALUES:
		r->n_read++;
		break;
	case TT_OBS_GONE:
		r->n_gone++;
		break;
	case TT_OBS_NOVEL:
		r->n_novel++;
		break;
	case TT_OBS_ERASED:
	case TT_OBS_KIND_COUNT:
		r->n_erased++;
		break;
	}
}

/* Sites and quotes of r, and the readings of h, from the voices. */
static enum tt_err
conclude(struct hearing *h, struct reading *r)
{
	const struct voice *v = h->voices.at;
	struct tt_observation o;
	size_t i = 0, n;
	enum tt_err e;

	for (uint32_t site = 0; site < h->b->n_sites; site++, i += n) {
		for (n = 0; i + n < h->voices.n && v[i + n].site == site; n++)
			r->quotes[i + n] = (struct tt_reading_quote){ site,
				v[i + n].place, kind_alone(&v[i + n],
				    (unsigned)h->b->sites[site].n),
				v[i + n].piece, v[i + n].offset,
				v[i + n].length };
		o = (struct tt_observation){ .kind = TT_OBS_ERASED,
			.slot = h->slots != NULL ? h->slots[site] : site };
		if (n > 0 && (e = observe(h, v + i, n, &o)) != TT_OK)
			return e;
		r->sites[site] = (struct tt_reading_site){ o.kind, i, n };
		count(&r->pub, o.kind);
	}
	return TT_OK;
}

static void
free_reading(struct reading *r)
{
	if (r == NULL)
		return;
	tt_observations_free(r->observations);
	free(r->sites);
	free(r->quotes);
	free(r);
}

static enum tt_err
make(struct hearing *h, struct reading **out)
{
	struct reading *r = calloc(1, sizeof(*r));
	enum tt_err e = TT_ENOMEM;
	size_t at = 0;

	if (r == NULL)
		return TT_ENOMEM;
	hearing_end(&h->voices);
	r->sites = calloc(h->b->n_sites + 1, sizeof(*r->sites));
	r->quotes = calloc(h->voices.n + 1, sizeof(*r->quotes));
	if (r->sites == NULL || r->quotes == NULL ||
	    (e = conclude(h, r)) != TT_OK)
		goto out;
	for (size_t i = 0; i < h->readings.n; i++) {
		if (h->readings.at[i].n_values > 0)
			h->readings.at[i].values = &h->values.at[at];
		at += h->readings.at[i].n_values;
	}
	e = tt_observations_new(&r->observations, h->readings.at,
	    h->readings.n);
	if (e != TT_OK)
		goto out;
	r->pub.observations = r->observations;
	r->pub.sites = r->sites;
	r->pub.n_sites = h->b->n_sites;
	r->pub.quotes = r->quotes;
	r->pub.n_quotes = h->voices.n;
	*out = r;
	r = NULL;	/* transferred */
out:
	free_reading(r);
	return e;
}

/* What one piece says. */
static enum tt_err
listen(struct hearing *h, const struct tt_piece *p, uint32_t number)
{
	struct tt_normal *t = NULL;
	struct search s;
	enum tt_err e;

	if ((e = tt_normal_new(&t, p->bytes)) != TT_OK)
		return e;
	if ((e = search_run(&s, h->searcher, p, t)) == TT_OK) {
		e = hearing_add(&h->voices, &s, number);
		search_done(&s);
	}
	tt_normal_free(t);
	return e;
}

static bool
is_text(const struct tt_piece *p)
{
	return p->kind == TT_PIECE_TEXT || p->kind == TT_PIECE_SEEN;
}

static enum tt_err
check_limits(const struct tt_piece *pieces, size_t n)
{
	size_t sum = 0;

	if (n > TT_PIECES_MAX)
		return TT_ELIMIT;
	for (size_t i = 0; i < n; i++)
		if (is_text(&pieces[i]) &&
		    (__builtin_add_overflow(sum, pieces[i].bytes.n, &sum) ||
			sum > TT_SPECIMEN_MAX))
			return TT_ELIMIT;
	return TT_OK;
}

/* hash[i] is that of piece i; it is not that of an earlier one. */
static bool
is_new(uint8_t (*hash)[SHA256_LEN], size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (memcmp(hash[k], hash[i], SHA256_LEN) == 0)
			return false;
	return true;
}

static enum tt_err
listen_to_all(struct hearing *h, const struct tt_piece *pieces, size_t n)
{
	uint8_t (*hash)[SHA256_LEN] = calloc(n + 1, sizeof(*hash));
	enum tt_err e = TT_OK;

	if (hash == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < n && e == TT_OK; i++) {
		if (!is_text(&pieces[i]))
			continue;
		sha256(hash[i], pieces[i].bytes.p, pieces[i].bytes.n);
		if (is_new(hash, i))
			e = listen(h, &pieces[i], i);
	}
	free(hash);
	return e;
}

enum tt_err
tt_reading_read(struct tt_reading **out, const struct tt_bulletin *b,
    const uint32_t *slots, const struct tt_piece *pieces, size_t n)
{
	struct hearing h = { .b = b, .slots = slots };
	struct reading *r = NULL;
	enum tt_err e;

	if ((e = check_limits(pieces, n)) != TT_OK ||
	    (e = searcher_new(&h.searcher, b)) != TT_OK ||
	    (e = listen_to_all(&h, pieces, n)) != TT_OK)
		goto out;
	if ((e = make(&h, &r)) == TT_OK)
		*out = &r->pub;
out:
	searcher_free(h.searcher);
	free(h.voices.at);
	free(h.readings.at);
	free(h.values.at);
	return e;
}

enum tt_err
tt_reading_read_text(struct tt_reading **out, const struct tt_bulletin *b,
    const uint32_t *slots, struct span text)
{
	struct tt_piece p = { .kind = TT_PIECE_TEXT, .bytes = text };

	return tt_reading_read(out, b, slots, &p, 1);
}

void
tt_reading_free(struct tt_reading *r)
{
	free_reading((struct reading *)r);
}
