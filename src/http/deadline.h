/* SPDX-License-Identifier: ISC */
/*
 * deadline - an instant for every connection, after which it is cut.
 *
 * libmicrohttpd knows only how long a connection was idle, and a byte every
 * few seconds keeps it open for ever.  Here a thread of its own shuts down
 * the sockets whose time is up; the server then finds them closed.
 */
#ifndef HTTP_DEADLINE_H
#define HTTP_DEADLINE_H

#include "base/attr.h"
#include "telltale/err.h"

struct deadlines;
struct deadline;	/* of one connection */

enum tt_err deadlines_new(struct deadlines **out) MUST_USE;
void deadlines_free(struct deadlines *all);	/* ends the thread; NULL ok */

/* From now on fd has that many seconds.  NULL: no memory; it has no end. */
struct deadline *deadline_add(struct deadlines *all, int fd, unsigned seconds);
void deadline_set(struct deadlines *all, struct deadline *d,
    unsigned seconds);
/* Before fd is closed; frees d. */
void deadline_drop(struct deadlines *all, struct deadline *d);

#endif
