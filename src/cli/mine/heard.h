/* SPDX-License-Identifier: ISC */
/*
 * heard - the vendor's side: what partners' own admins said of their readers.
 *
 * The hub has acted on it; the vault believes it by the admin's signature, and
 * whoever is stopped is revoked here from then on, so that nothing more is
 * sealed to them.  The ledger hears of it from an officer, by `reader revoke`
 * or `partner withdraw`.
 */
#ifndef CLI_MINE_HEARD_H
#define CLI_MINE_HEARD_H

#include <stdint.h>

#include "base/attr.h"
#include "cli/vault.h"

/*
 * Those that the hub has, up to number last, and the vault has not.  What
 * cannot be believed is a warning, once.  CLI_DONE, or an exit code after
 * saying why.
 */
int heard_fetch(struct vault *v, int64_t last) MUST_USE;

#endif
