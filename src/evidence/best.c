/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdbool.h>

#include "evidence/best.h"

static bool
before(const struct scored *a, const struct scored *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	return a->number < b->number;
}

void
best_init(struct best *b, size_t max)
{
	assert(max <= BEST_MAX);
	b->n = 0;
	b->max = max;
}

/* Of many in any order few get this far: max ln(n / max) on average. */
void
best_add(struct best *b, const struct scored *s)
{
	size_t i;

	if (b->n == b->max && (b->n == 0 || !before(s, &b->at[b->n - 1])))
		return;
	if (b->n < b->max)
		b->n++;
	for (i = b->n - 1; i > 0 && before(s, &b->at[i - 1]); i--)
		b->at[i] = b->at[i - 1];
	b->at[i] = *s;
}
