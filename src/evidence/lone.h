/* SPDX-License-Identifier: ISC */
/*
 * lone - the decoder for lone leakers: models of one colluder, nobody known.
 *
 * The bank of section 9 cut down to its models of c = 1; the lists of section
 * 10 are two, S_single is their mean, and every D of section 11 is empty, so
 * that one mixture serves all rows of a level.  What it chooses costs power,
 * never the promise.
 */
#ifndef EVIDENCE_LONE_H
#define EVIDENCE_LONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "evidence/mixture.h"
#include "evidence/seen.h"
#include "evidence/table.h"

#define LONE_MODELS	2	/* numbers 0 and 1 of the bank */

struct lone {
	const struct seen_list *list;	/* borrowed */
	struct factors *table[LONE_MODELS];
	struct hypothesis h[LONE_MODELS];
	struct mixture *mix;
};

/* level: whose sites tell how likely a model is.  TT_ENOMEM. */
enum tt_err lone_init(struct lone *l, const struct seen_list *list,
    enum table_level level) MUST_USE;
void lone_done(struct lone *l);	/* safe on a zeroed one */

/* The score under each model; returns S_single. */
double lone_score(const struct lone *l, const uint8_t *row,
    double score[LONE_MODELS]);

#endif
