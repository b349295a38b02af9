/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <sodium.h>

#include "base/secret.h"

#define LARGE_PAGE	((size_t)1 << 21)	/* bytes */
#define LARGE		(16 * LARGE_PAGE)	/* memory that asks for them */

/* In front of wiped memory: how much there is to wipe. */
union before {
	size_t n;
	max_align_t align;
};

void *
secret_new(size_t n)
{
	void *p = sodium_malloc(n);

	if (p != NULL)
		sodium_memzero(p, n);
	return p;
}

void
secret_free(void *p)
{
	sodium_free(p);
}

void
secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

/*
 * A page is given when it is first touched, and in large ones that takes a
 * tenth of the time.  A system that has none gives what it has.
 */
static void
ask_for_large_pages(void *p, size_t n)
{
	size_t skip = -(uintptr_t)p & (LARGE_PAGE - 1);

	(void)madvise((uint8_t *)p + skip, n - skip, MADV_HUGEPAGE);
}

void *
wiped_new(size_t n, size_t size)
{
	union before *p;
	size_t all;

	if (__builtin_mul_overflow(n, size, &all) ||
	    __builtin_add_overflow(all, sizeof(*p), &all) ||
	    (p = calloc(1, all)) == NULL)
		return NULL;
	if (all >= LARGE)
		ask_for_large_pages(p, all);
	p->n = all;
	return p + 1;
}

void
wiped_free(void *p)
{
	union before *b = p;

	if (p == NULL)
		return;
	b--;
	sodium_memzero(b, b->n);
	free(b);
}

bool
secret_eq(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}
