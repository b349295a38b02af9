/* SPDX-License-Identifier: ISC */
/*
 * tell - the vendor's side: the hub hears who speaks for each partner, and
 * each of them who is who there, in a letter sealed to them: the hub has no
 * names.
 */
#ifndef CLI_MINE_TELL_H
#define CLI_MINE_TELL_H

#include "base/attr.h"
#include "cli/vault.h"

/*
 * All that the hub was not told yet; unlocks the officer's key if there is
 * any.  A hub that cannot be reached is fine: it is told the next time.
 * CLI_DONE, or an exit code after saying why.
 */
int tell_admins(struct vault *v) MUST_USE;

#endif
