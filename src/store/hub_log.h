/* SPDX-License-Identifier: ISC */
/*
 * hub_log - the log's entries, its batches and its checkpoints, in SQL.
 *
 * Entries here are what the tiles are made from, and made again after a
 * crash.  Errors are those of db.h; TT_ENOENT where there is no such row.
 */
#ifndef STORE_HUB_LOG_H
#define STORE_HUB_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "store/db.h"
#include "telltale/set.h"
#include "telltale/statement.h"

struct hub_entry {
	uint64_t	index;
	char		kind[TT_KIND_NAME_MAX + 1];
	struct buf	bytes;		/* hub_entry_done */
	struct hash	leaf;
};

void hub_entry_done(struct hub_entry *e);	/* safe on a zeroed one */

/* TT_EINTEGRITY if an index is missing. */
enum tt_err hub_entry_count(struct db *db, uint64_t *n) MUST_USE;

/* TT_EEXIST if there is an entry with that index. */
enum tt_err hub_entry_add(struct db *db, uint64_t index, enum tt_kind kind,
    struct span bytes) MUST_USE;
enum tt_err hub_entry_get(struct db *db, uint64_t index,
    struct hub_entry *out) MUST_USE;
enum tt_err hub_entry_newest(struct db *db, enum tt_kind kind,
    struct hub_entry *out) MUST_USE;
/* The first of a kind after an index. */
enum tt_err hub_entry_after(struct db *db, enum tt_kind kind, uint64_t index,
    struct hub_entry *out) MUST_USE;

/*
 * The root over the first size entries, computed from their leaf hashes.
 * TT_ENOENT if there are fewer.  Linear in size.
 */
enum tt_err hub_entry_root(struct db *db, uint64_t size, struct hash *root)
    MUST_USE;

struct hub_batch {
	uint64_t		number;		/* from 1, without gap */
	uint64_t		entry;
	uint64_t		keys;		/* index of the keys in force */
	unsigned		depth;
	struct tt_padding_key	padding;
	struct hash		root;
	int64_t			time_s;
};

enum tt_err hub_batch_add(struct db *db, const struct hub_batch *b) MUST_USE;
enum tt_err hub_batch_get(struct db *db, uint64_t entry,
    struct hub_batch *out) MUST_USE;
enum tt_err hub_batch_newest(struct db *db, struct hub_batch *out) MUST_USE;

struct hub_checkpoint {
	uint64_t	size;
	struct hash	root;
	struct buf	note;		/* hub_checkpoint_done */
	int64_t		time_s;
	bool		published;
};

void hub_checkpoint_done(struct hub_checkpoint *c);

enum tt_err hub_checkpoint_add(struct db *db, uint64_t size,
    const struct hash *root, struct span note, int64_t time_s) MUST_USE;
enum tt_err hub_checkpoint_get(struct db *db, uint64_t size,
    struct hub_checkpoint *out) MUST_USE;
enum tt_err hub_checkpoint_newest(struct db *db, struct hub_checkpoint *out)
    MUST_USE;
/* With cosignatures; the text is the same. */
enum tt_err hub_checkpoint_note(struct db *db, uint64_t size,
    struct span note) MUST_USE;
enum tt_err hub_checkpoint_published(struct db *db, uint64_t size) MUST_USE;

#endif
