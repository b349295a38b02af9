/* SPDX-License-Identifier: ISC */
/*
 * progress - a bar on stderr for long work: only on a terminal, not with
 * --quiet, and not before half a second has gone by.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/cli.h"

struct progress {
	const char *what;	/* "sealing"; borrowed */
	uint64_t total;		/* 0: unknown */
	bool on, drawn;
	int64_t began_ms, drawn_ms;
};

void progress_start(struct progress *p, const struct cli *c, const char *what,
    uint64_t total);
void progress_at(struct progress *p, uint64_t done);
void progress_end(struct progress *p);	/* takes the bar away */

#endif
