/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "reading/work.h"

struct aligner *
aligner_new(const struct lattice *l)
{
	struct aligner *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->l = l;
	costs_typed(&a->typed);
	a->costs = &a->typed;
	return a;
}

void
aligner_channel(struct aligner *a, enum tt_piece_kind kind)
{
	if (kind == TT_PIECE_SEEN && !a->has_seen) {
		costs_seen(&a->seen);
		a->has_seen = true;
	}
	a->costs = kind == TT_PIECE_SEEN ? &a->seen : &a->typed;
}

void
aligner_free(struct aligner *a)
{
	if (a == NULL)
		return;
	free(a->rows);
	free(a->trace);
	free(a->cross);
	free(a->sites);
	free(a->chain_scores);
	free(a->ends);
	free(a->starts);
	free(a->byte);
	free(a->extra);
	free(a);
}

static bool
reserve(void **p, size_t *cap, size_t n, size_t size)
{
	void *q;

	if (n <= *cap)
		return true;
	if ((q = reallocarray(*p, n, size)) == NULL)
		return false;
	*p = q;
	*cap = n;
	return true;
}

static bool
reserve_elements(struct aligner *a, size_t n)
{
	size_t cap = a->cap_elements, same;

	if (n <= cap)
		return true;
	same = cap;
	if (!reserve((void **)&a->cross, &same, n, sizeof(*a->cross)))
		return false;
	same = cap;
	if (!reserve((void **)&a->sites, &same, n, sizeof(*a->sites)))
		return false;
	same = cap;
	if (!reserve((void **)&a->ends, &same, n, sizeof(*a->ends)))
		return false;
	same = cap;
	if (!reserve((void **)&a->starts, &same, n, sizeof(*a->starts)))
		return false;
	a->cap_elements = n;
	return true;
}

/* Memory for one window, cut up. */
static enum tt_err
layout(struct work *k)
{
	struct aligner *a = k->a;
	size_t rows = 2 * (k->n + 1) + k->chains + 8;
	size_t traces = k->nodes + 2 * (k->n + 1);

	if (k->width > ALIGN_CELLS_MAX / (rows + traces))
		return TT_ELIMIT;
	if (!reserve((void **)&a->rows, &a->cap_rows, rows * k->width,
		sizeof(*a->rows)) ||
	    !reserve((void **)&a->trace, &a->cap_trace, traces * k->width, 1) ||
	    !reserve((void **)&a->byte, &a->cap_bytes, k->nodes + 1,
		sizeof(*a->byte)) ||
	    !reserve((void **)&a->chain_scores, &a->cap_chains, k->chains + 1,
		sizeof(*a->chain_scores)) ||
	    !reserve((void **)&a->extra, &a->cap_extra, k->width,
		sizeof(*a->extra)) ||
	    !reserve_elements(a, k->n + 1))
		return TT_ENOMEM;
	k->boundary = a->rows;
	k->chain_end = k->boundary + 2 * (k->n + 1) * k->width;
	k->spare = k->chain_end + k->chains * k->width;
	k->trace = a->trace;
	k->join = k->trace + k->nodes * k->width;
	return TT_OK;
}

/* What each byte of the window costs if it stands there for nothing. */
static void
price_extra(const struct work *k)
{
	const uint8_t *t = k->w->text;
	int32_t cost;

	for (size_t j = 0; j < k->w->n; j++) {
		cost = k->a->costs->extra[t[j]];
		if (j > 0 && t[j] == t[j - 1] && cost > COST_TWICE)
			cost = COST_TWICE;
		k->a->extra[j] = cost;
	}
}

enum tt_err
align(struct aligner *a, const struct stretch *s, const struct window *w,
    int32_t least, struct alignment *out)
{
	const struct element *first = &a->l->elements.at[s->first];
	const struct element *last = &a->l->elements.at[s->end - 1];
	const struct chain *chain = &a->l->chains.at[last->first + last->n - 1];
	struct work k = { .a = a, .s = s, .w = w, .elements = first,
		.n = s->end - s->first, .width = w->n + 1 };
	enum tt_err e;

	k.first_chain = first->first;
	k.chains = last->first + last->n - first->first;
	k.first_node = a->l->chains.at[first->first].first;
	k.nodes = chain->first + chain->n - k.first_node;
	if ((e = layout(&k)) != TT_OK)
		return e;
	price_extra(&k);
	work_forward(&k);
	if (k.best < least)
		return TT_ENOENT;
	work_retrace(&k);
	work_back(&k);
	*out = (struct alignment){ k.best, a->cross, a->sites, a->byte,
		k.first_node };
	return TT_OK;
}
