/* SPDX-License-Identifier: ISC */
/* best - the k largest of many scores; equal ones by the lower number. */
#ifndef EVIDENCE_BEST_H
#define EVIDENCE_BEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BEST_MAX	128

struct scored {
	double score;
	double single;		/* S_single, which goes with it */
	uint64_t number;	/* of the row */
	uint32_t index;		/* in the roster */
};

struct best {
	size_t n, max;		/* max at most BEST_MAX */
	struct scored at[BEST_MAX];	/* falling */
};

void best_init(struct best *b, size_t max);

/* False if best_add would not take that score; of most rows of many. */
static inline bool
best_wants(const struct best *b, double score)
{
	return b->n < b->max || (b->n > 0 && score >= b->at[b->n - 1].score);
}

void best_add(struct best *b, const struct scored *s);

#endif
