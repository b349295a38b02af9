/* SPDX-License-Identifier: ISC */
/*
 * sieve - which numbers can be none of those that were put in.
 *
 * Bloom's filter (1970) in words: an entry is three bits of one word, so a
 * look-up is one load, of a table that stays in the second-level cache.  One
 * in 300 others passes if there is an entry a word; those are then asked of a
 * second table with another hash, which lets one in 100,000 pass.
 *
 * Of bytes in a row, grams: four of them, the same whichever end they are
 * read from, so that an integer is found in both orders by its lowest four.
 */
#ifndef READING_SIEVE_H
#define READING_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "reading/vectors.h"
#include "telltale/err.h"

#define SIEVE_GRAM	4	/* bytes */

struct sieve {
	uint32_t *first, *second;
	unsigned log;	/* of their words */
	enum vectors vectors;	/* what is used; tests may take less */
};

/* Empty, for so many entries.  TT_ENOMEM. */
enum tt_err sieve_new(struct sieve *s, size_t entries) MUST_USE;
void sieve_done(struct sieve *s);	/* safe on zeroes; wipes */

#define SIEVE_FIRST	0x9e3779b1u /* odd; 2^32 over the golden ratio */
#define SIEVE_SECOND	0x85ebca6bu /* odd; of MurmurHash3's last step */
#define SIEVE_BIT_A	10	/* where in a product a bit is told */
#define SIEVE_BIT_B	5
#define SIEVE_BIT_C	0

static inline uint32_t
sieve_bits(uint32_t h)
{
	return (uint32_t)1 << (h >> SIEVE_BIT_A & 31) |
	    (uint32_t)1 << (h >> SIEVE_BIT_B & 31) |
	    (uint32_t)1 << (h >> SIEVE_BIT_C & 31);
}

static inline bool
sieve_is_in(const uint32_t *words, unsigned log, uint32_t h)
{
	uint32_t b = sieve_bits(h);

	return (words[h >> (32 - log)] & b) == b;
}

void sieve_add(struct sieve *s, uint32_t key);

/* By the first table, and by both. */
static inline bool
sieve_may_have(const struct sieve *s, uint32_t key)
{
	return sieve_is_in(s->first, s->log, key * SIEVE_FIRST);
}

static inline bool
sieve_has(const struct sieve *s, uint32_t key)
{
	return sieve_may_have(s, key) &&
	    sieve_is_in(s->second, s->log, (key ^ key >> 16) * SIEVE_SECOND);
}

/* The key of four bytes, least or greatest first. */
static inline uint32_t
sieve_gram(uint32_t bytes)
{
	uint32_t turned = __builtin_bswap32(bytes);

	return bytes < turned ? bytes : turned;
}

/*
 * As bits, which of the first 64 positions of n bytes, or fewer, have a gram
 * that the sieve may have; and which of at most 64 numbers, behind which
 * there is room for 16 more.
 */
uint64_t sieve_bytes(const struct sieve *s, const char *p, size_t n);
uint64_t sieve_numbers(const struct sieve *s, const uint32_t *numbers,
    size_t n);

#endif
