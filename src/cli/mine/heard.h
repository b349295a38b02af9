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
#include "base/json_in.h"
#include "cli/vault.h"

/* What the hub has, as it says beside the events. */
struct heard_of {
	int64_t words;		/* the last number; -1: a hub from before */
	int64_t admins;		/* so many readers */
};

enum tt_err heard_read(const json_t *events, struct heard_of *out) MUST_USE;

/*
 * Those that the hub has and the vault has not.  What cannot be believed is a
 * warning, once.  CLI_DONE, or an exit code after saying why.
 */
int heard_fetch(struct vault *v, const struct heard_of *of) MUST_USE;

#endif
