/* SPDX-License-Identifier: ISC */
/*
 * passage - the line of a text around one of its sites, for people.
 *
 * Where other sites stand on the line it has what was read there, so that it
 * is the line of the specimen as far as that is known, and else the text of
 * their first alternative.
 */
#ifndef CLI_PASSAGE_H
#define CLI_PASSAGE_H

#include <stdint.h>

#include "base/buf.h"
#include "cli/showing.h"

#define PASSAGE_AROUND	64	/* bytes on either side, at most */

/*
 * Append what stands before and behind a slot's site on its line, cut at
 * words where it is much; nothing if no text has the slot.
 */
void passage_around(const struct showing *x, uint32_t slot,
    struct buf *before, struct buf *behind);

#endif
