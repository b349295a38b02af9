/* SPDX-License-Identifier: ISC */
/*
 * secret - memory for keys: guarded, locked, not dumped, wiped.
 *
 * From libsodium's sodium_malloc; sodium_init() must have succeeded.  Each
 * kind of key is a struct of its own in the room it belongs to, allocated
 * here: SECRET_NEW(struct tt_age_identity).
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

void *secret_new(size_t n) MUST_USE;	/* zeroed; NULL: no memory */
void secret_free(void *p);		/* wipes; NULL is fine */
void secret_wipe(void *p, size_t n);	/* of stack memory */

/*
 * Ordinary memory, zeroed, and wiped when it is freed: for what follows from
 * a key but is large, or lives for a moment.  NULL: no memory, or n times
 * size is too much.
 */
void *wiped_new(size_t n, size_t size) MUST_USE;
void wiped_free(void *p);		/* NULL is fine */
bool secret_eq(const void *a, const void *b, size_t n); /* constant time */

#define SECRET_NEW(type)	((type *)secret_new(sizeof(type)))

#endif
