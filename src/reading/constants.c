/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "reading/grow.h"
#include "reading/heads.h"
#include "reading/lookup.h"
#include "reading/match.h"
#include "reading/offer.h"
#include "reading/unfold.h"
#include "telltale/constants.h"
#include "telltale/piece.h"

_Static_assert(TT_CONSTANTS_SHAPES == OFFER_SHAPES_MAX, "the header says so");

#define NO_SHAPE	UINT32_MAX
#define NO_PIECE	UINT32_MAX

struct constants {
	struct tt_constants pub;	/* first: what the caller frees */
	struct tt_constants_site *sites;
	uint32_t *shape;		/* of a site that is searched for */
	const struct tt_bulletin *b;
	const struct tt_piece *pieces;
	size_t n_pieces;
	struct shape shapes[OFFER_SHAPES_MAX];
	size_t n_shapes;
};

/* What is at hand while it is settled. */
struct settling {
	struct constants *c;
	struct fields fields;
	struct match *match;
	struct heads heads;
	struct offer *offer;
};

static bool
is_bytes(const struct tt_piece *p)
{
	return p->kind == TT_PIECE_BYTES;
}

static enum tt_err
read_stream(void *ctx, struct span stream, bool bytes)
{
	struct settling *s = ctx;

	heads_read(&s->heads, stream);
	return match_stream(s->match, stream, bytes);
}

/* Sites that were met at a field by now, and had not been before. */
static void
note_piece(struct settling *s, uint32_t piece)
{
	for (uint32_t i = 0; i < s->c->b->n_sites; i++)
		if (s->c->sites[i].piece == NO_PIECE &&
		    match_site(s->match, i) != NULL)
			s->c->sites[i].piece = piece;
	for (size_t k = 0; k < s->heads.n; k++) {
		uint32_t i = s->heads.at[k].site;

		if (s->heads.at[k].seen != 0 &&
		    s->c->sites[i].piece == NO_PIECE)
			s->c->sites[i].piece = piece;
	}
}

static enum tt_err
read_fields(struct settling *s)
{
	const struct unfold_to to = { s, read_stream, NULL };
	struct constants *c = s->c;
	enum tt_err e;

	if ((e = fields_make(c->b, &s->fields)) != TT_OK ||
	    (e = match_new(&s->match, c->b, &s->fields)) != TT_OK)
		return e;
	heads_init(&s->heads, c->b);
	for (uint32_t i = 0; i < c->n_pieces; i++) {
		e = unfold(c->pieces[i].bytes, is_bytes(&c->pieces[i]),
		    &to);
		if (e != TT_OK)
			return e;
		note_piece(s, i);
	}
	return TT_OK;
}

/* V of a site from a set of it. */
static enum tt_err
set_values(struct tt_constants_site *site, const struct valueset *from)
{
	uint64_t *values = calloc(from->n + 1, sizeof(*values));

	if (values == NULL)
		return TT_ENOMEM;
	valueset_list(from, values);
	site->values = values;
	site->n_values = from->n;
	return TT_OK;
}

/* A site that was met at its field; nothing where all of it stands there. */
static enum tt_err
settle_field(struct tt_constants_site *site, const struct tt_site *s,
    const struct valueset *v)
{
	if (v->full || v->n >= s->n)
		return TT_OK;
	site->way = TT_CONSTANTS_FIELD;
	site->count = v->n;
	site->whole = true;
	return set_values(site, v);
}

