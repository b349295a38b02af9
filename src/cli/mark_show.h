/* SPDX-License-Identifier: ISC */
/* mark_show - what `telltale mark` says of choices: to people, to programs. */
#ifndef CLI_MARK_SHOW_H
#define CLI_MARK_SHOW_H

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/goal.h"
#include "cli/marking.h"

/* All of them; goal and report may be NULL. */
int mark_show(const struct cli *c, const struct marking *m,
    const struct goal *goal, const struct goal_report *report) MUST_USE;

/* How far the goal was reached, in sentences on stdout. */
void mark_show_goal(const struct marking *m, const struct goal *goal,
    const struct goal_report *report);

/* Which facts might be told differently: only the author knows. */
void mark_show_facts(const struct cli *c);

#endif
