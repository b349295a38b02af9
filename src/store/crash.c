/* SPDX-License-Identifier: ISC */
#include "store/crash.h"

#ifdef TELLTALE_CRASH_POINTS

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CRASH_STATUS	86

static atomic_long passed;

void
crash_point(const char *name)
{
	const char *at = getenv("TELLTALE_CRASH_AT"), *colon;
	long want = 1;
	size_t n;

	if (at == NULL)
		return;
	colon = strchr(at, ':');
	n = colon != NULL ? (size_t)(colon - at) : strlen(at);
	if (strlen(name) != n || memcmp(at, name, n) != 0)
		return;
	if (colon != NULL)
		want = strtol(colon + 1, NULL, 10);
	if (atomic_fetch_add(&passed, 1) + 1 >= want)
		_exit(CRASH_STATUS);
}

#else

_Static_assert(1, "a file may not be empty");

#endif
