/* SPDX-License-Identifier: ISC */
/*
 * bundle - up to 256 entries of a log in one file.
 *
 * https://c2sp.org/tlog-tiles, "Log Entries": each a uint16 length,
 * big-endian, and its bytes.  Pure.
 */
#ifndef TT_BUNDLE_H
#define TT_BUNDLE_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/tile.h"

#define TT_ENTRY_MAX	16384	/* bytes; the format's own limit is 65,535 */
#define TT_BUNDLE_MAX	(TT_TILE_WIDTH * (2 + TT_ENTRY_MAX))	/* bytes */

/* Borrows from what was parsed. */
struct tt_bundle {
	size_t		n;
	struct span	entry[TT_TILE_WIDTH];
};

/* Append one entry.  TT_ELIMIT over TT_ENTRY_MAX. */
enum tt_err tt_bundle_add(struct buf *bundle, struct span entry) MUST_USE;

/*
 * TT_ESYNTAX if an entry is cut; TT_ELIMIT if there are over 256 or one is
 * over TT_ENTRY_MAX.  No entry at all is a bundle of none.
 */
enum tt_err tt_bundle_parse(struct tt_bundle *out, struct span bytes) MUST_USE;

#endif
