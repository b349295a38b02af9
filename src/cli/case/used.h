/* SPDX-License-Identifier: ISC */
/* used - from where a reader's keys were used, by the hub's record of it. */
#ifndef CLI_CASE_USED_H
#define CLI_CASE_USED_H

#include "base/attr.h"
#include "base/json_out.h"
#include "cli/vault.h"
#include "store/vault_partner.h"

#define USED_MAX	64	/* networks that a case keeps of a reader */

/*
 * Member "used": a list of network, first, last, minutes, days; of the keys
 * that were lost before, too.  null, after a note, where the hub cannot be
 * asked.  CLI_DONE, or an exit code after saying why.
 */
int used_put(struct vault *v, struct json_out *j,
    const struct vault_reader *r) MUST_USE;

#endif
