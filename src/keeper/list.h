/* SPDX-License-Identifier: ISC */
/*
 * list - what a keeper holds, for whoever runs it: waves, instants, states.
 *
 * Reads the folder only, beside a keeper that is at work or not; no share is
 * opened, and none is shown.
 */
#ifndef KEEPER_LIST_H
#define KEEPER_LIST_H

#include "base/attr.h"
#include "base/buf.h"
#include "telltale/err.h"

/*
 * Appends "LEAF OPENS STATE" LF for each share, by leaf; STATE is wait, open
 * or destroyed, and " moved N" follows where its instant is not the first.
 * TT_ENOENT: dir is no keeper's.
 */
enum tt_err keeper_list(const char *dir, struct buf *out) MUST_USE;

#endif
