/* SPDX-License-Identifier: ISC */
/* served - which files of `ledger/` there are, by name. */
#ifndef HUB_SERVED_H
#define HUB_SERVED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/merkle.h"
#include "telltale/tile.h"

#define SERVED_WAVE_MAX	80	/* bytes, with NUL */

/* "wave/HEX/key" */
void served_wave_name(const struct hash *leaf, char out[SERVED_WAVE_MAX]);

/* All of t lies within a log of that size. */
bool served_has(const struct tt_tile *t, uint64_t size);

#endif