static enum tt_err
settle_fields(struct settling *s)
{
	const struct tt_bulletin *b = s->c->b;
	const struct valueset *v;
	enum tt_err e;

	for (uint32_t i = 0; i < b->n_sites; i++)
		if ((v = match_site(s->match, i)) != NULL &&
		    (e = settle_field(&s->c->sites[i], &b->sites[i], v)) !=
		    TT_OK)
			return e;
	for (size_t k = 0; k < s->heads.n; k++) {
		const struct heads_site *h = &s->heads.at[k];
		struct tt_constants_site *site = &s->c->sites[h->site];
		struct valueset seen;

		valueset_init(&seen, TT_Q_MAX);
		for (uint64_t a = 0; a < b->sites[h->site].n; a++)
			if ((h->seen >> a & 1) != 0 &&
			    (e = valueset_add(&seen, a)) != TT_OK)
				return e;
		e = TT_OK;
		if (seen.n > 0 && site->way == TT_CONSTANTS_NONE)
			e = settle_field(site, &b->sites[h->site], &seen);
		valueset_done(&seen);
		if (e != TT_OK)
			return e;
	}
	return TT_OK;
}

/* Parts of which a site was met at a field of its own, in quotes. */
static void
note_parts(const struct settling *s, bool *met)
{
	const struct fields *f = &s->fields;

	for (size_t i = 0; i < f->n; i++) {
		uint32_t site = f->at[i].items[f->at[i].target].site;

		if (f->at[i].quoted && match_site(s->match, site) != NULL)
			met[f->at[i].part] = true;
	}
}

/*
 * Sites that would have come to word: their field is in quotes, in a part of
 * which others were met.
 */
static void
note_silent(const struct settling *s, const bool *met, bool *silent)
{
	const struct fields *f = &s->fields;

	for (size_t i = 0; i < f->n; i++)
		if (f->at[i].quoted && met[f->at[i].part])
			silent[f->at[i].items[f->at[i].target].site] = true;
}

static uint32_t
shape_number(struct constants *c, const struct tt_site *s)
{
	struct shape shape = shape_of(s);

	for (uint32_t i = 0; i < c->n_shapes; i++)
		if (shape_same(&c->shapes[i], &shape))
			return i;
	if (c->n_shapes == OFFER_SHAPES_MAX)
		return NO_SHAPE;
	c->shapes[c->n_shapes] = shape;
	return (uint32_t)c->n_shapes++;
}

/* Which sites are to be searched for, if their N_V allows. */
static enum tt_err
choose_searched(struct settling *s)
{
	struct constants *c = s->c;
	bool *met = calloc(c->b->n_parts + 1, sizeof(*met));
	bool *silent = calloc(c->b->n_sites + 1, sizeof(*silent));

	if (met != NULL && silent != NULL) {
		note_parts(s, met);
		note_silent(s, met, silent);
		for (uint32_t i = 0; i < c->b->n_sites; i++) {
			const struct tt_site *site = &c->b->sites[i];

			c->shape[i] = NO_SHAPE;
			if (site->kind != TT_SITE_CHOICE &&
			    tt_site_is_value(site) && !silent[i] &&
			    match_site(s->match, i) == NULL)
				c->shape[i] = shape_number(c, site);
		}
	}
	free(met);
	free(silent);
	return met != NULL && silent != NULL ? TT_OK : TT_ENOMEM;
}

/* A site that is searched for. */
static enum tt_err
settle_search(struct settling *s, uint32_t i)
{
	struct tt_constants_site *site = &s->c->sites[i];
	uint32_t shape = s->c->shape[i];
	uint64_t count = offer_count(s->offer, shape), *values;

	if (count == 0 || s->c->b->sites[i].n / count < TT_CONSTANTS_LEAST) {
		s->c->shape[i] = NO_SHAPE;
		return TT_OK;
	}
	site->way = TT_CONSTANTS_SEARCH;
	site->count = count;
	if (!offer_is_whole(s->offer, shape) || count > TT_VALUES_MAX)
		return TT_OK;
	if ((values = calloc((size_t)count, sizeof(*values))) == NULL)
		return TT_ENOMEM;
	offer_list(s->offer, shape, values);
	site->whole = true;
	site->values = values;
	site->n_values = (size_t)count;
	return TT_OK;
}

