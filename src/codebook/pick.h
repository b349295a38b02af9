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
#define PICK_LANES	32	/* symbols of a block */

/* One slot: where its bytes stand in the chunk, where its symbol goes. */
struct pick_slot {
	uint64_t n;	/* of a value site */
	uint32_t out;	/* index of its symbol */
	uint16_t at;	/* byte in the chunk */
};

/*
 * What the bytes of a block are compared with: a symbol is how many of its
 * lane's steps are below u.  w(0) + ... + w(k) - 1 for k < q - 1; for larger k
 * the largest number, which nothing is above.
 */
struct pick_step {
	uint16_t below[PICK_LANES];
};

/* A run of blocks of one stream, and the slots that lie in it. */
struct pick_chunk {
	uint64_t stream;	/* 0: symbols, 1: values */
	uint64_t block;		/* its first */
	size_t n_blocks;	/* at most PICK_BLOCKS */
	size_t first, n;	/* slots */
	size_t first_step;	/* of its blocks, n_steps each */
	size_t n_steps;		/* of symbols: the largest q - 1 */
};

struct tt_pick {
	size_t n_chunks;
	struct pick_chunk *chunk;
	struct pick_slot *slot;
	struct pick_step *step;
};

/* The symbols of the row whose key this is. */
void pick_read(const struct tt_pick *p, const uint8_t row_key[32],
    uint64_t *symbols);

/* As tt_codebook_row_bytes. */
void pick_read_bytes(const struct tt_pick *p, const uint8_t row_key[32],
    uint8_t *symbols, uint64_t *values);

#endif
