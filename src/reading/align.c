/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "reading/align.h"
#include "reading/costs.h"

/* How a cell was reached: the low bits for text, the high ones for a gap. */
enum {
	BY_START = 1,	/* the path begins with this byte */
	BY_BYTE,	/* node and byte */
	BY_BYTE_OF_GAP,	/* the same, and a gap ends */
	BY_DROP,	/* the node is missing */
	BY_EXTRA,	/* the byte is too much */
	BY_SWAP,	/* two of each, in the other order */
	BY_MASK = 7,
	GAP_OPENS = 1 << 3,
	GAP_NODE = 2 << 3,
	GAP_BYTE = 3 << 3,
	GAP_MASK = 3 << 3,
};

#define JOIN_START	254	/* the path begins here */
#define JOIN_BYPASS	255	/* the gap goes past the site */

/* One value for each byte of the window before it, and one for its end. */
struct row {
	int32_t *text;	/* explained up to here */
	int32_t *gap;	/* in a gap */
};

struct aligner {
	const struct lattice *l;
	struct costs costs;

	/* for one window; see layout() */
	int32_t *rows;
	size_t cap_rows;
	uint8_t *trace;
	size_t cap_trace;
	struct cross *cross;
	struct site_scores *sites;
	int32_t *chain_scores;
	int32_t *ends, *starts;
	size_t cap_elements, cap_chains;
	int32_t *byte;
	size_t cap_bytes;
	int32_t *extra;
	size_t cap_extra;
};

/* What is at hand while one window is aligned. */
struct work {
	struct aligner *a;
	const struct stretch *s;
	const struct window *w;
	const struct element *elements;	/* the stretch's */
	size_t n;			/* of them */
	size_t width;			/* of a row */
	uint32_t first_node, first_chain;
	size_t nodes, chains;

	int32_t *boundary;	/* 2 (n + 1) rows */
	int32_t *chain_end;	/* a row for each chain */
	int32_t *spare;		/* 4 rows twice */
	uint8_t *trace;		/* a row for each node */
	uint8_t *join;		/* 2 (n + 1) rows */

	int32_t best;		/* where the best path ends: */
	size_t best_element;	/* the element that it ends in, or before */
	size_t best_row;	/* nodes of it; 0: before it */
	uint32_t best_at;
};

struct aligner *
aligner_new(const struct lattice *l)
{
	struct aligner *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->l = l;
	costs_init(&a->costs);
	return a;
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

static const struct chain *
chain_of(const struct work *k, const struct element *e, size_t i)
{
	return &k->a->l->chains.at[e->first + i];
}

static struct row
boundary(const struct work *k, size_t i)
{
	return (struct row){ k->boundary + 2 * i * k->width,
		k->boundary + (2 * i + 1) * k->width };
}

static int32_t *
chain_end(const struct work *k, const struct element *e, size_t i)
{
	return k->chain_end + (e->first - k->first_chain + i) * k->width;
}

static struct row
spare(const struct work *k, size_t i)
{
	return (struct row){ k->spare + 2 * i * k->width,
		k->spare + (2 * i + 1) * k->width };
}

static uint8_t *
text_join(const struct work *k, size_t i)
{
	return k->join + 2 * i * k->width;
}

static uint8_t *
gap_join(const struct work *k, size_t i)
{
	return k->join + (2 * i + 1) * k->width;
}

static void
fill(int32_t *row, size_t n, int32_t v)
{
	for (size_t i = 0; i < n; i++)
		row[i] = v;
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
		cost = k->a->costs.extra[t[j]];
		if (j > 0 && t[j] == t[j - 1] && cost > COST_TWICE)
			cost = COST_TWICE;
		k->a->extra[j] = cost;
	}
}

static int32_t
larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

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

/* One node of a chain, and what its row is made of. */
struct node_step {
	uint8_t node, last;	/* last: the node before it, or itself */
	bool literal;		/* a path may begin here */
	const int32_t *two;	/* text, two rows back */
	struct row before;
};

/*
 * The row of one node.  This loop is where the time goes: everything that it
 * reads is in a local.
 */
