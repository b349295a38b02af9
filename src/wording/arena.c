/* SPDX-License-Identifier: ISC */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "wording/arena.h"

#define BLOCK	16384	/* bytes */

struct arena_block {
	struct arena_block *before;
	size_t used, cap;	/* bytes of at */
	alignas(max_align_t) char at[];
};

static struct arena_block *
add_block(struct arena *a, size_t n)
{
	size_t cap = n > BLOCK ? n : BLOCK, bytes;
	struct arena_block *b;

	if (__builtin_add_overflow(sizeof(*b), cap, &bytes) ||
	    (b = calloc(1, bytes)) == NULL)
		return NULL;
	b->cap = cap;
	b->before = a->last;
	a->last = b;
	return b;
}

void *
arena_get(struct arena *a, size_t n)
{
	struct arena_block *b = a->last;
	size_t size;

	if (__builtin_add_overflow(n, alignof(max_align_t) - 1, &size))
		return NULL;
	size &= ~(alignof(max_align_t) - 1);
	if (b == NULL || b->cap - b->used < size) {
		b = add_block(a, size);
		if (b == NULL)
			return NULL;
	}
	b->used += size;
	return b->at + (b->used - size);
}

struct span
arena_copy(struct arena *a, struct span s)
{
	char *p = s.n == SIZE_MAX ? NULL : arena_get(a, s.n + 1);

	if (p != NULL && s.n > 0)
		memcpy(p, s.p, s.n);
	return (struct span){ p, p == NULL ? 0 : s.n };
}

void
arena_done(struct arena *a)
{
	while (a->last != NULL) {
		struct arena_block *b = a->last;

		a->last = b->before;
		free(b);
	}
}
