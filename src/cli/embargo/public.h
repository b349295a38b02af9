/* SPDX-License-Identifier: ISC */
/*
 * public - the public rendering: what everybody gets once it has ended.
 *
 * It is a holder's like any other, with a row of its own, so that what was
 * copied from it leads back to it.
 */
#ifndef CLI_EMBARGO_PUBLIC_H
#define CLI_EMBARGO_PUBLIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "cli/embargo/standing.h"

#define PUBLIC_NAME_MAX	256	/* bytes, with NUL */

struct public_sent {
	size_t parts;		/* that the public profile carries */
	size_t sent;		/* that the hub has */
	char first[PUBLIC_NAME_MAX];	/* a file of them; "": none */
};

/*
 * Each part that the public profile carries, to the hub.  An exit code after
 * saying why if it took not all of them.
 */
int public_send(struct standing *s, struct public_sent *out) MUST_USE;

/*
 * Whether the hub has the first of them already: then somebody else has made
 * it public.  CLI_DONE, or an exit code after saying why.
 */
int public_is_out(struct standing *s, bool *out) MUST_USE;

/* Their names, for a dry run: one a line, appended. */
int public_list(struct standing *s, struct buf *out) MUST_USE;

#endif
