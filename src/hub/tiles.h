/* SPDX-License-Identifier: ISC */
/*
 * tiles - the log as it is served: a folder with the names of the URL paths.
 *
 * specs/ledger.md section 2.  A tile is written once, durable when put has
 * returned, and its bytes never change.
 */
#ifndef HUB_TILES_H
#define HUB_TILES_H

#include <stdint.h>

#include "base/attr.h"
#include "store/file.h"
#include "telltale/err.h"
#include "telltale/tile.h"

#define TILES_KEEP_S	86400	/* partial tiles, once the full one is there */

struct tiles {
	char dir[FILE_PATH_MAX];	/* has "tile/" */
};

/* Borrows t. */
struct tt_tile_io tiles_io(struct tiles *t);

/*
 * Whether all that a log of that size is served as is there; what is in it
 * is not looked at.  TT_ENOENT, with the path in missing.
 */
enum tt_err tiles_check(const struct tiles *t, uint64_t size,
    char missing[FILE_PATH_MAX]) MUST_USE;

/*
 * What a crash left of tiles that were being written when the log was to grow
 * from that size to that size.
 */
enum tt_err tiles_sweep(const struct tiles *t, uint64_t from, uint64_t to)
    MUST_USE;

/*
 * Drops partial tiles of a log of that size whose full tile is over
 * TILES_KEEP_S old.
 */
enum tt_err tiles_tidy(struct tiles *t, uint64_t size, int64_t now_s) MUST_USE;

#endif
