/* SPDX-License-Identifier: ISC */
/* grow - an array that takes one more. */
#ifndef READING_GROW_H
#define READING_GROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Room for n + 1 of size bytes at *p; false, and nothing lost, without. */
static inline bool
grow(void **p, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap + *cap / 2 + 16;
	void *q;

	if (n < *cap)
		return true;
	if ((q = reallocarray(*p, want, size)) == NULL)
		return false;
	*p = q;
	*cap = want;
	return true;
}

/* a.at is the array, a.n what is used of a.cap. */
#define GROW(a)	grow((void **)&(a).at, (a).n, &(a).cap, sizeof(*(a).at))

#endif
