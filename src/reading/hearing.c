/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/grow.h"
#include "reading/hearing.h"

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
hear(struct voices *all, const struct search *s, const struct finding *f,
    uint32_t piece)
{
	const struct docket *d = &s->docket;
	unsigned keeps = search_kept(s, f);
	const struct opinion *o;
	struct span found;
	struct voice v;

	if (f->n_opinions == 0)
		return TT_OK;
	o = &d->opinions.at[f->opinion];
	for (size_t i = 0; i < f->n_opinions; i++) {
		if (!search_stands(s, f, &o[i]))
			continue;
		found = tt_normal_found(d->t, d->specimen, o[i].from, o[i].to);
		v = (struct voice){ .place = d->l->elements.at[
			o[i].element].place, .piece = piece,
			.stretch = f->stretch,
			.offset = (size_t)(found.p - d->specimen.p),
			.length = found.n, .o = o[i] };
		v.site = d->b->places[v.place].site;
		forget(&v.o, keeps);
		if (!GROW(*all))
			return TT_ENOMEM;
		all->at[all->n++] = v;
	}
	return TT_OK;
}

enum tt_err
hearing_add(struct voices *v, const struct search *s, uint32_t piece)
{
	enum tt_err e;

	for (size_t i = 0; i < s->docket.findings.n; i++)
		if ((e = hear(v, s, &s->docket.findings.at[i], piece)) !=
		    TT_OK)
			return e;
	return TT_OK;
}

static int
by_site(const void *a, const void *b)
{
	const struct voice *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	if (x->piece != y->piece)
		return x->piece < y->piece ? -1 : 1;
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
	return a->place == b->place && a->piece == b->piece &&
	    (a->o.from == b->o.from || b->o.from < a->o.to);
}

static bool
says_what(const struct voice *v)
{
	return v->o.kind == OPINION_CHOICE || v->o.kind == OPINION_VALUE;
}

/* Of the same quote, the voice that says what stays. */
static void
drop_echoes(struct voices *all)
{
	struct voice *v = all->at;
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (n == 0 || !is_echo(&v[n - 1], &v[i]))
			v[n++] = v[i];
		else if (says_what(&v[i]) && !says_what(&v[n - 1]))
			v[n - 1] = v[i];
	}
	all->n = n;
}

void
hearing_end(struct voices *v)
{
	if (v->n > 0)
		qsort(v->at, v->n, sizeof(*v->at), by_site);
	drop_echoes(v);
}
