/* SPDX-License-Identifier: ISC */
/*
 * lab_found - which sites the public proposer finds in a text without marks:
 * those that leakers can draw anew who have the same program.
 */
#ifndef CLI_LAB_FOUND_H
#define CLI_LAB_FOUND_H

#include <stdbool.h>

#include "base/attr.h"
#include "cli/draft.h"
#include "telltale/err.h"

/*
 * found: one for each site of the draft's bulletin, true if a proposal for the
 * rendering that is the draft's own wording meets it, by the public tables
 * alone.  A site of several places counts if one of them does.
 */
enum tt_err lab_found(const struct draft *d, bool *found) MUST_USE;

#endif
