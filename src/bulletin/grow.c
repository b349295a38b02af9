/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "bulletin/grow.h"

#define FIRST_CAP	16	/* items */

enum tt_err
grow(void **items, size_t *cap, size_t n, size_t size, size_t max)
{
	size_t want, bytes;
	void *p;

	if (n >= max)
		return TT_ELIMIT;
	if (n < *cap)
		return TT_OK;
	if (__builtin_mul_overflow(*cap, 2, &want))
		return TT_ENOMEM;
	if (want < FIRST_CAP)
		want = FIRST_CAP;
	if (__builtin_mul_overflow(want, size, &bytes) ||
	    (p = realloc(*items, bytes)) == NULL)
		return TT_ENOMEM;
	*items = p;
	*cap = want;
	return TT_OK;
}
