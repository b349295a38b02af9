/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdlib.h>

#include "cli/numbers.h"
#include "telltale/codebook.h"
#include "telltale/commitment.h"

enum tt_err
numbers_again(struct numbers *s, unsigned depth)
{
	s->depth = depth;
	s->used = calloc(((size_t)1 << depth) / 8 + 1, 1);
	return s->used != NULL ? TT_OK : TT_ENOMEM;
}

void
numbers_take(struct numbers *s, uint64_t number)
{
	s->used[number / 8] |= (uint8_t)(1u << number % 8);
}

enum tt_err
numbers_init(struct numbers *s, enum tt_site_level level, uint64_t n)
{
	enum tt_err e;

	s->used = NULL;
	if ((e = tt_depth_for(level, n, &s->depth)) != TT_OK)
		return e;
	return numbers_again(s, s->depth);
}

static bool
is_used(void *ctx, uint64_t number)
{
	const struct numbers *s = ctx;

	return s->used[number / 8] >> number % 8 & 1;
}

enum tt_err
numbers_draw(struct numbers *s, struct rng rng, uint64_t *out)
{
	enum tt_err e;

	e = tt_number_draw(out, s->depth, rng, is_used, s);
	if (e == TT_OK)
		numbers_take(s, *out);
	return e;
}

void
numbers_done(struct numbers *s)
{
	free(s->used);
	s->used = NULL;
}
