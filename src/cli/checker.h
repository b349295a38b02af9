/* SPDX-License-Identifier: ISC */
/*
 * checker - every alternative of a draft, tried before it is sealed.
 *
 * Renderings that cover all alternatives must parse as what their names say
 * they are, and pass the program that the author names: run without a shell,
 * for 60 s at most, in a folder of its own below scratch that is removed
 * afterwards.  What breaks is narrowed down to the alternative.
 */
#ifndef CLI_CHECKER_H
#define CLI_CHECKER_H

#include "base/attr.h"
#include "base/rng.h"
#include "cli/cli.h"
#include "cli/draft.h"

/*
 * CLI_DONE, or an exit code after saying which alternative broke what, with
 * the checker's own words.  scratch is a folder that exists, as a
 * whole path.
 */
int checker_run(const struct cli *c, const struct draft *d,
    const char *scratch, struct rng rng) MUST_USE;

#endif
