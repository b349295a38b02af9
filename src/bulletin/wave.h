/* SPDX-License-Identifier: ISC */
/* wave - one wave of bulletin.json: who gets which parts, and when. */
#ifndef BULLETIN_WAVE_H
#define BULLETIN_WAVE_H

#include "bulletin/node.h"
#include "telltale/manifest.h"

/*
 * Read n to *w.  Faults are told; then what could not be read is empty, and
 * the profile TT_PROFILE_COUNT.
 */
void wave_read(struct reader *r, struct node n, struct tt_wave *w);

/* What concerns several waves: a name twice, a tier in two. */
void waves_compare(struct reader *r, struct node waves);

#endif
