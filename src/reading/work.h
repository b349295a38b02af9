/* SPDX-License-Identifier: ISC */
/*
 * work - what is at hand while one stretch is aligned to one window.
 *
 * A row has a cell for each byte of the window before it, and one for its
 * end.  There is one for each boundary between elements and each end of a
 * chain; rows within a chain go on three spare ones.  How each cell was
 * reached is kept for the way back.
 */
#ifndef READING_WORK_H
#define READING_WORK_H

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

struct row {
	int32_t *text;	/* explained up to here */
	int32_t *gap;	/* in a gap */
};

struct aligner {
	const struct lattice *l;
	struct costs typed, seen;	/* seen is made when it is needed */
	bool has_seen;
	const struct costs *costs;	/* one of them */

	/* for one window */
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

/* One node of a chain, and what its row is made of. */
struct node_step {
	uint8_t node, last;	/* last: the node before it, or itself */
	bool literal;		/* a path may begin here */
	const int32_t *two;	/* text, two rows back */
	struct row before;
};

static inline const struct chain *
work_chain(const struct work *k, const struct element *e, size_t i)
{
	return &k->a->l->chains.at[e->first + i];
}

static inline struct row
work_boundary(const struct work *k, size_t i)
{
	return (struct row){ k->boundary + 2 * i * k->width,
		k->boundary + (2 * i + 1) * k->width };
}

static inline int32_t *
work_chain_end(const struct work *k, const struct element *e, size_t i)
{
	return k->chain_end + (e->first - k->first_chain + i) * k->width;
}

static inline struct row
work_spare(const struct work *k, size_t i)
{
	return (struct row){ k->spare + 2 * i * k->width,
		k->spare + (2 * i + 1) * k->width };
}

static inline uint8_t *
work_text_join(const struct work *k, size_t i)
{
	return k->join + 2 * i * k->width;
}

static inline uint8_t *
work_gap_join(const struct work *k, size_t i)
{
	return k->join + (2 * i + 1) * k->width;
}

static inline void
row_fill(int32_t *row, size_t n, int32_t v)
{
	for (size_t i = 0; i < n; i++)
		row[i] = v;
}

static inline int32_t
larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* What a path gains by beginning, or ending, at boundary i, byte j. */
static inline int32_t
work_gain(const struct work *k, size_t i, size_t j)
{
	bool starts = i == k->n || k->elements[i].starts;

	return starts && k->w->breaks[j] ? GAIN_BREAK : 0;
}

/*
 * The best path to each boundary and chain's end, and how; ends[i] is the
 * best path that ends at boundary i or before.
 */
void work_forward(struct work *k);

/* The best path that work_forward found: cross, byte, taken. */
void work_retrace(struct work *k);

/*
 * The same from the end: the scores of all sites.  Uses up the rows of the
 * boundaries.
 */
void work_back(struct work *k);

#endif
