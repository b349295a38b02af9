/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/work.h"

/* The row of a node of NODE_ANY: one or more bytes of a word. */
static void
step_any(const struct work *k, struct row before, struct row cur,
    uint8_t *trace)
{
	const uint8_t *t = k->w->text;
	int32_t v;

	for (size_t j = 0; j < k->width; j++) {
		v = SCORE_NONE;
		trace[j] = BY_DROP;
		if (j > 0 && (byte_is_word(t[j - 1]) || t[j - 1] == '_')) {
			v = before.text[j - 1] - COST_ANY;
			trace[j] = BY_BYTE;
			if (cur.text[j - 1] - COST_ANY_BYTE > v) {
				v = cur.text[j - 1] - COST_ANY_BYTE;
				trace[j] = BY_EXTRA;
			}
		}
		cur.text[j] = v;
		cur.gap[j] = SCORE_NONE;
		trace[j] |= GAP_OPENS;
	}
}

/*
 * The row of one node.  This loop is where the time goes: everything that it
 * reads is in a local.
 */
static void
step(const struct work *k, const struct node_step *s, struct row cur,
    uint8_t *restrict trace)
{
	const int16_t *restrict match = k->a->costs->match[s->node];
	const int32_t drop = k->a->costs->drop[s->node];
	const int32_t gap_byte = s->literal ? COST_GAP_BYTE : COST_GAP_SITE;
	const int32_t *restrict text = s->before.text;
	const int32_t *restrict gap = s->before.gap;
	const int32_t *restrict extra = k->a->extra;
	const uint8_t *restrict t = k->w->text;
	const size_t width = k->width;
	const bool swaps = s->node != s->last;
	int32_t v, g, m, best, in_gap;
	uint8_t how, gap_how;

	best = text[0] - drop;
	in_gap = gap[0] - COST_GAP_NODE;
	cur.text[0] = best;
	cur.gap[0] = in_gap;
	trace[0] = BY_DROP | GAP_NODE;
	for (size_t j = 1; j < width; j++) {
		m = match[t[j - 1]];
		v = text[j - 1] + m;
		how = BY_BYTE;
		if (m > 0) {
			if (gap[j - 1] + m > v) {
				v = gap[j - 1] + m;
				how = BY_BYTE_OF_GAP;
			}
			if (s->literal && m > v) {
				v = m;
				how = BY_START;
			}
		}
		g = text[j] - drop;
		how = g > v ? BY_DROP : how;
		v = g > v ? g : v;
		g = best - extra[j - 1];
		how = g > v ? BY_EXTRA : how;
		v = g > v ? g : v;
		if (swaps && j > 1 && t[j - 1] == s->last &&
		    t[j - 2] == s->node && s->two[j - 2] - COST_SWAP > v) {
			v = s->two[j - 2] - COST_SWAP;
			how = BY_SWAP;
		}
		best = v;
		in_gap -= gap_byte;
		gap_how = GAP_BYTE;
		g = gap[j] - COST_GAP_NODE;
		gap_how = g > in_gap ? GAP_NODE : gap_how;
		in_gap = g > in_gap ? g : in_gap;
		g = v - COST_GAP;
		gap_how = g > in_gap ? GAP_OPENS : gap_how;
		in_gap = g > in_gap ? g : in_gap;
		cur.text[j] = best;
		cur.gap[j] = in_gap;
		trace[j] = how | gap_how;
	}
}

/* The rows of a chain, from the one before it; returns its last. */
static struct row
run_chain(struct work *k, size_t element, const struct chain *c,
    struct row from, bool literal)
{
	struct row before = from, cur, two = from;
	const struct node *nodes = k->a->l->nodes.at + c->first;
	struct node_step s = { .literal = literal };
	uint8_t *trace;

	for (size_t i = 0; i < c->n; i++) {
		cur = work_spare(k, i % 3);
		trace = k->trace + (c->first + i - k->first_node) * k->width;
		s.node = nodes[i].byte;
		s.last = nodes[i > 0 ? i - 1 : i].byte;
		s.two = two.text;
		s.before = before;
		if (s.node == NODE_ANY)
			step_any(k, before, cur, trace);
		else
			step(k, &s, cur, trace);
		for (size_t j = 0; literal && j < k->width; j++) {
			if (cur.text[j] > k->best) {
				k->best = cur.text[j];
				k->best_element = element;
				k->best_row = i + 1;
				k->best_at = (uint32_t)j;
			}
		}
		two = before;
		before = cur;
	}
	return before;
}

/* Paths may begin and end at boundary i. */
static void
open_boundary(struct work *k, size_t i)
{
	struct row b = work_boundary(k, i);
	uint8_t *join = work_text_join(k, i);
	int32_t g;

	for (size_t j = 0; j < k->width; j++) {
		g = work_gain(k, i, j);
		if (b.text[j] + g > k->best) {
			k->best = b.text[j] + g;
			k->best_element = i;
			k->best_row = 0;
			k->best_at = (uint32_t)j;
		}
		if (g > b.text[j]) {
			b.text[j] = g;
			join[j] = JOIN_START;
		}
	}
}

/* The row at the end of chain c of element i joins those of the others. */
static void
join(struct work *k, size_t i, size_t c, struct row end)
{
	struct row b = work_boundary(k, i + 1);
	uint8_t *text = work_text_join(k, i + 1);
	uint8_t *gap = work_gap_join(k, i + 1);

	for (size_t j = 0; j < k->width; j++) {
		if (end.text[j] > b.text[j]) {
			b.text[j] = end.text[j];
			text[j] = (uint8_t)c;
		}
		if (end.gap[j] > b.gap[j]) {
			b.gap[j] = end.gap[j];
			gap[j] = (uint8_t)c;
		}
	}
}

void
work_forward(struct work *k)
{
	const struct element *e;
	struct row from = work_boundary(k, 0), end;

	row_fill(from.text, k->width, SCORE_NONE);
	row_fill(from.gap, k->width, SCORE_NONE);
	memset(work_text_join(k, 0), JOIN_START, k->width);
	k->best = 0;
	open_boundary(k, 0);
	k->a->ends[0] = k->best;
	for (size_t i = 0; i < k->n; i++) {
		e = &k->elements[i];
		from = work_boundary(k, i);
		end = work_boundary(k, i + 1);
		row_fill(end.text, k->width, SCORE_NONE);
		if (element_is_site(e)) {
			memcpy(end.gap, from.gap, k->width * sizeof(*end.gap));
			memset(work_gap_join(k, i + 1), JOIN_BYPASS, k->width);
		} else {
			row_fill(end.gap, k->width, SCORE_NONE);
		}
		for (size_t c = 0; c < e->n; c++) {
			end = run_chain(k, i, work_chain(k, e, c), from,
			    !element_is_site(e));
			memcpy(work_chain_end(k, e, c), end.text,
			    k->width * sizeof(*end.text));
			join(k, i, c, end);
		}
		open_boundary(k, i + 1);
		k->a->ends[i + 1] = k->best;
	}
}
