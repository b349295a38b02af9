/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "evidence/panel.h"

/* Members that hypotheses of a model may know, 0 to this. */
static unsigned
known_at_most(unsigned model, const struct team *team)
{
	unsigned c = model_bank[model].c;

	return team->n < c ? team->n : c - 1;
}

/* All hypotheses of one model, member after member. */
static enum tt_err
add(struct panel *p, struct decoder *d, unsigned model,
    const struct team *team)
{
	const struct field *f = d->field;
	size_t m = d->pool.n_sites;
	double l = f->prior->l[model];
	enum tt_err e;

	memset(d->known, 0, m * sizeof(*d->known));
	for (unsigned k = 0; k <= known_at_most(model, team); k++) {
		table_site *t = d->tables + p->n * m;

		if ((e = table_fill(&f->prior->kinds, model, d->known, t)) !=
		    TT_OK)
			return e;
		assert(p->n < HYPOTHESES_MAX);
		p->h[p->n++] = (struct hypothesis){ .model = model, .known = k,
			.l = l, .table = t };
		if (k == team->n)
			break;
		l += pool_score_one(&d->pool, t, team->at[k]) -
		    (f->ln_n - DROP_MORE);
		pool_join(&d->pool, team->at[k], d->known);
	}
	return TT_OK;
}

enum tt_err
panel_fill(struct panel *p, struct decoder *d, const struct team *team)
{
	enum tt_err e = TT_OK;

	p->n = 0;
	for (unsigned b = 0; b < TT_MODELS && e == TT_OK; b++)
		e = add(p, d, b, team);
	return e;
}