static enum tt_err
count_windows(struct settling *s)
{
	struct constants *c = s->c;
	enum tt_err e;

	if ((e = choose_searched(s)) != TT_OK || c->n_shapes == 0 ||
	    (e = offer_new(&s->offer, c->shapes, c->n_shapes)) != TT_OK)
		return e;
	for (size_t i = 0; i < c->n_pieces; i++)
		if ((e = offer_add(s->offer, c->pieces[i].bytes,
		    is_bytes(&c->pieces[i]))) != TT_OK)
			return e;
	for (uint32_t i = 0; i < c->b->n_sites; i++)
		if (c->shape[i] != NO_SHAPE &&
		    (e = settle_search(s, i)) != TT_OK)
			return e;
	return TT_OK;
}

static void
free_constants(struct constants *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; c->sites != NULL && i < c->b->n_sites; i++) {
		const void *values = c->sites[i].values;

		free((void *)(uintptr_t)values);
	}
	free(c->sites);
	free(c->shape);
	free(c);
}

enum tt_err
tt_constants_settle(struct tt_constants **out, const struct tt_bulletin *b,
    const struct tt_piece *pieces, size_t n)
{
	struct constants *c;
	struct settling s = { .match = NULL };
	enum tt_err e = TT_ENOMEM;

	if (n > TT_PIECES_MAX)
		return TT_ELIMIT;
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return TT_ENOMEM;
	c->b = b;
	c->pieces = pieces;
	c->n_pieces = n;
	c->sites = calloc(b->n_sites + 1, sizeof(*c->sites));
	c->shape = calloc(b->n_sites + 1, sizeof(*c->shape));
	if (c->sites == NULL || c->shape == NULL)
		goto out;
	for (size_t i = 0; i < b->n_sites; i++)
		c->sites[i].piece = NO_PIECE;
	s.c = c;
	if ((e = read_fields(&s)) != TT_OK ||
	    (e = settle_fields(&s)) != TT_OK ||
	    (e = count_windows(&s)) != TT_OK)
		goto out;
	c->pub.sites = c->sites;
	c->pub.n_sites = b->n_sites;
	for (size_t i = 0; i < b->n_sites; i++) {
		c->pub.n_field += c->sites[i].way == TT_CONSTANTS_FIELD;
		c->pub.n_search += c->sites[i].way == TT_CONSTANTS_SEARCH;
	}
	*out = &c->pub;
	c = NULL;	/* transferred */
out:
	free_constants(c);
	match_free(s.match);
	offer_free(s.offer);
	fields_done(&s.fields);
	return e;
}

void
tt_constants_free(struct tt_constants *c)
{
	free_constants((struct constants *)c);
}

/* All issued values of one shape, over its sites. */
struct gathered {
	uint64_t *at;
	size_t n, cap;
};

/* Whoever has them knows rows. */
static void
forget(struct gathered *g)
{
	if (g->at != NULL)
		sodium_memzero(g->at, g->n * sizeof(*g->at));
	free(g->at);
}

static bool
is_asked(const struct constants *c, const struct tt_issued *i)
{
	return c->sites[i->site].way == TT_CONSTANTS_SEARCH &&
	    !c->sites[i->site].whole;
}

static enum tt_err
gather(const struct constants *c, const struct tt_issued *issued, size_t n,
    struct gathered *by_shape)
{
	for (size_t i = 0; i < n; i++) {
		struct gathered *g;

		if (issued[i].site >= c->b->n_sites)
			return TT_ERANGE;
		for (size_t k = 0; k < issued[i].n; k++)
			if (issued[i].values[k] >=
			    c->b->sites[issued[i].site].n)
				return TT_ERANGE;
		if (!is_asked(c, &issued[i]))
			continue;
		g = &by_shape[c->shape[issued[i].site]];
		for (size_t k = 0; k < issued[i].n; k++) {
			if (!GROW(*g))
				return TT_ENOMEM;
			g->at[g->n++] = issued[i].values[k];
		}
	}
	return TT_OK;
}

static bool
holds(const uint64_t *sorted, size_t n, uint64_t v)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (sorted[mid] < v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && sorted[lo] == v;
}

