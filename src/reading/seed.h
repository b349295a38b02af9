/* SPDX-License-Identifier: ISC */
/*
 * seed - where in a specimen a stretch of the marked text may stand.
 *
 * Every word of a core begins a seed: the SEED_LEN bytes from there, through
 * all alternatives on the way.  Where a word of the specimen begins with the
 * same bytes, the stretch may stand around it.  Seeds that many stretches
 * share say little and are left out, so that each word of the specimen costs
 * a bounded look.
 */
#ifndef READING_SEED_H
#define READING_SEED_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "reading/lattice.h"
#include "telltale/err.h"
#include "telltale/normal.h"

#define SEED_LEN	8	/* bytes */
#define SEED_SHARED	32	/* places of one seed; more are left out */
#define SPOTS_MAX	256	/* kept for a stretch */

/* Part of the specimen in which a stretch may stand. */
struct spot {
	uint32_t from, to;	/* bytes of the normal text */
	uint32_t hits;		/* words that say so */
	int64_t least, most;	/* where the stretch's first byte would be */
	int64_t end_least, end_most;	/* and where its end */
};

struct spots {
	struct spot *at;
	size_t n, cap;
	uint32_t lost;		/* the most hits of one that was not kept */
};

struct seeds;

enum tt_err seeds_new(struct seeds **out, const struct lattice *l) MUST_USE;
void seeds_free(struct seeds *s);

/*
 * The spots of all stretches in t, one struct for each stretch, those with
 * the most hits first; free with spots_free.  TT_ENOMEM.
 */
enum tt_err seeds_find(const struct seeds *s, const struct tt_normal *t,
    struct spots **out) MUST_USE;
void spots_free(struct spots *spots, size_t n);

#endif
