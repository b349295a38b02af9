/* SPDX-License-Identifier: ISC */
/*
 * due - what nobody has to do on the day: a bulletin whose embargo is over is
 * made public, and who has a copy of it is told.
 *
 * The hub has no plaintext before the instant, so the vault hands it over: at
 * its first visit to the hub after it, that of a timer within a minute.  What
 * was retracted, moved or is held stays where it is.
 */
#ifndef CLI_EMBARGO_DUE_H
#define CLI_EMBARGO_DUE_H

#include <stddef.h>

#include "base/attr.h"
#include "cli/vault.h"

struct due_done {
	size_t due, sent;	/* bulletins */
};

/*
 * All of them; v is open for VAULT_WRITE, its hub is there.  Safe to repeat:
 * one that somebody else made public is not told of again.  CLI_DONE, or an
 * exit code after saying why.
 */
int due_publish(struct vault *v, struct due_done *out) MUST_USE;

/* Beside whatever else a verb is at, unless that takes a passphrase. */
void due_by_the_way(struct vault *v);

/* `publish --due`. */
int due_verb(struct cli *c, const char *passphrase_file) MUST_USE;

#endif
