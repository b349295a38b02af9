/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/tile_get.h"
#include "telltale/log_reader.h"

/* A full tile that was checked. */
struct full {
	bool		have;
	uint64_t	index;
	struct hash	h[TT_TILE_WIDTH];
};

/*
 * The edge is checked once, by the root that it gives.  A full tile is
 * checked by the hash that the level above has of it, which is in the edge
 * or in a full tile; one of these is kept per level.
 */
struct tt_log_reader {
	struct tt_checkpoint	cp;
	struct tt_tile_io	io;
	struct tt_log_edge	edge;
	struct full		full[TT_TILE_LEVELS];
	struct buf		bytes;		/* of bundle */
	bool			have_bundle;
	uint64_t		bundle_index;
	struct tt_bundle	bundle;
};

enum tt_err
tt_log_reader_new(struct tt_log_reader **out, const struct tt_checkpoint *cp,
    const struct tt_tile_io *io)
{
	struct tt_log_reader *r;
	enum tt_err e;

	if ((r = calloc(1, sizeof(*r))) == NULL)
		return TT_ENOMEM;
	r->cp = *cp;
	r->io = *io;
	buf_init(&r->bytes, TT_BUNDLE_MAX);
	e = tt_log_edge_load(&r->edge, cp->size, &cp->root, io);
	if (e != TT_OK) {
		tt_log_reader_free(r);
		return e;
	}
	*out = r;
	return TT_OK;
}

void
tt_log_reader_free(struct tt_log_reader *r)
{
	if (r == NULL)
		return;
	buf_done(&r->bytes);
	free(r);
}

/*
 * The checked hashes of tile `index` of a level, full or of the edge.
 * Recursion: a level up each time, eight levels.
 */
static enum tt_err
tile(struct tt_log_reader *r, unsigned level, uint64_t index,
    const struct hash **out)
{
	struct tt_tile t = {
		.level = level, .index = index, .width = TT_TILE_WIDTH,
	};
	const struct hash *above;
	struct hash got, *h;
	struct full *f;
	enum tt_err e;

	if (index == r->cp.size >> (8 * level) >> 8) {
		*out = r->edge.tile[level];
		return TT_OK;
	}
	f = &r->full[level];
	if (!f->have || f->index != index) {
		e = tile(r, level + 1, index / TT_TILE_WIDTH, &above);
		if (e != TT_OK)
			return e;
		h = f->h;
		f->have = false;
		if ((e = tile_get_hashes(&r->io, &t, h)) != TT_OK)
			return e;
		merkle_root(&got, h, TT_TILE_WIDTH);
		if (memcmp(&got, &above[index % TT_TILE_WIDTH],
		    sizeof(got)) != 0)
			return TT_EINTEGRITY;
		f->index = index;
		f->have = true;
	}
	*out = f->h;
	return TT_OK;
}

enum tt_err
tt_log_reader_get(void *reader, unsigned level, uint64_t index,
    struct hash *out)
{
	struct tt_log_reader *r = reader;
	unsigned sub = level % 8;
	const struct hash *h;
	uint64_t first;
	enum tt_err e;

	if (level > 63 || index >= r->cp.size >> level)
		return TT_ERANGE;
	first = index << sub;
	e = tile(r, level / 8, first / TT_TILE_WIDTH, &h);
	if (e != TT_OK)
		return e;
	merkle_root(out, h + first % TT_TILE_WIDTH, (uint64_t)1 << sub);
	return TT_OK;
}

enum tt_err
tt_log_reader_prove(struct tt_log_reader *r, uint64_t index,
    struct hash *proof, size_t *n)
{
	return merkle_prove_inclusion(index, r->cp.size, tt_log_reader_get, r,
	    proof, n);
}

static enum tt_err
load_bundle(struct tt_log_reader *r, uint64_t index)
{
	uint64_t left = r->cp.size - index * TT_TILE_WIDTH;
	struct tt_tile t = {
		.entries = true,
		.index = index,
		.width = left < TT_TILE_WIDTH ? (unsigned)left :
		    TT_TILE_WIDTH,
	};
	const struct hash *leaves;
	enum tt_err e;

	if (r->have_bundle && r->bundle_index == index)
		return TT_OK;
	r->have_bundle = false;
	buf_clear(&r->bytes);
	if ((e = tile(r, 0, index, &leaves)) != TT_OK)
		return e;
	e = tile_get_entries(&r->io, &t, leaves, &r->bytes);
	if (e == TT_OK)
		e = tt_bundle_parse(&r->bundle, buf_view(&r->bytes));
	r->have_bundle = e == TT_OK;
	r->bundle_index = index;
	return e;
}

enum tt_err
tt_log_reader_entry(struct tt_log_reader *r, uint64_t index,
    struct span *entry)
{
	enum tt_err e;

	if (index >= r->cp.size)
		return TT_ERANGE;
	if ((e = load_bundle(r, index / TT_TILE_WIDTH)) != TT_OK)
		return e;
	*entry = r->bundle.entry[index % TT_TILE_WIDTH];
	return TT_OK;
}

enum tt_err
tt_log_reader_follows(struct tt_log_reader *r,
    const struct tt_checkpoint *seen)
{
	struct hash proof[MERKLE_PROOF_MAX];
	size_t n = 0;
	enum tt_err e;

	if (seen->size <= r->cp.size) {
		e = merkle_prove_consistency(seen->size, r->cp.size,
		    tt_log_reader_get, r, proof, &n);
		if (e != TT_OK)
			return e;
	}
	return tt_checkpoint_follows(seen, &r->cp, proof, n);
}
