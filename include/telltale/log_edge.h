/* SPDX-License-Identifier: ISC */
/*
 * log_edge - the right edge of a log: all that is needed to append to it.
 *
 * Per level the hashes of the tile that is not full yet; from them follows
 * the root.  Whoever writes the log (the hub, step 3 of specs/ledger.md
 * section 5) loads the edge, appends, has the notary sign size and root.
 * Pure: tiles come and go through struct tt_tile_io.
 */
#ifndef TT_LOG_EDGE_H
#define TT_LOG_EDGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/tile.h"

struct tt_log_edge {
	uint64_t	size;	/* leaves */
	struct hash	tile[TT_TILE_LEVELS][TT_TILE_WIDTH];	/* 64 KiB */
};

void tt_log_edge_init(struct tt_log_edge *e);	/* of the empty log */

/*
 * Read the edge of a log of size leaves, whose root must be *root.
 * TT_EINTEGRITY if it is not, or a tile is too short; what io->get returned.
 */
enum tt_err tt_log_edge_load(struct tt_log_edge *e, uint64_t size,
    const struct hash *root, const struct tt_tile_io *io) MUST_USE;

void tt_log_edge_root(const struct tt_log_edge *e, struct hash *root);

/*
 * Put every tile and bundle that the log has with the n entries and had not
 * without, partial ones of the new size among them; only then is *e the new
 * edge.  On error *e is as it was, and the same call may be repeated: tiles
 * already put get the same bytes.  Reads the last bundle through io->get.
 * TT_ELIMIT: an entry is too long.  TT_EINTEGRITY: the last bundle is not
 * what its tile says.  TT_ENOMEM, and what io returned.
 */
enum tt_err tt_log_edge_append(struct tt_log_edge *e,
    const struct span *entries, size_t n, const struct tt_tile_io *io)
    MUST_USE;

#endif
