/* SPDX-License-Identifier: ISC */
/*
 * revision_diff - what readers will see changed, before it is sealed.
 *
 * The lines of the marked parts that differ, how many sites stayed, came and
 * went, and the proof of the promise: both revisions are rendered for every
 * reader, and no site that stayed may show any of them another text.
 */
#ifndef CLI_REVISION_DIFF_H
#define CLI_REVISION_DIFF_H

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/draft.h"
#include "cli/revision.h"

/*
 * Prints, as text or JSON.  CLI_DONE if something differs, CLI_NO if nothing
 * does, else an exit code after saying why; CLI_ALARM if the promise fails.
 */
int revision_diff_print(const struct revision *r, const struct draft *d,
    const struct cli *c) MUST_USE;

#endif
