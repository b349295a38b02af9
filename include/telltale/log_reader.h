/* SPDX-License-Identifier: ISC */
/*
 * log_reader - a log through its tiles, each checked up to a known root.
 *
 * What a client, an auditor and the hub itself read hashes, proofs and
 * entries with.  Size and root are those of a checkpoint that was verified
 * before.  A tile whose hashes do not lead to the root is TT_EINTEGRITY: no
 * byte of it is used.  Partial tiles are asked for first, on TT_ENOENT the
 * full ones.  Pure: tiles come through struct tt_tile_io (get only).
 */
#ifndef TT_LOG_READER_H
#define TT_LOG_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "telltale/bundle.h"
#include "telltale/checkpoint.h"
#include "telltale/err.h"
#include "telltale/log_edge.h"
#include "telltale/tile.h"

struct tt_log_reader;	/* opaque; about 140 KiB, and a bundle */

/* io is copied.  TT_EINTEGRITY, TT_ENOMEM, what io->get returned. */
enum tt_err tt_log_reader_new(struct tt_log_reader **out,
    const struct tt_checkpoint *cp, const struct tt_tile_io *io) MUST_USE;
void tt_log_reader_free(struct tt_log_reader *r);

/* A merkle_get (base/merkle.h); ctx is the reader. */
enum tt_err tt_log_reader_get(void *reader, unsigned level, uint64_t index,
    struct hash *out) MUST_USE;

/* TT_ERANGE if index >= size.  proof has room for MERKLE_PROOF_MAX. */
enum tt_err tt_log_reader_prove(struct tt_log_reader *r, uint64_t index,
    struct hash *proof, size_t *n) MUST_USE;

/* *entry is good until the next call that reads an entry. */
enum tt_err tt_log_reader_entry(struct tt_log_reader *r, uint64_t index,
    struct span *entry) MUST_USE;

/*
 * The client's rule: whether the reader's log continues one seen before.
 * TT_EREFUSED, TT_EROLLBACK, TT_EFORK as tt_checkpoint_follows.
 */
enum tt_err tt_log_reader_follows(struct tt_log_reader *r,
    const struct tt_checkpoint *seen) MUST_USE;

#endif
