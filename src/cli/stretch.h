/* SPDX-License-Identifier: ISC */
/*
 * stretch - which stretch of a specimen reads as whose copy, where several
 * holders are named (specs/stories.md, LI-4).
 *
 * Sites are taken in the order of the bulletin's parts and lines.  Only those
 * tell anything at which some of the named have what was read and others have
 * not; a stretch goes on while one holder or more has what was read at all of
 * them.  It says whose wording stands there, and names nobody: who is named
 * was decided before.
 */
#ifndef CLI_STRETCH_H
#define CLI_STRETCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/trace.h"
#include "telltale/err.h"

#define STRETCH_HOLDERS_MAX	64	/* named ones, a bit each */

struct stretch {
	struct span part;		/* its name, borrowed */
	uint32_t from, to;		/* lines of the draft */
	uint64_t whose;			/* 1 << index in stretches.holder */
	size_t sites;			/* that tell */
};

struct stretches {
	const struct tt_suspect *holder[STRETCH_HOLDERS_MAX];
	size_t n_holders;
	struct stretch *at;
	size_t n;			/* 0: fewer than two are named */
};

/* TT_ENOMEM.  stretches_done also after a failure. */
enum tt_err stretches_of(struct stretches *x, const struct tracing *t)
    MUST_USE;
void stretches_done(struct stretches *x);	/* safe on a zeroed one */

/* Append "advisory.md, lines 12 to 30: as h3 has it (7 sites)". */
void stretch_say(const struct stretches *x, size_t i, const struct tracing *t,
    struct buf *out);

/* What such a list says, and what it does not. */
extern const char stretch_words[];

#endif
