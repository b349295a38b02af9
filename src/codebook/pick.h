/* SPDX-License-Identifier: ISC */
/* pick - which slots of a row to derive, laid out for speed. */
#ifndef CODEBOOK_PICK_H
#define CODEBOOK_PICK_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/codebook.h"

#define PICK_BLOCK	64	/* bytes of a ChaCha20 block */
#define PICK_BLOCKS	16	/* of one chunk */

/* One slot: where its bytes stand in the chunk, where its symbol goes. */
struct pick_slot {
	uint64_t n;
	uint32_t out;			/* index of its symbol */
	uint16_t at;			/* byte in the chunk */
	uint16_t q;			/* 0: a value site */
	uint16_t upto[TT_Q_MAX - 1];	/* w(0) + ... + w(k), k < q - 1 */
};

/* A run of blocks of one stream, and the slots that lie in it. */
struct pick_chunk {
	uint64_t stream;	/* 0: symbols, 1: values */
	uint64_t block;		/* its first */
	size_t n_blocks;	/* at most PICK_BLOCKS */
	size_t first, n;	/* slots */
};

struct tt_pick {
	size_t n_chunks;
	struct pick_chunk *chunk;
	struct pick_slot *slot;
};

/* As tt_pick_new, but the slots of a level, each to the index of its slot. */
enum tt_err pick_level(struct tt_pick **out, const struct tt_code *code,
    enum tt_site_level level) MUST_USE;

/* The symbols of the row whose key this is. */
void pick_read(const struct tt_pick *p, const uint8_t row_key[32],
    uint64_t *symbols);

#endif
