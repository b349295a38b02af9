/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/valueset.h"

#define LEAST	16	/* slots */

/* Multiplication by an odd number, the high bits: splitmix64's last steps. */
static uint64_t
scatter(uint64_t v)
{
	v = (v ^ v >> 31) * 0x9e3779b97f4a7c15u;
	return v ^ v >> 29;
}

static size_t
find(const struct valueset *s, uint64_t v)
{
	size_t i = (size_t)scatter(v) & (s->cap - 1);

	while (s->slot[i] != UINT64_MAX && s->slot[i] != v)
		i = (i + 1) & (s->cap - 1);
	return i;
}

static enum tt_err
widen(struct valueset *s)
{
	struct valueset more = *s;

	more.cap = s->cap == 0 ? LEAST : 2 * s->cap;
	if ((more.slot = reallocarray(NULL, more.cap, sizeof(*more.slot))) ==
	    NULL)
		return TT_ENOMEM;
	memset(more.slot, 0xff, more.cap * sizeof(*more.slot));
	for (size_t i = 0; i < s->cap; i++)
		if (s->slot[i] != UINT64_MAX)
			more.slot[find(&more, s->slot[i])] = s->slot[i];
	free(s->slot);
	*s = more;
	return TT_OK;
}

void
valueset_init(struct valueset *s, size_t max)
{
	*s = (struct valueset){ .max = max };
}

void
valueset_done(struct valueset *s)
{
	free(s->slot);
	s->slot = NULL;
	s->cap = s->n = 0;
}

bool
valueset_has(const struct valueset *s, uint64_t v)
{
	return s->cap > 0 && s->slot[find(s, v)] == v;
}

enum tt_err
valueset_add(struct valueset *s, uint64_t v)
{
	enum tt_err e;

	if (valueset_has(s, v))
		return TT_OK;
	if (s->n == s->max) {
		s->full = true;
		return TT_OK;
	}
	if (2 * (s->n + 1) > s->cap && (e = widen(s)) != TT_OK)
		return e;
	s->slot[find(s, v)] = v;
	s->n++;
	return TT_OK;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

void
valueset_list(const struct valueset *s, uint64_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < s->cap; i++)
		if (s->slot[i] != UINT64_MAX)
			out[n++] = s->slot[i];
	if (n > 1)
		qsort(out, n, sizeof(*out), by_value);
}
