/* SPDX-License-Identifier: ISC */
/*
 * tile_get - the bytes of a tile, asked for as https://c2sp.org/tlog-tiles
 * has it: the partial one first, and if it is gone the full one.
 */
#ifndef LEDGER_TILE_GET_H
#define LEDGER_TILE_GET_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "telltale/err.h"
#include "telltale/tile.h"

/*
 * t->width hashes, not checked.  TT_EINTEGRITY if the tile has another
 * length than its name says; TT_ENOMEM, what io->get returned.
 */
enum tt_err tile_get_hashes(const struct tt_tile_io *io,
    const struct tt_tile *t, struct hash *out) MUST_USE;

/*
 * Append t->width entries as a bundle, each with the leaf hash that stands
 * in leaves.  TT_EINTEGRITY if they are others.
 */
enum tt_err tile_get_entries(const struct tt_tile_io *io,
    const struct tt_tile *t, const struct hash *leaves, struct buf *bundle)
    MUST_USE;

#endif
