/* SPDX-License-Identifier: ISC */
/* arena - many small things that are freed together. */
#ifndef WORDING_ARENA_H
#define WORDING_ARENA_H

#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *last;
};

/* n bytes, zeroed, aligned for anything; NULL if memory is short. */
void *arena_get(struct arena *a, size_t n) MUST_USE;

/* A copy of s with a NUL after it; its p is NULL if memory is short. */
struct span arena_copy(struct arena *a, struct span s) MUST_USE;

void arena_done(struct arena *a);	/* safe on a zeroed one */

#endif
