/* SPDX-License-Identifier: ISC */
/*
 * meter - power measured in a child, while the author goes on deciding.
 */
#ifndef CLI_METER_H
#define CLI_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "cli/goal.h"
#include "cli/marking.h"

struct meter {
	pid_t child;		/* 0: none */
	int fd;			/* what it writes to, while there is one */
	size_t sites;		/* that it measures */
};

/* What is accepted now, a lone leaker of all of it.  None runs yet. */
void meter_start(struct meter *t, const struct marking *m, uint64_t holders);

/* True if it came to an end: *power of *sites, 0 trials if it failed. */
bool meter_take(struct meter *t, struct tt_power *power, size_t *sites);

bool meter_runs(const struct meter *t);
void meter_stop(struct meter *t);	/* fine if none runs */

#endif
