/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/work.h"

/* The row before a node, from the row after it; the same backwards. */
static void
step_back(const struct work *k, const struct node_step *s, struct row cur)
{
	const int16_t *restrict match = k->a->costs->match[s->node];
	const int32_t drop = k->a->costs->drop[s->node];
	const int32_t gap_byte = s->literal ? COST_GAP_BYTE : COST_GAP_SITE;
	const int32_t *restrict text = s->before.text;
	const int32_t *restrict gap = s->before.gap;
	const int32_t *restrict extra = k->a->extra;
	const uint8_t *restrict t = k->w->text;
	const size_t n = k->width - 1;
	const int32_t least = s->literal ? 0 : SCORE_NONE;
	const bool swaps = s->node != s->last;
	int32_t v, g, m;

	v = larger(text[n] - drop, least);
	g = gap[n] - COST_GAP_NODE;
	v = larger(v, g - COST_GAP);
	cur.text[n] = v;
	cur.gap[n] = g;
	for (size_t j = n; j-- > 0;) {
		m = match[t[j]];
		v = larger(text[j + 1] + m, v - extra[j]);
		v = larger(v, text[j] - drop);
		v = larger(v, least);
		g = larger(g - gap_byte, gap[j] - COST_GAP_NODE);
		if (m > 0)
			g = larger(g, text[j + 1] + m);
		if (swaps && j + 2 <= n && t[j] == s->last &&
		    t[j + 1] == s->node)
			v = larger(v, s->two[j + 2] - COST_SWAP);
		v = larger(v, g - COST_GAP);
		cur.text[j] = v;
		cur.gap[j] = g;
	}
}

static void
step_any_back(const struct work *k, struct row after, struct row cur)
{
	const uint8_t *t = k->w->text;
	int32_t in = SCORE_NONE;	/* in the word, one byte on */

	for (size_t j = k->width; j-- > 0;) {
		cur.text[j] = SCORE_NONE;
		if (j + 1 < k->width &&
		    (byte_is_word(t[j]) || t[j] == '_')) {
			in = larger(after.text[j + 1], in);
			cur.text[j] = in - COST_ANY;
			in -= COST_ANY_BYTE;
		} else {
			in = SCORE_NONE;
		}
		cur.gap[j] = SCORE_NONE;
	}
}

/*
 * The row before a chain, from the one after it.  *start: the best that a
 * path can be that begins here or behind.
 */
static struct row
run_chain_back(const struct work *k, const struct chain *c, struct row to,
    bool literal, int32_t *start)
{
	const struct node *nodes = k->a->l->nodes.at + c->first;
	struct row after = to, two = to, cur;
	struct node_step s = { .literal = literal };

	for (size_t i = c->n; i-- > 0;) {
		cur = work_spare(k, i % 3);
		s.node = nodes[i].byte;
		s.last = nodes[i + 1 < c->n ? i + 1 : i].byte;
		s.two = two.text;
		s.before = after;
		if (s.node == NODE_ANY)
			step_any_back(k, after, cur);
		else
			step_back(k, &s, cur);
		for (size_t j = 0; literal && j < k->width; j++)
			*start = larger(*start, cur.text[j]);
		two = after;
		after = cur;
	}
	return after;
}

static int32_t
best_through(const struct work *k, const int32_t *before, const int32_t *after)
{
	int32_t best = SCORE_NONE;

	for (size_t j = 0; j < k->width; j++)
		best = larger(best, before[j] + after[j]);
	return best;
}

/* What each chain of element i is worth; after is the row behind it. */
static void
score_site(struct work *k, size_t i, struct row after)
{
	const struct element *e = &k->elements[i];
	struct site_scores *s = &k->a->sites[i];

	s->chain = k->a->chain_scores + (e->first - k->first_chain);
	s->bypassed = best_through(k, work_boundary(k, i).gap, after.gap);
	s->missed = larger(k->a->ends[i], k->a->starts[i + 1]);
	for (size_t c = 0; c < e->n; c++)
		s->chain[c] = best_through(k, work_chain_end(k, e, c),
		    after.text);
}

/* Boundary i from the chains of element i, which lie before boundary i + 1. */
static void
join_back(struct work *k, size_t i, struct row after, struct row out,
    int32_t *start)
{
	const struct element *e = &k->elements[i];
	bool literal = !element_is_site(e);
	struct row cur;

	row_fill(out.text, k->width, SCORE_NONE);
	if (literal)
		row_fill(out.gap, k->width, SCORE_NONE);
	else
		memcpy(out.gap, after.gap, k->width * sizeof(*out.gap));
	for (size_t c = 0; c < e->n; c++) {
		cur = run_chain_back(k, work_chain(k, e, c), after, literal,
		    start);
		for (size_t j = 0; j < k->width; j++) {
			out.text[j] = larger(out.text[j], cur.text[j]);
			out.gap[j] = larger(out.gap[j], cur.gap[j]);
		}
	}
}

/* Paths may begin and end at boundary i, and bytes be too many there. */
static void
open_boundary_back(const struct work *k, size_t i, struct row b,
    int32_t *start)
{
	int32_t g;

	for (size_t j = k->width; j-- > 0;) {
		g = work_gain(k, i, j);
		b.text[j] = larger(b.text[j], g);
		if (j + 1 < k->width) {
			b.text[j] = larger(b.text[j],
			    b.text[j + 1] - k->a->extra[j]);
			b.gap[j] = larger(b.gap[j],
			    b.gap[j + 1] - COST_GAP_BYTE);
		}
		b.text[j] = larger(b.text[j], b.gap[j] - COST_GAP);
		*start = larger(*start, b.text[j] + g);
	}
}

void
work_back(struct work *k)
{
	struct row after = work_spare(k, 3), out;
	int32_t start = 0;

	row_fill(after.text, k->width, 0);
	row_fill(after.gap, k->width, SCORE_NONE);
	open_boundary_back(k, k->n, after, &start);
	k->a->starts[k->n] = start;
	for (size_t i = k->n; i-- > 0;) {
		if (element_is_site(&k->elements[i]))
			score_site(k, i, after);
		out = work_boundary(k, i + 1);	/* nobody asks for it again */
		join_back(k, i, after, out, &start);
		open_boundary_back(k, i, out, &start);
		k->a->starts[i] = start;
		memcpy(after.text, out.text, k->width * sizeof(*out.text));
		memcpy(after.gap, out.gap, k->width * sizeof(*out.gap));
	}
}
