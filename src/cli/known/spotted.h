/* SPDX-License-Identifier: ISC */
/*
 * spotted - where a bulletin's constants stand at their fields, in an access
 * log or a capture.
 *
 * A site counts where a value of its kind stands beside what stands beside it
 * in the proof of concept (telltale/constants.h); several of a line, or one
 * with values enough, make a sighting.  Whose value it is, is not asked: no
 * row of the codebook is looked at, so that what is found here can still be
 * traced under the bound.  A sighting of this kind says that the shape of the
 * exploit was there, and not from whom it came.  Pure.
 */
#ifndef CLI_KNOWN_SPOTTED_H
#define CLI_KNOWN_SPOTTED_H

#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "cli/known/rows.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"
#include "telltale/piece.h"

#define SPOTTED_LINES_MAX	1000	/* that match; then it stops */
#define SPOTTED_BITS		20	/* log2 of all values of the sites */

/* Common or combined log format: is that how text begins? */
bool spotted_is_log(struct span text);

/*
 * A row for each address that a matching line begins with: the first one.
 * Lines without a time that can be read are left out, and counted.  *lines:
 * how many matched, *stopped: there may be more.  TT_ENOMEM.
 */
enum tt_err spotted_log(struct rows *out, const struct tt_bulletin *b,
    struct span text, size_t *lines, bool *stopped) MUST_USE;

/* Do these pieces match? */
enum tt_err spotted_pieces(const struct tt_bulletin *b,
    const struct tt_piece *pieces, size_t n, bool *matches) MUST_USE;

#endif
