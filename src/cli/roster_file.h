/* SPDX-License-Identifier: ISC */
/*
 * roster_file - the partners of a list (cli/import.h) as a line-up, for trying
 * things before there is a programme.  Numbers count up from 0.
 *
 * Functions give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_ROSTER_FILE_H
#define CLI_ROSTER_FILE_H

#include <stddef.h>

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/draft.h"
#include "cli/lineup.h"

/*
 * Whoever has readers, up to max of them, whatever their state.  Each copy is
 * of the wave for the partner's tier; in full where no wave is for it.
 */
int roster_file_all(const struct cli *c, struct lineup *l,
    const struct draft *d, const char *path, size_t max) MUST_USE;

/*
 * Whoever would get a copy: approved by now, and of a tier that a wave is
 * for; and the public rendering.
 */
int roster_file_approved(const struct cli *c, struct lineup *l,
    const struct draft *d, const char *path) MUST_USE;

#endif