/* Of one site's issued values, those that were found of its shape. */
static enum tt_err
meet(const struct tt_issued *issued,
    const uint64_t *found, size_t n, struct tt_constants_site *out)
{
	struct valueset met;
	enum tt_err e = TT_OK;

	valueset_init(&met, TT_VALUES_MAX);
	for (size_t k = 0; k < issued->n && e == TT_OK; k++)
		if (holds(found, n, issued->values[k]))
			e = valueset_add(&met, issued->values[k]);
	if (e == TT_OK && met.full)
		e = TT_ELIMIT;
	if (e == TT_OK)
		e = set_values(out, &met);
	valueset_done(&met);
	return e;
}

static enum tt_err
search_pieces(struct constants *c, struct lookup **out,
    struct lookup_values *sets)
{
	struct lookup *l = NULL;
	enum tt_err e = lookup_new(&l, sets, c->n_shapes);

	for (size_t i = 0; e == TT_OK && i < c->n_pieces; i++)
		e = lookup_search(l, c->pieces[i].bytes,
		    is_bytes(&c->pieces[i]));
	if (e == TT_OK)
		*out = l;
	else
		lookup_free(l);
	return e;
}

enum tt_err
tt_constants_search(struct tt_constants *pub, const struct tt_issued *issued,
    size_t n)
{
	struct constants *c = (struct constants *)pub;
	struct lookup_values sets[OFFER_SHAPES_MAX];
	struct gathered by_shape[OFFER_SHAPES_MAX] = { { .at = NULL } };
	struct lookup *l = NULL;
	const uint64_t *found;
	size_t n_found, any = 0;
	enum tt_err e;

	if ((e = gather(c, issued, n, by_shape)) != TT_OK)
		goto out;
	for (size_t i = 0; i < c->n_shapes; i++) {
		sets[i] = (struct lookup_values){ c->shapes[i],
			by_shape[i].at, by_shape[i].n };
		any += by_shape[i].n;
	}
	if (any == 0 || (e = search_pieces(c, &l, sets)) != TT_OK)
		goto out;
	for (size_t i = 0; i < n && e == TT_OK; i++) {
		struct tt_constants_site *site = &c->sites[issued[i].site];

		if (!is_asked(c, &issued[i]) || site->values != NULL)
			continue;
		found = lookup_found(l, c->shape[issued[i].site], &n_found);
		e = meet(&issued[i], found, n_found, site);
	}
out:
	for (size_t i = 0; i < c->n_shapes; i++)
		forget(&by_shape[i]);
	lookup_free(l);
	return e;
}

/* One site; false: erased. */
static bool
observe(const struct tt_constants_site *site, bool is_value, uint64_t q,
    struct tt_observation *o)
{
	if (site->way == TT_CONSTANTS_NONE)
		return false;
	if (is_value) {
		o->kind = TT_OBS_VALUES;
		o->values = site->values;
		o->n_values = site->n_values;
		o->count = site->count;
		o->whole = site->whole;
		return true;
	}
	o->kind = site->n_values == 1 ? TT_OBS_SYMBOL : TT_OBS_SOFT;
	o->symbol = site->n_values == 1 ? (unsigned)site->values[0] : 0;
	o->q = site->n_values == 1 ? 0 : (unsigned)q;
	for (size_t k = 0; o->q > 0 && k < site->n_values; k++)
		o->likelihood[site->values[k]] = 1;
	return true;
}

enum tt_err
tt_constants_observe(struct tt_observations **out,
    const struct tt_constants *pub, const uint32_t *slots)
{
	const struct constants *c = (const struct constants *)pub;
	struct tt_observation *o;
	enum tt_err e;
	size_t n = 0;

	if ((o = calloc(pub->n_sites + 1, sizeof(*o))) == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < pub->n_sites; i++) {
		const struct tt_site *s = &c->b->sites[i];

		o[n].slot = slots != NULL ? slots[i] : i;
		n += observe(&pub->sites[i], tt_site_is_value(s), s->n, &o[n]);
	}
	e = tt_observations_new(out, o, n);
	free(o);
	return e;
}
