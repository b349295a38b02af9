/* SPDX-License-Identifier: ISC */
/*
 * view_tell - finders and coordinators who have a key are told where their
 * bulletin stands, by themselves: a letter of an officer's (post/letter.h)
 * that the hub cannot read, whenever what it says has changed.
 *
 * The vault keeps what each was told last, and not what is to be sent: a hub
 * that cannot be reached delays a view, and the newest one goes out.
 */
#ifndef CLI_KNOWN_VIEW_TELL_H
#define CLI_KNOWN_VIEW_TELL_H

#include "cli/vault.h"

/*
 * After whatever a verb was at, of a vault that is open for VAULT_WRITE;
 * unless that takes a passphrase.  What does not go out is said, and is no
 * failure of the verb.
 */
void view_tell_by_the_way(struct vault *v);

/* How many have something to be told. */
enum tt_err view_tell_waiting(struct vault *v, size_t *n) MUST_USE;

#endif
