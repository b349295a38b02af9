/* SPDX-License-Identifier: ISC */
/*
 * urgent - a flaw under attack cannot wait (specs/stories.md, PO-6b): two
 * people, a batch at once, ten seconds for witnesses, marks that nobody read.
 * It is on record with the sealing, for every finding to say.
 */
#ifndef CLI_EMBARGO_URGENT_H
#define CLI_EMBARGO_URGENT_H

#include "base/attr.h"
#include "cli/delivery.h"
#include "cli/team/request.h"

#define URGENT_WITNESSES_S	10

/* The second person's yes, once for a sealing.  CLI_DONE, or said why. */
int urgent_ask(struct delivery *d) MUST_USE;

/* After delivery_state: a batch is cut, and waited for only so long. */
int urgent_cut(struct delivery *d) MUST_USE;

request_apply_fn urgent_apply;

#endif
