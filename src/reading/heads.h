/* SPDX-License-Identifier: ISC */
/*
 * heads - in which order the header lines of a message stand.
 *
 * Where all alternatives of a choice name the same strings in quotes, each in
 * another order, as in {{("Agent", A), ("Realm", R)|("Realm", R), ("Agent",
 * A)}}, lines that begin with these strings and a colon, all of them between
 * two empty lines, show which it was.
 */
#ifndef READING_HEADS_H
#define READING_HEADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"

#define HEADS_MAX	64	/* sites; no more are looked for */
#define HEADS_NAMES	8	/* strings of one */

struct heads_site {
	uint32_t site;
	size_t n;			/* strings */
	struct span name[HEADS_NAMES];	/* as the first alternative has them */
	uint8_t order[TT_Q_MAX][HEADS_NAMES];	/* of the others, by name[] */
	uint32_t seen;			/* alternatives, as bits */
};

struct heads {
	struct heads_site at[HEADS_MAX];
	size_t n;
};

void heads_init(struct heads *h, const struct tt_bulletin *b);
void heads_read(struct heads *h, struct span stream);

#endif
