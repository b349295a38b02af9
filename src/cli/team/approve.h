/* SPDX-License-Identifier: ISC */
/* approve_show - a request, as the second person reads it. */
#ifndef CLI_TEAM_APPROVE_H
#define CLI_TEAM_APPROVE_H

#include "base/attr.h"
#include "cli/team/settle.h"

/* Of a request: who asks what, why, until when, and what if nothing is done. */
int approve_list(struct vault *v, bool all) MUST_USE;

/* All of it: the dry run, the statements, the effect. */
int approve_show(struct vault *v, const struct settle_case *c,
    const struct settle_count *n) MUST_USE;

#endif
