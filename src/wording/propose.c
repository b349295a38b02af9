/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "bulletin/class.h"
#include "wording/coupling.h"
#include "wording/rules.h"

struct all {
	struct tt_proposals public;
	struct arena arena;
};

static void
put_proposal(struct tt_proposal *at, const struct candidate *c)
{
	*at = (struct tt_proposal){ .offset = c->offset, .length = c->length,
		.alternatives = c->texts, .n = c->n_alternatives,
		.class = class_of(c->texts, c->n_alternatives),
		.group = c->group->name, .why = c->group->why,
		.own = c->group->own };
}

static enum tt_err
take_all(const struct matching *m, struct candidates *c, struct taken *t)
{
	size_t n = 0;

	t->inside = calloc(m->pg->n + 1, sizeof(*t->inside));
	t->before = calloc(m->pg->n + 1, sizeof(*t->before));
	if (t->inside == NULL || t->before == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < c->n; i++)
		if (coupling_take(m, t, c->at[i]))
			c->at[n++] = c->at[i];
	c->n = n;
	return TT_OK;
}

static int
compare(const void *pa, const void *pb)
{
	const struct tt_proposal *a = pa, *b = pb;

	return (a->offset > b->offset) - (a->offset < b->offset);
}

static enum tt_err
set_out(struct all *all, const struct candidates *c, const struct page *pg,
    const struct rules *rules)
{
	size_t n = c->n + rules->n;
	struct tt_proposal *at = arena_get(&all->arena, (n + 1) * sizeof(*at));

	if (at == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < c->n; i++)
		put_proposal(&at[i], c->at[i]);
	for (size_t i = 0; i < rules->n; i++)
		at[c->n + i] = rules->at[i];
	qsort(at, n, sizeof(*at), compare);
	all->public = (struct tt_proposals){ at, n, pg->words };
	return TT_OK;
}

enum tt_err
tt_wording_propose(struct tt_proposals **out, const struct tt_wordings *w,
    struct span draft, const struct tt_prose *p)
{
	struct all *all = calloc(1, sizeof(*all));
	struct candidates found = { .n = 0 };
	struct rules rules = { .n = 0 };
	struct taken taken = { NULL, NULL };
	struct page pg = { .n = 0 };
	struct matching m = { .w = w, .pg = &pg, .prose = p, .draft = draft };
	enum tt_err e;

	if (all == NULL)
		return TT_ENOMEM;
	m.arena = &all->arena;
	if ((e = page_read(&pg, w, draft, p)) != TT_OK ||
	    (e = rules_find(&rules, &m, &pg)) != TT_OK)
		goto out;
	if (w != NULL && ((e = candidates_find(&found, &m)) != TT_OK ||
	    (e = take_all(&m, &found, &taken)) != TT_OK))
		goto out;
	if ((e = set_out(all, &found, &pg, &rules)) != TT_OK)
		goto out;
	*out = &all->public;
	all = NULL;	/* transferred */
out:
	free(found.at);
	free(rules.at);
	free(taken.inside);
	free(taken.before);
	page_done(&pg);
	tt_proposals_free(all == NULL ? NULL : &all->public);
	return e;
}

void
tt_proposals_free(struct tt_proposals *p)
{
	struct all *all = (struct all *)p;

	if (all == NULL)
		return;
	arena_done(&all->arena);
	free(all);
}
