/* SPDX-License-Identifier: ISC */
/*
 * access - a partner is told that it is suspended, removed, expired or let in
 * again:
 * the ground, what still binds it, what it holds, and by when it may answer.
 *
 * Every vault does what was agreed; the one whose officer signed last (or
 * alone) tells.  What cannot be queued is said, and holds up nothing.
 */
#ifndef CLI_PEOPLE_ACCESS_H
#define CLI_PEOPLE_ACCESS_H

#include "base/attr.h"
#include "cli/people/change.h"
#include "cli/team/request.h"
#include "cli/vault.h"

/* Before its readers' keys are revoked: they are who is told.  c: read, and
 * not yet kept.  A transaction is open. */
void access_tell(struct vault *v, const struct people_change *c,
    const struct request_done *r);

/* That its agreement has ended; of each end once.  lacks: as in notice.h.
 * CLI_DONE, or an exit code after saying why. */
int access_tell_expired(struct vault *v, const struct vault_partner *p,
    int64_t now_s, size_t *lacks) MUST_USE;

#endif
