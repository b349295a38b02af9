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

#include <stddef.h>

#include "base/attr.h"
#include "cli/vault.h"
#include "telltale/err.h"

/*
 * All of them, of a vault that is open for VAULT_WRITE.  *waiting: whom it did
 * not reach, for the hub is away, or does not know their key yet, or a
 * passphrase would have to be typed.
 */
enum tt_err view_tell(struct vault *v, size_t *waiting) MUST_USE;

/* After whatever a verb was at: what does not go out is no failure of it. */
void view_tell_by_the_way(struct vault *v);

#endif
