/* SPDX-License-Identifier: ISC */
#include <sched.h>

#include "cli/cores.h"
#include "telltale/trace.h"

unsigned
cores_here(void)
{
	cpu_set_t set;
	int n;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;	/* or more than are in a set: one will do */
	n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > TT_THREADS_MAX ? TT_THREADS_MAX : (unsigned)n;
}
