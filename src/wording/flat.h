/* SPDX-License-Identifier: ISC */
/*
 * flat - a block's text as it is read, to find in it what is left alone:
 * URLs, paths, mail addresses, `code`, "quotations", forbidden bytes.
 *
 * Markup that shows nothing is gone there, a gap is a space or one x.
 */
#ifndef WORDING_FLAT_H
#define WORDING_FLAT_H

#include "base/attr.h"
#include "telltale/err.h"

struct cutting;

/* Sets opaque for such bytes of the open block's pieces.  TT_ENOMEM. */
enum tt_err flat_hide(struct cutting *c) MUST_USE;

#endif
