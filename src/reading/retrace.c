/* SPDX-License-Identifier: ISC */
#include "reading/work.h"

/* Where the best path is, followed from its end. */
struct place {
	size_t element, chain, row;	/* row 0: before the element */
	uint32_t at;
	bool gap;
};

/* One step back within a chain. */
static bool
follow_node(struct work *k, struct place *p)
{
	const struct element *e = &k->elements[p->element];
	uint32_t node = work_chain(k, e, p->chain)->first +
	    (uint32_t)p->row - 1 - k->first_node;
	uint8_t how = k->trace[node * k->width + p->at];
	bool matched = p->at > 0 && k->a->costs->match[
	    k->a->l->nodes.at[k->first_node + node].byte][
	    k->w->text[p->at - 1]] > 0;

	if (p->gap) {
		if ((how & GAP_MASK) == GAP_OPENS)
			p->gap = false;
		else if ((how & GAP_MASK) == GAP_NODE)
			p->row--;
		else
			p->at--;
		return true;
	}
	switch (how & BY_MASK) {
	case BY_START:
		k->a->byte[node] = (int32_t)p->at - 1;
		return false;
	case BY_BYTE:
	case BY_BYTE_OF_GAP:
		if (matched)
			k->a->byte[node] = (int32_t)p->at - 1;
		p->gap = (how & BY_MASK) == BY_BYTE_OF_GAP;
		p->row--;
		p->at--;
		return true;
	case BY_DROP:
		p->row--;
		return true;
	case BY_SWAP:
		p->row -= 2;
		p->at -= 2;
		return true;
	default:
		p->at--;
		return true;
	}
}

/* One step back over a boundary, into the element before it. */
static bool
follow_join(struct work *k, struct place *p)
{
	size_t i = p->element;
	uint8_t from = (p->gap ? work_gap_join(k, i) :
	    work_text_join(k, i))[p->at];
	const struct element *e;

	k->a->cross[i] = (struct cross){ p->gap ? CROSS_GAP : CROSS_TEXT,
		p->at };
	if (i == 0 || (!p->gap && from == JOIN_START))
		return false;
	e = &k->elements[--p->element];
	p->row = 0;
	if (p->gap && from == JOIN_BYPASS)
		return true;
	p->chain = from;
	k->a->sites[p->element].taken = from;
	p->row = work_chain(k, e, from)->n;
	return true;
}

void
work_retrace(struct work *k)
{
	struct place p = { k->best_element, 0, k->best_row, k->best_at, false };

	for (size_t i = 0; i <= k->n; i++)
		k->a->cross[i] = (struct cross){ CROSS_NOT, 0 };
	for (size_t i = 0; i < k->nodes; i++)
		k->a->byte[i] = -1;
	for (size_t i = 0; i < k->n; i++)
		k->a->sites[i].taken = k->elements[i].n;
	while (p.row > 0 ? follow_node(k, &p) : follow_join(k, &p))
		continue;
}