static void
step(const struct work *k, const struct node_step *s, struct row cur,
    uint8_t *restrict trace)
{
	const int16_t *restrict match = k->a->costs.match[s->node];
	const int32_t drop = k->a->costs.drop[s->node];
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
		cur = spare(k, i % 3);
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

/* What a path gains by beginning, or ending, at boundary i, byte j. */
static int32_t
gain(const struct work *k, size_t i, size_t j)
{
	bool starts = i == k->n || k->elements[i].starts;

	return starts && k->w->breaks[j] ? GAIN_BREAK : 0;
}

/* Paths may begin and end at boundary i. */
static void
open_boundary(struct work *k, size_t i)
{
	struct row b = boundary(k, i);
	uint8_t *join = text_join(k, i);
	int32_t g;

	for (size_t j = 0; j < k->width; j++) {
		g = gain(k, i, j);
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
	struct row b = boundary(k, i + 1);
	uint8_t *text = text_join(k, i + 1), *gap = gap_join(k, i + 1);

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

static void
go_forward(struct work *k)
{
	const struct element *e;
	struct row from = boundary(k, 0), end;

	fill(from.text, k->width, SCORE_NONE);
	fill(from.gap, k->width, SCORE_NONE);
	memset(text_join(k, 0), JOIN_START, k->width);
	k->best = 0;
	open_boundary(k, 0);
	k->a->ends[0] = k->best;
	for (size_t i = 0; i < k->n; i++) {
		e = &k->elements[i];
		from = boundary(k, i);
		end = boundary(k, i + 1);
		fill(end.text, k->width, SCORE_NONE);
		if (element_is_site(e)) {
			memcpy(end.gap, from.gap, k->width * sizeof(*end.gap));
			memset(gap_join(k, i + 1), JOIN_BYPASS, k->width);
		} else {
			fill(end.gap, k->width, SCORE_NONE);
		}
		for (size_t c = 0; c < e->n; c++) {
			end = run_chain(k, i, chain_of(k, e, c), from,
			    !element_is_site(e));
			memcpy(chain_end(k, e, c), end.text,
			    k->width * sizeof(*end.text));
			join(k, i, c, end);
		}
		open_boundary(k, i + 1);
		k->a->ends[i + 1] = k->best;
	}
}

/* The row before a node, from the row after it; the same backwards. */
static void
step_back(const struct work *k, const struct node_step *s, struct row cur)
{
	const int16_t *restrict match = k->a->costs.match[s->node];
	const int32_t drop = k->a->costs.drop[s->node];
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
		cur = spare(k, i % 3);
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
	s->bypassed = best_through(k, boundary(k, i).gap, after.gap);
	s->missed = larger(k->a->ends[i], k->a->starts[i + 1]);
	for (size_t c = 0; c < e->n; c++)
		s->chain[c] = best_through(k, chain_end(k, e, c), after.text);
}


/* Boundary i from the chains of element i, which lie before boundary i + 1. */
static void
join_back(struct work *k, size_t i, struct row after, struct row out,
    int32_t *start)
{
	const struct element *e = &k->elements[i];
	bool literal = !element_is_site(e);
	struct row cur;

	fill(out.text, k->width, SCORE_NONE);
	if (literal)
		fill(out.gap, k->width, SCORE_NONE);
	else
		memcpy(out.gap, after.gap, k->width * sizeof(*out.gap));
	for (size_t c = 0; c < e->n; c++) {
		cur = run_chain_back(k, chain_of(k, e, c), after, literal,
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
		g = gain(k, i, j);
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

static void
go_back(struct work *k)
{
	struct row after = spare(k, 3), out;
	int32_t start = 0;

	fill(after.text, k->width, 0);
	fill(after.gap, k->width, SCORE_NONE);
	open_boundary_back(k, k->n, after, &start);
	k->a->starts[k->n] = start;
	for (size_t i = k->n; i-- > 0;) {
		if (element_is_site(&k->elements[i]))
			score_site(k, i, after);
		out = boundary(k, i + 1);	/* nobody asks for it again */
		join_back(k, i, after, out, &start);
		open_boundary_back(k, i, out, &start);
		k->a->starts[i] = start;
		memcpy(after.text, out.text, k->width * sizeof(*out.text));
		memcpy(after.gap, out.gap, k->width * sizeof(*out.gap));
	}
}

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
	uint32_t node = chain_of(k, &k->elements[p->element], p->chain)->first +
	    (uint32_t)p->row - 1 - k->first_node;
	uint8_t how = k->trace[node * k->width + p->at];
	bool matched = p->at > 0 && k->a->costs.match[
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
	uint8_t from = p->gap ? gap_join(k, i)[p->at] : text_join(k, i)[p->at];
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
	p->row = chain_of(k, e, from)->n;
	return true;
}

static void
trace_back(struct work *k)
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
	go_forward(&k);
	if (k.best < least)
		return TT_ENOENT;
	trace_back(&k);
	go_back(&k);
	*out = (struct alignment){ k.best, a->cross, a->sites, a->byte,
		k.first_node };
	return TT_OK;
}
