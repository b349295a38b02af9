/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/grow.h"
#include "reading/search.h"
#include "telltale/reading.h"

#define RULED_OUT	0.0025	/* odds of a symbol against the likeliest */
#define SAYS_NOTHING	0.5	/* odds of the least likely one */
#define EXCLUDES	0.02	/* of the best after two quotes: a mixture */

struct reading {
	struct tt_reading pub;	/* first: what the caller frees */
	struct tt_observations *observations;
	struct tt_reading_site *sites;
	struct tt_reading_quote *quotes;
};

/* An opinion that stands, of one site. */
struct voice {
	uint32_t site, place;
	bool crowded;		/* not all of its kind were heard */
	struct opinion o;
};

struct hearing {
	const struct tt_bulletin *b;
	const uint32_t *slots;
	struct { struct voice *at; size_t n, cap; } voices;
	struct { struct tt_observation *at; size_t n, cap; } readings;
	struct { uint64_t *at; size_t n, cap; } values;
};

/* What the channel did not keep tells nothing apart. */
static void
forget(struct opinion *o, unsigned keeps)
{
	if ((o->needs & ~keeps) == 0)
		return;
	for (unsigned a = 0; a < TT_Q_MAX; a++)
		if ((o->alike & 1u << a) != 0)
			o->likelihood[a] = 1;
}

static enum tt_err
hear(struct hearing *h, const struct search *s, const struct finding *f)
{
	const struct opinion *o;
	unsigned keeps = search_kept(s, f);
	struct voice v;

	if (f->n_opinions == 0)
		return TT_OK;
	o = &s->docket.opinions.at[f->opinion];
	for (size_t i = 0; i < f->n_opinions; i++) {
		if (!search_stands(s, f, &o[i]))
			continue;
		v.place = s->docket.l->elements.at[o[i].element].place;
		v.site = h->b->places[v.place].site;
		v.crowded = s->crowded[f->stretch];
		v.o = o[i];
		forget(&v.o, keeps);
		if (!GROW(h->voices))
			return TT_ENOMEM;
		h->voices.at[h->voices.n++] = v;
	}
	return TT_OK;
}

/* By site, then as they stand in the specimen. */
static int
by_site(const void *a, const void *b)
{
	const struct voice *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	if (x->o.from != y->o.from)
		return x->o.from < y->o.from ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (int)x->o.kind - (int)y->o.kind;
}

/* Two voices about the same bytes of the same place. */
static bool
is_echo(const struct voice *a, const struct voice *b)
{
	return a->place == b->place && (a->o.from == b->o.from ||
	    b->o.from < a->o.to);
}

static bool
says_what(const struct voice *v)
{
	return v->o.kind == OPINION_CHOICE || v->o.kind == OPINION_VALUE;
}

/* The same quote, found from two sides, is one: the one that says what. */
static void
drop_echoes(struct hearing *h)
{
	struct voice *v = h->voices.at;
	size_t n = 0;

	for (size_t i = 0; i < h->voices.n; i++) {
		if (n == 0 || !is_echo(&v[n - 1], &v[i]))
			v[n++] = v[i];
		else if (says_what(&v[i]) && !says_what(&v[n - 1]))
			v[n - 1] = v[i];
	}
	h->voices.n = n;
}

static float
largest(const float l[TT_Q_MAX], unsigned q)
{
	float best = 0;

	for (unsigned a = 0; a < q; a++)
		if (best < l[a])
			best = l[a];
	return best;
}

/*
 * Likelihoods multiply; readings that exclude each other are a mixture of
 * copies, and then what any of them said is likely.
 */
static bool
combine(const struct voice *v, size_t n, unsigned q, float l[TT_Q_MAX])
{
	float any[TT_Q_MAX] = { 0 }, best;
	bool mixed = false;

	for (unsigned a = 0; a < q; a++)
		l[a] = 1;
	for (size_t i = 0; i < n; i++) {
		if (v[i].o.kind != OPINION_CHOICE)
			continue;
		for (unsigned a = 0; a < q; a++) {
			l[a] *= v[i].o.likelihood[a];
			if (any[a] < v[i].o.likelihood[a])
				any[a] = v[i].o.likelihood[a];
		}
		best = largest(l, q);
		mixed = mixed || best < EXCLUDES;
		for (unsigned a = 0; a < q && best > 0; a++)
			l[a] /= best;
	}
	if (mixed)
		memcpy(l, any, sizeof(any));
	return mixed;
}

