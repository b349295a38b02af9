/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "bulletin/grow.h"
#include "bulletin/label.h"

/* By name, then in the order of the text. */
static int
compare_defined(const void *a, const void *b)
{
	const struct label *x = a, *y = b;
	int c = span_cmp(x->name, y->name);

	if (c != 0)
		return c;
	if (x->at.order != y->at.order)
		return x->at.order < y->at.order ? -1 : 1;
	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	return (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

static int
compare_name(const void *name, const void *label)
{
	const struct span *n = name;
	const struct label *l = label;

	return span_cmp(*n, l->name);
}

enum tt_err
labels_define(struct labels *l, struct span name, uint32_t site,
    struct tt_where at)
{
	enum tt_err e = grow((void **)&l->defined, &l->cap_defined,
	    l->n_defined, sizeof(*l->defined), TT_PLACES_MAX);

	if (e == TT_OK)
		l->defined[l->n_defined++] = (struct label){ name, site, at };
	return e;
}

enum tt_err
labels_use(struct labels *l, struct span name, size_t place,
    struct tt_where at)
{
	enum tt_err e = grow((void **)&l->used, &l->cap_used, l->n_used,
	    sizeof(*l->used), TT_PLACES_MAX);

	if (e == TT_OK)
		l->used[l->n_used++] = (struct label_use){ name, place, at };
	return e;
}

static void
tell_twice(const struct label *first, const struct label *again,
    struct tt_diags *diags)
{
	tt_diags_add(diags, TT_ERROR, again->at,
	    "define it once; elsewhere write {{@label}}",
	    "label '%.*s' is defined already in %.*s, line %u",
	    (int)again->name.n, again->name.p, (int)first->at.file.n,
	    first->at.file.p, first->at.line);
}

void
labels_resolve(struct labels *l, struct tt_place *places,
    struct tt_site *sites, struct tt_diags *diags)
{
	const struct label *found;

	if (l->n_defined > 0)
		qsort(l->defined, l->n_defined, sizeof(*l->defined),
		    compare_defined);
	for (size_t i = 1; i < l->n_defined; i++)
		if (span_eq(l->defined[i - 1].name, l->defined[i].name))
			tell_twice(&l->defined[i - 1], &l->defined[i], diags);
	for (size_t i = 0; i < l->n_used; i++) {
		const struct label_use *u = &l->used[i];

		found = l->n_defined == 0 ? NULL : bsearch(&u->name,
		    l->defined, l->n_defined, sizeof(*l->defined),
		    compare_name);
		if (found == NULL) {
			tt_diags_add(diags, TT_ERROR, u->at,
			    "define it once in any part: {{@label ...}}",
			    "label '%.*s' is not defined", (int)u->name.n,
			    u->name.p);
		} else if (found->site != LABEL_NO_SITE) {
			places[u->place].site = found->site;
			sites[found->site].n_places++;
		}
	}
}

void
labels_done(struct labels *l)
{
	free(l->defined);
	free(l->used);
	*l = (struct labels){ .n_defined = 0 };
}
