/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/tile_get.h"
#include "telltale/bundle.h"
#include "telltale/log_edge.h"

/* Hashes of the tile of a level that is not full yet. */
static unsigned
width(uint64_t size, unsigned level)
{
	return (unsigned)(size >> (8 * level)) % TT_TILE_WIDTH;
}

static struct span
tile_bytes(const struct hash *h, unsigned n)
{
	return span_of(h, n * sizeof(*h));
}

void
tt_log_edge_init(struct tt_log_edge *e)
{
	e->size = 0;
}

struct view {
	const struct tt_log_edge *edge;
};

/* A merkle_get for the subtrees that the root is made of: the edge has all. */
static enum tt_err
get(void *ctx, unsigned level, uint64_t index, struct hash *out)
{
	const struct view *v = ctx;
	unsigned sub = level % 8;
	size_t at = (size_t)(index << sub) % TT_TILE_WIDTH;

	merkle_root(out, &v->edge->tile[level / 8][at], (uint64_t)1 << sub);
	return TT_OK;
}

void
tt_log_edge_root(const struct tt_log_edge *e, struct hash *root)
{
	struct view v = { e };
	enum tt_err err = merkle_root_of(e->size, get, &v, root);

	assert(err == TT_OK);	/* as get never fails */
}

enum tt_err
tt_log_edge_load(struct tt_log_edge *e, uint64_t size,
    const struct hash *root, const struct tt_tile_io *io)
{
	struct tt_log_edge *tmp;
	enum tt_err err = TT_OK;
	struct hash got;

	if ((tmp = malloc(sizeof(*tmp))) == NULL)
		return TT_ENOMEM;
	tmp->size = size;
	for (unsigned l = 0; l < TT_TILE_LEVELS && err == TT_OK; l++) {
		struct tt_tile t = {
			.level = l,
			.index = size >> (8 * l) >> 8,
			.width = width(size, l),
		};

		if (t.width > 0)
			err = tile_get_hashes(io, &t, tmp->tile[l]);
	}
	if (err == TT_OK) {
		tt_log_edge_root(tmp, &got);
		if (memcmp(&got, root, sizeof(got)) != 0)
			err = TT_EINTEGRITY;
		else
			*e = *tmp;
	}
	free(tmp);
	return err;
}

/* The log while it grows. */
struct growth {
	struct tt_log_edge *edge;
	const struct tt_tile_io *io;
	struct buf bundle;	/* of the level 0 tile that is not full */
};

static enum tt_err
put(struct growth *g, const struct tt_tile *t, struct span bytes)
{
	return g->io->put(g->io->ctx, t, bytes);
}

/* The bundle that the log ends with, checked against its tile. */
static enum tt_err
load_bundle(struct growth *g)
{
	struct tt_tile t = {
		.entries = true,
		.index = g->edge->size / TT_TILE_WIDTH,
		.width = width(g->edge->size, 0),
	};

	if (t.width == 0)
		return TT_OK;
	return tile_get_entries(g->io, &t, g->edge->tile[0], &g->bundle);
}

static enum tt_err
put_full_bundle(struct growth *g, uint64_t index)
{
	struct tt_tile t = {
		.entries = true, .index = index, .width = TT_TILE_WIDTH,
	};
	enum tt_err e = put(g, &t, buf_view(&g->bundle));

	buf_clear(&g->bundle);
	return e;
}

/* A hash more at level 0, and above it for each tile that becomes full. */
static enum tt_err
add_leaf(struct growth *g, struct hash h)
{
	uint64_t size = g->edge->size++;
	enum tt_err e;

	for (unsigned l = 0; l < TT_TILE_LEVELS; l++) {
		struct hash *tile = g->edge->tile[l];
		struct tt_tile t = {
			.level = l,
			.index = size >> (8 * l) >> 8,
			.width = TT_TILE_WIDTH,
		};

		tile[width(size, l)] = h;
		if (width(size, l) + 1 < TT_TILE_WIDTH)
			return TT_OK;
		e = put(g, &t, tile_bytes(tile, TT_TILE_WIDTH));
		if (e == TT_OK && l == 0)
			e = put_full_bundle(g, t.index);
		if (e != TT_OK)
			return e;
		merkle_root(&h, tile, TT_TILE_WIDTH);
	}
	return TT_ELIMIT;	/* 2^64 leaves */
}

static enum tt_err
add_entry(struct growth *g, struct span entry)
{
	struct hash h;
	enum tt_err e;

	if ((e = tt_bundle_add(&g->bundle, entry)) != TT_OK)
		return e;
	merkle_leaf(&h, entry.p, entry.n);
	return add_leaf(g, h);
}

/* What the new size ends with, where that is not what the old one did. */
static enum tt_err
put_partial(struct growth *g, uint64_t old)
{
	struct tt_tile_walk w;
	struct tt_tile t;
	enum tt_err e;

	tt_tile_walk_init(&w, old, g->edge->size);
	while (tt_tile_walk(&w, &t)) {
		if (t.width == TT_TILE_WIDTH)
			continue;
		e = put(g, &t, t.entries ? buf_view(&g->bundle) :
		    tile_bytes(g->edge->tile[t.level], t.width));
		if (e != TT_OK)
			return e;
	}
	return TT_OK;
}

enum tt_err
tt_log_edge_append(struct tt_log_edge *e, const struct span *entries,
    size_t n, const struct tt_tile_io *io)
{
	struct growth g = { .io = io };
	enum tt_err err;

	for (size_t i = 0; i < n; i++)
		if (entries[i].n > TT_ENTRY_MAX)
			return TT_ELIMIT;
	if ((g.edge = malloc(sizeof(*g.edge))) == NULL)
		return TT_ENOMEM;
	*g.edge = *e;
	buf_init(&g.bundle, TT_BUNDLE_MAX);
	err = load_bundle(&g);
	for (size_t i = 0; i < n && err == TT_OK; i++)
		err = add_entry(&g, entries[i]);
	if (err == TT_OK)
		err = put_partial(&g, e->size);
	if (err == TT_OK)
		*e = *g.edge;
	buf_done(&g.bundle);
	free(g.edge);
	return err;
}
