/* SPDX-License-Identifier: ISC */
/*
 * invited - the vendor's side: a letter by which a partner's admin says whom
 * they invited becomes a reader's record, as if an officer had invited them;
 * `reader confirm` completes it.
 */
#ifndef CLI_MINE_INVITED_H
#define CLI_MINE_INVITED_H

#include "base/attr.h"
#include "cli/vault.h"
#include "store/vault_partner.h"
#include "telltale/letter.h"

/*
 * A letter whose signature by the admin's key was checked, in the transaction
 * that is open.  *why is set if it cannot count; CLI_DONE then too.  The same
 * again changes nothing.  received_s: by the hub, so that two vaults make one
 * record of it.
 */
int invited_keep(struct vault *v, const struct tt_letter *l,
    const struct vault_reader *admin, int64_t received_s, const char **why)
    MUST_USE;

#endif
