/* SPDX-License-Identifier: ISC */
/* slip_do - asking for another public instant, and adopting it. */
#ifndef CLI_EMBARGO_SLIP_DO_H
#define CLI_EMBARGO_SLIP_DO_H

#include "base/attr.h"
#include "cli/embargo/slip_plan.h"
#include "cli/team/request.h"

/*
 * A proposal that waits for terms parties: on record, nothing signed.
 */
int slip_propose(const struct slip_plan *p) MUST_USE;

/* Asks for the moves and the terms, signed by as many as it takes. */
int slip_ask(const struct slip_plan *p, const char *reason,
    struct request_made *made) MUST_USE;

/*
 * With what is signed: moves to the keepers, and, once enough of them have
 * confirmed, the terms in force.  CLI_REFUSED if too few did: the old instant
 * stands.
 */
int slip_adopt(struct standing *s) MUST_USE;

/* The open proposal, dropped. */
int slip_drop(struct standing *s) MUST_USE;

request_apply_fn slip_apply;

#endif
