/* SPDX-License-Identifier: ISC */
/*
 * public - the public rendering: what everybody gets once it has ended.
 *
 * It is a holder's like any other, with a row of its own, so that what was
 * copied from it leads back to it.
 */
#ifndef CLI_EMBARGO_PUBLIC_H
#define CLI_EMBARGO_PUBLIC_H

#include <stddef.h>

#include "base/attr.h"
#include "cli/embargo/standing.h"

/*
 * Each part that the public profile carries, to the hub.  *parts: how many
 * there are; *sent: how many the hub has.  An exit code after saying why if
 * it took not all of them.
 */
int public_send(struct standing *s, size_t *parts, size_t *sent) MUST_USE;

/* Their names, for a dry run: one a line, appended. */
int public_list(struct standing *s, struct buf *out) MUST_USE;

#endif
