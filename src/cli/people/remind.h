/* SPDX-License-Identifier: ISC */
/*
 * remind - what time alone brings a partner is told to its admins: its
 * agreement has ended, its declaration of duties is due again.
 *
 * Nobody acts, so whoever looks tells: every verb that settles partners,
 * status, and notices send.  Of each end and each declaration once.
 */
#ifndef CLI_PEOPLE_REMIND_H
#define CLI_PEOPLE_REMIND_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/vault.h"

/* v is open for VAULT_WRITE.  Nothing, while the officer's key is under a
 * passphrase that nobody gave; what cannot be queued is said. */
void remind_partners(struct vault *v, int64_t now_s);

/* How many notices wait for that key; needs no writing.  TT_EDB. */
enum tt_err remind_lacks(struct vault *v, int64_t now_s, size_t *n) MUST_USE;

#endif
