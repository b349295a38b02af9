/* SPDX-License-Identifier: ISC */
/*
 * release - from the instant on: shares out of k keepers become the one file
 * that opens a wave.
 *
 * specs/sealing.md section 7.  Each share is checked against the wave's
 * commitments, the key they make against its recipient; then the file, then
 * the `release` statement for the next batch.  Before, the hub has neither.
 */
#ifndef HUB_RELEASE_H
#define HUB_RELEASE_H

#include "base/attr.h"
#include "hub/hub.h"
#include "store/hub_wave.h"

/*
 * Ask the keepers of one wave now.  TT_EAGAIN: fewer than k have answered
 * with a good share yet; TT_EFULL and others of the machine.
 */
enum tt_err release_wave(struct hub *h, const struct hub_wave *w) MUST_USE;

/* All that are due.  *left: how many could not be released yet. */
enum tt_err release_due(struct hub *h, unsigned *left) MUST_USE;

#endif
