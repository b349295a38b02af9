/* SPDX-License-Identifier: ISC */
/*
 * exchange - requests and answers, to the hub and from there.
 *
 * Ours that the hub lacks, then all that it has and the vault has not, in its
 * order, each followed by what it leads to (settle.h).  Every step is kept
 * before the next is begun, so whatever is cut off goes on with the next run.
 */
#ifndef CLI_TEAM_EXCHANGE_H
#define CLI_TEAM_EXCHANGE_H

#include "base/attr.h"
#include "cli/vault.h"

/*
 * The vault is open for VAULT_WRITE, the hub can be reached, and no
 * transaction is open.  Nothing is asked in a small team.  CLI_DONE, or an
 * exit code after saying why: CLI_REFUSED if the hub shows a request that is
 * not the one it showed before; that one has ended.
 */
int exchange(struct vault *v) MUST_USE;

#endif
