/* SPDX-License-Identifier: ISC */
/*
 * tile - the files that a log is served as: 256 hashes, or entries, each.
 *
 * https://c2sp.org/tlog-tiles, restated in specs/ledger.md section 2.  Names
 * only; what is in them: bundle.h, log_edge.h, log_reader.h.  Pure.
 */
#ifndef TT_TILE_H
#define TT_TILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define TT_TILE_WIDTH		256	/* hashes or entries of a full tile */
#define TT_TILE_LEVELS		8	/* that can occur: 0 to 7 */
#define TT_TILE_LEVEL_MAX	63	/* that can be named */
#define TT_TILE_PATH_MAX	63	/* bytes */

struct tt_tile {
	bool		entries;	/* a bundle of entries; level is 0 */
	unsigned	level;
	uint64_t	index;
	unsigned	width;		/* 1 to 255, or 256: full */
};

/* "tile/0/x001/x234/067.p/8"; the checkpoint's path is "checkpoint". */
void tt_tile_path(const struct tt_tile *t, char out[TT_TILE_PATH_MAX + 1]);

/* TT_ESYNTAX for every spelling but that of tt_tile_path. */
enum tt_err tt_tile_path_parse(struct tt_tile *out, struct span path) MUST_USE;

/* Whether the log has t at that size, full or as its partial then. */
bool tt_tile_at_size(const struct tt_tile *t, uint64_t size);

/*
 * All tiles and bundles that the log has at size and had not at old: what is
 * written when it grows, and, with old 0, all there is.
 *
 *	for (tt_tile_walk_init(&w, old, size); tt_tile_walk(&w, &t); )
 */
struct tt_tile_walk {
	uint64_t	old, size, index;
	unsigned	level;
	bool		entries;
};
void tt_tile_walk_init(struct tt_tile_walk *w, uint64_t old, uint64_t size);
bool tt_tile_walk(struct tt_tile_walk *w, struct tt_tile *out);

/*
 * Where tiles come from and go to; ctx is handed to both.
 * get appends the bytes of t to out: TT_ENOENT if it is not there (a partial
 * may be gone once its full tile exists).  put may be called again with the
 * same bytes after a crash, never with others: TT_EEXIST then.
 */
struct tt_tile_io {
	enum tt_err	(*get)(void *ctx, const struct tt_tile *t,
			    struct buf *out);
	enum tt_err	(*put)(void *ctx, const struct tt_tile *t,
			    struct span bytes);
	void		*ctx;
};

#endif
