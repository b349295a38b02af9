/* SPDX-License-Identifier: ISC */
/*
 * tree - batches and sets of copies as trees, the last few kept built.
 *
 * A proof needs the whole tree; it is built from the records, and kept by its
 * root, which is what is asked for.  Used under the hub's lock.
 */
#ifndef HUB_TREE_H
#define HUB_TREE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "store/db.h"
#include "telltale/set.h"

#define TREES_KEPT	8	/* of depth 12: 256 KiB each */

struct trees {
	struct {
		struct hash	root;
		struct tt_set	*set;
		uint64_t	used;	/* larger is later */
	} kept[TREES_KEPT];
	uint64_t clock;
};

void trees_done(struct trees *t);

/*
 * *out is borrowed, until the next call.  TT_ENOENT: no such batch or set;
 * TT_EINTEGRITY: the records do not give their root.
 */
enum tt_err tree_of_batch(struct trees *t, struct db *db, uint64_t entry,
    const struct tt_set **out) MUST_USE;
enum tt_err tree_of_copies(struct trees *t, struct db *db,
    const struct hash *root, const struct tt_set **out) MUST_USE;

#endif
