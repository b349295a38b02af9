/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "ledger/tile_get.h"
#include "telltale/bundle.h"

/* *got is t, or the full tile in its place. */
static enum tt_err
fetch(const struct tt_tile_io *io, const struct tt_tile *t,
    struct tt_tile *got, struct buf *bytes)
{
	enum tt_err e;

	*got = *t;
	e = io->get(io->ctx, got, bytes);
	if (e == TT_ENOENT && t->width < TT_TILE_WIDTH) {
		got->width = TT_TILE_WIDTH;
		buf_clear(bytes);
		e = io->get(io->ctx, got, bytes);
	}
	if (e == TT_OK && (e = buf_err(bytes)) == TT_ELIMIT)
		e = TT_EINTEGRITY;	/* longer than any such tile */
	return e;
}

enum tt_err
tile_get_hashes(const struct tt_tile_io *io, const struct tt_tile *t,
    struct hash *out)
{
	struct tt_tile got;
	struct buf b;
	enum tt_err e;

	buf_init(&b, TT_TILE_WIDTH * sizeof(*out));
	if ((e = fetch(io, t, &got, &b)) == TT_OK) {
		if (b.n == got.width * sizeof(*out))
			memcpy(out, b.p, t->width * sizeof(*out));
		else
			e = TT_EINTEGRITY;
	}
	buf_done(&b);
	return e;
}

enum tt_err
tile_get_entries(const struct tt_tile_io *io, const struct tt_tile *t,
    const struct hash *leaves, struct buf *bundle)
{
	struct tt_bundle parsed;
	struct tt_tile got;
	struct hash leaf;
	struct buf b;
	enum tt_err e;

	buf_init(&b, TT_BUNDLE_MAX);
	if ((e = fetch(io, t, &got, &b)) != TT_OK)
		goto out;
	if (tt_bundle_parse(&parsed, buf_view(&b)) != TT_OK ||
	    parsed.n != got.width) {
		e = TT_EINTEGRITY;
		goto out;
	}
	for (size_t i = 0; i < t->width; i++) {
		merkle_leaf(&leaf, parsed.entry[i].p, parsed.entry[i].n);
		if (memcmp(&leaf, &leaves[i], sizeof(leaf)) != 0) {
			e = TT_EINTEGRITY;
			goto out;
		}
	}
	for (size_t i = 0; i < t->width && e == TT_OK; i++)
		e = tt_bundle_add(bundle, parsed.entry[i]);
out:
	buf_done(&b);
	return e;
}