/* A likelihood vector as an observation. */
static void
observe_choice(const float l[TT_Q_MAX], unsigned q, struct tt_observation *o)
{
	unsigned best = 0, near = 0;
	float least = 1;

	for (unsigned a = 1; a < q; a++)
		if (l[a] > l[best])
			best = a;
	for (unsigned a = 0; a < q; a++) {
		near += l[a] > RULED_OUT * l[best];
		if (least > l[a])
			least = l[a];
	}
	if (near == 1) {
		o->kind = TT_OBS_SYMBOL;
		o->symbol = best;
		return;
	}
	if (least > SAYS_NOTHING * l[best])
		return;
	o->kind = TT_OBS_SOFT;
	o->q = q;
	for (unsigned a = 0; a < q; a++)
		o->likelihood[a] = l[a];
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* All values on offer; none if some may have been left out. */
static enum tt_err
observe_values(struct hearing *h, const struct voice *v, size_t n,
    struct tt_observation *o)
{
	size_t first = h->values.n, kept = first;
	uint64_t *at;

	for (size_t i = 0; i < n; i++)
		if (v[i].crowded)
			return TT_OK;
	for (size_t i = 0; i < n; i++) {
		if (v[i].o.kind != OPINION_VALUE)
			continue;
		if (!GROW(h->values))
			return TT_ENOMEM;
		h->values.at[h->values.n++] = v[i].o.value;
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
	bool mixed = combine(v, n, q, l);
	enum tt_err e;

	observe_choice(l, q, o);
	if (!mixed || o->kind != TT_OBS_ERASED)
		return report(h, o);
	one.kind = TT_OBS_SYMBOL;
	if ((e = report(h, &one)) != TT_OK)
		return e;
	one.symbol = 1;
	return report(h, &one);
}

/* One site from all its voices; *o is erased if they say nothing. */
static enum tt_err
observe(struct hearing *h, const struct voice *v, size_t n,
    struct tt_observation *o)
{
	size_t kinds[4] = { 0 };
	enum tt_err e;

	for (size_t i = 0; i < n; i++)
		kinds[v[i].o.kind]++;
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
		observe_choice(v->o.likelihood, q, &o);
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
conclude(struct hearing *h, struct reading *r, const struct search *s)
{
	struct voice *v = h->voices.at;
	struct tt_observation o;
	struct span found;
	size_t i = 0, n;
	enum tt_err e;

	for (uint32_t site = 0; site < h->b->n_sites; site++, i += n) {
		for (n = 0; i + n < h->voices.n && v[i + n].site == site; n++) {
			found = tt_normal_found(s->docket.t, s->docket.specimen,
			    v[i + n].o.from, v[i + n].o.to);
			r->quotes[i + n] = (struct tt_reading_quote){ site,
				v[i + n].place, kind_alone(&v[i + n],
				    (unsigned)h->b->sites[site].n),
				(size_t)(found.p - s->docket.specimen.p),
				found.n };
		}
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
make(struct hearing *h, const struct search *s, struct reading **out)
{
	struct reading *r = calloc(1, sizeof(*r));
	enum tt_err e = TT_ENOMEM;
	size_t at = 0;

	if (r == NULL)
		return TT_ENOMEM;
	if (h->voices.n > 0)
		qsort(h->voices.at, h->voices.n, sizeof(*h->voices.at),
		    by_site);
	drop_echoes(h);
	r->sites = calloc(h->b->n_sites + 1, sizeof(*r->sites));
	r->quotes = calloc(h->voices.n + 1, sizeof(*r->quotes));
	if (r->sites == NULL || r->quotes == NULL ||
	    (e = conclude(h, r, s)) != TT_OK)
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

enum tt_err
tt_reading_read(struct tt_reading **out, const struct tt_bulletin *b,
    const uint32_t *slots, struct span specimen)
{
	struct hearing h = { .b = b, .slots = slots };
	struct tt_normal *t = NULL;
	struct lattice *l = NULL;
	struct reading *r = NULL;
	struct search s = { .owners = NULL };
	enum tt_err e;

	if ((e = tt_normal_new(&t, specimen)) != TT_OK ||
	    (e = lattice_new(&l, b)) != TT_OK ||
	    (e = search_run(&s, b, l, t, specimen)) != TT_OK)
		goto out;
	for (size_t i = 0; i < s.docket.findings.n; i++)
		if ((e = hear(&h, &s, &s.docket.findings.at[i])) != TT_OK)
			goto out;
	if ((e = make(&h, &s, &r)) == TT_OK)
		*out = &r->pub;
out:
	search_done(&s);
	lattice_free(l);
	tt_normal_free(t);
	free(h.voices.at);
	free(h.readings.at);
	free(h.values.at);
	return e;
}

void
tt_reading_free(struct tt_reading *r)
{
	free_reading((struct reading *)r);
}
